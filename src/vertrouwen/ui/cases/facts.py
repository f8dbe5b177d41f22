"""The card of coded facts: how complete they are, and each changed on the spot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from vertrouwen.domain.case import MULTIPLE_FACTS, Facts
from vertrouwen.domain.vocabulary import UNKNOWN
from vertrouwen.language import _
from vertrouwen.services.edit_case import set_facts
from vertrouwen.services.practice import Change
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Card,
    Column,
    ComboField,
    CompletenessBar,
    Field,
    Icon,
    LinkButton,
    MultiChoice,
    PushButton,
    WrapLabel,
)

REPORTED = (
    "track",
    "natures",
    "role",
    "relation",
    "channel",
    "wishes",
    "chosen_steps",
    "incident_period",
)
"""The facts a report rests on, which the bar counts; in the order of the card."""
FURTHER = (
    "kind",
    "involvement",
    "frequency",
    "how_found",
    "discrimination_grounds",
    "effects",
    "referrals",
    "wrongdoing",
    "outcome",
    "goal",
    "aftercare",
)
"""The other facts, behind a link."""
INTEGRITY, REPORT = "integriteit", "melding"


def fact_names() -> dict[str, str]:
    """Return what each fact is called on the card."""
    return {
        "track": _("Spoor"),
        "natures": _("Aard"),
        "role": _("Rol melder"),
        "relation": _("Relatie"),
        "channel": _("Kanaal"),
        "wishes": _("Wens melder"),
        "chosen_steps": _("Gekozen stap"),
        "incident_period": _("Periode voorval"),
        "kind": _("Soort contact"),
        "involvement": _("Betrokkenheid"),
        "frequency": _("Frequentie"),
        "how_found": _("Hoe gevonden"),
        "discrimination_grounds": _("Grond discriminatie"),
        "effects": _("Gevolgen"),
        "referrals": _("Doorverwijzing"),
        "wrongdoing": _("Misstand"),
        "outcome": _("Uitkomst"),
        "goal": _("Doel bereikt"),
        "aftercare": _("Nazorg"),
    }


class FactsCard(Card):
    """The facts for the statistics; codes only.

    Signals:
        edit_asked: the name of the fact that the adviser wants to change.
    """

    edit_asked = Signal(str)

    def __init__(self) -> None:
        """Make the empty card."""
        super().__init__(_("Feiten voor de statistiek"))
        self.bar = CompletenessBar(0, len(REPORTED))
        self.add(self.bar)
        self._lines = Column(spacing=0)
        self.add(self._lines)
        self._more = LinkButton(_("Meer feiten"), icon="chevron-down")
        self._more.clicked.connect(lambda: self._switch())
        self.add(self._more)
        self._further = Column(spacing=0)
        self.add(self._further)
        note = QHBoxLayout()
        note.setSpacing(8)
        note.addWidget(Icon("shield-lock", "ink3", 17), 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(
            WrapLabel(_("Alleen codes: geen namen, geen vrije tekst."), "secondary", "ink3"), 1
        )
        self.body.addLayout(note)
        self._further.hide()
        self.lines: dict[str, FactLine] = {}

    def show_case(self, desk: CaseDesk) -> None:
        """Show the facts of a case."""
        done, total = desk.case.facts.completeness()
        self.bar.set_value(done, total)
        self.set_aside(_("{done} van {total}").format(done=done, total=total))
        focused = next((name for name, line in self.lines.items() if line.hasFocus()), None)
        self._lines.clear()
        self._further.clear()
        self.lines = {}
        for column, names in ((self._lines, REPORTED), (self._further, FURTHER)):
            for name in names:
                line = FactLine(fact_names()[name], fact_words(desk, name))
                line.setEnabled(desk.case.closed_on is None)
                line.clicked.connect(lambda _on=False, n=name: self.edit_asked.emit(n))
                column.add(line)
                self.lines[name] = line
        if focused is not None:
            self.lines[focused].setFocus()

    def open_editor(self, name: str, form: CaseForm) -> None:
        """Show the form of one fact under its line."""
        column = self._lines if name in REPORTED else self._further
        if column is self._further and self._further.isHidden():
            self._switch()
        column.box.insertWidget(column.box.indexOf(self.lines[name]) + 1, form)

    def _switch(self) -> None:
        is_open = self._further.isHidden()
        self._further.setVisible(is_open)
        self._more.setText(_("Minder feiten") if is_open else _("Meer feiten"))
        self._more.set_icon("chevron-up" if is_open else "chevron-down")


class FactLine(PushButton):
    """One fact: its name, and its value or the invitation to choose one."""

    def __init__(self, name: str, value: str) -> None:
        """Make the line; activating it opens the choice."""
        super().__init__()
        self._name, self._value = name, value
        self.setAccessibleName(f"{name}: {value or _('nog kiezen')}")
        self.setAccessibleDescription(_("Wijzigen"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Return the size at the usual width of the side column."""
        width = theme().px(300)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a size that still shows the name."""
        return QSize(theme().px(160), theme().px(25))

    def hasHeightForWidth(self) -> bool:
        """Tell layouts that a long value takes more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of name and wrapped value."""
        px, metrics = theme().px, QFontMetrics(theme().font("secondary"))
        room = QRect(0, 0, px(106), 10_000)
        name = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._name).height()
        return max(px(25), max(name, self._words_rect(width).height()) + px(7))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw name, value, and a pencil where something is missing or about to be changed."""
        px, color = theme().px, theme().color
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hot = self.isEnabled() and (self.hasFocus() or self.underMouse())
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("bg"))
            painter.drawRoundedRect(self.rect().adjusted(-4, 0, 4, 0), 5, 5)
        painter.setFont(theme().font("secondary"))
        painter.setPen(color("ink2"))
        left = QRect(0, px(3), px(106), self.height() - px(3))
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.drawText(left, wrap, self._name)
        words = self._words_rect(self.width())
        words.moveTop(px(3))
        ink = "ink" if self._value else "accent"
        painter.setFont(theme().font("secondary_medium"))
        painter.setPen(color(ink if self.isEnabled() or self._value else "ink3"))
        if not self._value and self.isEnabled():
            pixmap = theme().pixmap("pencil", "accent", 16, self.devicePixelRatioF())
            painter.drawPixmap(words.left(), words.top() + px(1), pixmap)
            words.translate(px(22), 0)
        if self._value or self.isEnabled():
            shown = self._value or _("Nog kiezen")
            painter.drawText(words, wrap, shown)
        if is_hot and self._value:
            pixmap = theme().pixmap("pencil", "accent", 15, self.devicePixelRatioF())
            ground = QRect(self.width() - px(20), px(2), px(20), px(20))
            painter.fillRect(ground, color("bg" if self.underMouse() else "surface"))
            painter.drawPixmap(self.width() - px(17), px(4), pixmap)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)

    def _words_rect(self, width: int) -> QRect:
        px = theme().px
        metrics = QFontMetrics(theme().font("secondary_medium"))
        room = QRect(px(106), 0, max(px(60), width - px(106)), 10_000)
        found = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._value or "X")
        return QRect(room.left(), 0, room.width(), found.height())


def fact_words(desk: CaseDesk, name: str) -> str:
    """Return the value of a fact in words; "" when it is not known."""
    value = getattr(desk.case.facts, name)
    if name not in MULTIPLE_FACTS:
        return "" if value == UNKNOWN else desk.label(name, value)
    known = [code for code in value if code != UNKNOWN]
    if not known:
        return ""
    first = desk.label(MULTIPLE_FACTS[name], known[0])
    others = [desk.word(MULTIPLE_FACTS[name], code) for code in known[1:]]
    if name == "natures" and others:
        return _("{first}; ook {others}").format(first=first, others=", ".join(others))
    return ", ".join([first, *others])


class FactForm(CaseForm):
    """The choice of one fact; on the integrity track it warns before a talk becomes a report."""

    def __init__(self, desk: CaseDesk, draft_key: str, name: str) -> None:
        """Make the form; see `CaseForm`."""
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=fact_names()[name],
            confirm=_("Opslaan"),
        )
        self._desk, self._name = desk, name
        self.primary: ComboField | None = None
        self.several: MultiChoice | None = None
        if name in MULTIPLE_FACTS:
            self._build_several()
        else:
            self.choice = ComboField(desk.items(name), placeholder=None)
            self.choice.set_value(getattr(desk.case.facts, name))
            self.add(Field("value", _("Keuze"), self.choice))
        self._warning, self._understood = self.add_control_warning(desk.alias)
        self._follow_choice()
        if self.several is None:
            self.choice.edited.connect(self._follow_choice)

    def check(self) -> dict[str, str]:
        """Ask to confirm that a talk becomes a report."""
        return self.not_understood()

    def job(self) -> Callable[[], Change]:
        """Store the fact."""
        facts = self.facts()
        practice, case_id = self._desk.practice, self._desk.case.id
        return lambda: set_facts(practice, case_id, facts)

    def facts(self) -> Facts:
        """Return the facts of the case with this one as chosen."""
        value: Any
        if self.several is None:
            value = self.choice.value()
        else:
            codes = list(self.several.value())
            if self.primary is not None and self.primary.value():
                first = self.primary.value()
                codes = [first, *(code for code in codes if code != first)]
            value = tuple(codes)
        return replace(self._desk.case.facts, **{self._name: value})

    def _build_several(self) -> None:
        desk, name = self._desk, self._name
        value: tuple[str, ...] = getattr(desk.case.facts, name)
        choices = desk.items(MULTIPLE_FACTS[name])
        if name == "natures":
            choices = self._natures_of_the_track(choices, value)
            self.primary = ComboField(choices)
            self.primary.set_value(value[0] if value else None)
            self.add(Field("primary", _("Belangrijkste"), self.primary))
        self.several = MultiChoice(choices)
        self.several.set_value(value[1:] if name == "natures" else value)
        self.add(Field("value", _("Ook") if name == "natures" else _("Keuze"), self.several))

    def _natures_of_the_track(
        self, choices: list[tuple[str, str]], chosen: tuple[str, ...]
    ) -> list[tuple[str, str]]:
        """Return the natures of the case's track, and what was chosen before."""
        vocabulary, track = self._desk.practice.vocabulary, self._desk.case.facts.track
        if track in (UNKNOWN, "niet_gevraagd", "nvt"):
            return choices
        return [
            (code, label)
            for code, label in choices
            if code in chosen or vocabulary.track_of(code) in (track, code)
        ]

    def _follow_choice(self) -> None:
        before, after = self._desk.case.facts, self.facts()
        shifts = _is_report(after) and not _is_report(before)
        self._warning.setVisible(shifts)
        self._understood.setVisible(shifts)


def _is_report(facts: Facts) -> bool:
    return facts.track == INTEGRITY and facts.kind == REPORT

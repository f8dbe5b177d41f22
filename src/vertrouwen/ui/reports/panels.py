"""Beside the report: what was tested, what was joined, what to know, where the papers go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.services.make_report import FORMATS, Format
from vertrouwen.services.report_choices import Coarsening, ReportView
from vertrouwen.ui.basics.banners import paint_soft_ground
from vertrouwen.ui.reports import words
from vertrouwen.ui.theme import theme
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.widgets import Button, Card, Icon, Label, WrapLabel

_ICONS: dict[Format, str] = {
    "pdf": "file-text",
    "xlsx": "clipboard-data",
    "csv": "list-check",
    "json": "database",
}


class TestedPanel(QFrame):
    """What was tested, and with what result, in words to repeat to a board."""

    def __init__(self) -> None:
        """Make the panel; nothing was tested yet."""
        super().__init__()
        self._tone: Tone = "accent"
        box = QVBoxLayout(self)
        box.setContentsMargins(18, 14, 16, 14)
        box.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._icon = Icon("shield-lock", "accent_ink", 20)
        self._title = WrapLabel("", "strong", "accent_ink")
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        self._text = WrapLabel("", "body", "ink")
        self._detail = WrapLabel("", "secondary", "ink2")
        box.addLayout(head)
        box.addWidget(self._text)
        box.addWidget(self._detail)
        self.hide()

    def show_view(self, view: ReportView) -> None:
        """Say what was tested of a report."""
        if view.audit is None:
            self._say(
                "green",
                "shield-check",
                _("Vastgesteld onder de strenge regel"),
                _(
                    "In dit verslag staat geen tabel met een getal van 0 tot en met {most}. Het"
                    " telt mee in de toets van elk later verslag."
                ).format(most=view.report.threshold - 1),
                "",
            )
            return
        text = words.tested_sentence(view.audit, view.counting_unit)
        detail = f"{words.tested_detail(view.audit)}; {words.earlier_words(view.audit)}"
        self._say("green", "shield-check", _("Niet herleidbaar: getoetst"), text, detail)

    def show_work(self) -> None:
        """Say that the choices are being worked out."""
        self._say(
            "accent",
            "shield-lock",
            _("Wordt getoetst"),
            _("Tot de toets klaar is, kunt u dit verslag niet vaststellen."),
            "",
        )

    def show_stopped(self) -> None:
        """Say that the adviser stopped the work."""
        self._say(
            "amber",
            "alert-triangle",
            _("De toets is gestopt"),
            _("Wat u ziet, hoort bij de keuzes van daarvoor."),
            "",
        )

    def show_failure(self, text: str) -> None:
        """Say that nothing can leave, and why."""
        self._say("brick", "alert-triangle", _("Zo kan het verslag niet"), text, "")

    def _say(self, tone: Tone, icon: str, title: str, text: str, detail: str) -> None:
        self._tone = tone
        ink = theme().tone_token(tone)
        self._icon.set_icon(icon, ink)
        self._title.set_ink(ink)
        for label, said in ((self._title, title), (self._text, text), (self._detail, detail)):
            label.setText(said)
            label.updateGeometry()
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(said for said in (text, detail) if said))
        self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the soft ground."""
        paint_soft_ground(self, self._tone)


def joined_card(rungs: Sequence[Coarsening]) -> Card:
    """Return what the program joined or left out, and what that gained."""
    card = Card(_("Samengenomen"))
    card.add(
        WrapLabel(
            _("Het programma stelt de indeling voor waarbij de meeste getallen er staan."),
            "secondary",
        )
    )
    for rung in words.told_once(rungs):
        card.add(WrapLabel(words.coarsening_sentence(rung), "body", "ink"))
        card.add(WrapLabel(words.coarsening_gain(rung), "secondary", "ink3"))
    return card


def notices_card(view: ReportView) -> Card | None:
    """Return what the adviser should know before issuing; None when there is nothing."""
    said = []
    if view.late:
        said.append(
            ngettext(
                "{n} zaak kwam na het sluiten van haar periode. Zij telt hier mee; het verslag"
                " noemt het aantal niet.",
                "{n} zaken kwamen na het sluiten van hun periode. Zij tellen hier mee; het verslag"
                " noemt het aantal niet.",
                view.late,
            ).format(n=view.late)
        )
    if view.corrected:
        said.append(
            ngettext(
                "{n} zaak is veranderd nadat zij was geteld. De telling blijft zoals zij was, ook"
                " in dit verslag.",
                "{n} zaken zijn veranderd nadat zij waren geteld. De telling blijft zoals zij was,"
                " ook in dit verslag.",
                view.corrected,
            ).format(n=view.corrected)
        )
    said += [words.refusal_sentence(code) for code in view.notes]
    if not said:
        return None
    card = Card(_("Goed om te weten"), icon="info-circle")
    for sentence in said:
        card.add(WrapLabel(sentence, "secondary"))
    return card


def format_names() -> dict[Format, str]:
    """Return the words of every form in which a report is saved."""
    return {
        "pdf": _("PDF, om te lezen"),
        "xlsx": _("Excel-werkmap"),
        "csv": _("CSV-bestand"),
        "json": _("JSON-bestand"),
    }


def save_card(chosen: Callable[[Format], None]) -> Card:
    """Return the ways to save an issued report."""
    card = Card(_("Opslaan als"))
    names = format_names()
    for format in FORMATS:
        button = Button(names[format], icon=_ICONS[format])
        button.clicked.connect(partial(_choose, chosen, format))
        card.add(button)
    card.add(
        WrapLabel(
            _(
                "U kiest waar het bestand komt; nergens anders staat een kopie. Elke vorm toont"
                " dezelfde getallen. Met het JSON-bestand kan een ander de toets overdoen."
            ),
            "secondary",
        )
    )
    return card


def key_figures_section(view: ReportView) -> QWidget:
    """Return the numbers that come first, with those of the report before."""
    row = QWidget()
    box = QHBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(16)
    for figure in view.key_figures:
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        big = Label(figure.number, "title")
        big.setAccessibleName(f"{figure.number} {figure.label}")
        column.addWidget(big)
        column.addWidget(WrapLabel(figure.label, "secondary_medium", "ink"))
        if figure.previous:
            column.addWidget(WrapLabel(figure.previous, "secondary", "ink3"))
        column.addStretch(1)
        box.addWidget(cell, 1)
    return row


def _choose(chosen: Callable[[Format], None], format: Format, _checked: bool = False) -> None:
    chosen(format)

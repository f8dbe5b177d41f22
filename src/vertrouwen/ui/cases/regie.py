"""The card Regie: what the reporter allows, towards whom, what stays unsaid, until when."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.domain.case import Control
from vertrouwen.domain.consent import FILE_KEEPING, Standing
from vertrouwen.domain.step import kind_from
from vertrouwen.language import _
from vertrouwen.services.read_case import Permission
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.words import STANDING_LOOKS
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import Card, Chip, Column, HLine, Icon, LinkButton, WrapLabel


class RegieCard(Card):
    """One row per act about which anything was said, or for which a step waits.

    Signals:
        record_asked: record what the reporter says about this permission's act.
        withdraw_asked: the reporter takes it back.
    """

    record_asked = Signal(object)
    withdraw_asked = Signal(object)

    def __init__(self) -> None:
        """Make the empty card."""
        super().__init__(_("Regie"))
        self._chip_place = QHBoxLayout()
        self.header_row.addLayout(self._chip_place)
        self._rows = Column(spacing=10)
        self.add(self._rows)
        self._chip: Chip | None = None
        self.rows: list[PermissionRow] = []

    def show_case(self, desk: CaseDesk) -> None:
        """Show the permissions of a case, keeping a file first."""
        if self._chip is not None:
            self._chip_place.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
        with_organisation = desk.case.control is Control.ORGANISATION
        self._chip = (
            Chip(_("bij de organisatie"), "building", "amber")
            if with_organisation
            else Chip(_("bij de melder"), "user-shield", "accent")
        )
        self._chip_place.addWidget(self._chip)
        self._rows.clear()
        self.rows = []
        for permission in _in_order(desk):
            if self.rows:
                self._rows.add(HLine())
            row = PermissionRow(desk, permission)
            row.record_asked.connect(lambda p=permission: self.record_asked.emit(p))
            row.withdraw_asked.connect(lambda p=permission: self.withdraw_asked.emit(p))
            self._rows.add(row)
            self.rows.append(row)


class PermissionRow(QWidget):
    """One act: icon and word of how it stands, what may be shared, and what one can do.

    Signals:
        record_asked: record an answer.
        withdraw_asked: withdraw the consent.
    """

    record_asked = Signal()
    withdraw_asked = Signal()

    def __init__(self, desk: CaseDesk, permission: Permission) -> None:
        """Make the row."""
        super().__init__()
        self.permission = permission
        icon, ink = STANDING_LOOKS[
            Standing.ASKED if lacks_form(desk, permission) else permission.standing
        ]
        title = desk.act_title(permission.act)
        status = status_words(desk, permission)
        self.setAccessibleName(f"{title}: {status}")
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        box.addWidget(Icon(icon, ink, 20), 0, top)
        right = QVBoxLayout()
        right.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(4)
        name = QVBoxLayout()
        name.addSpacing(theme().px(2))  # level with the link beside it
        name.addWidget(WrapLabel(title, "strong", "ink"))
        head.addLayout(name, 1)
        self.action = self._make_action(desk, title)
        if self.action is not None:
            head.addWidget(self.action, 0, top)
        right.addLayout(head)
        right.addWidget(WrapLabel(status, "secondary", "ink2"))
        details = _details(desk, permission)
        if details:
            right.addLayout(_grid(details))
        box.addLayout(right, 1)

    def _make_action(self, desk: CaseDesk, title: str) -> LinkButton | None:
        if desk.case.closed_on is not None:
            return None
        standing = self.permission.standing
        if standing is Standing.GIVEN:
            link = LinkButton(_("Intrekken"))
            link.clicked.connect(self.withdraw_asked)
        else:
            is_first = standing in (Standing.NEVER_ASKED, Standing.ASKED)
            link = LinkButton(_("Vastleggen") if is_first else _("Opnieuw"))
            link.clicked.connect(self.record_asked)
        link.setAccessibleName(f"{link.text()}: {title}")
        return link


def lacks_form(desk: CaseDesk, permission: Permission) -> bool:
    """Tell whether a consent was given in another form than its act demands."""
    record, required = permission.in_force, desk.required_form(permission.act.kind)
    return record is not None and required not in (None, record.form)


def status_words(desk: CaseDesk, permission: Permission) -> str:
    """Return how an act stands, as a sentence."""
    record = permission.consent
    day = desk.day(record.dated_on) if record is not None else ""
    standing = permission.standing
    if standing is Standing.GIVEN and record is not None:
        form = desk.word("consent_form", record.form) if record.form else ""
        if permission.act == FILE_KEEPING and record.valid_until is None:
            return _("Gegeven op {day}; {form}; tot sluiting").format(day=day, form=form)
        given = _("Gegeven op {day}; {form}").format(day=day, form=form)
        if lacks_form(desk, permission):
            return f"{given}. {desk.needed_form(permission.act.kind)}"
        return given
    sentences = {
        Standing.NEVER_ASKED: _("Nog niet gevraagd"),
        Standing.ASKED: _("Gevraagd op {day}"),
        Standing.REFUSED: _("Geweigerd op {day}"),
        Standing.WITHDRAWN: _("Ingetrokken op {day}"),
        Standing.NOT_YET: _("Gaat in op {day}"),
        Standing.EXPIRED: _("Verlopen; gold tot en met {day}"),
    }
    if standing is Standing.EXPIRED and record is not None and record.valid_until is not None:
        day = desk.day(record.valid_until)
    return sentences.get(standing, "").format(day=day)


def _details(desk: CaseDesk, permission: Permission) -> list[tuple[str, str]]:
    """Return what may be shared, what not and why, and until when: only of a consent in force."""
    record = permission.in_force
    if record is None:
        return []
    rows = []
    if record.shared:
        rows.append((_("Delen"), record.shared))
    if record.withheld:
        text = record.withheld
        if record.withheld_reason:
            reason = desk.word("withheld_reason", record.withheld_reason)
            text = f"{text} ({reason})"
        rows.append((_("Niet delen"), text))
    if record.valid_until is not None:
        until = _("tot en met {day}").format(day=desk.day(record.valid_until))
        rows.append((_("Geldig"), until))
    return rows


def _grid(rows: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 2, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(1)
    grid.setColumnMinimumWidth(0, theme().px(66))
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for number, (name, text) in enumerate(rows):
        grid.addWidget(WrapLabel(name, "secondary_medium", "ink2"), number, 0, top)
        value = WrapLabel(text, "secondary", "ink")
        value.setAccessibleName(f"{name}: {text}")
        grid.addWidget(value, number, 1)
    return grid


def _in_order(desk: CaseDesk) -> list[Permission]:
    """Return what is in force first, keeping a file after the steps, then what waits or ended.

    An act that needs no consent and was never spoken of does not belong here.
    """
    kinds = desk.practice.vocabulary["step_kind"]
    spoken_of = [
        p
        for p in desk.case.permissions
        if p.consent is not None
        or p.act == FILE_KEEPING
        or kind_from(kinds[p.act.kind]).needs_consent
    ]
    rank = {Standing.GIVEN: 0, Standing.ASKED: 1, Standing.NEVER_ASKED: 1, Standing.NOT_YET: 1}
    return sorted(spoken_of, key=lambda p: (rank.get(p.standing, 2), p.act == FILE_KEEPING))

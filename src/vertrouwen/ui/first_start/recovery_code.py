"""The recovery code: shown once, put on paper, two covered groups typed back."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.services.change_keys import is_same_group, plain_group
from vertrouwen.services.new_keys import NewKeys
from vertrouwen.ui.first_start.reason import reason
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Button,
    Card,
    Icon,
    Label,
    StatusText,
    TextField,
    WrapLabel,
    announce,
    clear_layout,
)

GROUP_LENGTH = 5
LARGE_TEXT = 120
"""Text size in percent from which on the groups stand two by two."""


class RecoveryCodePanel(QWidget):
    """Shows a new code and finds out whether it stands on paper.

    There is no way to copy or save it here: what is on the clipboard or the disk is not on paper.

    Signals:
        edited: something was typed or the groups were covered.
        print_wanted: the adviser wants the emergency sheet.
    """

    edited = Signal()
    print_wanted = Signal()

    def __init__(self, keys: NewKeys, choose: Callable[[], tuple[int, int]] | None = None) -> None:
        """Show a code.

        Args:
            keys: what to put on paper.
            choose: picks the two groups to cover, from 0; by chance when left out.
        """
        super().__init__()
        self._keys = keys
        self._choose = choose or _two_groups
        self._covered: tuple[int, ...] = ()
        px = theme().px
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(px(12))
        for icon, bold, text in (
            (
                "key",
                _("Alleen u hebt de sleutel."),
                _(
                    "Raakt u deze computer kwijt of opent hij uw zaken niet meer, dan opent deze "
                    "code ze. Niemand kan de code voor u opzoeken, ook wij niet."
                ),
            ),
            (
                "home",
                _("Bewaar het blad apart van uw computer,"),
                _(
                    "bijvoorbeeld thuis in een map of kluis. Wie het blad en uw bestanden heeft, "
                    "kan alles lezen."
                ),
            ),
        ):
            self._box.addLayout(reason(icon, bold, text))
        self._card = Card()
        self._card.setAccessibleName(_("Uw herstelcode"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(14))
        self._card.body.addLayout(self._grid)
        self._box.addWidget(self._card)
        row = QHBoxLayout()
        row.setSpacing(px(14))
        self.print_button = Button(_("Herstelblad printen"), icon="printer", shortcut="Ctrl+P")
        self.print_button.clicked.connect(self.print_wanted)
        self.printed = WrapLabel(_("Of schrijf de code over met de pen."), "secondary", "ink2")
        self.printed.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.print_button)
        row.addWidget(self.printed, 1, Qt.AlignmentFlag.AlignVCenter)
        self._box.addLayout(row)
        self._check = QVBoxLayout()
        self._check.setSpacing(px(6))
        self._box.addSpacing(px(6))
        self._box.addLayout(self._check)
        self.fields: list[_GroupField] = []
        self._show_code()
        self._offer_check()

    @property
    def is_covered(self) -> bool:
        """Whether two groups are covered and asked back."""
        return bool(self._covered)

    @property
    def is_confirmed(self) -> bool:
        """Whether both covered groups were typed back right."""
        return bool(self.fields) and all(field.is_right for field in self.fields)

    def missing(self) -> str:
        """Return what is still to be done, or ""."""
        if not self._covered:
            return _("Zet de code eerst op papier.")
        for field in self.fields:
            if not field.is_right:
                return _("Typ groep {number} over van het papier om verder te gaan").format(
                    number=field.number
                )
        return ""

    def set_printed(self, text: str) -> None:
        """Say what became of the sheet."""
        self.printed.setText(text)
        announce(self, text)

    def cover(self) -> None:
        """Cover two groups and ask them back."""
        self._covered = tuple(sorted(self._choose()))
        self.print_button.setEnabled(False)
        self._show_code()
        clear_layout(self._check)
        first, second = (index + 1 for index in self._covered)
        self._check.addWidget(Label(_("Staat de code goed op papier?"), "heading"))
        words = _(
            "Typ groep {first} en groep {second} over van uw blad. Die twee zijn op het scherm "
            "afgedekt."
        )
        self._check.addWidget(WrapLabel(words.format(first=first, second=second)))
        row = QHBoxLayout()
        row.setSpacing(theme().px(20))
        self.fields = []
        for index in self._covered:
            field = _GroupField(index + 1, self._keys.groups[index])
            field.control.edited.connect(self.edited)
            self.fields.append(field)
            row.addWidget(field)
        row.addStretch(1)
        self._check.addLayout(row)
        again = Button(_("Code nog eens tonen"), icon="eye")
        again.clicked.connect(self.uncover)
        self._check.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        self.fields[0].control.setFocus()
        self.edited.emit()

    def uncover(self) -> None:
        """Show the whole code again; the next time other groups are asked."""
        self._covered = ()
        self.fields = []
        self.print_button.setEnabled(True)
        self._show_code()
        self._offer_check()
        self.edited.emit()

    def forget_typed(self) -> None:
        """Empty the groups that were typed back."""
        for field in self.fields:
            field.control.clear()

    def focus(self) -> None:
        """Go to the first act."""
        self.print_button.setFocus()

    def _show_code(self) -> None:
        clear_layout(self._grid)
        px = theme().px
        # Larger text in the smallest window leaves room for two groups beside each other.
        columns = 4 if px(100) < LARGE_TEXT else 2
        for index, group in enumerate(self._keys.groups):
            cell = QWidget()
            row = QHBoxLayout(cell)
            row.setContentsMargins(px(6), 0, 0, 0)
            row.setSpacing(px(14))
            number = Label(str(index + 1), "small", "ink3")
            number.setFixedWidth(px(12))
            row.addWidget(number)
            if index in self._covered:
                row.addWidget(Icon("eye-off", "ink3", 16))
                words = Label(_("op papier"), "body", "ink2")
                words.setAccessibleName(
                    _("Groep {number}: afgedekt, staat op papier").format(number=index + 1)
                )
            else:
                words = Label(group, "code_large")
                words.setAccessibleName(
                    _("Groep {number}: {symbols}").format(number=index + 1, symbols=" ".join(group))
                )
            words.setMinimumHeight(px(34))
            row.addWidget(words)
            row.addStretch(1)
            self._grid.addWidget(cell, index // columns, index % columns)

    def _offer_check(self) -> None:
        clear_layout(self._check)
        self.ready_button = Button(_("De code staat op papier"), icon="check")
        self.ready_button.clicked.connect(self.cover)
        self._check.addWidget(self.ready_button, 0, Qt.AlignmentFlag.AlignLeft)


class _GroupField(QWidget):
    """One group, typed back; says at once whether it is right."""

    def __init__(self, number: int, group: str) -> None:
        super().__init__()
        self.number, self._group = number, group
        px = theme().px
        name = _("Groep {number}").format(number=number)
        label = Label(name, "secondary_medium", "ink2")
        self.control = TextField(code=True, max_length=12)
        self.control.setAccessibleName(name)
        self.control.setFixedWidth(min(px(200), 230))
        label.setBuddy(self.control)
        self._says = QVBoxLayout()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, px(4), 0, 0)
        box.setSpacing(px(4))
        box.addWidget(label)
        box.addWidget(self.control)
        box.addLayout(self._says)
        self.control.edited.connect(self._judge)
        self._judge()

    @property
    def is_right(self) -> bool:
        """Whether the group was typed right."""
        return is_same_group(self._group, self.control.text())

    def _judge(self) -> None:
        clear_layout(self._says)
        count = len(plain_group(self.control.text()))
        if self.is_right:
            status = StatusText(_("Klopt"), "circle-check", "green")
            words = _("Klopt")
        elif count < GROUP_LENGTH:
            left = GROUP_LENGTH - count
            words = ngettext("Nog {count} teken", "Nog {count} tekens", left).format(count=left)
            status = StatusText(words, "pencil", "neutral")
        else:
            words = _("Dit klopt niet. Kijk nog eens op uw blad.")
            status = StatusText(_("Klopt niet"), "alert-triangle", "brick")
        self.control.show_problem(count >= GROUP_LENGTH and not self.is_right)
        self.control.setAccessibleDescription(words)
        status.setFixedHeight(theme().px(22))
        self._says.addWidget(status)


def _two_groups() -> tuple[int, int]:
    first, second = random.SystemRandom().sample(range(8), 2)
    return first, second

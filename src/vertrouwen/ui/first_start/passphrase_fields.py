"""A new passphrase: typed or pasted twice; nothing else is demanded of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.services.vault_access import SHORTEST_PASSPHRASE
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Field,
    PasswordField,
)

FIELD_WIDTH = 420
MANY_WORDS = 6
LONG_PASSPHRASE = 25


class PassphraseFields(QWidget):
    """A new passphrase, typed or pasted twice; long is strong, nothing else is demanded."""

    def __init__(self, edited: Callable[[], None], typed: str = "") -> None:
        """Make both fields; `edited` is called at each change, `typed` stands in both."""
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(8))
        self.first = Field("passphrase", _("Wachtzin"), PasswordField())
        self.second = Field("again", _("Nog eens dezelfde wachtzin"), PasswordField())
        for field in (self.first, self.second):
            field.control.set_value(typed)
            field.setMaximumWidth(theme().px(FIELD_WIDTH))
            box.addWidget(field)
            field.edited.connect(self._hint)
            field.edited.connect(edited)
        self._hint()

    def value(self) -> str:
        """Return the passphrase."""
        return str(self.first.value())

    def missing(self) -> str:
        """Return what is still to be done, or ""."""
        if _length(self.value()) < SHORTEST_PASSPHRASE:
            return _("Kies een wachtzin van ten minste {count} tekens.").format(
                count=SHORTEST_PASSPHRASE
            )
        if not self.second.value():
            return _("Typ de wachtzin nog eens.")
        if self.second.value() != self.value():
            return _("De twee wachtzinnen zijn niet gelijk. Typ de tweede opnieuw.")
        return ""

    def focus(self) -> None:
        """Go to the first field."""
        self.first.control.widget().setFocus()

    def _hint(self) -> None:
        self.first.set_hint(strength(self.value()))
        typed = self.second.value()
        same = _("Klopt") if typed and typed == self.value() else ""
        self.second.set_hint(same)


def strength(passphrase: str) -> str:
    """Return what is to be said about a passphrase while it is typed."""
    length = _length(passphrase)
    if not length:
        return _("Zes losse woorden werken goed.")
    if length < SHORTEST_PASSPHRASE:
        left = SHORTEST_PASSPHRASE - length
        return ngettext("Nog {count} teken", "Nog {count} tekens", left).format(count=left)
    if len(set(passphrase)) < MANY_WORDS:
        return _("Lang genoeg, maar met zo weinig verschillende tekens makkelijk te raden.")
    if len(passphrase.split()) >= MANY_WORDS or length >= LONG_PASSPHRASE:
        return _("Sterk.")
    return _("Lang genoeg. Langer is sterker.")


def _length(passphrase: str) -> int:
    return len(unicodedata.normalize("NFC", passphrase))

"""A new passphrase: six words offered, typed or pasted twice; nothing else is demanded of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.services.passphrases import Strength, strength, suggest_passphrase
from vertrouwen.services.vault_access import SHORTEST_PASSPHRASE
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Button,
    Card,
    Field,
    Label,
    LinkButton,
    PasswordField,
    WrapLabel,
    announce,
)


class PassphraseFields(QWidget):
    """A new passphrase, typed or pasted twice; long is strong, nothing else is demanded."""

    def __init__(self, edited: Callable[[], None], typed: str = "") -> None:
        """Make the offer and both fields.

        Args:
            edited: called at each change.
            typed: stands in both fields already.
        """
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(8))
        box.addWidget(self._offer())
        self.first = Field("passphrase", _("Wachtzin"), PasswordField())
        self.second = Field("again", _("Nog eens dezelfde wachtzin"), PasswordField())
        row = QHBoxLayout()
        row.setSpacing(theme().px(16))
        box.addLayout(row)
        for field in (self.first, self.second):
            field.control.set_value(typed)
            row.addWidget(field, 1)
            field.edited.connect(self._hint)
            field.edited.connect(edited)
        self._hint()

    def value(self) -> str:
        """Return the passphrase."""
        return str(self.first.value())

    def missing(self) -> str:
        """Return what is still to be done, or ""."""
        if strength(self.value()) is Strength.TOO_SHORT:
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

    def forget(self) -> None:
        """Empty both fields, and offer other words: those on offer may have been taken."""
        for field in (self.first, self.second):
            field.control.set_value("")
        self.offer_others()

    def offer_others(self) -> None:
        """Offer six other words."""
        self._words = suggest_passphrase()
        self.offered.setText(self._words)
        self.offered.setAccessibleName(_("Voorstel: {words}").format(words=self._words))
        announce(self, self._words)

    def take_offer(self) -> None:
        """Put the offered words into the first field; the second is still to be typed."""
        self.first.control.set_value(self._words)
        self.second.control.set_value("")
        self.second.control.widget().setFocus()

    def _offer(self) -> Card:
        px = theme().px
        card = Card(tone="sunken")
        card.setAccessibleName(_("Zes woorden, door het toeval gekozen"))
        card.add(Label(_("Zes woorden, door het toeval gekozen"), "secondary_medium", "ink2"))
        self.offered = WrapLabel("", "heading", "ink")
        card.add(self.offered)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        self.take_button = Button(_("Deze woorden gebruiken"), icon="check")
        self.take_button.clicked.connect(self.take_offer)
        self.others_link = LinkButton(_("Andere woorden"), icon="history")
        self.others_link.clicked.connect(self.offer_others)
        row.addWidget(self.take_button)
        row.addWidget(self.others_link)
        row.addStretch(1)
        card.body.addLayout(row)
        card.add(
            WrapLabel(
                _(
                    "Schrijf ze op tot u ze kent. Een eigen zin mag ook: hoofdletters en cijfers "
                    "hoeven niet, plakken mag."
                ),
                "secondary",
            )
        )
        self.offer_others()
        return card

    def _hint(self) -> None:
        self.first.set_hint(advice(self.value()))
        typed = self.second.value()
        same = _("Klopt") if typed and typed == self.value() else ""
        self.second.set_hint(same)


def advice(passphrase: str) -> str:
    """Return what is to be said about a passphrase while it is typed."""
    if not passphrase:
        return _("Zes losse woorden werken goed.")
    measured = strength(passphrase)
    if measured is Strength.TOO_SHORT:
        left = SHORTEST_PASSPHRASE - _length(passphrase)
        return ngettext("Nog {count} teken", "Nog {count} tekens", left).format(count=left)
    if measured is Strength.WEAK:
        return _("Zwak: dit is te raden. Maak haar langer, of neem zes losse woorden.")
    if measured is Strength.GOOD:
        return _("Redelijk: moeilijk te raden. Nog een woord erbij is sterker.")
    return _("Sterk: niet te raden, als u haar nergens anders gebruikt.")


def _length(passphrase: str) -> int:
    return len(unicodedata.normalize("NFC", passphrase))

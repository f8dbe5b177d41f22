"""How the vault opens day by day: with this computer login, or with a passphrase."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.language.sentences import sentence
from vertrouwen.services.vault_access import SHORTEST_PASSPHRASE, VaultAccess
from vertrouwen.ui.first_start.frame import Page
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    Field,
    LinkButton,
    PasswordField,
    WrapLabel,
    clear_layout,
)

MANY_WORDS = 6
LONG_PASSPHRASE = 25


class AccessPage(Page):
    """Finds out whether there is a keyring; without one it asks a passphrase."""

    def __init__(self, access: VaultAccess, tasks: Tasks) -> None:
        """Make the page; it asks the keyring at once."""
        super().__init__(_("Hoe uw zaken opengaan"))
        self._access, self._tasks = access, tasks
        self._cancel = threading.Event()
        self._state = "asking"
        self.passphrase_fields: PassphraseFields | None = None
        self._place = QVBoxLayout()
        self._place.setSpacing(theme().px(12))
        self.box.addLayout(self._place)
        self.ask_keyring()

    @property
    def passphrase(self) -> str | None:
        """The chosen passphrase, or None when the keyring opens the vault."""
        return self.passphrase_fields.value() if self.passphrase_fields is not None else None

    def missing(self) -> str:
        """Return what has to be done before one can go on, or ""."""
        if self._state == "asking":
            return _("Even wachten op de sleutelbos van uw computer…")
        return self.passphrase_fields.missing() if self.passphrase_fields is not None else ""

    def enter(self) -> None:
        """Go to the passphrase, where there is one."""
        if self.passphrase_fields is not None:
            self.passphrase_fields.focus()
        else:
            super().enter()

    def stop_waiting(self) -> None:
        """Wait no longer for the keyring."""
        self._cancel.set()

    def ask_keyring(self) -> None:
        """Ask the keyring, on the database thread and with a time limit."""
        self._cancel = threading.Event()
        cancel = self._cancel
        self._state = "asking"
        self.passphrase_fields = None
        clear_layout(self._place)
        self._place.addWidget(
            WrapLabel(
                _(
                    "Het programma vraagt uw computer of hij een sleutel voor u kan bewaren. "
                    "Misschien vraagt uw computer om het wachtwoord van uw sleutelbos."
                )
            )
        )
        stop = Button(_("Niet langer wachten"))
        stop.clicked.connect(self.stop_waiting)
        self._place.addWidget(stop, 0, Qt.AlignmentFlag.AlignLeft)
        self.edited.emit()
        self._tasks.run(
            lambda: self._access.try_keyring(cancel),
            lambda _nothing: self._show_keyring(),
            self._show_passphrase,
            owner=self,
        )

    def _show_keyring(self) -> None:
        self._state = "keyring"
        clear_layout(self._place)
        self._place.addWidget(
            Banner(
                _("Uw computer kan de sleutel bewaren. U hoeft geen wachtzin te onthouden."),
                tone="green",
            )
        )
        for text in (
            _(
                "De sleutel staat in de sleutelbos van uw aanmelding op deze computer. Bij het "
                "starten drukt u op “Openen”."
            ),
            _(
                "Dat beschermt uw zaken als iemand de bestanden of de uitgezette computer heeft. "
                "Het is geen extra slot: wie als u is aangemeld, kan ze openen."
            ),
        ):
            self._place.addWidget(WrapLabel(text))
        self.edited.emit()

    def _show_passphrase(self, error: Exception) -> None:
        self._state = "passphrase"
        clear_layout(self._place)
        self._place.addWidget(Banner(sentence(error), tone="amber"))
        self._place.addWidget(
            WrapLabel(
                _(
                    "Kies daarom een wachtzin. Die typt u bij elke start. De sleutel wordt nergens "
                    "onversleuteld bewaard."
                )
            )
        )
        self.passphrase_fields = PassphraseFields(self.edited.emit)
        self._place.addWidget(self.passphrase_fields)
        again = LinkButton(_("De sleutelbos nog eens proberen"), icon="history")
        again.clicked.connect(self.ask_keyring)
        self._place.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        self.passphrase_fields.focus()
        self.edited.emit()


class PassphraseFields(QWidget):
    """A new passphrase, typed or pasted twice; long is strong, nothing else is demanded."""

    def __init__(self, edited: Callable[[], None]) -> None:
        """Make both fields; `edited` is called at each change."""
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme().px(8))
        self.first = Field("passphrase", _("Wachtzin"), PasswordField())
        self.second = Field("again", _("Nog eens dezelfde wachtzin"), PasswordField())
        for field in (self.first, self.second):
            field.setMaximumWidth(theme().px(420))
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

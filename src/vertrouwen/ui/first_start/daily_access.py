"""How the vault opens day by day: the choice, and what each way protects against."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.services.change_keys import use_device, use_passphrase, use_strict
from vertrouwen.services.vault_access import VaultAccess, Ways
from vertrouwen.ui.first_start.passphrase_fields import PassphraseFields
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.theme import theme
from vertrouwen.ui.unlock.keyring_answers import KeyringAnswers
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    LinkButton,
    RadioGroup,
    WrapLabel,
    announce,
    clear_layout,
)

Way = Literal["strict", "device", "passphrase"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DailyAccess:
    """A chosen way in.

    Args:
        way: `strict` (login and passphrase together), `device` or `passphrase`.
        passphrase: what was typed; None for `device`.
    """

    way: Way
    passphrase: str | None


class DailyAccessForm(QWidget):
    """Asks the keyring whether it works, and then how the vault is to open.

    The keyring is asked before anything is offered: without one only a passphrase is left.

    Signals:
        edited: what was chosen or typed has changed.
    """

    edited = Signal()

    def __init__(
        self, access: VaultAccess, tasks: Tasks, chosen: Way = "strict", typed: str = ""
    ) -> None:
        """Make the form; it asks the keyring at once.

        Args:
            access: the way into the vault.
            tasks: the database thread.
            chosen: the way that is chosen to begin with, where the keyring works.
            typed: a passphrase that was typed twice before.
        """
        super().__init__()
        self._access, self._tasks = access, tasks
        self._chosen: Way = chosen
        self._typed = typed
        self._cancel = threading.Event()
        self._answers = KeyringAnswers()
        self._is_asking = False
        self.choice: RadioGroup | None = None
        self.passphrase_fields: PassphraseFields | None = None
        self._place = QVBoxLayout(self)
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(theme().px(12))
        self.ask_keyring()

    def value(self) -> DailyAccess:
        """Return the chosen way; only once nothing is missing."""
        way: Way = "passphrase" if self.choice is None else self.choice.value()
        fields = self.passphrase_fields
        return DailyAccess(way=way, passphrase=fields.value() if fields is not None else None)

    def missing(self) -> str:
        """Return what has to be done before one can go on, or ""."""
        if self._is_asking:
            return _("Even wachten op de sleutelbos van uw computer…")
        return self.passphrase_fields.missing() if self.passphrase_fields is not None else ""

    def focus(self) -> None:
        """Go to the first question."""
        if self.choice is not None:
            self.choice.setFocus()
        elif self.passphrase_fields is not None:
            self.passphrase_fields.focus()

    def forget_typed(self) -> None:
        """Empty what was typed: who began has left."""
        self._typed = ""
        if self.passphrase_fields is not None:
            self.passphrase_fields.forget()

    def stop_waiting(self) -> None:
        """Wait no longer for the keyring."""
        self._cancel.set()

    def ask_keyring(self) -> None:
        """Ask the keyring, on the database thread and with a time limit."""
        self._cancel = threading.Event()
        cancel = self._cancel
        self._is_asking = True
        self.choice = self.passphrase_fields = None
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
            lambda _nothing: self._show_choice(),
            self.show_passphrase,
            owner=self,
            cancel=cancel,
        )

    def _show_choice(self) -> None:
        self._is_asking = False
        clear_layout(self._place)
        self.choice = RadioGroup(
            [
                ("strict", _("Aanmelding en wachtzin samen (aanbevolen)")),
                ("device", _("Alleen mijn aanmelding op deze computer")),
            ]
        )
        self.choice.setAccessibleName(_("Hoe uw zaken opengaan"))
        self.choice.set_value("device" if self._chosen == "device" else "strict")
        self.choice.edited.connect(self._follow_choice)
        self._place.addWidget(self.choice)
        self._detail = QVBoxLayout()
        self._detail.setSpacing(theme().px(12))
        self._place.addLayout(self._detail)
        self._follow_choice()
        self.focus()

    def _follow_choice(self) -> None:
        clear_layout(self._detail)
        self.passphrase_fields = None
        if self.choice is not None and self.choice.value() == "device":
            for banner in device_words():
                self._detail.addWidget(banner)
                announce(self, banner.text())
        else:
            self._detail.addWidget(
                Banner(
                    _(
                        "Is Vertrouwen dicht, dan komt ook wie uw computer open aantreft of uw "
                        "aanmelding kent er zonder de wachtzin niet in. En wie uw bestanden en uw "
                        "wachtzin heeft, kan er zonder deze computer niets mee. U typt de wachtzin "
                        "bij elke start."
                    ),
                    tone="green",
                    icon="shield-lock",
                )
            )
            self._add_fields(self._detail)
        self.edited.emit()

    def show_passphrase(self, error: Exception) -> None:
        """Offer a passphrase alone: the keyring does not give or take a key.

        Args:
            error: why not.
        """
        self._is_asking = False
        if self.passphrase_fields is not None and not self.passphrase_fields.missing():
            self._typed = self.passphrase_fields.value()
        self.choice = None
        clear_layout(self._place)
        text = self._answers.sentence(error)
        self._place.addWidget(Banner(text, tone="amber"))
        announce(self, text)
        self._place.addWidget(
            WrapLabel(
                _(
                    "Kies daarom een wachtzin. Die typt u bij elke start. De sleutel wordt nergens "
                    "onversleuteld bewaard. Wie uw bestanden en uw wachtzin heeft, kan alles lezen."
                )
            )
        )
        self._add_fields(self._place)
        again = LinkButton(_("De sleutelbos nog eens proberen"), icon="history")
        again.clicked.connect(self.ask_keyring)
        self._place.addWidget(again, 0, Qt.AlignmentFlag.AlignLeft)
        self.focus()
        self.edited.emit()

    def _add_fields(self, place: QVBoxLayout) -> None:
        self.passphrase_fields = PassphraseFields(self.edited.emit, self._typed)
        place.addWidget(self.passphrase_fields)


def device_words() -> tuple[Banner, Banner]:
    """Return what opening with the login alone protects against, and what not."""
    return (
        Banner(
            _(
                "Beschermt als iemand uw bestanden kopieert of de uitgezette computer meeneemt. U "
                "hoeft geen wachtzin te onthouden."
            ),
            tone="green",
        ),
        Banner(
            _(
                "Dat is geen slot. Wie uw computer open aantreft of uw aanmelding kent, kan al uw "
                "zaken lezen."
            ),
            tone="amber",
            icon="alert-triangle",
        ),
    )


def chosen_way(ways: Ways) -> Way:
    """Return the way in which a vault opens now; of an older vault with two, the safer one.

    Where the code on paper alone opens it, it is the way that is recommended.
    """
    if ways.passphrase:
        return "passphrase"
    return "device" if ways.device else "strict"


def set_daily_access(access: VaultAccess, chosen: DailyAccess, cancel: threading.Event) -> None:
    """Let an open vault open in this way alone from now on; on the database thread.

    Raises:
        VaultError: a keyring, passphrase or environment error; the old way still holds then.
    """
    if chosen.passphrase is None:
        use_device(access, cancel)
    elif chosen.way == "strict":
        use_strict(access, chosen.passphrase, cancel)
    else:
        use_passphrase(access, chosen.passphrase)

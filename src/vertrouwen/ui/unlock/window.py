"""The unlock window: one field or one button, and nothing of the practice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.services.vault_access import FOUND, Opened, VaultAccess, Ways
from vertrouwen.ui.basics.buttons import Button, announce
from vertrouwen.ui.basics.containers import settle
from vertrouwen.ui.basics.field import Field
from vertrouwen.ui.basics.text_controls import PasswordField
from vertrouwen.ui.tasks import Tasks
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.unlock.code_field import code_field
from vertrouwen.ui.unlock.locked_page import COLUMN, WIDE_COLUMN, WIDE_STATUS, LockedPage

if TYPE_CHECKING:
    from vertrouwen.ui.unlock.daily_page import DailyPage
    from vertrouwen.ui.unlock.keyring_answers import KeyringAnswers

KEYRING_HAS_NO_ENTRY = frozenset(
    {"keyring_entry_missing", "keyring_entry_wrong", "device_secret_wrong", "keyring_unavailable"}
)
"""Keyring answers after which trying again does not help: the recovery code is offered at once."""


class UnlockWindow(QWidget):
    """The vault is shut; one secret opens it.

    Signals:
        unlocked: with what was opened (`Opened`).
        vault_opened: it is open, and a question is left before the practice is shown.
        restore_wanted: the adviser wants to come back from a backup.
        in_use: another program holds the vault.
        found: the secret was right, and the vault does not open for work; with the error.
        typing: a secret is being typed.
        opening: a secret was given; the answer takes a while.
    """

    unlocked = Signal(object)
    vault_opened = Signal()
    typing = Signal()
    opening = Signal()
    restore_wanted = Signal()
    in_use = Signal()
    found = Signal(object)

    def __init__(
        self, access: VaultAccess, tasks: Tasks, locked_at: str = "", problem: str = ""
    ) -> None:
        """Make the window.

        Args:
            access: the way into the vault.
            tasks: the database thread.
            locked_at: time of day at which the program locked itself, if it did.
            problem: a sentence to begin with.
        """
        super().__init__()
        self._access, self._tasks = access, tasks
        self._ways: Ways | None = None
        self._cancel = threading.Event()
        self.daily_page: DailyPage | None = None
        self._answers: KeyringAnswers | None = None
        self._submit: Callable[[], None] = self._ask_ways
        self.setWindowTitle("Vertrouwen")
        self.setMinimumSize(1024, 680)
        self.setAccessibleName(_("Vertrouwen ontgrendelen"))

        self.page = LockedPage(locked_at)
        self.page.submitted.connect(lambda: self._submit())
        self.page.restore_wanted.connect(self.restore_wanted)
        self.banner = self.page.banner
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.page)
        self._shortcuts = [
            QShortcut(QKeySequence(keys), self, lambda: self._submit())
            for keys in ("Return", "Enter")
        ]
        QShortcut(QKeySequence("Escape"), self, self._escape)
        if problem:
            self.banner.set_text(problem, "brick")
        self._ask_ways()

    # What is shown

    def _begin_form(self, status: str, submit: Callable[[], None], width: int = COLUMN) -> None:
        self.page.begin_form(status, width)
        self._submit = submit

    def _say(self, error: Exception) -> str:
        # Imported here: a vault that opens needs no sentence.
        from vertrouwen.ui.unlock.keyring_answers import KeyringAnswers

        if self._answers is None:
            self._answers = KeyringAnswers()
        return self._answers.sentence(error)

    def _ask_ways(self) -> None:
        self._tasks.run(self._access.ways, self._show_ways, self._ways_failed, owner=self)

    def _show_ways(self, ways: Ways) -> None:
        self._ways = ways
        if ways.strict:
            self.show_strict()
        elif ways.device:
            self.show_device()
        elif ways.passphrase:
            self.show_passphrase()
        else:
            self.show_recovery_code()
        # Drawn once, with the form in its place.
        settle(self.page)

    def _ways_failed(self, error: Exception) -> None:
        self._begin_form(_("Uw zaken kunnen nu niet open."), self._retry_ways)
        _focus(self.page.add_primary(_("Opnieuw proberen"), "history"))
        self._show_problem(error)

    def _retry_ways(self) -> None:
        self.banner.set_text("")
        self._ask_ways()

    def show_device(self) -> None:
        """Offer to open with this computer login."""
        self._begin_form(_("Uw zaken zijn vergrendeld."), self._open_with_device)
        _focus(self.page.add_primary(_("Openen"), "lock-open"))
        self.page.add_links(*self._other_ways("device"))

    def show_passphrase(self) -> None:
        """Ask the passphrase."""
        self._begin_form(_("Uw zaken zijn vergrendeld."), self._open_with_passphrase)
        self.passphrase = Field("passphrase", _("Wachtzin"), PasswordField())
        self.passphrase.edited.connect(self.typing)
        self.page.add(self.passphrase)
        self.page.add_primary(_("Ontgrendelen"), "lock-open")
        self.page.add_links(*self._other_ways("passphrase"))
        _focus(self.passphrase)

    def show_strict(self, typed: str = "") -> None:
        """Ask the passphrase that opens the vault together with this computer login.

        Args:
            typed: what stands in the field already, after a keyring that did not answer.
        """
        self._begin_form(
            _("Uw aanmelding en uw wachtzin openen samen uw zaken."), self._open_strict, WIDE_STATUS
        )
        self.passphrase = Field("passphrase", _("Wachtzin"), PasswordField())
        self.passphrase.edited.connect(self.typing)
        self.passphrase.control.set_value(typed)
        self.page.add(self.passphrase)
        self.page.add_primary(_("Ontgrendelen"), "lock-open")
        self.page.add_links(*self._other_ways("strict"))
        _focus(self.passphrase)

    def show_recovery_code(self) -> None:
        """Ask the code on paper."""
        self._begin_form(
            _("Typ de code van uw herstelblad."), self._open_with_recovery_code, WIDE_COLUMN
        )
        self.code = code_field()
        self.code.edited.connect(self.typing)
        self.page.add(self.code)
        self.page.add_primary(_("Ontgrendelen"), "lock-open")
        self.page.add_links(*self._other_ways("recovery"))
        _focus(self.code)

    def forget_typed(self) -> None:
        """Empty the field: who began to type a secret has left."""
        self.page.forget_typed()

    def _other_ways(self, shown: str) -> list[tuple[str, Callable[[], None]]]:
        ways = self._ways
        links: list[tuple[str, Callable[[], None]]] = []
        if ways is not None and ways.device and shown != "device":
            links.append((_("Openen met uw aanmelding op deze computer"), self.show_device))
        if ways is not None and ways.passphrase and shown != "passphrase":
            links.append((_("Openen met uw wachtzin"), self.show_passphrase))
        if ways is not None and ways.strict and shown != "strict":
            links.append((_("Openen met uw aanmelding en wachtzin"), self.show_strict))
        if shown in ("passphrase", "strict"):
            words = _("Wachtzin vergeten? Gebruik uw herstelcode")
            links.append((words, self.show_recovery_code))
        elif shown != "recovery":
            links.append((_("Gebruik uw herstelcode"), self.show_recovery_code))
        return links

    # Opening

    def _open_with_device(self) -> None:
        self._cancel = threading.Event()
        cancel = self._cancel
        self._busy(_("Even wachten op de sleutelbos van uw computer…"), can_cancel=True)
        self._tasks.run(
            lambda: self._access.unlock_with_device(cancel),
            self._opened,
            self._device_failed,
            owner=self,
        )

    def _typed_passphrase(self) -> str:
        text = str(self.passphrase.value())
        if not text:
            self.passphrase.set_error(_("Vul uw wachtzin in."))
            self.passphrase.setFocus()
        return text

    def _open_strict(self) -> None:
        text = self._typed_passphrase()
        if not text:
            return
        self._cancel = threading.Event()
        cancel = self._cancel
        words = _("De sleutelbos van uw computer en uw wachtzin worden gecontroleerd…")
        self._busy(words, can_cancel=True)

        def failed(error: Exception) -> None:
            code = getattr(error, "code", "")
            if code in KEYRING_HAS_NO_ENTRY:
                self.show_recovery_code()
            else:
                # A keyring that did not answer says nothing about the passphrase: it stays.
                self.show_strict("" if code == "passphrase_wrong" else text)
            self._show_problem(error, self.passphrase)

        self._tasks.run(
            lambda: self._access.unlock_strict(text, cancel), self._opened, failed, owner=self
        )

    def _open_with_passphrase(self) -> None:
        text = self._typed_passphrase()
        if not text:
            return
        self._busy(_("De wachtzin wordt gecontroleerd…"))

        def failed(error: Exception) -> None:
            self.show_passphrase()
            self._show_problem(error, self.passphrase)

        self._tasks.run(
            lambda: self._access.unlock_with_passphrase(text), self._opened, failed, owner=self
        )

    def _open_with_recovery_code(self) -> None:
        text = self.code.value()
        self._busy(_("De code wordt gecontroleerd…"))

        def failed(error: Exception) -> None:
            self.show_recovery_code()
            self.code.control.set_value(text)
            self._show_problem(error, self.code)

        self._tasks.run(
            lambda: self._access.unlock_with_recovery_code(text),
            self._opened_with_code,
            failed,
            owner=self,
        )

    def _busy(self, text: str, can_cancel: bool = False) -> None:
        self.banner.set_text("")
        self._begin_form(text, lambda: None)
        announce(self, text)
        if can_cancel:
            button = Button(_("Annuleren"), shortcut="Esc")
            button.clicked.connect(self._escape)
            self.page.add(button)
            _focus(button)
        self.opening.emit()

    def _escape(self) -> None:
        self.stop_waiting()

    def stop_waiting(self) -> None:
        """Wait no longer for the keyring."""
        self._cancel.set()
        if self.daily_page is not None:
            self.daily_page.stop_waiting()

    def _opened(self, opened: Opened) -> None:
        self.unlocked.emit(opened)

    def _opened_with_code(self, opened: Opened) -> None:
        """Ask for a new way in before the practice is shown: the old one did not do."""
        from vertrouwen.ui.first_start.frame import Frame
        from vertrouwen.ui.unlock.daily_page import DailyPage

        self.vault_opened.emit()
        ways = self._ways or Ways(device=False, passphrase=False)
        page = DailyPage(self._access, self._tasks, ways)
        page.finished.connect(lambda: self._opened(opened))
        frame = Frame([_("Herstelcode"), _("Dagelijkse toegang")])
        page.busy.connect(frame.set_busy)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)  # the frame has its own
        self.daily_page = page
        self.page.hide()
        self._stack.addWidget(frame)
        frame.show_page(page, 1)

    def _device_failed(self, error: Exception) -> None:
        if getattr(error, "code", "") in KEYRING_HAS_NO_ENTRY:
            if self._ways is not None and self._ways.passphrase:
                self.show_passphrase()
            else:
                self.show_recovery_code()
        else:
            self.show_device()
        self._show_problem(error)

    def _show_problem(self, error: Exception, field: Field | None = None) -> None:
        text = self._say(error)
        code = getattr(error, "code", "")
        if code in FOUND and self._access.place.found is not None:
            self.found.emit(error)
            return
        is_typing = code in {"recovery_code_typo", "passphrase_wrong", "recovery_code_wrong"}
        if field is not None and is_typing:
            field.set_error(text)
            field.setFocus()
        else:
            self.page.set_width(WIDE_COLUMN)
            tone: Tone = "amber" if code == "keyring_cancelled" else "brick"
            self.banner.set_text(text, tone)
        announce(self, text)
        if code == "vault_in_use":
            self.in_use.emit()


def _focus(widget: QWidget) -> None:
    """Give the keys to a part that was added just now: a hidden widget cannot take them."""
    widget.show()
    widget.setFocus()

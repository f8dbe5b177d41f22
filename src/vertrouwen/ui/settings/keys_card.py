"""The recovery code and the daily way in, and how to change them."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from vertrouwen import language
from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.practice import Practice
from vertrouwen.services.vault_access import NewKeys, VaultAccess, Ways, emergency_sheet
from vertrouwen.ui.first_start.access_page import PassphraseFields
from vertrouwen.ui.first_start.recovery_code import RecoveryCodePanel
from vertrouwen.ui.first_start.sheet import SheetDialog
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    Card,
    Label,
    LinkButton,
    PrimaryButton,
    StatusText,
    WrapLabel,
    clear_layout,
    confirm,
)


class RecoveryCodeCard(Card):
    """Replaces the recovery code; until two groups were typed back the old one holds."""

    def __init__(self, shell: Shell, practice: Practice, access: VaultAccess) -> None:
        """Make the card."""
        super().__init__(_("Herstelcode"))
        self._shell, self._practice, self._access = shell, practice, access
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.panel: RecoveryCodePanel | None = None
        self.show_rest()

    def show_rest(self) -> None:
        """Show what the code is for, and the way to a new one."""
        clear_layout(self._place)
        self.panel = None
        self._place.addWidget(
            WrapLabel(
                _(
                    "De code op uw herstelblad opent uw zaken als de sleutelbos of uw wachtzin "
                    "het niet meer doet. De code zelf staat nergens in het programma; het blad "
                    "kan daarom alleen met een nieuwe code opnieuw worden geprint."
                )
            )
        )
        self.new_button = Button(_("Nieuwe herstelcode maken"), icon="key")
        self.new_button.clicked.connect(self.begin)
        self._place.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeft)

    def begin(self) -> None:
        """Show a new code, which does not hold yet."""
        keys = self._access.new_keys()
        clear_layout(self._place)
        self.banner = Banner(
            _("De oude code geldt tot u hieronder twee groepen van de nieuwe hebt overgetypt."),
            tone="amber",
        )
        self.panel = RecoveryCodePanel(keys)
        self.panel.edited.connect(self._follow)
        self.panel.print_wanted.connect(lambda: self._show_sheet(keys))
        self.confirm_button = PrimaryButton(_("Nieuwe code in gebruik nemen"), icon="check")
        self.confirm_button.clicked.connect(lambda: self._replace(keys))
        self.cancel_link = LinkButton(_("Toch de oude code houden"))
        self.cancel_link.clicked.connect(self.show_rest)
        self._place.addWidget(self.banner)
        self._place.addWidget(self.panel)
        self._place.addWidget(self.confirm_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._place.addWidget(self.cancel_link, 0, Qt.AlignmentFlag.AlignLeft)
        self._follow()
        self.panel.focus()

    def _follow(self) -> None:
        if self.panel is not None:
            self.confirm_button.setEnabled(self.panel.is_confirmed)

    def _show_sheet(self, keys: NewKeys) -> None:
        panel = self.panel
        if panel is None or panel.is_covered:
            return

        def printed() -> None:
            panel.set_printed(_("Geprint. Schrijven met de pen mag ook."))

        self._shell.tasks.run(
            lambda: emergency_sheet(keys, language.current(), self._practice.now()),
            lambda pdf: SheetDialog(self.window(), pdf, printed).open(),
            lambda error: self.banner.set_text(sentence(error), "brick"),
            owner=panel,
        )

    def _replace(self, keys: NewKeys) -> None:
        self._shell.tasks.run(
            lambda: self._access.replace_recovery_code(keys),
            lambda _nothing: self._replaced(),
            lambda error: self.banner.set_text(sentence(error), "brick"),
            owner=self,
        )

    def _replaced(self) -> None:
        self.show_rest()
        self._shell.notify(
            _(
                "De nieuwe herstelcode geldt, de oude niet meer. Vernietig het oude blad en maak "
                "een nieuwe reservekopie: oudere kopieën openen nog met de oude code."
            )
        )


class DailyAccessCard(Card):
    """How the vault opens day by day."""

    def __init__(self, shell: Shell, access: VaultAccess) -> None:
        """Make the card."""
        super().__init__(_("Dagelijkse toegang"))
        self._shell, self._access = shell, access
        self._cancel = threading.Event()
        self.banner = Banner(tone="brick")
        self.add(self.banner)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.passphrase: PassphraseFields | None = None

    def refresh(self) -> None:
        """Fetch how the vault opens."""
        self._shell.tasks.run(self._access.ways, self._show, self._failed, owner=self)

    def _show(self, ways: Ways) -> None:
        clear_layout(self._place)
        self.passphrase = None
        if ways.device:
            text = _("Opent met uw aanmelding op deze computer.")
            self._place.addWidget(StatusText(text, "circle-check", "green"))
            self._place.addWidget(
                WrapLabel(
                    _(
                        "Dat is geen extra slot: wie als u is aangemeld, kan uw zaken openen. "
                        "Vergrendel uw computer als u wegloopt."
                    ),
                    "secondary",
                )
            )
        if ways.passphrase:
            text = _("Opent met uw wachtzin.")
            self._place.addWidget(StatusText(text, "circle-check", "green"))
        left = Qt.AlignmentFlag.AlignLeft
        words = _("Wachtzin wijzigen") if ways.passphrase else _("Een wachtzin instellen")
        self.passphrase_button = Button(words, icon="pencil")
        self.passphrase_button.clicked.connect(self.ask_passphrase)
        self._place.addWidget(self.passphrase_button, 0, left)
        if not ways.device:
            self.keyring_button = Button(_("Openen met mijn aanmelding"), icon="lock-open")
            self.keyring_button.clicked.connect(self._use_keyring)
            self._place.addWidget(self.keyring_button, 0, left)
        elif ways.passphrase:
            self.forget_button = Button(_("Alleen met de wachtzin openen"), icon="lock")
            self.forget_button.clicked.connect(self._ask_forget)
            self._place.addWidget(self.forget_button, 0, left)

    def ask_passphrase(self) -> None:
        """Ask a new passphrase."""
        clear_layout(self._place)
        self.passphrase = PassphraseFields(self._follow)
        self._missing = Label("", "secondary", "ink2")
        self.save_button = PrimaryButton(_("Wachtzin opslaan"), icon="check")
        self.save_button.clicked.connect(self._save_passphrase)
        close = LinkButton(_("Sluiten"))
        close.clicked.connect(self.refresh)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addWidget(close)
        row.addStretch(1)
        self._place.addWidget(self.passphrase)
        self._place.addWidget(self._missing)
        self._place.addLayout(row)
        self._follow()
        self.passphrase.focus()

    def _follow(self) -> None:
        if self.passphrase is not None:
            missing = self.passphrase.missing()
            self._missing.setText(missing)
            self.save_button.setEnabled(not missing)

    def _save_passphrase(self) -> None:
        if self.passphrase is None:
            return
        text = self.passphrase.value()
        self.save_button.setEnabled(False)
        self._shell.tasks.run(
            lambda: self._access.set_passphrase(text),
            lambda _nothing: self._changed(_("De wachtzin is opgeslagen.")),
            self._failed,
            owner=self,
        )

    def _use_keyring(self) -> None:
        self._cancel = threading.Event()
        cancel = self._cancel
        clear_layout(self._place)
        self._place.addWidget(WrapLabel(_("Even wachten op de sleutelbos van uw computer…")))
        stop = Button(_("Niet langer wachten"))
        stop.clicked.connect(cancel.set)
        self._place.addWidget(stop, 0, Qt.AlignmentFlag.AlignLeft)
        self._shell.tasks.run(
            lambda: self._access.use_keyring(cancel),
            lambda _nothing: self._changed(_("Uw aanmelding opent nu uw zaken.")),
            self._failed,
            owner=self,
        )

    def _ask_forget(self) -> None:
        confirm(
            self,
            _("Alleen met de wachtzin openen?"),
            _(
                "Uw aanmelding op deze computer opent uw zaken dan niet meer. U hebt bij elke "
                "start uw wachtzin nodig. Uw herstelcode blijft gelden."
            ),
            _("Alleen met de wachtzin"),
            self._forget_keyring,
        )

    def _forget_keyring(self) -> None:
        self._shell.tasks.run(
            self._access.forget_keyring,
            lambda _nothing: self._changed(_("Uw zaken openen nu alleen met uw wachtzin.")),
            self._failed,
            owner=self,
        )

    def _changed(self, text: str) -> None:
        self.banner.set_text("")
        self._shell.notify(text)
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self.banner.set_text(sentence(error), "brick")
        if getattr(error, "code", "").startswith("keyring"):
            self.refresh()

"""How the vault opens day by day, and how to change that."""

from __future__ import annotations

import threading

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.vault_access import VaultAccess, Ways
from vertrouwen.ui.cases.in_sight import bring_in_sight
from vertrouwen.ui.first_start.daily_access import (
    DailyAccess,
    DailyAccessForm,
    Way,
    chosen_way,
    set_daily_access,
)
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.settings.form_keys import bind_form_keys
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
)


class DailyAccessCard(Card):
    """Shows how the vault opens, and switches to another way."""

    def __init__(self, shell: Shell, access: VaultAccess) -> None:
        """Make the card."""
        super().__init__(_("Dagelijkse toegang"))
        self._shell, self._access = shell, access
        self._cancel = threading.Event()
        self.banner = Banner(tone="brick")
        self.add(self.banner)
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.form: DailyAccessForm | None = None
        bind_form_keys(self, self._enter, self._escape)

    def refresh(self) -> None:
        """Fetch how the vault opens."""
        self._shell.tasks.run(self._access.ways, self._show, self._failed, owner=self)

    def _show(self, ways: Ways) -> None:
        is_here = self._hold_focus() and self.form is not None
        clear_layout(self._place)
        self.form = None
        if ways.strict:
            self._say(_("Opent met uw aanmelding en uw wachtzin samen."))
        if ways.device:
            self._say(_("Opent met uw aanmelding op deze computer."))
        if ways.passphrase:
            self._say(_("Opent met uw wachtzin."))
        if not (ways.strict or ways.device or ways.passphrase):
            self._say(_("Opent alleen met de code van uw herstelblad."))
        if ways.device:
            self._explain(
                _(
                    "Dat is geen slot: wie uw computer open aantreft of uw aanmelding kent, kan "
                    "uw zaken lezen. Met een wachtzin erbij niet."
                )
            )
        elif ways.passphrase:
            self._explain(
                _(
                    "Wie uw bestanden en uw wachtzin heeft, kan alles lezen. Kiest u aanmelding en "
                    "wachtzin samen, dan is dat niet genoeg."
                )
            )
        words = _("Wachtzin of toegang wijzigen") if not ways.device else _("Toegang wijzigen")
        self.change_button = Button(words, icon="pencil")
        self.change_button.clicked.connect(lambda: self.begin(chosen_way(ways)))
        self._place.addWidget(self.change_button, 0, Qt.AlignmentFlag.AlignLeft)
        if is_here:
            self.change_button.show()
            self.change_button.setFocus()
            bring_in_sight(self)

    def begin(self, chosen: Way) -> None:
        """Ask the keyring, and then for another way in."""
        self._hold_focus()
        clear_layout(self._place)
        self.banner.set_text("")
        self.form = DailyAccessForm(self._access, self._shell.tasks, chosen)
        self.form.edited.connect(self._follow)
        self._missing = Label("", "secondary", "ink2")
        self.save_button = PrimaryButton(_("Zo instellen"), icon="check", shortcut="Return")
        self.save_button.clicked.connect(self._save)
        self.close_link = LinkButton(_("Houden zoals het is"), shortcut="Esc")
        self.close_link.clicked.connect(self._close)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addWidget(self.close_link)
        row.addStretch(1)
        self._place.addWidget(self.form)
        self._place.addWidget(self._missing)
        self._place.addLayout(row)
        self._follow()
        bring_in_sight(self)

    def stop_waiting(self) -> None:
        """Wait no longer for the keyring."""
        self._cancel.set()
        if self.form is not None:
            self.form.stop_waiting()

    def _hold_focus(self) -> bool:
        """Keep the keyboard in the card while what has it goes; tell whether it was here."""
        is_here = self.isAncestorOf(self.window().focusWidget() or self) or self.hasFocus()
        if is_here:
            self.setFocus()
        return is_here

    def _enter(self) -> None:
        if self.form is not None:
            self.save_button.click()

    def _escape(self) -> None:
        if self.form is not None:
            self.close_link.click()

    def _say(self, text: str) -> None:
        self._place.addWidget(StatusText(text, "circle-check", "green"))

    def _explain(self, text: str) -> None:
        self._place.addWidget(WrapLabel(text, "secondary"))

    def _follow(self) -> None:
        if self.form is not None:
            missing = self.form.missing()
            self._missing.setText(missing)
            self.save_button.setEnabled(not missing)

    def _close(self) -> None:
        self.stop_waiting()
        self.banner.set_text("")
        self.refresh()

    def _save(self) -> None:
        if self.form is None:
            return
        chosen = self.form.value()
        self._cancel = threading.Event()
        cancel = self._cancel
        self.banner.set_text("")
        self.save_button.setEnabled(False)
        self._shell.tasks.run(
            lambda: set_daily_access(self._access, chosen, cancel),
            lambda _nothing: self._changed(chosen),
            self._failed,
            owner=self,
            cancel=cancel,
        )

    def _changed(self, chosen: DailyAccess) -> None:
        words = {
            "strict": _("Uw aanmelding en uw wachtzin openen voortaan samen uw zaken."),
            "device": _("Uw aanmelding opent voortaan uw zaken."),
            "passphrase": _("Uw wachtzin opent voortaan uw zaken."),
        }
        self._shell.notify(words[chosen.way])
        self.refresh()

    def _failed(self, error: Exception) -> None:
        if self.form is not None and getattr(error, "code", "").startswith("keyring"):
            self.form.show_passphrase(error)
        else:
            self.banner.set_text(sentence(error), "brick")
        self._follow()

"""The recovery code: another one, and a second sheet of the one that holds."""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vertrouwen import language
from vertrouwen.language import _
from vertrouwen.language.sentences import sentence
from vertrouwen.services.change_keys import (
    Sheet,
    replace_recovery_code,
    second_sheet,
    sheet_in_force,
)
from vertrouwen.services.new_keys import NewKeys, emergency_sheet
from vertrouwen.services.practice import Practice
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.cases.in_sight import bring_in_sight
from vertrouwen.ui.first_start.recovery_code import RecoveryCodePanel
from vertrouwen.ui.first_start.sheet import SheetDialog
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.settings.form_keys import bind_form_keys
from vertrouwen.ui.sheet_name import sheet_name
from vertrouwen.ui.theme import theme
from vertrouwen.ui.unlock.code_field import code_field
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    Card,
    Field,
    FlowLayout,
    LinkButton,
    PrimaryButton,
    StatusText,
    WrapLabel,
    clear_layout,
)


class RecoveryCodeCard(Card):
    """Replaces the recovery code; until two groups were typed back the old one holds."""

    def __init__(self, shell: Shell, practice: Practice, access: VaultAccess) -> None:
        """Make the card."""
        super().__init__(_("Herstelcode"))
        self._shell, self._practice, self._access = shell, practice, access
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self._sheet: Sheet | None = None
        self.panel: RecoveryCodePanel | None = None
        self.code: Field | None = None
        self._show_rest()
        bind_form_keys(self, self._enter, self._escape)

    def refresh(self) -> None:
        """Fetch of which day the sheet is that holds, unless a code is in hand."""

        def show(sheet: Sheet | None) -> None:
            is_news, self._sheet = sheet != self._sheet, sheet
            if is_news and self.panel is None and self.code is None:
                self._show_rest()

        self._shell.tasks.run(lambda: sheet_in_force(self._access), show, owner=self)

    def show_rest(self) -> None:
        """Put away what is in hand; the focus stays in the card."""
        had_code = self.code is not None
        self._show_rest()
        (self.second_button if had_code else self.new_button).setFocus()
        bring_in_sight(self)

    def _clear(self) -> None:
        # What has the keyboard must not go with it: the page would follow it elsewhere.
        if self.isAncestorOf(self.window().focusWidget() or self):
            self.setFocus()
        clear_layout(self._place)

    def _enter(self) -> None:
        if self.code is not None:
            self.check_button.click()
        elif self.panel is not None:
            self.confirm_button.click()

    def _escape(self) -> None:
        if self.code is not None:
            self.show_rest()

    def _show_rest(self) -> None:
        """Show what the code is for, and the ways to another code or another sheet."""
        self._clear()
        self.panel = self.code = None
        if self._sheet is not None:
            text = _("Het blad van {sheet} geldt.").format(sheet=sheet_name(self._sheet))
            self._place.addWidget(StatusText(text, "circle-check", "green"))
        self._place.addWidget(
            WrapLabel(
                _(
                    "De code op uw herstelblad opent uw zaken als de sleutelbos of uw wachtzin "
                    "het niet meer doet. De code zelf staat nergens in het programma."
                ),
                "secondary",
            )
        )
        self.new_button = Button(_("Nieuwe herstelcode maken"), icon="key")
        self.new_button.clicked.connect(self.begin)
        self.second_button = Button(_("Tweede blad printen…"), icon="printer")
        self.second_button.clicked.connect(self.ask_code)
        row = QWidget()
        flow = FlowLayout(theme().px(12))
        row.setLayout(flow)
        flow.addWidget(self.new_button)
        flow.addWidget(self.second_button)
        self._place.addWidget(row)
        row.show()  # else its buttons cannot take the focus yet

    def ask_code(self) -> None:
        """Ask the code from the first sheet, to print it a second time."""
        self._clear()
        self._place.addWidget(
            WrapLabel(
                _(
                    "Typ de code over van het blad dat u hebt. Klopt hij, dan wordt hetzelfde blad "
                    "nog eens gemaakt, bijvoorbeeld om op een tweede plek te bewaren."
                ),
                "secondary",
            )
        )
        self.code = code_field()
        self.check_button = PrimaryButton(_("Controleren"), icon="check", shortcut="Return")
        self.check_button.clicked.connect(self._check_code)
        close = LinkButton(_("Sluiten"), shortcut="Esc")
        close.clicked.connect(self.show_rest)
        row = QHBoxLayout()
        row.setSpacing(theme().px(12))
        row.addWidget(self.check_button)
        row.addWidget(close)
        row.addStretch(1)
        self._place.addWidget(self.code)
        self._place.addLayout(row)
        self.code.show()
        self.code.setFocus()
        bring_in_sight(self)

    def _check_code(self) -> None:
        if self.code is None:
            return
        typed = str(self.code.value())
        made_on = self._sheet.made_on if self._sheet is not None else self._shell.today()
        self.check_button.setEnabled(False)

        def make() -> bytes:
            keys = second_sheet(self._access, typed)
            return emergency_sheet(keys, language.current(), datetime.combine(made_on, time()))

        self._shell.tasks.run(make, self._show_second_sheet, self._code_failed, owner=self.code)

    def _show_second_sheet(self, sheet: bytes) -> None:
        self.show_rest()

        def printed() -> None:
            self._shell.notify(_("Het tweede blad is geprint. Bewaar het op een andere plek."))

        SheetDialog(self.window(), sheet, printed).open()

    def _code_failed(self, error: Exception) -> None:
        assert self.code is not None
        self.code.set_error(sentence(error))
        self.check_button.setEnabled(True)
        self.code.setFocus()
        bring_in_sight(self)

    def begin(self) -> None:
        """Show a new code, which does not hold yet."""
        keys = self._access.new_keys()
        self._clear()
        self.banner = Banner(
            _("De oude code geldt tot u hieronder twee groepen van de nieuwe hebt overgetypt."),
            tone="amber",
        )
        self.panel = RecoveryCodePanel(keys)
        self.panel.edited.connect(self._follow)
        self.panel.print_wanted.connect(lambda: self._show_sheet(keys))
        self.confirm_button = PrimaryButton(
            _("Nieuwe code in gebruik nemen"), icon="check", shortcut="Return"
        )
        self.confirm_button.clicked.connect(lambda: self._replace(keys))
        self.cancel_link = LinkButton(_("Toch de oude code houden"))
        self.cancel_link.clicked.connect(self.show_rest)
        self._place.addWidget(self.banner)
        self._place.addWidget(self.panel)
        self._place.addWidget(self.confirm_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._place.addWidget(self.cancel_link, 0, Qt.AlignmentFlag.AlignLeft)
        self._follow()
        self.panel.show()
        self.panel.focus()
        bring_in_sight(self)

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
        old = self._sheet

        def failed(error: Exception) -> None:
            self.banner.set_text(sentence(error), "brick")

        self._shell.tasks.run(
            lambda: replace_recovery_code(self._practice, self._access, keys),
            lambda _change: self._shell.tasks.run(
                lambda: sheet_in_force(self._access),
                lambda sheet: self._replaced(old, sheet),
                failed,
                owner=self,
            ),
            failed,
            owner=self,
        )

    def _replaced(self, old: Sheet | None, sheet: Sheet | None) -> None:
        self._sheet = sheet
        self.show_rest()
        self._shell.notify(
            _(
                "De nieuwe herstelcode geldt. De oude opent alleen nog eerdere reservekopieën: "
                "bewaar dat blad zolang u die bewaart, en maak een nieuwe kopie."
            )
            if old is None
            else _(
                "De nieuwe herstelcode geldt. Die van {sheet} opent alleen nog eerdere "
                "reservekopieën: bewaar dat blad zolang u die bewaart, en maak een nieuwe kopie."
            ).format(sheet=sheet_name(old))
        )

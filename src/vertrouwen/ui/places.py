"""Which screens there are, and what the command palette finds."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QWidget

from vertrouwen.services.practice import Practice
from vertrouwen.services.preferences import Preferences
from vertrouwen.services.vault_access import VaultAccess
from vertrouwen.ui.backup_keeper import BackupKeeper
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.palette import PaletteItem
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.tasks import Tasks


class Program(Protocol):
    """What the screens need of the program around the window."""

    @property
    def access(self) -> VaultAccess:
        """The keys and backups of the open vault."""

    @property
    def tasks(self) -> Tasks:
        """The database thread."""

    @property
    def keeper(self) -> BackupKeeper | None:
        """What makes backups by itself, where it may."""

    @property
    def preferences(self) -> Preferences:
        """How the adviser likes the program."""

    def keep_preferences(self, preferences: Preferences) -> None:
        """Put other preferences in force and keep them."""

    def show_window(self, window: QWidget) -> None:
        """Put a window in the place of the one that stands there."""

    def show_practice(self, practice: Practice, screen: str) -> MainWindow:
        """Show the practice again."""

    def lock(self) -> None:
        """End the process and start again at the unlock window."""


def furnish(window: MainWindow, practice: Practice, program: Program) -> None:
    """Offer every screen and the search to the window; a screen is imported at its first visit."""

    def today(shell: Shell) -> Screen:
        from vertrouwen.ui.today.today_screen import TodayScreen

        return TodayScreen(shell, practice)

    def cases(shell: Shell) -> Screen:
        from vertrouwen.ui.cases.list_screen import CasesScreen

        return CasesScreen(shell, practice)

    def case(shell: Shell) -> Screen:
        from vertrouwen.ui.cases.case_screen import CaseScreen

        # Asked for when it is needed: only a vault that is open for work has a register.
        return CaseScreen(
            shell, practice, lambda case_ids: program.access.opened_vault.note_destroyed(case_ids)
        )

    def new_contact(shell: Shell) -> Screen:
        from vertrouwen.ui.cases.new_contact import NewContactScreen

        return NewContactScreen(shell, practice)

    def organisations(shell: Shell) -> Screen:
        from vertrouwen.ui.organisations.list_screen import OrganisationsScreen

        return OrganisationsScreen(shell, practice)

    def organisation(shell: Shell) -> Screen:
        from vertrouwen.ui.organisations.organisation_screen import OrganisationScreen

        return OrganisationScreen(shell, practice)

    def reports(shell: Shell) -> Screen:
        from vertrouwen.ui.reports.list_screen import ReportsScreen

        return ReportsScreen(shell, practice)

    def report(shell: Shell) -> Screen:
        from vertrouwen.ui.reports.report_screen import ReportScreen

        return ReportScreen(shell, practice)

    def registration(shell: Shell) -> Screen:
        from vertrouwen.ui.imports.screen import ImportScreen

        return ImportScreen(shell, practice)

    def settings(shell: Shell) -> Screen:
        from vertrouwen.ui.settings.screen import SettingsScreen

        def renew() -> None:
            from vertrouwen.ui.renewal.window import show_renewal

            window.hand_out_drafts()
            show_renewal(program, practice)

        return SettingsScreen(shell, practice, program.access, program, program.keeper, renew)

    def manual(shell: Shell) -> Screen:
        from vertrouwen.ui.manual.manual_screen import ManualScreen

        return ManualScreen(shell)

    for key, factory in {
        "today": today,
        "cases": cases,
        "case": case,
        "new_contact": new_contact,
        "organisations": organisations,
        "organisation": organisation,
        "reports": reports,
        "report": report,
        "import": registration,
        "settings": settings,
        "manual": manual,
    }.items():
        window.register(key, factory)
    privacy = window.shell.privacy
    window.set_search_provider(lambda text: _found(practice, text, privacy.is_on))
    window.new_contact_requested.connect(lambda: window.shell.navigator.go(Route("new_contact")))


def _found(practice: Practice, text: str, is_private: bool) -> list[PaletteItem]:
    """Return cases and clients for a text; runs on the database thread."""
    from vertrouwen.services.list_cases import go_to
    from vertrouwen.ui.hidden_names import hidden_client

    found = []
    for item in go_to(practice, text):
        is_case = item.kind == "case"
        found.append(
            PaletteItem(
                hidden_client(int(item.id)) if is_private and not is_case else item.label,
                "folder" if is_case else "building",
                "" if is_private else item.detail,
                Route(item.kind, int(item.id)),
            )
        )
    return found

"""A form that does one thing to one case, and keeps what is typed in the vault meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal

from vertrouwen.domain.errors import DomainError
from vertrouwen.language import _
from vertrouwen.services.practice import Change, Practice
from vertrouwen.ui.kept_draft import KeptDraft
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.widgets import Banner, CheckBox, Field, FormPanel

UNDERSTOOD = "understood"
"""Name of the field that confirms a warning; a confirmation is never put back from a draft."""


class CaseForm(FormPanel):
    """A form with its draft: kept within two seconds of typing, put back when it opens again.

    Subclasses add their fields and answer `job`, which reads the fields on the window's thread
    and returns what the database thread is to do.

    Signals:
        saved: the change that was made; the draft is gone.
        file_consent_asked: the adviser wants to record consent to keep a file first.
    """

    saved = Signal(object)
    file_consent_asked = Signal()

    def __init__(
        self,
        shell: Shell,
        practice: Practice,
        draft_key: str,
        *,
        title: str,
        confirm: str = "",
        icon: str = "",
        tone: Tone = "accent",
        text: str = "",
    ) -> None:
        """Make the form without fields.

        Args:
            shell: the window.
            practice: the verbs.
            draft_key: under which what was typed is kept, such as "case:71:note".
            title: see `FormPanel`, as the arguments after it.
        """
        super().__init__(title, confirm=confirm, icon=icon, tone=tone, text=text)
        self._shell = shell
        self._practice = practice
        self._kept = KeptDraft(self, shell, practice, draft_key)
        self.confirmed.connect(self._submit)

    # ------------------------------------------------------------ for subclasses

    def job(self) -> Callable[[], Change]:
        """Return what to do with the values as they stand now."""
        raise NotImplementedError

    def check(self) -> dict[str, str]:
        """Return what is wrong across fields, by field; the form stays open."""
        return {}

    def draft(self) -> dict[str, Any]:
        """Return the raw state, without confirmations."""
        return {name: raw for name, raw in super().draft().items() if name != UNDERSTOOD}

    # ------------------------------------------------------------ drafts

    def begin(self) -> None:
        """Remember the form as it opens, and put back an earlier draft if there is one."""
        self._settle()
        self._kept.begin()

    def take_over(self, fields: dict[str, Any]) -> None:
        """Go on with the raw state of the same form that stood here before."""
        self._kept.follow()
        self.load_draft(fields)

    # ------------------------------------------------------------ sending

    def send(self, job: Callable[[], Change]) -> None:
        """Carry something out on the database thread; errors come back into the form."""
        self.setFocus()  # a button that closes would hand the focus to a stranger
        self.set_busy(True)
        self.set_banner("")
        self._shell.tasks.run(job, self._done, self.refuse, owner=self)

    def _submit(self) -> None:
        errors = self.check()
        if errors:
            self.set_errors(errors)
            return
        try:
            job = self.job()
        except DomainError as problem:
            self.refuse(problem)
            return
        self.send(job)

    def _done(self, change: Change) -> None:
        self._settle()
        self._kept.drop()
        self.saved.emit(change)

    # ------------------------------------------------------------ recurring parts

    def add_banner(self, text: str, tone: Tone, action: str = "") -> Banner:
        """Put a message between the fields.

        It gets its words once it stands in the form: before, it would be a window of its own.
        """
        banner = Banner("", tone=tone, action=action)
        self.add_widget(banner)
        banner.set_text(text)
        return banner

    def add_file_notice(self, text: str) -> Banner:
        """Explain that a file needs consent, and offer to record it right here."""
        notice = self.add_banner(text, "amber", action=_("Toestemming vastleggen"))
        notice.action_clicked.connect(self.file_consent_asked)
        return notice

    def add_control_warning(self, alias: str) -> tuple[Banner, Field]:
        """Warn that control will pass to the organisation, and ask to confirm it."""
        warning = self.add_banner(
            _(
                "Met een integriteitsmelding gaat de regie over naar de organisatie: die beslist "
                "dan over onderzoek en vervolg, ook als {alias} wil stoppen. Dat is niet terug te "
                "draaien. Sparren over integriteit blijft vertrouwelijk."
            ).format(alias=alias),
            "amber",
        )
        box = CheckBox(_("{alias} weet dit en wil het zo").format(alias=alias))
        field = Field(UNDERSTOOD, _("Bevestig dit eerst"), box)
        self.add(field)
        return warning, field

    def not_understood(self) -> dict[str, str]:
        """Return the message beside an unticked confirmation that is in sight."""
        field = self.field(UNDERSTOOD)
        if field.isVisibleTo(self) and not field.value():
            return {UNDERSTOOD: _("Bespreek dit eerst en vink het aan.")}
        return {}

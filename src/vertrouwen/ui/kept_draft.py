"""The draft of a form in the vault: kept within two seconds of typing, put back later."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from vertrouwen.language import _
from vertrouwen.services.drafts import drop_draft, load_draft, save_draft
from vertrouwen.services.practice import Practice
from vertrouwen.ui.screen import Shell
from vertrouwen.ui.widgets import FormPanel


class KeptDraft(QObject):
    """Keeps what is typed in one form, so that nothing is lost at a lock or a crash."""

    def __init__(self, form: FormPanel, shell: Shell, practice: Practice, key: str) -> None:
        """Watch over a form; it lives as long as the form.

        Args:
            form: hands out its raw state shortly after it was edited.
            shell: the window.
            practice: the verbs.
            key: under which the draft is kept, such as "case:71:note".
        """
        super().__init__(form)
        self._form, self._shell, self._practice, self.key = form, shell, practice, key
        self._untouched: dict[str, Any] = {}
        self._is_over = False
        form.draft_ready.connect(self._keep)

    def begin(self) -> None:
        """Remember the form as it opens, and put back an earlier draft if there is one."""
        self.follow()
        key, practice = self.key, self._practice
        self._shell.tasks.run(lambda: load_draft(practice, key), self._put_back, owner=self._form)

    def follow(self) -> None:
        """Remember the form as it stands, to tell later whether something was typed."""
        self._untouched = self._form.draft()

    def drop(self) -> None:
        """Keep nothing any more: the form was saved and goes."""
        self._is_over = True
        self.forget()

    def forget(self) -> None:
        """Keep nothing for now: what stands in the form was saved, and the form stays."""
        self.follow()
        practice, key = self._practice, self.key
        self._shell.tasks.run(lambda: drop_draft(practice, key))

    def _put_back(self, body: dict[str, Any] | None) -> None:
        if not body or self._is_over or self._form.draft() != self._untouched:
            return
        fields = body.get("fields", {})
        if not isinstance(fields, dict) or fields == self._untouched:
            return
        self._form.load_draft(fields)
        self._form.set_banner(
            _("Concept van {when} teruggezet.").format(when=body.get("when", "")), "accent"
        )

    def _keep(self, fields: dict[str, Any]) -> None:
        if self._is_over:
            return
        practice, key = self._practice, self.key
        if fields == self._untouched:
            self._shell.tasks.run(lambda: drop_draft(practice, key))
            return
        body = {"fields": fields, "when": f"{practice.now():%d-%m-%Y %H:%M}"}
        self._shell.tasks.run(lambda: save_draft(practice, key, body))

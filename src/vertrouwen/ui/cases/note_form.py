"""A note: in the file, or the adviser's own; a file note is corrected by a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from vertrouwen.domain.contact import NoteId, NoteKind
from vertrouwen.language import _
from vertrouwen.services.practice import Change
from vertrouwen.services.write_note import write_note
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.text_fields import TextFields


class NotePanel(CaseForm):
    """Write a note, or put an earlier one right."""

    other_names: ClassVar[Mapping[str, str]] = {"body": "text"}

    def __init__(
        self, desk: CaseDesk, draft_key: str, corrects: NoteId | None = None, words: str = ""
    ) -> None:
        """Make the form; see `CaseForm`.

        Args:
            desk: the case.
            draft_key: see `CaseForm`.
            corrects: an earlier note that is put right.
            words: of that note, to begin with.
        """
        super().__init__(
            desk.shell,
            desk.practice,
            draft_key,
            title=_("Notitie") if corrects is None else _("Notitie verbeteren"),
            confirm=_("Notitie bewaren"),
            icon="note",
            text=""
            if corrects is None
            else _(
                "Verander hieronder wat niet klopt. De eerdere notitie blijft staan; deze komt "
                "erbij als verbetering."
            ),
        )
        self._desk, self._corrects, self._words = desk, corrects, words
        self.texts = TextFields(
            self,
            keeps_file=desk.case.keeps_file,
            alias=desk.alias,
            label=_("Notitie"),
            required=True,
        )
        if corrects is not None:
            self.texts.place_field.hide()
            self.texts.text.set_value(words)

    def check(self) -> dict[str, str]:
        """Keep the note out of a file that may not be kept, and refuse to correct nothing."""
        if self._corrects is not None and self.texts.text.value() == self._words.strip():
            return {"text": _("Er is nog niets veranderd: deze tekst staat er al.")}
        return self.texts.problem()

    def job(self) -> Callable[[], Change]:
        """Write the note."""
        kind = NoteKind.FILE if self.texts.is_in_file() else NoteKind.PERSONAL
        practice, case_id, corrects = self._desk.practice, self._desk.case.id, self._corrects
        body = self.field("text").value()
        return lambda: write_note(practice, case_id, kind, body, corrects=corrects)

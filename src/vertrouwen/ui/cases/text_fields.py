"""Where a text goes: into the file, which needs consent, or into the adviser's own notes."""

from __future__ import annotations

from vertrouwen.language import _
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.widgets import Field, RadioGroup, TextArea

FILE, PERSONAL = "dossier", "persoonlijk"


class TextFields:
    """A text and its place; without consent to keep a file it explains and offers to record it."""

    def __init__(
        self, form: CaseForm, *, keeps_file: bool, alias: str, label: str, required: bool = False
    ) -> None:
        """Add the fields "text" and "place" to a form.

        Args:
            form: gets the fields.
            keeps_file: whether there is consent to keep a file today.
            alias: how the case speaks of the reporter.
            label: the question above the text.
            required: an empty text is a problem.
        """
        self._keeps_file = keeps_file
        self.text = TextArea(note=True, lines=4)
        self.place = RadioGroup(
            [
                (FILE, _("In het dossier")),
                (PERSONAL, _("Persoonlijke notitie, hoort niet bij het dossier")),
            ]
        )
        self.place.set_value(FILE if keeps_file else PERSONAL)
        self.text_field = Field("text", label, self.text, required=required)
        form.add(self.text_field)
        self.place_field = Field("place", _("Waar hoort dit?"), self.place)
        form.add(self.place_field)
        self.notice = form.add_file_notice(file_explanation(alias))
        self.notice.setVisible(not keeps_file)

    def problem(self) -> dict[str, str]:
        """Return the message when a file note would be written without consent."""
        if self.is_in_file() and self.text.value() and not self._keeps_file:
            return {
                "place": _(
                    "Er is geen toestemming voor een dossier. Leg die eerst vast, of kies voor een "
                    "persoonlijke notitie."
                )
            }
        return {}

    def is_in_file(self) -> bool:
        """Whether the text belongs to the file."""
        return bool(self.place.value() == FILE)

    def set_visible(self, is_visible: bool) -> None:
        """Show or hide the questions."""
        self.text_field.setVisible(is_visible)
        self.place_field.setVisible(is_visible)
        self.notice.setVisible(is_visible and not self._keeps_file)


def file_explanation(alias: str) -> str:
    """Say why a file needs consent, and what is possible without."""
    return _(
        "{alias} heeft nog geen toestemming gegeven om een dossier bij te houden. Zonder die "
        "toestemming bewaart u geen namen en geen dossiernotities. Een persoonlijke notitie "
        "mag wel."
    ).format(alias=alias)

"""The adviser's own words in the report: kept while typing, with a warning where they say more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal

from vertrouwen.language import _
from vertrouwen.services.report_choices import Texts, TextWarning
from vertrouwen.ui.reports.words import warning_sentence
from vertrouwen.ui.widgets import Banner, Card, Column, Field, TextArea, WrapLabel

KEPT_AFTER_MS = 800
"""From the first key to the vault; a text is kept within two seconds."""

_FIELDS = ("introduction", "highlights", "advice")


class OwnText(Column):
    """Introduction, what stands out, and advice.

    Signals:
        written: the texts, shortly after they were edited.
    """

    written = Signal(object)

    def __init__(self) -> None:
        """Make empty fields."""
        super().__init__(spacing=12)
        self._fields: dict[str, Field] = {}
        self._warnings: dict[str, Banner] = {}
        labels = {
            "introduction": (_("Inleiding"), _("Staat vooraan in het verslag.")),
            "highlights": (_("Wat opvalt"), _("Staat na de kerncijfers.")),
            "advice": (_("Advies"), _("Staat na de tabellen.")),
        }
        card = Card(_("Uw eigen tekst"))
        card.add(
            WrapLabel(
                _(
                    "De getallen zijn getoetst, uw tekst niet. Noem geen aantal, onderdeel of"
                    " functie die de tabellen niet tonen, en geen verhaal waarin iemand zich"
                    " herkent."
                ),
                "secondary",
            )
        )
        for name in _FIELDS:
            label, hint = labels[name]
            area = TextArea(lines=4, max_lines=16)
            field = Field(name, label, area, hint=hint)
            field.edited.connect(self._edited)
            self._fields[name] = field
            card.add(field)
            self._warnings[name] = Banner(tone="amber", icon="alert-triangle")
            card.add(self._warnings[name])
        self.add(card)
        self._shown = Texts()
        self._is_quiet = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEPT_AFTER_MS)
        self._pause.timeout.connect(self.flush)

    def field(self, name: str) -> Field:
        """Return the field of one text."""
        return self._fields[name]

    def texts(self) -> Texts:
        """Return what stands in the fields."""
        return Texts(**{name: self._fields[name].value() for name in _FIELDS})

    @property
    def is_edited(self) -> bool:
        """Whether something was typed that is not kept yet."""
        return self.texts() != self._shown

    def show_texts(self, texts: Texts, *, is_issued: bool) -> None:
        """Show what was kept; what is being typed stays.

        Args:
            is_issued: the text went out with the report and cannot be changed.
        """
        for field in self._fields.values():
            area = field.control.widget()
            assert isinstance(area, TextArea)
            area.setReadOnly(is_issued)
        if texts == self._shown or (self._pause.isActive() and not is_issued):
            return
        self._is_quiet = True
        for name in _FIELDS:
            self._fields[name].control.set_value(getattr(texts, name))
        self._is_quiet = False
        self._shown = texts

    def show_warnings(self, warnings: Sequence[TextWarning]) -> None:
        """Say beside each text what in it says more than the figures do."""
        for name in _FIELDS:
            said = dict.fromkeys(warning_sentence(w) for w in warnings if w.field == name)
            self._warnings[name].set_text("\n".join(said))

    def flush(self) -> None:
        """Hand out the texts now when something was typed."""
        self._pause.stop()
        texts = self.texts()
        if texts != self._shown:
            self._shown = texts
            self.written.emit(texts)

    def _edited(self) -> None:
        if not self._is_quiet and not self._pause.isActive():
            self._pause.start()

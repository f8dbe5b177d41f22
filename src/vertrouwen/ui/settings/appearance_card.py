"""Language, colours and size of the text; what is chosen is in force at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from vertrouwen import language
from vertrouwen.language import _
from vertrouwen.services.preferences import TEXT_SCALES, Preferences
from vertrouwen.ui.widgets import Card, Field, RadioGroup


class Look(Protocol):
    """Keeps how the adviser likes the program."""

    @property
    def preferences(self) -> Preferences:
        """The preferences in force."""

    def keep_preferences(self, preferences: Preferences) -> None:
        """Put others in force and keep them."""


class AppearanceCard(Card):
    """How the program looks and speaks."""

    def __init__(self, look: Look) -> None:
        """Show the choices in force."""
        super().__init__(_("Taal en weergave"))
        self._look = look
        now = look.preferences
        self.language = RadioGroup(list(language.NAMES.items()))
        self.colours = RadioGroup(
            [("system", _("Zoals de computer")), ("light", _("Licht")), ("dark", _("Donker"))]
        )
        self.text_scale = RadioGroup(
            [(str(scale), f"{round(scale * 100)} %") for scale in TEXT_SCALES]
        )
        for name, label, control, value in (
            ("language", _("Taal"), self.language, now.language),
            ("colours", _("Kleuren"), self.colours, now.colours),
            ("text_scale", _("Tekstgrootte"), self.text_scale, str(now.text_scale)),
        ):
            control.set_value(value)
            self.add(Field(name, label, control))
            control.edited.connect(self._choose)

    def _choose(self) -> None:
        now = self._look.preferences
        chosen = replace(
            now,
            language=self.language.value() or now.language,
            colours=self.colours.value() or now.colours,
            text_scale=float(self.text_scale.value() or now.text_scale),
        )
        if chosen != now:
            self._look.keep_preferences(chosen)

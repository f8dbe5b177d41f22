"""When the program locks by itself, and what others see of it."""

from __future__ import annotations

import sys
from dataclasses import replace

from vertrouwen.language import _, ngettext
from vertrouwen.services.preferences import LOCK_MINUTES
from vertrouwen.ui.lock.capture import can_be_kept_off
from vertrouwen.ui.settings.appearance_card import Look
from vertrouwen.ui.widgets import Card, Field, RadioGroup, Switch, WrapLabel


class LockCard(Card):
    """Locking and privacy; what is chosen is in force at once."""

    def __init__(self, look: Look, is_kept_off: bool | None = None) -> None:
        """Show the choices in force.

        Args:
            look: keeps them.
            is_kept_off: whether this system can keep windows off shared screens; None asks it.
        """
        super().__init__(_("Vergrendelen en privacy"))
        self._look = look
        now = look.preferences
        self.add(
            WrapLabel(
                _(
                    "Vergrendelen gebeurt vanzelf als u weg bent, als de computer slaapt of als "
                    "zijn scherm op slot gaat. Wat u typte, is dan bewaard."
                ),
                "secondary",
            )
        )
        self.minutes = RadioGroup(
            [
                (
                    str(count),
                    ngettext("na {count} minuut", "na {count} minuten", count).format(count=count),
                )
                for count in LOCK_MINUTES
            ]
        )
        self.minutes.set_value(str(now.lock_minutes))
        self.minutes.edited.connect(self._choose)
        self.add(Field("lock_minutes", _("Vergrendelen als u niets doet"), self.minutes))
        self.minimised = self._add_switch(
            _("Ook vergrendelen bij minimaliseren"), now.locks_minimised
        )
        self.blurs = self._add_switch(
            _("Vervagen zodra u in een ander programma werkt"), now.blurs_when_left
        )
        self.captured = self._add_switch(
            _("Zichtbaar bij scherm delen en schermafdrukken"), now.may_be_captured
        )
        can_hide = can_be_kept_off() if is_kept_off is None else is_kept_off
        if not can_hide:
            self.captured.setEnabled(False)
            self.captured.setChecked(True)
        self.add(WrapLabel(_capture_words(can_hide), "secondary"))
        self.add(
            WrapLabel(
                _(
                    "Wat u kopieert, verdwijnt na 30 seconden van het klembord, en bij "
                    "vergrendelen en sluiten."
                ),
                "secondary",
            )
        )

    def _add_switch(self, text: str, is_on: bool) -> Switch:
        switch = Switch(text)
        switch.setChecked(is_on)
        switch.toggled.connect(self._choose)
        self.add(switch)
        return switch

    def _choose(self) -> None:
        now = self._look.preferences
        chosen = replace(
            now,
            lock_minutes=int(self.minutes.value() or now.lock_minutes),
            locks_minimised=self.minimised.isChecked(),
            blurs_when_left=self.blurs.isChecked(),
            may_be_captured=(
                self.captured.isChecked() if self.captured.isEnabled() else now.may_be_captured
            ),
        )
        if chosen != now:
            self._look.keep_preferences(chosen)


def _capture_words(can_hide: bool) -> str:
    if not can_hide:
        return _(
            "Op deze computer kan een programma zijn vensters niet buiten een gedeeld scherm of "
            "een schermafdruk houden. Let daarop als u uw scherm deelt."
        )
    if sys.platform == "darwin":
        return _(
            "Staat dit uit, dan vraagt Vertrouwen macOS om zijn vensters weg te laten. Nieuwe "
            "opnameprogramma's storen zich daar niet altijd aan."
        )
    return _("Staat dit uit, dan laat Windows de vensters van Vertrouwen daar weg.")

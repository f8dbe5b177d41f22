"""How the sheet of a recovery code is called."""

from __future__ import annotations

from vertrouwen.language import _
from vertrouwen.services.change_keys import Sheet
from vertrouwen.ui.widgets import long_date


def sheet_name(sheet: Sheet) -> str:
    """Return the day of a sheet and the mark that stands on it, where it has one."""
    day = long_date(sheet.made_on)
    return _("{day} (kenmerk {mark})").format(day=day, mark=sheet.mark) if sheet.mark else day

"""The doubts about one record while it is coded, and what its cells can hide."""

from __future__ import annotations

import re
from datetime import datetime

from vertrouwen.imports.flags import Flag, Level
from vertrouwen.imports.records import Record

NL_FIELDS = {
    "date": "datum",
    "organisation": "organisatie",
    "unit": "afdeling",
    "kind": "soort_contact",
    "track": "spoor",
    "nature": "aard",
    "role": "rol_melder",
    "relation": "relatie_aangeklaagde",
    "channel": "kanaal",
    "step": "gekozen_stap",
    "referral": "doorverwijzing",
    "outcome": "uitkomst",
    "talks": "aantal_gesprekken",
    "minutes": "minuten",
    "closed": "afgesloten_op",
    "consent": "toestemming",
    "status": "status",
    "ground": "discriminatiegrond",
    "hours": "minuten",
    "duration": "minuten",
}
_EXCEL_ERROR = re.compile(
    r"^#(?:N/A|N/B|NB|REF!|VERW!|VALUE!|WAARDE!|DIV/0!|DEEL/0!|NAME\?|NAAM\?|NUM!|GETAL!|NULL!|"
    r"LEEG!|SPILL!|CALC!)$",
    re.IGNORECASE,
)


class Doubts:
    """Gathers the flags of one record and the confidence of its least certain proposal."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.flags: list[Flag] = []
        self.confidence = 1.0

    def flag(self, field: str | None, level: Level, code: str) -> None:
        """Add a doubt about a field, by its own name or that of the result."""
        self.flags.append(Flag(NL_FIELDS.get(field, field) if field else None, level, code))

    def trust(self, confidence: float) -> None:
        """Note how sure one proposal is."""
        self.confidence = min(self.confidence, confidence)

    def about(self, field: str) -> bool:
        """Tell whether a field is already flagged."""
        return any(flag.field == NL_FIELDS[field] for flag in self.flags)

    def is_broken(self, field: str, level: Level = "beslissen") -> bool:
        """Flag a cell that holds an error or a formula without its result."""
        value = self.record.cells.get(field)
        if value is None and not self.record.formulas:
            return False
        is_formula = isinstance(value, str) and value.lstrip().startswith(("=", "@"))
        if self.record.formulas.get(field) is False or is_formula:
            self.flag(field, level, "formule_zonder_waarde")
            return True
        if isinstance(value, str) and "#" in value and _EXCEL_ERROR.match(value.strip()):
            self.flag(field, level, "foutwaarde")
            return True
        return False


def text_of(value: object) -> str:
    """Return a cell as text, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).strip()

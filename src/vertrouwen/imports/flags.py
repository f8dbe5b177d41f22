"""What is doubtful about a row: a field, a level and a code; never the cell's content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["blokkerend", "beslissen", "attentie"]


@dataclass(frozen=True, slots=True)
class Flag:
    """One doubt.

    Args:
        field: the field of the result it is about, or None for the whole row.
        level: blokkerend (the row does not count until decided), beslissen (the field stays
            open until decided) or attentie (shown; nothing changes).
        code: names the doubt; `language.sentences_imports.FLAG_REASONS` holds its sentence.
    """

    field: str | None
    level: Level
    code: str

"""Reading a registration: the preview, and the same as plain JSON without a vault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from vertrouwen.imports.errors import ImportCancelledError, ImportRefusedError
from vertrouwen.imports.mapping import Mapping
from vertrouwen.imports.preview import Preview
from vertrouwen.imports.reading import read
from vertrouwen.language import sentences_imports
from vertrouwen.services.vocabulary import load_vocabulary

__all__ = [
    "ImportCancelledError",
    "ImportRefusedError",
    "Mapping",
    "Preview",
    "as_json",
    "file_warnings",
    "read_registration",
    "refusal",
]


def read_registration(
    path: Path,
    *,
    today: date,
    mapping: Mapping | None = None,
    sheets: tuple[str, ...] = (),
    progress: Callable[[int, int], bool] | None = None,
) -> Preview:
    """Read a registration and propose what it will become; nothing is stored.

    Args:
        path: an .xlsx or .csv file; it is only read.
        today: nothing can have happened after it.
        mapping: what the adviser settled about this source before.
        sheets: the sheets to read, where the adviser has chosen.
        progress: called with rows done and rows in all (0 where unknown); False cancels.

    Raises:
        ImportRefusedError: the file cannot be read; `refusal` says why.
        ImportCancelledError: the adviser stopped.
    """
    settled = mapping or Mapping()
    if sheets:
        settled = Mapping(
            columns=settled.columns,
            labels=settled.labels,
            names=settled.names,
            sheets=sheets,
            organisation=settled.organisation,
        )
    return read(path, load_vocabulary(), today=today, mapping=settled, progress=progress)


def refusal(error: ImportRefusedError) -> str:
    """Return why a file was not read, and what to do."""
    return sentences_imports.refusal(error.code, error.params)


def file_warnings(preview: Preview) -> list[str]:
    """Return what must be known about the file as a whole."""
    return [sentences_imports.warning(w.code, w.params) for w in preview.warnings]


def as_json(preview: Preview) -> dict[str, object]:
    """Return the preview in the form of the samples' truth files."""
    return {
        "regels": [
            {
                "blad": row.sheet,
                "rij": row.row,
                "nr": row.number,
                "na_import": row.as_json(),
                "vlaggen": [
                    {
                        "veld": flag.field,
                        "niveau": flag.level,
                        "reden": sentences_imports.reason(flag.code),
                        "code": flag.code,
                    }
                    for flag in row.flags
                ],
            }
            for row in preview.rows
        ]
    }

"""Why a file is not read: codes with safe parameters, never a cell's content."""

from __future__ import annotations

from collections.abc import Mapping


class ImportRefusedError(Exception):
    """A file cannot be brought in as it stands.

    Args:
        code: names the reason; `vertrouwen.language.sentences_imports` holds its sentence.
        params: row numbers, limits, header or sheet names; never a record's content.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, object] = params


class ImportCancelledError(Exception):
    """The adviser stopped the reading; nothing was kept."""

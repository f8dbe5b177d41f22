"""What the adviser has settled about a source, kept so that it need not be asked again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from vertrouwen.imports.headers import signature_of

_VERSION = 1


@dataclass(frozen=True, slots=True)
class SourceSignature:
    """Recognises a registration by its header names, not by its file name."""

    digest: str

    @classmethod
    def of(cls, headers: Sequence[str]) -> SourceSignature:
        """Return the signature of a header row."""
        return cls(hashlib.sha256(signature_of(headers).encode()).hexdigest()[:32])


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """The adviser's corrections to what the reader proposes.

    Args:
        columns: header -> field, or None for a column that is not to be imported.
        labels: field -> label -> codes.
        names: field ("organisation" or "unit") -> label -> name.
        sheets: the sheets to read; empty for all that hold a registration.
        organisation: the client of a file that does not name it.
    """

    columns: dict[str, str | None] = field(default_factory=dict)
    labels: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    organisation: str | None = None

    def to_json(self) -> str:
        """Return the mapping as text to keep in the vault."""
        return json.dumps(
            {
                "version": _VERSION,
                "columns": self.columns,
                "labels": self.labels,
                "names": self.names,
                "sheets": list(self.sheets),
                "organisation": self.organisation,
            },
            ensure_ascii=False,
            sort_keys=True,
        )

    @classmethod
    def from_json(cls, text: str) -> Mapping:
        """Return the mapping kept as text.

        Raises:
            ValueError: it was written by a newer version, or is not a mapping.
        """
        kept: Any = json.loads(text)
        if not isinstance(kept, dict) or kept.get("version") != _VERSION:
            raise ValueError("mapping of another version")
        return cls(
            columns={str(k): None if v is None else str(v) for k, v in kept["columns"].items()},
            labels={
                str(f): {str(k): tuple(map(str, v)) for k, v in labels.items()}
                for f, labels in kept["labels"].items()
            },
            names={
                str(f): {str(k): str(v) for k, v in names.items()}
                for f, names in kept["names"].items()
            },
            sheets=tuple(map(str, kept.get("sheets", ()))),
            organisation=kept.get("organisation"),
        )

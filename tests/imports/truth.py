"""Holding a preview against a truth file: right, flagged, or silently wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from vertrouwen.imports.preview import CodedRow, Preview
from vertrouwen.imports.reading import read
from vertrouwen.services.vocabulary import load_vocabulary

SAMPLES = Path(__file__).parent / "samples"
TODAY = date(2026, 1, 31)
VOCABULARY = load_vocabulary()

FLAGGED_UNDER = {
    "jaar": "datum",
    "kwartaal": "datum",
    "datum_precisie": "datum",
    "maand": "datum",
    "aard_primair": "aard",
    "discriminatiegrond": "aard",
    "identiteit": "rol_melder",
    "status": "afgesloten_op",
}


@dataclass(slots=True)
class Score:
    """How a preview compares with the truth, counted in fields."""

    fields: int = 0
    right_alone: int = 0
    wrong_and_unflagged: list[tuple[int, str]] = field(default_factory=list)

    @property
    def share_alone(self) -> float:
        """The share of fields coded right without the adviser's help."""
        return self.right_alone / self.fields


def truth() -> dict[str, Any]:
    """Return the public truth."""
    found: dict[str, Any] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    return found


def preview(name: str) -> Preview:
    """Read one of the samples."""
    return read(SAMPLES / name, VOCABULARY, today=TODAY)


def own_names(known: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return how the adviser's names stand for the truth's ids: organisations, units."""
    labels = known["labels"]
    organisations = {k.strip(): v["codes"][0] for k, v in labels["Organisatie"].items()}
    units = {k.strip(): v["codes"][0] for k, v in labels["Afdeling/locatie"].items()}
    for name, entry in known["organisaties"].items():
        organisations[entry["naam"]] = name
        units |= {x.strip(): unit for unit, xs in entry["afdelingen"].items() for x in xs}
    return organisations, units


def score(rows: dict[int, CodedRow], known: dict[str, Any], name: str) -> Score:
    """Compare every field of every row."""
    organisations, units = own_names(known)
    total = Score()
    for expected in known["bestanden"][name]["regels"]:
        row = rows[expected["rij"]]
        found = row.as_json()
        found["organisatie"] = organisations.get(str(found["organisatie"]), found["organisatie"])
        found["afdeling"] = units.get(str(found["afdeling"]), found["afdeling"])
        flagged = {f.field for f in row.flags}
        decided = {f.field for f in row.flags if f.level != "attentie"}
        for key, value in expected["na_import"].items():
            under = FLAGGED_UNDER.get(key, key)
            total.fields += 1
            if found.get(key) == value:
                total.right_alone += under not in decided
            elif under not in flagged:
                total.wrong_and_unflagged.append((expected["rij"], key))
    return total

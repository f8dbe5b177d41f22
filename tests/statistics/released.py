"""Read the bench's two formats in a test: released figures, and instances with their facts."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from vertrouwen.statistics.count import ATOM, Facts
from vertrouwen.statistics.release import Edition, Figure, Policy, Publication
from vertrouwen.statistics.scheme import At, Category, Dimension, SensitiveSet

BENCHMARKS = Path(__file__).parent / "benchmarks"
NO_PERIOD = "-"


def read(name: str) -> dict[str, Any]:
    """Return a file of the bench as it is."""
    content: dict[str, Any] = json.loads((BENCHMARKS / name).read_text("utf-8"))
    return content


def released(name: str) -> Publication:
    """Return the publication of a file of released figures."""
    return publication_of(read(f"results/{name}.json"))


@cache
def true_facts(name: str) -> Facts:
    """Return the facts of an instance."""
    return facts_of(read(f"{name}.json"))


def dimensions_of(content: dict[str, Any]) -> tuple[Dimension, ...]:
    """Return the dimensions of either format."""
    found = []
    for each in content["dimensions"]:
        roles = each.get("role", "neutral")
        sets = {code: frozenset({code}) for code in each["categories"]}
        groups = {}
        for group in each.get("groups", ()):
            parts = (sets.get(m) or groups[m] for m in group["members"])
            groups[group["name"]] = frozenset().union(*parts)
        found.append(
            Dimension(
                name=each["name"],
                roles=frozenset([roles] if isinstance(roles, str) else roles),
                categories=tuple(Category(code=c, leaves=s) for c, s in sets.items()),
                groups=tuple(Category(code=c, leaves=s) for c, s in groups.items()),
            )
        )
    return tuple(found)


def publication_of(content: dict[str, Any]) -> Publication:
    """Return what a file of released figures states."""
    dimensions = dimensions_of(content)
    rules = content["parameters"]
    by_code = {d.name: d.by_code for d in dimensions}
    return Publication(
        policy=Policy(
            threshold=rules["threshold"],
            insider=rules["insider"],
            zeros_small=rules["zeros_small"],
        ),
        dimensions=dimensions,
        editions=tuple(_edition(each, by_code) for each in content["editions"]),
        sensitive_sets=tuple(
            SensitiveSet(
                dimension=s["dimension"], name=s["name"], leaves=frozenset(s["categories"])
            )
            for s in content.get("sensitive_sets", ())
        ),
    )


def facts_of(content: dict[str, Any]) -> Facts:
    """Return the records or counts of an instance; without periods all are of one."""
    if "counts" in content:
        columns, rows = content["counts"]["columns"][:-1], content["counts"]["rows"]
        counted = {(*map(str, row[:-1]), NO_PERIOD): row[-1] for row in rows}
        return Facts(columns=(*columns, ATOM), rows=counted)
    columns, rows = content["records"]["columns"], content["records"]["rows"]
    if ATOM not in columns:
        columns, rows = [*columns, ATOM], [[*row, NO_PERIOD] for row in rows]
    return Facts.of(tuple(columns), [tuple(row) for row in rows])


def _edition(content: dict[str, Any], by_code: dict[str, Any]) -> Edition:
    figures: dict[At, Figure] = {}
    for table in content["tables"]:
        for cell in table["cells"]:
            at = tuple(sorted(cell["at"].items()))
            low, high = cell.get("interval") or cell.get("band") or (None, None)
            if at:
                figures[at] = Figure(
                    at=at,
                    value=cell["value"],
                    low=low,
                    high=high,
                    is_structural=cell.get("structural", False),
                    is_band="band" in cell,
                )
    return Edition(
        id=content["id"],
        atoms=frozenset(content["atoms"]),
        total=content["total"],
        tables=tuple(tuple(t["dimensions"]) for t in content["tables"]),
        figures=tuple(figures.values()),
        categories=by_code,
        released=content.get("released"),
    )

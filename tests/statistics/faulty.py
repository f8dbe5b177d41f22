"""A small instance in the bench's format, and everything that can be wrong with one."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

Document = dict[str, Any]

SMALL: Document = {
    "format": "sdc-bench-instance/1",
    "dimensions": [
        {
            "name": "aard",
            "role": "sensitive",
            "categories": ["pesten", "intimidatie", "overig"],
            "groups": [{"name": "ongewenst", "members": ["pesten", "intimidatie"]}],
        },
        {"name": "rol", "role": ["identifying"], "categories": ["werknemer", "inhuur"]},
        {
            "name": "kwartaal",
            "role": "identifying",
            "categories": ["eerste", "tweede"],
            "atoms": {"eerste": ["Q1"], "tweede": ["Q2"]},
        },
    ],
    "tables": [["aard", "rol"], ["kwartaal"]],
    "parameters": {"threshold": 3, "insider": 1, "zeros_small": True, "total_shown": True},
    "structural": [{"aard": "overig", "rol": "inhuur"}],
    "sensitive_sets": [{"dimension": "aard", "name": "s", "categories": ["pesten", "overig"]}],
    "counts": {
        "columns": ["@", "aard", "rol", "n"],
        "rows": [
            ["Q1", "pesten", "werknemer", 9],
            ["Q1", "intimidatie", "werknemer", 4],
            ["Q2", "overig", "werknemer", 5],
            ["Q2", "pesten", "inhuur", 6],
            ["Q2", "intimidatie", "inhuur", 1],
        ],
    },
    "editions_before": [
        {
            "id": "first",
            "atoms": ["Q1"],
            "total": 13,
            "figures": [
                {"at": {"aard": "pesten"}, "value": 9},
                {"at": {"aard": "intimidatie"}, "value": None},
                {"at": {"aard": "overig"}, "value": None},
                {"at": {"rol": "inhuur"}, "value": None},
                {"at": {"aard": "overig", "rol": "inhuur"}, "value": None, "structural": True},
            ],
        }
    ],
    "edition": {"id": "year", "atoms": ["Q1", "Q2"]},
    "cases": [],
}


def changed(path: str, value: object) -> Document:
    """Return the small instance with something else at a place such as "dimensions.0.name"."""
    made = deepcopy(SMALL)
    at: Any = made
    *way, last = path.split(".")
    for step in way:
        at = at[int(step)] if isinstance(at, list) else at[step]
    if isinstance(at, list):
        at[int(last)] = value
    else:
        at[last] = value
    return made


GROUPS = "dimensions.0.groups"
FAULTS: dict[str, tuple[Document | str | bytes, str]] = {
    "a ring": (
        changed(
            GROUPS, [{"name": "x", "members": ["y"]}, {"name": "y", "members": ["x", "pesten"]}]
        ),
        "bevat zichzelf",
    ),
    "a group with the name of a category": (
        changed(GROUPS, [{"name": "pesten", "members": ["pesten", "overig"]}]),
        "heet zoals een categorie",
    ),
    "a group twice": (
        changed(GROUPS, [{"name": "x", "members": ["pesten"]}] * 2),
        "staat er dubbel",
    ),
    "an unknown member": (
        changed(GROUPS, [{"name": "x", "members": ["roddel"]}]),
        "roddel is geen categorie",
    ),
    "an empty group": (changed(GROUPS, [{"name": "x", "members": []}]), "heeft geen leden"),
    "a category twice": (
        changed("dimensions.1.categories", ["inhuur", "inhuur"]),
        "staan er dubbel",
    ),
    "no categories": (changed("dimensions.1.categories", []), "ontbreken"),
    "a dimension twice": (changed("dimensions.1.name", "aard"), "Twee dimensies"),
    "an unknown role": (changed("dimensions.1.role", "boss"), "De rol is"),
    "several answers": (changed("dimensions.1.multi", True), "meer dan één antwoord"),
    "a calendar of other categories": (
        changed("dimensions.2.atoms", {"eerste": ["Q1"]}),
        "kalender",
    ),
    "a calendar that overlaps": (
        changed("dimensions.2.atoms", {"eerste": ["Q1", "Q2"], "tweede": ["Q2"]}),
        "spreekt zichzelf tegen",
    ),
    "an empty quarter": (
        changed("dimensions.2.atoms", {"eerste": ["Q1", "Q2"], "tweede": []}),
        "spreekt zichzelf tegen",
    ),
    "a calendar without a reported atom": (
        changed("dimensions.2.atoms", {"eerste": ["Q1"], "tweede": ["Q3"]}),
        "kalender",
    ),
    "a table of an unknown dimension": (changed("tables", [["aard", "plaats"]]), "plaats"),
    "a table of one dimension twice": (changed("tables", [["aard", "aard"]]), "tables[0]"),
    "no tables": (changed("tables", []), "tables"),
    "an unknown structural dimension": (changed("structural", [{"plaats": "x"}]), "plaats"),
    "an unknown structural category": (changed("structural", [{"rol": "x"}]), "x is geen"),
    "a structural total": (changed("structural", [{}]), "structural[0]"),
    "reports that cannot exist": (
        changed("structural", [{"rol": "werknemer", "aard": "pesten"}]),
        "aard = pesten × rol = werknemer",
    ),
    "an unknown sensitive category": (
        changed("sensitive_sets.0.categories", ["roddel"]),
        "roddel",
    ),
    "a missing column": (changed("counts.columns", ["@", "aard", "soort", "n"]), "rol"),
    "a column twice": (changed("counts.columns", ["@", "aard", "aard", "n"]), "counts.columns"),
    "no column": (changed("counts.columns", []), "aard"),
    "a short row": (changed("counts.rows.1", ["Q1", "pesten"]), "counts.rows[1]"),
    "a row that is none": (changed("counts.rows.1", "pesten"), "counts.rows[1]"),
    "an unknown category": (
        changed("counts.rows.1", ["Q1", "roddel", "inhuur", 1]),
        "roddel is geen categorie",
    ),
    "a number in words": (
        changed("counts.rows.1", ["Q1", "pesten", "inhuur", "1"]),
        "geheel getal",
    ),
    "a negative number": (changed("counts.rows.1", ["Q1", "pesten", "inhuur", -1]), "nul of meer"),
    "half a report": (changed("counts.rows.1", ["Q1", "pesten", "inhuur", 0.5]), "geheel getal"),
    "too many reports": (changed("counts.rows.1", ["Q1", "pesten", "inhuur", 10**30]), "getal"),
    "neither counts nor records": (changed("counts", None), "counts"),
    "a low threshold": (changed("parameters.threshold", 2), "minstens 3"),
    "a threshold too low for the insider": (changed("parameters.insider", 2), "minstens 2 meer"),
    "a hidden total": (changed("parameters.total_shown", False), "total_shown"),
    "zeros small in words": (changed("parameters.zeros_small", "no"), "zeros_small"),
    "another format": (changed("format", "sdc-bench-instance/2"), "andere vorm"),
    "an atom nobody reports on": (changed("edition.atoms", ["Q1"]), "Q2"),
    "an edition of no atoms": (changed("edition.atoms", []), "edition.atoms"),
    "an edition that is none": (changed("edition", []), "edition"),
    "an edition without a name": (changed("edition.id", ""), "edition.id"),
    "an edition with the name of an earlier one": (changed("edition.id", "first"), "edition.id"),
    "earlier editions without a newest one": (changed("edition", None), "edition"),
    "an earlier edition without atoms": (
        changed("editions_before.0.atoms", None),
        "editions_before[0].atoms",
    ),
    "an earlier edition of an unknown cell": (
        changed("editions_before.0.figures.0.at", {"aard": "roddel"}),
        "roddel",
    ),
    "an earlier edition with a figure twice": (
        changed("editions_before.0.figures.1.at", {"aard": "pesten"}),
        "editions_before[0].figures[1]",
    ),
    "an earlier value in words": (
        changed("editions_before.0.figures.0.value", "9"),
        "geheel getal",
    ),
    "something else than an object": ("[]", "vorm"),
    "no JSON": ("{'format'", "geen JSON"),
    "no text": (b"\xff\xfe\x00\xd8", "geen JSON"),
    "nothing": ("", "geen JSON"),
    "deep brackets": ("[" * 100_000, "geen JSON"),
    "deep brackets that close": ("[" * 100_000 + "]" * 100_000, "geen JSON"),
    "a very long number": (
        json.dumps(SMALL).replace('"total": 13', '"total": ' + "9" * 5_000),
        "geen JSON",
    ),
    "no number": (json.dumps(SMALL).replace('"total": 13', '"total": NaN'), "geen JSON"),
    "too many cells": (
        changed(
            "dimensions.0.categories",
            ["pesten", "intimidatie", *(str(n) for n in range(100_000))],
        ),
        "te groot",
    ),
}


JUNK: tuple[object, ...] = (
    None, True, 0, -1, 3, 1.5, float("nan"), float("inf"), 10**40, "", "3", "aard", "pesten", "@",
    "\ud800", [], [[]], {}, {"": None}, [None], ["aard"], ["pesten", "pesten"], [["aard"]],
    {"aard": "pesten"}, {"aard": ["pesten"]}, {"aard": {}}, [{}], "Q1", ["Q1"], ["Q9"],
)  # fmt: skip


def _spots(value: object) -> list[tuple[Any, Any]]:
    """Return every container with a key of it."""
    keys: list[Any] = []
    if isinstance(value, dict):
        keys = list(value)
    elif isinstance(value, list):
        keys = list(range(len(value)))
    found = [(value, key) for key in keys]
    return found + [spot for key in keys for spot in _spots(value[key])]  # type: ignore[index]


def _set(spots: list[tuple[Any, Any]], dice: random.Random) -> None:
    container, key = dice.choice(spots)
    container[key] = deepcopy(dice.choice(JUNK))


def _drop(spots: list[tuple[Any, Any]], dice: random.Random) -> None:
    container, key = dice.choice(spots)
    del container[key]


def _swap(spots: list[tuple[Any, Any]], dice: random.Random) -> None:
    (one, first), (other, second) = dice.choice(spots), dice.choice(spots)
    one[first] = deepcopy(other[second])


def _repeat(spots: list[tuple[Any, Any]], dice: random.Random) -> None:
    container, key = dice.choice(spots)
    if isinstance(container, list):
        container.append(deepcopy(container[key]))


CHANGES: tuple[Callable[[list[tuple[Any, Any]], random.Random], None], ...] = (
    _set, _set, _drop, _swap, _repeat,
)  # fmt: skip


def mutated(seed: int) -> Document:
    """Return the small instance with one to three things wrong."""
    dice = random.Random(seed)
    made = deepcopy(SMALL)
    for _ in range(dice.randint(1, 3)):
        spots = _spots(made)
        if spots:
            dice.choice(CHANGES)(spots, dice)
    return made

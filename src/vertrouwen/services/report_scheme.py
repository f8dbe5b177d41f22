"""Which tables a report has, how coarse they may become, and how a case is counted in them.

The tables and their levels lie in `resources/report/tables.toml`; here they meet the code lists of
the practice and the units of the client. Everything is decided before a count is looked at.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from vertrouwen import resources
from vertrouwen.documents.report import Labels, PrintedTable
from vertrouwen.domain.organisation import Period
from vertrouwen.domain.vocabulary import OUTSIDE_TAXONOMY, UNKNOWN, CodeList, Vocabulary
from vertrouwen.language import Language
from vertrouwen.statistics.count import ATOM, Facts
from vertrouwen.statistics.ladder import LevelledDimension
from vertrouwen.statistics.scheme import Category, Crossing
from vertrouwen.storage.counts import CountedCase

REPORT_KINDS = frozenset({"melding", "signaal"})
"""What counts as a report where a client counts reports rather than contacts."""

CALENDAR, UNIT, NATURE = "kwartaal", "afdeling", "aard"
COLUMNS = (ATOM, "soort", "soort_melding", NATURE, "rol", "relatie", "kanaal", "stap", "uitkomst",
           UNIT)  # fmt: skip
OTHER_UNITS = "overige"

_ROLES_OF_PERIOD = frozenset({"identifying"})
_PART_MONTHS = (3, 6, 12)
_UNIT_STEPS = (1, 2, 5, 10)
"""Smallest units with a row of their own, in multiples of the least headcount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportUnits:
    """The units of a client, as far as a report may speak of them.

    Args:
        headcounts: of those of which it is known, by id; empty when that of the whole
            organisation is not known, for then none has a row.
        known: every id that a case or an earlier report names.
        least: employees below which a unit has no row.
    """

    headcounts: Mapping[int, int] = field(default_factory=dict)
    known: frozenset[int] = frozenset()
    least: int = 50


def layout(counting_unit: str) -> tuple[PrintedTable, ...]:
    """Return all tables in the order in which they are printed.

    Args:
        counting_unit: "meldingen" or "contacten".
    """
    left_out = _left_out(counting_unit)
    return tuple(
        PrintedTable(
            name=entry["name"],
            rows=entry["rows"],
            columns=entry.get("columns"),
            parents_only=entry.get("parents_only", False),
        )
        for entry in tables_document()["table"]
        if entry["rows"] != left_out
    )


def crossing_of(table: PrintedTable) -> Crossing:
    """Return the dimensions that a printed table crosses."""
    return (table.rows,) if table.columns is None else (table.rows, table.columns)


def levelled_dimensions(
    vocabulary: Vocabulary, counting_unit: str, period: Period, units: ReportUnits
) -> dict[str, LevelledDimension]:
    """Return every question that a report of this period can put, by its name.

    A period too short to be parted has no calendar, and without a unit that is large enough there
    are no units.

    Raises:
        ValueError: a code of the vocabulary has no place in a level, or has two.
    """
    found: dict[str, LevelledDimension] = {}
    for name, entry in tables_document()["dimension"].items():
        if name == _left_out(counting_unit):
            continue
        if name == CALENDAR:
            levels = _calendar_levels(period)
        elif name == UNIT:
            levels = _unit_levels(units)
        else:
            codes = vocabulary[entry["list"]]
            categories = _categories(entry["category"], codes)
            levels = tuple(tuple(categories[c] for c in level) for level in entry["levels"])
            _check(name, entry, codes, levels)
        if levels:
            found[name] = LevelledDimension(
                name=name,
                roles=frozenset(entry["roles"]),
                levels=levels,
                groups=tuple(categories[code] for code in entry.get("groups", ())),
                rung=entry["rung"],
                is_calendar=name == CALENDAR,
                unknown=None if name == CALENDAR or "only" in entry else UNKNOWN,
            )
    return found


def counted_facts(
    cases: Iterable[tuple[str, CountedCase]], vocabulary: Vocabulary, counting_unit: str
) -> Facts:
    """Return the facts of the cases that the client's counting unit counts.

    A case has one answer per question: its primary nature, its furthest step.

    Args:
        cases: each with the month in which it counts.
    """
    rank = step_ranks(vocabulary)
    return Facts.of(
        COLUMNS,
        (
            (atom, *answers(case, rank))
            for atom, case in cases
            if is_counted(case.kind, counting_unit)
        ),
    )


def answers(case: CountedCase, rank: Mapping[str, int]) -> tuple[str, ...]:
    """Return the answers of one case, in the order of `COLUMNS` after the month.

    Args:
        rank: of the chosen steps.
    """
    return (
        case.kind,
        case.kind,
        nature_or_track(case),
        case.role,
        case.relation,
        case.channel,
        max(case.steps, key=lambda step: rank.get(step, -1), default=UNKNOWN),
        case.outcome,
        UNKNOWN if case.unit_id is None else str(case.unit_id),
    )


def is_counted(kind: str, counting_unit: str) -> bool:
    """Tell whether a kind of contact counts where a client counts so."""
    return counting_unit != "meldingen" or kind in REPORT_KINDS


def nature_or_track(case: CountedCase) -> str:
    """Return the answer of the dimension `aard`: the nature, else what the track says of it."""
    if case.nature is not None and case.nature not in OUTSIDE_TAXONOMY:
        return case.nature
    return UNKNOWN if case.track in OUTSIDE_TAXONOMY else f"spoor:{case.track}"


def step_ranks(vocabulary: Vocabulary) -> Mapping[str, int]:
    """Rank the chosen steps: a formal one goes further than an informal one, that than none."""
    codes = vocabulary["chosen_step"]
    groups = list(codes.groups)
    return {
        code.code: groups.index(code.group) * 100 + place
        for place, code in enumerate(codes)
        if code.group is not None
    }


def report_labels(language: Language, units: Mapping[str, str]) -> Labels:
    """Return the words of every table and category in one language.

    Args:
        units: names of the client's units, by their category.
    """
    document = tables_document()
    return Labels(
        titles={table["name"]: table[language] for table in document["table"]},
        categories={
            (name, code): category[language]
            for name, dimension in document["dimension"].items()
            for code, category in dimension.get("category", {}).items()
        }
        | {(UNIT, code): name for code, name in units.items()},
    )


def months_of(first: date, last: date) -> tuple[str, ...]:
    """Return the months of a period, such as "2025-01"."""
    return tuple(_month(first, offset) for offset in range(_months_between(first, last) + 1))


def month_after(month: str) -> str:
    """Return the month that follows."""
    return _month(date.fromisoformat(f"{month}-01"), 1)


def month_before(month: str) -> str:
    """Return the month before."""
    return _month(date.fromisoformat(f"{month}-01"), -1)


@cache
def tables_document() -> Mapping[str, Any]:
    """Return `tables.toml` as it lies there."""
    return tomllib.loads(resources.path("report", "tables.toml").read_text(encoding="utf-8"))


def _left_out(counting_unit: str) -> str:
    return "soort" if counting_unit == "meldingen" else "soort_melding"


def _check(
    name: str, entry: Mapping[str, Any], codes: CodeList, levels: tuple[tuple[Category, ...], ...]
) -> None:
    wanted = set(entry.get("only", ())) or {code.code for code in codes} | set(
        entry.get("extra", ())
    )
    for level in levels:
        held = [leaf for category in level for leaf in category.leaves]
        if set(held) != wanted or len(held) != len(wanted):
            raise ValueError(f"{name}: a level does not part the codes of its list")


def _categories(entries: Mapping[str, Any], codes: CodeList) -> Mapping[str, Category]:
    def leaves(held: Iterable[str]) -> frozenset[str]:
        found: set[str] = set()
        for name in held:
            if name == "?":
                found |= OUTSIDE_TAXONOMY & set(codes.codes)
            elif name.startswith("@"):
                found |= {code.code for code in codes if code.group == name[1:]}
            elif name.startswith("="):
                found |= leaves(entries[name[1:]]["holds"])
            else:
                found.add(name)
        return frozenset(found)

    return {code: Category(code=code, leaves=leaves(e["holds"])) for code, e in entries.items()}


def _unit_levels(units: ReportUnits) -> tuple[tuple[Category, ...], ...]:
    """Return the levels of the units: fewer and fewer have a row of their own."""
    levels: list[tuple[Category, ...]] = []
    for step in _UNIT_STEPS:
        large = sorted(u for u, n in units.headcounts.items() if n >= step * units.least)
        rest = {str(u) for u in units.known.union(units.headcounts) - set(large)}
        level = (
            *(Category(code=str(u), leaves=frozenset({str(u)})) for u in large),
            Category(code=OTHER_UNITS, leaves=frozenset(rest | {UNKNOWN})),
        )
        if large and level not in levels:
            levels.append(level)
    return tuple(levels)


def _calendar_levels(period: Period) -> tuple[tuple[Category, ...], ...]:
    months = _months_between(period.first, period.last) + 1
    return tuple(
        tuple(
            Category(
                code=f"{_month(period.first, start)}/{_month(period.first, start + size - 1)}",
                leaves=frozenset(_month(period.first, m) for m in range(start, start + size)),
            )
            for start in range(0, months, size)
        )
        for size in _PART_MONTHS
        if months % size == 0 and months // size >= 2
    )


def _month(first: date, offset: int) -> str:
    year, month = divmod(first.year * 12 + first.month - 1 + offset, 12)
    return f"{year}-{month + 1:02d}"


def _months_between(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month

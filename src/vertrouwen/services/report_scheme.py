"""Which tables a report has, and how a case is counted in them.

The tables and their levels lie in `resources/report/tables.toml`; here they meet the code lists of
the practice. Everything is decided before a case is looked at.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from vertrouwen import resources
from vertrouwen.documents.report import Labels
from vertrouwen.domain.organisation import Period
from vertrouwen.domain.vocabulary import OUTSIDE_TAXONOMY, UNKNOWN, CodeList, Vocabulary
from vertrouwen.language import Language
from vertrouwen.statistics.count import Facts
from vertrouwen.statistics.scheme import Category, Dimension, Level, Role, Scheme, Table
from vertrouwen.storage.counts import CountedCase

REPORT_KINDS = frozenset({"melding", "signaal"})
"""What counts as a report where a client counts reports rather than contacts."""

_PERIOD = "kwartaal"
_PERIOD_ROLE: Role = "identifying"
_PART_MONTHS = (3, 6)


def report_scheme(vocabulary: Vocabulary, counting_unit: str, period: Period) -> Scheme:
    """Return the scheme of one report.

    Args:
        counting_unit: "meldingen" or "contacten".

    Raises:
        ValueError: a code of the vocabulary has no place in a level, or has two.
    """
    document = tables_document()
    left_out = "soort" if counting_unit == "meldingen" else "soort_melding"
    dimensions: list[Dimension] = []
    categories: dict[str, Mapping[str, Category]] = {}
    for name, entry in document["dimension"].items():
        if name != left_out:
            dimension = _dimension(name, entry, vocabulary[entry["list"]])
            dimensions.append(dimension)
            categories[name] = _categories(entry["category"], vocabulary[entry["list"]])
    calendar = _calendar_levels(period)
    dimensions.append(
        Dimension(name=_PERIOD, role=_PERIOD_ROLE, leaves=tuple(c.code for c in calendar[0]))
    )
    tables: list[Table] = []
    for entry in document["table"]:
        dimension_name = entry["dimension"]
        if dimension_name == left_out:
            continue
        levels: tuple[Level, ...] = (
            calendar
            if dimension_name == _PERIOD
            else tuple(
                tuple(categories[dimension_name][code] for code in level)
                for level in entry["levels"]
            )
        )
        tables.append(Table(name=entry["name"], dimension=dimension_name, levels=levels))
    return Scheme(dimensions=tuple(dimensions), tables=tuple(tables))


def counted_facts(
    cases: Iterable[CountedCase], vocabulary: Vocabulary, counting_unit: str, period: Period
) -> Facts:
    """Return the facts of the cases that the client's counting unit counts.

    A case has one answer per dimension: its primary nature, its furthest step.
    """
    parts = [leaf.code for leaf in _calendar_levels(period)[0]]
    rank = _step_ranks(vocabulary)
    columns = ("soort", "soort_melding", "aard", "rol", "relatie", "kanaal", _PERIOD, "stap",
               "uitkomst")  # fmt: skip
    only_reports = counting_unit == "meldingen"
    return Facts.of(
        columns,
        (
            (
                case.kind,
                case.kind,
                nature_or_track(case),
                case.role,
                case.relation,
                case.channel,
                parts[_months_between(period.first, case.opened_on) // _PART_MONTHS[0]],
                max(case.steps, key=lambda step: rank.get(step, -1), default=UNKNOWN),
                case.outcome,
            )
            for case in cases
            if not only_reports or case.kind in REPORT_KINDS
        ),
    )


def report_labels(language: Language) -> Labels:
    """Return the words of every table and category in one language."""
    document = tables_document()
    return Labels(
        titles={table["name"]: table[language] for table in document["table"]},
        categories={
            (name, code): category[language]
            for name, dimension in document["dimension"].items()
            for code, category in dimension["category"].items()
        },
        roles={name: entry["role"] for name, entry in document["dimension"].items()}
        | {_PERIOD: _PERIOD_ROLE},
    )


def nature_or_track(case: CountedCase) -> str:
    """Return the answer of the dimension `aard`: the nature, else what the track says of it."""
    if case.nature is not None and case.nature not in OUTSIDE_TAXONOMY:
        return case.nature
    return UNKNOWN if case.track in OUTSIDE_TAXONOMY else f"spoor:{case.track}"


@cache
def tables_document() -> Mapping[str, Any]:
    """Return `tables.toml` as it lies there."""
    return tomllib.loads(resources.path("report", "tables.toml").read_text(encoding="utf-8"))


def _dimension(name: str, entry: Mapping[str, Any], codes: CodeList) -> Dimension:
    if "only" in entry:
        return Dimension(name=name, role=entry["role"], leaves=tuple(entry["only"]))
    leaves = (*(code.code for code in codes), *entry.get("extra", ()))
    return Dimension(name=name, role=entry["role"], leaves=leaves, unknown=UNKNOWN)


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


def _calendar_levels(period: Period) -> tuple[Level, ...]:
    months = _months_between(period.first, period.last) + 1
    finest = _PART_MONTHS[0]
    levels: list[Level] = []
    for size in _PART_MONTHS:
        if months % size or months // size < 2:
            continue
        levels.append(
            tuple(
                Category(
                    code=_part(period.first, start, size),
                    leaves=frozenset(
                        _part(period.first, m, finest) for m in range(start, start + size, finest)
                    ),
                )
                for start in range(0, months, size)
            )
        )
    return tuple(levels)


def _part(first: date, start: int, size: int) -> str:
    """Return the code of a part of the period, such as "2025-01/2025-03"."""
    return f"{_month(first, start)}/{_month(first, start + size - 1)}"


def _month(first: date, offset: int) -> str:
    year, month = divmod(first.year * 12 + first.month - 1 + offset, 12)
    return f"{year}-{month + 1:02d}"


def _months_between(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def _step_ranks(vocabulary: Vocabulary) -> Mapping[str, int]:
    """Rank the chosen steps: a formal one goes further than an informal one, that than none."""
    codes = vocabulary["chosen_step"]
    groups = list(codes.groups)
    return {
        code.code: groups.index(code.group) * 100 + place
        for place, code in enumerate(codes)
        if code.group is not None
    }

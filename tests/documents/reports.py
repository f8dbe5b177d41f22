"""Reports about fictional clients, made from facts at random that never change."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.statistics.schemes import VOCABULARY, YEAR, random_cases
from vertrouwen.documents.report import Report
from vertrouwen.language import Language
from vertrouwen.services.report_scheme import counted_facts, report_labels, report_scheme
from vertrouwen.statistics.count import Counts, count
from vertrouwen.statistics.release import Policy
from vertrouwen.statistics.small_numbers import apply_strict_rule


def counts_of(number: int, seed: int, unit: str, spread: float = 0.3) -> Counts:
    """Return the true counts behind `report`."""
    facts = counted_facts(random_cases(seed, number, YEAR, spread), VOCABULARY, unit, YEAR)
    return count(facts, report_scheme(VOCABULARY, unit, YEAR))


def report(
    number: int = 60,
    *,
    seed: int = 4,
    language: Language = "nl",
    unit: str = "contacten",
    spread: float = 0.3,
    **more: Any,
) -> Report:
    """Return the report of a year with so many cases."""
    scheme = report_scheme(VOCABULARY, unit, YEAR)
    figures = apply_strict_rule(counts_of(number, seed, unit, spread), scheme, Policy())
    fields: dict[str, Any] = {
        "organisation": "Zorggroep Elzenbrink",
        "adviser": "Marleen van Dijk",
        "edition": "2025",
        "first": YEAR.first,
        "last": YEAR.last,
        "released_on": date(2026, 2, 3),
        "counting_unit": unit,
        "figures": figures,
        "members": {d.name: scheme.categories(d.name) for d in scheme.dimensions},
        "table_names": tuple(t.name for t in scheme.tables),
        "labels": report_labels(language),
        "language": language,
    }
    return Report(**(fields | more))

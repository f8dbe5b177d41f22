"""Figures from which nobody can be recognised: random years, schemes and ledgers, all attacked.

Every release is attacked by the audit, and where every table that agrees with it can be written
down, by reading that list as well.
"""

from __future__ import annotations

from collections import Counter

import pytest

from tests.promises.figures import amount, reached
from tests.statistics.full_cross import Attack, FullCross, TooManyTablesError
from tests.statistics.instances import Instance, Size, random_instance
from vertrouwen.statistics.audit import audit
from vertrouwen.statistics.protect import RefusedError
from vertrouwen.statistics.release import Edition

CASES = amount(2_000)
CHUNK = 25
SIZES: tuple[Size, ...] = ("tiny",) * 14 + ("small",) * 10
"""How large the cases of a chunk are; the last one is large in every second chunk."""

MOST_TABLES = 60_000


def violations(instance: Instance, edition: Edition) -> list[str]:
    """Attack a release and return everything that can be derived from it."""
    publication = instance.publication(edition)
    found = [
        f"audit: {finding.code} {finding.edition} {finding.at}"
        for finding in audit(publication, instance.facts).findings
    ]
    found += [
        f"small and shown: {figure.at}"
        for figure in edition.figures
        if figure.value is not None and instance.policy.is_small(figure.value)
    ]
    return found


def listed(instance: Instance, edition: Edition) -> list[str] | None:
    """Attack a release by reading all tables; None where there are too many."""
    cross = FullCross(instance.publication(edition), instance.facts, instance.scheme.structural)
    try:
        tables = cross.tables(cross.all_stated, MOST_TABLES)
        return Attack(cross, tables).violations()
    except TooManyTablesError:
        return None


@pytest.mark.parametrize("chunk", range(CASES // CHUNK))
def test_nothing_that_is_withheld_can_be_derived(chunk: int) -> None:
    happened: Counter[str] = Counter()
    proved: dict[str, list[str]] = {}
    last: Size = "small" if chunk % 2 else "large"
    for place, size in enumerate((*SIZES, last)):
        number = chunk * CHUNK + place
        instance = random_instance(number, size)
        try:
            edition = instance.protected()
        except RefusedError as refused:
            happened[refused.code] += 1
            continue
        happened["released"] += 1
        found = violations(instance, edition)
        if size != "large":
            by_list = listed(instance, edition)
            happened["listed"] += by_list is not None
            found += by_list or []
        if found:
            proved[f"{size} {number}"] = found
    assert proved == {}
    assert set(happened) <= {"released", "listed", "total_small", "ledger_tells"}
    assert happened["released"] >= CHUNK // 4
    assert happened["listed"] >= CHUNK // 8
    reached("figures", "random releases attacked", good=CHUNK, tried=CHUNK, floor=CHUNK)

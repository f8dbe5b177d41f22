"""A second look at figures before they leave: it sees what a reader sees, and nothing else.

It shares no code with the rule that chose them. For each dimension it puts every printed number
together (sums, differences, and the rest of the total) and asks whether a small number comes out.
One finding is enough: nothing is exported.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from vertrouwen.statistics.release import Figures


def findings(figures: Figures, categories: Mapping[str, Mapping[str, frozenset[str]]]) -> list[str]:
    """Return what is wrong with figures; an empty list means that they hold.

    Args:
        categories: per dimension the leaves of every category that is shown of it.

    Returns:
        Codes with the table or dimension they are about; never a number.
    """
    least = figures.policy.threshold
    if figures.total is None:
        return [f"table_beside_a_band:{t.name}" for t in figures.tables]
    if figures.total < least:
        return ["small_total"]
    found: list[str] = []
    printed: dict[str, dict[frozenset[str], int]] = {}
    for table in figures.tables:
        known = categories[table.dimension]
        everything = frozenset().union(*known.values())
        seen = printed.setdefault(table.dimension, {everything: figures.total})
        if sum(value for _, value in table.cells) != figures.total:
            found.append(f"sum_differs:{table.name}")
        for code, value in table.cells:
            if seen.setdefault(known[code], value) != value:
                found.append(f"two_numbers:{table.name}")
            if value < least:
                found.append(f"small_number:{table.name}")
    for dimension, seen in printed.items():
        if _has_small_difference(seen, least):
            found.append(f"small_difference:{dimension}")
    return found


def _has_small_difference(seen: Mapping[frozenset[str], int], least: int) -> bool:
    """Whether some printed numbers taken from another leave a small one, or overlap at all.

    Printed categories lie inside or beside each other. It is enough, then, to take from each one
    the largest ones inside it: if something remains, it must not be small.
    """
    for one, other in combinations(seen, 2):
        if not (one <= other or other <= one or one.isdisjoint(other)):
            return True
    for whole, value in seen.items():
        inside = [part for part in seen if part < whole]
        largest = [part for part in inside if not any(part < other for other in inside)]
        if not largest:
            continue
        rest = value - sum(seen[part] for part in largest)
        is_covered = frozenset().union(*largest) == whole
        if (rest != 0) if is_covered else (rest < least):
            return True
    return False

"""The rows of a table in the order of the taxonomy: parents above the categories they hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A category or a parent at its place.

    Args:
        depth: how many parents stand above it.
    """

    code: str
    leaves: frozenset[str]
    is_parent: bool
    depth: int = 0


def lines(categories: Mapping[str, frozenset[str]]) -> tuple[Line, ...]:
    """Return the rows of one dimension.

    A parent stands above its first category and brings its other ones along. A parent that
    overlaps another without holding it has no such place and comes last.

    Args:
        categories: leaves of every category and parent by its code, in the order of the scheme.
    """
    parents = [code for code in categories if _is_parent(code, categories)]
    plain = [code for code in categories if code not in parents]
    nested: list[str] = []
    for code in sorted(parents, key=lambda code: -len(categories[code])):
        leaves = categories[code]
        others = [categories[other] for other in nested]
        if all(not leaves & o or leaves < o for o in others):
            nested.append(code)
    placed = list(_placed(plain, nested, categories, 0))
    placed += [
        Line(code=code, leaves=categories[code], is_parent=True)
        for code in parents
        if code not in nested
    ]
    return tuple(placed)


def top_lines(printed: Iterable[Line]) -> tuple[Line, ...]:
    """Return the broadest rows: they part all answers."""
    found: list[Line] = []
    seen: set[str] = set()
    for line in printed:
        if line.depth == 0 and not line.leaves & seen:
            found.append(line)
            seen |= line.leaves
    return tuple(found)


def _placed(
    plain: Sequence[str],
    nested: Sequence[str],
    categories: Mapping[str, frozenset[str]],
    depth: int,
) -> Iterable[Line]:
    done: set[str] = set()
    for code in plain:
        if code in done:
            continue
        above = next((p for p in nested if categories[code] <= categories[p]), None)
        if above is None:
            yield Line(code=code, leaves=categories[code], is_parent=False, depth=depth)
            continue
        inside = [c for c in plain if categories[c] <= categories[above]]
        done.update(inside)
        yield Line(code=above, leaves=categories[above], is_parent=True, depth=depth)
        deeper = [p for p in nested if categories[p] < categories[above]]
        yield from _placed(inside, deeper, categories, depth + 1)


def _is_parent(code: str, categories: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a code holds others; of two codes for one set the later one is the parent."""
    leaves = categories[code]
    if any(held < leaves for held in categories.values()):
        return True
    return code != next(other for other, held in categories.items() if held == leaves)

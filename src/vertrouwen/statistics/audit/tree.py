"""Junction tree: small tables that together say the same as the full cross-classification.

When the tables that anybody looks at are the cliques of a chordal graph, tables that agree on the
separators of its junction tree are margins of one full table, for whole numbers too (decomposable
models). So the full cross is never written out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod

Clique = tuple[str, ...]


def cliques_of(scopes: Iterable[frozenset[str]], sizes: Mapping[str, int]) -> tuple[Clique, ...]:
    """Return the maximal cliques of a chordal graph in which every scope lies in one clique."""
    near: dict[str, set[str]] = {name: set() for name in sizes}
    for scope in scopes:
        for name in scope:
            near[name] |= scope - {name}
    found: list[frozenset[str]] = []
    while near:
        name = min(near, key=lambda each: (_missing(near, each), _weight(near, each, sizes), each))
        clique = frozenset({name, *near[name]})
        if not any(clique <= other for other in found):
            found.append(clique)
        for one in near[name]:
            near[one] |= near[name] - {one}
            near[one].discard(name)
        del near[name]
    return tuple(sorted(tuple(sorted(clique)) for clique in found)) or ((),)


def edges_of(cliques: tuple[Clique, ...]) -> tuple[tuple[int, int, Clique], ...]:
    """Return the edges of a junction tree: two cliques by their place, and what they share."""
    shared = sorted(
        (-len(set(a) & set(b)), i, j)
        for i, a in enumerate(cliques)
        for j, b in enumerate(cliques)
        if i < j
    )
    home = list(range(len(cliques)))
    edges = []
    for _, i, j in shared:
        if home[i] != home[j]:
            home = [home[i] if each == home[j] else each for each in home]
            edges.append((i, j, tuple(sorted(set(cliques[i]) & set(cliques[j])))))
    return tuple(edges)


def _missing(near: Mapping[str, set[str]], name: str) -> int:
    return sum(b not in near[a] for a in near[name] for b in near[name] if a < b)


def _weight(near: Mapping[str, set[str]], name: str, sizes: Mapping[str, int]) -> int:
    return prod(sizes[each] for each in (name, *near[name]))

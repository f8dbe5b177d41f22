"""τ-ARGUS (pytauargus) beside the protector, and its result under our audit.

It has no linked tables: each is protected on its own. It cannot treat zero as small, so neither do
we here. Instances with groups are left out: it takes hierarchies from files of their own.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.bench.figures import Figure, side_by_side
from tests.statistics.released import BENCHMARKS
from vertrouwen.imports.instance import Instance, read_instance
from vertrouwen.statistics.audit import audit
from vertrouwen.statistics.audit.findings import Finding
from vertrouwen.statistics.count import count
from vertrouwen.statistics.protect import protect
from vertrouwen.statistics.release import Edition, Publication
from vertrouwen.statistics.release import Figure as Printed
from vertrouwen.statistics.scheme import TOTAL, At, at_cell

_REPEATS = 5
_TOTAL = "Total"
_WITHHELD = ("U", "M")
"""Their marks of a cell that is unsafe itself, and of one that protects another."""


def measure() -> Iterator[Figure]:
    """Measure both on every instance that both can take; nothing where it is not installed."""
    try:
        import pytauargus
    except ImportError:
        return
    for path in sorted(BENCHMARKS.glob("gen-*.json")):
        instance = read_instance(path)
        plain = replace(instance, policy=replace(instance.policy, zeros_small=False))
        if any(d.groups for d in plain.scheme.dimensions) or "refuse" in path.stem:
            continue
        kept: dict[str, Edition] = {}

        def ours(_: int, plain: Instance = plain, kept: dict[str, Edition] = kept) -> None:
            kept["ours"] = protect(
                plain.scheme, plain.policy, plain.facts,
                edition_id=plain.edition_id, atoms=plain.atoms,
            )  # fmt: skip

        def theirs(_: int, plain: Instance = plain, kept: dict[str, Edition] = kept) -> None:
            kept["theirs"] = _argus(pytauargus, plain)

        pair = side_by_side(ours, theirs, _REPEATS)
        withheld = {name: len(edition.withheld) for name, edition in kept.items()}
        codes = [f.code for f in _findings(plain, kept["theirs"])]
        yield pair.figure(
            f"beside pytauargus: {path.stem}",
            note=(
                f"withheld {withheld['ours']}, theirs {withheld['theirs']}, of which a reader has"
                f" {codes.count('exact')} exactly and narrows {codes.count('interval')} more;"
                f" ours {len(_findings(plain, kept['ours']))} findings"
            ),
        )


def _argus(pytauargus: Any, instance: Instance) -> Edition:
    """Return what a reader sees when each table is protected by it and all are printed."""
    names = [n for n in instance.facts.columns if n in instance.scheme.categories]
    places = [instance.facts.columns.index(n) for n in names]
    rows = [a for a, number in instance.facts.rows.items() for _ in range(number)]
    columns: dict[str, list[object]] = {
        n: [row[place] for row in rows] for n, place in zip(names, places, strict=True)
    }
    columns["number"] = [1.0] * len(rows)
    threshold = instance.policy.threshold
    # It leaves logs where it is run.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        result = pytauargus.protect(
            columns,
            [list(table) for table in instance.scheme.tables],
            response="number",
            safety_rules=f"FREQ({threshold},100)",
            suppress="OPT(1)",
            workdir=folder,
        )
        marks: dict[At, list[bool]] = {}
        for table, answer in zip(instance.scheme.tables, result.tables, strict=True):
            for row, mark in zip(answer.rows, answer.status(), strict=True):
                codes = {n: row[n].strip() for n in table}
                at = at_cell({n: code for n, code in codes.items() if code != _TOTAL})
                marks.setdefault(at, []).append(mark in _WITHHELD)
    counted = count(instance.facts, instance.scheme)
    return Edition(
        id=instance.edition_id,
        atoms=instance.atoms,
        total=counted[TOTAL],
        tables=instance.scheme.tables,
        figures=tuple(
            # A margin that one table shows is known, whatever another table does with it; an answer
            # that nobody gave is no row there, so that its zero is known.
            Printed(at=cell, value=None if all(marks.get(cell, [False])) else number)
            for cell, number in counted.items()
            if cell != TOTAL
        ),
        categories=instance.scheme.categories,
    )


def _findings(instance: Instance, edition: Edition) -> tuple[Finding, ...]:
    publication = Publication(
        policy=instance.policy, dimensions=instance.scheme.dimensions, editions=(edition,)
    )
    return audit(publication).findings

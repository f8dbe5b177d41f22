"""Protecting a statistics instance without a vault: engine, second look, file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

from vertrouwen.imports.instance import Instance, InstanceError, read_instance
from vertrouwen.services.whole_file import ExportError, write_whole_file
from vertrouwen.statistics.protect import (
    RefusedError,
    TooLittle,
    Weight,
    margin_weight,
    protect,
    secret_weight,
    unit_weight,
)
from vertrouwen.statistics.release import Edition, Publication

__all__ = [
    "WEIGHTS",
    "ExportError",
    "InstanceError",
    "Protected",
    "RefusedError",
    "Weights",
    "protect_instance",
]

Weights = Literal["unit", "margin8", "secret"]
WEIGHTS: tuple[Weights, ...] = get_args(Weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """What was released of an instance.

    Args:
        shown, withheld: figures of the newest edition.
        objective: weight of what is withheld; None with secret weights.
        tested: how many figures the audit calculated again.
    """

    shown: int
    withheld: int
    objective: float | None
    tested: int


def protect_instance(path: Path, out: Path, weights: Weights, seed: bytes) -> Protected:
    """Protect an instance, look at it a second time, and write the released figures.

    Args:
        path: a file in the format `sdc-bench-instance/1`.
        out: where the file in the format `released-figures/1` goes; nothing is written but a whole
            file, and nothing at all when nothing may be released.
        seed: for the secret weights.

    Raises:
        InstanceError: the instance is faulty.
        RefusedError: nothing may be released; `audit_failed` where the second look found something.
        ExportError: the file could not be written.
    """
    # Imported here: they load the solver and the writers of papers.
    from vertrouwen.documents.released_figures import released_figures_json
    from vertrouwen.statistics.audit import audit
    from vertrouwen.statistics.feedback import withstanding

    instance = read_instance(path)
    weight = _weight(weights, seed, instance)

    def protected(too_little: Sequence[TooLittle]) -> Edition:
        return protect(
            instance.scheme,
            instance.policy,
            instance.facts,
            edition_id=instance.edition_id,
            atoms=instance.atoms,
            ledger=instance.before,
            weight=weight,
            too_little=too_little,
        )

    edition, result = withstanding(
        protected(()),
        edition_of=lambda edition: edition,
        tested=lambda edition: audit(_publication(instance, edition), instance.facts),
        again=protected,
    )
    if result.findings:
        raise RefusedError("audit_failed", tuple(f.at for f in result.findings))
    figures = tuple(
        replace(f, low=result.intervals[f.at][0], high=result.intervals[f.at][1])
        if f.is_withheld and f.at in result.intervals
        else f
        for f in edition.figures
    )
    released = _publication(instance, replace(edition, figures=figures))
    write_whole_file(out, released_figures_json(released, generator="vertrouwen"))
    return Protected(
        shown=edition.shown,
        withheld=len(edition.withheld),
        objective=None if weights == "secret" else sum(map(weight, edition.withheld)),
        tested=result.tested,
    )


def _publication(instance: Instance, edition: Edition) -> Publication:
    return Publication(
        policy=instance.policy,
        dimensions=instance.scheme.dimensions,
        editions=(*instance.before, edition),
        sensitive_sets=instance.scheme.sensitive_sets,
    )


def _weight(weights: Weights, seed: bytes, instance: Instance) -> Weight:
    if weights == "secret":
        return secret_weight(seed, instance.edition_id)
    return margin_weight if weights == "margin8" else unit_weight

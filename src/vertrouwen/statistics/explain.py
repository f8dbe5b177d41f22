"""Why a figure is not shown, in terms that can be said beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from vertrouwen.statistics.count import Facts
from vertrouwen.statistics.problem import Form
from vertrouwen.statistics.protect import proofs_if_shown
from vertrouwen.statistics.release import Edition, Policy
from vertrouwen.statistics.scheme import At, Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a figure is withheld.

    Args:
        kind: it is small itself; shown, it would give another figure away (`protects`); or it would
            do so only together with an earlier edition (`history`).
        protects: the figure that it protects.
        edition: the edition that gives it away, or in which the protected figure was withheld.
        scope: the period of the protected figure, where that is not the edition's own.
    """

    kind: Literal["small", "protects", "history"]
    protects: At | None = None
    edition: str | None = None
    scope: frozenset[str] | None = None


def why_withheld(
    scheme: Scheme,
    policy: Policy,
    facts: Facts,
    edition: Edition,
    ledger: tuple[Edition, ...],
    at: At,
    *,
    pause: Callable[[], None] = lambda: None,
) -> Reason | None:
    """Return why a figure of an edition is withheld; None where no single reason stands out.

    Args:
        facts: of every atom that the edition or the ledger covers.

    Raises:
        SolverError: the solver found no optimum.
    """
    alone = proofs_if_shown(scheme, policy, facts, edition, (), at, pause)
    if alone is None:
        return Reason(kind="small")
    if any(form.owner is None for form in alone):
        return Reason(kind="protects", protects=_sensitive_first(alone).at)
    proved = proofs_if_shown(scheme, policy, facts, edition, ledger, at, pause) if ledger else []
    # Figures that protect each other say nothing where an earlier edition is the cause.
    if alone and not any(form.owner is None for form in proved or ()):
        return Reason(kind="protects", protects=alone[0].at)
    if not proved:
        return None
    first = _sensitive_first(proved)
    beside = next(
        (e.id for e in ledger if e.atoms == first.scope),
        next((e.id for e in reversed(ledger) if e.atoms & edition.atoms), None),
    )
    return Reason(kind="history", protects=first.at, edition=beside, scope=first.scope)


def _sensitive_first(proved: Sequence[Form]) -> Form:
    """Return a proof about what is withheld for its own sake, where there is one."""
    return next((form for form in proved if form.owner is None), proved[0])

"""What the audit says: findings by code and cell, never with a true count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vertrouwen.statistics.scheme import At


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that a reader could derive, or that could not be tested.

    Args:
        code: published_small, exact, interval, derived_exact, derived_small, derived_present,
            unlisted_exact, unlisted_small, unlisted_present, group, insider, algorithm,
            claim_narrow, inconsistent, parameters or undetermined.
        edition: id of the edition it is about.
        at: the cell it is about.
        params: what else a sentence needs: `atoms` (a period piece), `dimension` and `set` (a
            sensitive set), `reason`.
    """

    code: str
    edition: str
    at: At = ()
    params: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was tested and what came of it.

    Args:
        findings: empty when nothing can be derived.
        intervals: what a reader can work out about withheld cells of the newest edition.
        tested: how many numbers were recalculated.
        insiders: how many reports a reader was taken to know already; 0 when that was not tested.
        candidates: tables the attack by enumeration went through; None when there are too many.
    """

    findings: tuple[Finding, ...]
    intervals: Mapping[At, tuple[int, int]]
    tested: int
    insiders: int
    candidates: int | None


class UndeterminedError(Exception):
    """The solver did not give an answer that can be relied on; the audit fails closed."""

"""What the audit found about readers who know reports goes back to the protector.

Knowing k reports is nearly always too little, as every withheld number could be any from 0 to
t >= k + 2 (policy). Where it is not, the pattern was too little: the next has to withhold more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from vertrouwen.statistics.audit.findings import Result
from vertrouwen.statistics.protect import RefusedError, TooLittle
from vertrouwen.statistics.release import Edition

MOST_ROUNDS = 20

_Figures = TypeVar("_Figures")


def withstanding(
    figures: _Figures,
    *,
    edition_of: Callable[[_Figures], Edition],
    tested: Callable[[_Figures], Result],
    again: Callable[[tuple[TooLittle, ...]], _Figures],
) -> tuple[_Figures, Result]:
    """Protect again while readers who know reports, and only they, find a number.

    Args:
        figures: as they were protected first.
        edition_of: the edition in them.
        tested: what the audit says of them.
        again: figures that withhold more than each of these patterns.

    Returns:
        The last figures, and what the audit says of them; it may still have found something.
    """
    result = tested(figures)
    too_little: tuple[TooLittle, ...] = ()
    for _ in range(MOST_ROUNDS):
        if not result.findings or any(f.code != "insider" for f in result.findings):
            break
        edition = edition_of(figures)
        withheld = frozenset(edition.withheld)
        too_little += tuple(
            TooLittle(withheld=withheld, cell=f.at if f.edition == edition.id else None)
            for f in result.findings
        )
        try:
            figures = again(too_little)
        except RefusedError:
            break  # nothing more can be withheld: what was found stays found
        result = tested(figures)
    return figures, result

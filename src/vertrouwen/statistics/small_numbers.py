"""The strict rule: a table without small numbers, or a sentence in its place.

A table is shown at the first of its levels at which *every* category holds at least t cases; zero
is a small number too. Otherwise nothing of it is shown. A total below t is a band.

Why nothing small can be derived from what is shown (t = 5):

* Within one table every category is at least t and they add up to the total. Nothing is missing,
  so nothing can be found by subtraction.
* Two tables of one dimension have categories that lie inside, around or beside each other
  (`Scheme` insists). A category of the one is then a sum of categories of the other, so every
  difference is a sum of shown numbers and is at least t.
* Two tables of different dimensions say of a combination, with margins a and b of a total N, only
  max(0, a + b - N) to min(a, b). Every table has two categories or more of at least t, so
  a, b, N - a and N - b are at least t: no combination can be proved small, and the range of each
  is at least t wide. More dimensions only widen it.
* That a finer level was *not* used says only that at least one of its categories was small. A
  coarser level always joins two or more of them, and nothing tells which of those it was.
* Every case has exactly one answer per dimension (the primary nature, the furthest step). With
  several answers per case the sum of a table less the total would be the number of cases with two
  answers: a number that nobody decided to show.
* Periods do not overlap, so no two editions can be subtracted.

What the rule cannot see is a relation that a reader knows and the scheme does not, such as "a
subordinate is accused, so the reporter is a manager". The report's categories are therefore chosen
so that no category of one dimension implies a category of another.
"""

from __future__ import annotations

from vertrouwen.statistics.count import Counts
from vertrouwen.statistics.release import Figures, Policy, ReleasedTable
from vertrouwen.statistics.scheme import Scheme, Table


def apply_strict_rule(counts: Counts, scheme: Scheme, policy: Policy) -> Figures:
    """Return what of these counts may be shown."""
    if counts.total < policy.threshold:
        names = tuple(table.name for table in scheme.tables)
        return Figures(policy=policy, total=None, tables=(), withheld=names)
    shown: list[ReleasedTable] = []
    withheld: list[str] = []
    for table in scheme.tables:
        released = _first_level_without_small_numbers(counts, table, policy)
        if released is None:
            withheld.append(table.name)
        else:
            shown.append(released)
    return Figures(policy=policy, total=counts.total, tables=tuple(shown), withheld=tuple(withheld))


def _first_level_without_small_numbers(
    counts: Counts, table: Table, policy: Policy
) -> ReleasedTable | None:
    for level in table.levels:
        cells = tuple((c.code, counts.of(table.dimension, c)) for c in level)
        if all(value >= policy.threshold for _, value in cells):
            return ReleasedTable(name=table.name, dimension=table.dimension, cells=cells)
    return None

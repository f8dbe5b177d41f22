"""What must stay uncertain about one edition, and what is to be decided: the problem to solve.

Sensitive are the small cells of the edition, every figure it withholds for their sake, what earlier
editions withheld, statements about whole groups, and the small cells of period pieces that nobody
printed but that follow when two editions are subtracted (statistics.md, "Formulation").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import permutations

import numpy as np

from vertrouwen.statistics.attack import Attacker, implied_minima
from vertrouwen.statistics.joint import union
from vertrouwen.statistics.ledger import Ledger
from vertrouwen.statistics.problem import Form, Optional, Problem
from vertrouwen.statistics.scheme import TOTAL, At, at_cell
from vertrouwen.statistics.sums import Cut, Member, cuts_of_proof


def problem_of(
    desk: Ledger, weight: Callable[[At], float], pause: Callable[[], None]
) -> tuple[set[At], Problem]:
    """Return the cells that must be withheld and what is to be decided about the others."""
    earlier: list[Form] = []
    for place in range(len(desk.before)):
        earlier += _kept_requirements(desk, place, pause)
    own, optional = _own_forms(desk, weight, pause)
    asked = _as_open_as_it_was(desk, [form for form in own if form.owner is None], pause)
    own = [*asked, *(form for form in own if form.owner is not None)]
    forced = {form.at for form in own if form.owner is None}
    always = _as_open_as_it_was(desk, [*earlier, *_pieces(desk)], pause)
    cuts = tuple(_cuts_of_sums(desk, own))
    groups = _group_statements(desk, {o.at: place for place, o in enumerate(optional)}, forced)
    forms = [*always, *own, *groups]
    problem = Problem(
        joint=desk.joint,
        truth=desk.truth,
        impossible=union(desk.impossible),
        known=[*desk.stated_before(len(desk.before)), desk.stated_total(desk.newest)],
        optional=optional,
        forms=forms,
        cuts=cuts,
    )
    return forced, problem


def _as_open_as_it_was(desk: Ledger, forms: list[Form], pause: Callable[[], None]) -> list[Form]:
    """Ask of no form more than earlier editions alone leave open.

    What was seen stays known, however this edition is made; it must only not say more.
    """
    if not desk.policy.known_stays_known or not desk.before or not forms:
        return forms
    past = Problem(
        joint=desk.joint,
        truth=desk.truth,
        impossible=union(desk.impossible),
        known=desk.stated_before(len(desk.before)),
        optional=(),
        forms=forms,
    )
    attacker = Attacker(past, pause)
    relaxed = list(forms)
    for number, reach in attacker.not_in_whole_numbers(np.empty(0, dtype=bool)).items():
        demand = attacker.demands[number]
        form = relaxed[demand.form]
        relaxed[demand.form] = (
            replace(form, high=reach) if demand.sign > 0 else replace(form, low=reach)
        )
    return relaxed


def _own_forms(
    desk: Ledger, weight: Callable[[At], float], pause: Callable[[], None]
) -> tuple[list[Form], list[Optional]]:
    """Return what the edition's own cells ask, and which of them may be shown."""
    forms: list[Form] = []
    optional: list[Optional] = []
    cells = [c for c in desk.scheme.cells if c != TOTAL and c not in desk.structural]
    least = _least(desk, len(desk.before), cells, pause)
    for cell, low in zip(cells, least, strict=True):
        if desk.is_stated_before(cell):
            continue
        columns = desk.columns(desk.newest.atoms, desk.leaves(cell))
        number = desk.count_of(cell)
        owner = None
        if not desk.policy.is_small(number):
            owner = len(optional)
            optional.append(Optional(at=cell, columns=columns, value=number, weight=weight(cell)))
        forms.append(
            Form(
                columns=columns,
                low=low,
                high=low + desk.policy.threshold,
                owner=owner,
                at=cell,
                scope=desk.newest.atoms,
            )
        )
    return forms, optional


def _group_statements(desk: Ledger, places: Mapping[At, int], forced: set[At]) -> Iterator[Form]:
    """Yield that nobody can say of a group that nearly all of its reports are of one kind.

    Where zero counts as small and every combination can exist, this follows from the other forms:
    a category outside the set is shown with more than k reports, or may hold as many.
    """
    if desk.policy.zeros_small and not desk.structural and not desk.scheme.structural:
        return
    never = union(desk.impossible)
    for group, kind, outside in desk.statements:
        columns = desk.columns(desk.newest.atoms, outside)
        if np.isin(columns, never).all():
            continue
        owner = places.get(group)
        if owner is None and group not in forced:
            number = desk.count_of(group)
            if number <= desk.policy.insider:
                continue
        yield Form(
            columns=columns,
            low=None,
            high=desk.policy.insider + 1,
            at=at_cell(dict((*group, *kind))),
            scope=desk.newest.atoms,
            owner=owner if owner is not None and desk.count_of(group) == 0 else None,
        )


def _cuts_of_sums(desk: Ledger, forms: list[Form]) -> Iterator[Cut]:
    """Yield what every sum of a parent and its children asks of the pattern.

    Nothing here is needed for the result, which the attacker checks in full; it spares him nearly
    all of his rounds.
    """
    most = float(desk.truth[desk.joint.columns({})].sum())
    by_cell = {form.at: form for form in forms}
    for parent, children in desk.scheme.sums:
        cells = [(c, -1) for c in children if c not in desk.structural]
        if parent not in desk.structural:
            cells.append((parent, 1))
        for sign in (1, -1):
            members = [_member(desk, by_cell.get(cell), cell, sign * f) for cell, f in cells]
            yield from cuts_of_proof(members, 0.0, most)


def _member(desk: Ledger, form: Form | None, cell: At, factor: int) -> Member:
    value = desk.count_of(cell)
    if form is None or form.low is None or form.high is None:
        return Member(factor=factor, value=value, low=value, high=value)
    return Member(
        factor=factor,
        value=value,
        low=form.low,
        high=form.high,
        place=form.owner,
        is_hidden=form.owner is None,
    )


def _least(desk: Ledger, place: int, cells: list[At], pause: Callable[[], None]) -> list[int]:
    """Return what earlier editions and an edition's own total alone imply for its cells.

    A year cannot be less than its first nine months.
    """
    edition = desk.editions[place]
    if not any(edition.atoms & other.atoms for other in desk.editions[:place]):
        return [0] * len(cells)
    problem = Problem(
        joint=desk.joint,
        truth=desk.truth,
        impossible=union(desk.impossible),
        known=[*desk.stated_before(place), desk.stated_total(edition)],
        optional=(),
        forms=(),
    )
    asked = [desk.columns(edition.atoms, desk.leaves(cell, edition)) for cell in cells]
    return implied_minima(problem, asked, pause)


def _kept_requirements(desk: Ledger, place: int, pause: Callable[[], None]) -> Iterator[Form]:
    """Yield what an earlier edition withheld, and small cells of its period it did not print."""
    edition = desk.editions[place]
    threshold = edition.threshold or desk.policy.threshold
    withheld = [c for c in edition.withheld if desk.exists(edition.atoms, desk.leaves(c, edition))]
    unlisted = [
        c
        for c in desk.scheme.cells
        if edition.tables
        and c not in edition.by_cell
        and c != TOTAL
        and c not in desk.structural
        and desk.policy.is_small(desk.counted(edition.atoms, desk.leaves(c)))
        and desk.exists(edition.atoms, desk.leaves(c))
    ]
    for cells, of in ((withheld, edition), (unlisted, None)):
        least = _least(desk, place, cells, pause) if of else [0] * len(cells)
        for cell, low in zip(cells, least, strict=True):
            yield Form(
                columns=desk.columns(edition.atoms, desk.leaves(cell, of)),
                low=low,
                high=low + threshold,
                at=cell,
                scope=edition.atoms,
            )


def _pieces(desk: Ledger) -> Iterator[Form]:
    """Yield the small cells that nobody printed, of every period piece and by every edition's cut.

    A category that was merged or renamed since is still a cell of the pieces of its own edition.
    """
    scopes = [e.atoms for e in desk.editions]
    pieces = dict.fromkeys(desk.smallest_pieces)
    pieces |= dict.fromkeys(one - other for one, other in permutations(scopes, 2))
    # Without tables an edition lists nothing of its period but what it states.
    listed = [e.atoms for e in desk.editions if e.tables or e is desk.newest]
    never = union(desk.impossible)
    for piece in pieces:
        own = [] if piece in listed else [desk.newest]
        asked: set[frozenset[tuple[str, frozenset[str]]]] = set()
        if not own:
            asked = {frozenset(desk.leaves(c).items()) for c in desk.scheme.cells}
            for edition in desk.before:
                if edition.atoms == piece:
                    asked |= {
                        frozenset(desk.leaves(f.at, edition).items()) for f in edition.figures
                    }
        for edition in (*own, *(e for e in desk.before if piece and piece <= e.atoms)):
            for cell in desk.scheme.cells if edition is desk.newest else edition.by_cell:
                leaves = desk.leaves(cell, edition)
                key = frozenset(leaves.items())
                if not desk.exists(piece, leaves) or key in asked:
                    continue
                asked.add(key)
                columns = desk.columns(piece, leaves)
                is_small = desk.policy.is_small(desk.counted(piece, leaves))
                if is_small and not np.isin(columns, never).all():
                    yield Form(
                        columns=columns,
                        low=0,
                        high=desk.policy.threshold,
                        at=cell,
                        scope=piece,
                    )

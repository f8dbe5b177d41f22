"""What a reader knows, and everything that he must not be able to work out from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vertrouwen.statistics.audit.space import Form, Space, table_cells, used_dimensions
from vertrouwen.statistics.audit.system import Fact
from vertrouwen.statistics.release import Edition, Publication
from vertrouwen.statistics.scheme import TOTAL, At

Kind = Literal["withheld", "unlisted", "derived"]

_ROOM = 1000
"""A total that nobody states is taken to be at most ten times all stated numbers, and this."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One number that is not printed.

    Args:
        kind: printed as withheld, left out of a table, or of a period piece nobody printed.
        atoms: the period piece; all atoms of the edition unless it is derived.
        ceiling: a number below which the edition openly says that this lies ("0–4 meldingen").
    """

    kind: Kind
    edition: str
    at: At
    form: Form
    atoms: frozenset[str]
    ceiling: int | None = None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """All reports of a group but a few fall inside a sensitive set: it must stay open.

    Args:
        at: the group; outside: its reports outside the set.
        is_piece: about a period piece that nobody printed.
    """

    edition: str
    at: At
    dimension: str
    label: str
    form: Form
    outside: Form
    atoms: frozenset[str]
    is_piece: bool


def is_band_only(edition: Edition) -> bool:
    """Whether an edition says no more than that there were few reports."""
    return edition.total is None and not edition.figures and not edition.tables


def known_facts(space: Space, edition: Edition, threshold: int, room: int) -> Iterator[Fact]:
    """Return what one edition states."""
    whole = space.form(edition, TOTAL)
    if edition.total is not None:
        yield Fact(whole, edition.total, edition.total)
    else:
        yield Fact(whole, 0, threshold - 1 if is_band_only(edition) else room)
    for figure in edition.figures:
        form = space.form(edition, figure.at)
        if figure.is_structural:
            yield Fact(form, 0, 0)
        elif figure.value is not None:
            yield Fact(form, figure.value, figure.value)
        elif figure.is_band:
            high = room if figure.high is None else figure.high
            yield Fact(form, figure.low or 0, high)


def room_of(editions: tuple[Edition, ...]) -> int:
    """Return a number of reports that no edition can hold."""
    stated = [e.total or 0 for e in editions]
    stated += [f.value or f.high or 0 for e in editions for f in e.figures]
    return 10 * sum(stated) + _ROOM


def impossible_facts(space: Space) -> Iterator[Fact]:
    """Return the sums that everybody knows to be zero, whatever is counted."""
    for form in space.impossible():
        yield Fact(form, 0, 0)


def structural_forms(space: Space) -> tuple[Form, ...]:
    """Return the forms of everything that cannot exist."""
    printed = (
        space.form(edition, figure.at)
        for edition in space.editions
        for figure in edition.figures
        if figure.is_structural
    )
    return (*space.impossible(), *printed)


def all_questions(space: Space, threshold: int) -> tuple[Question, ...]:
    """Return every number that is not printed and must not be found: each form once."""
    printed: set[Form] = set()
    asked: dict[tuple[str, At] | Form, Question] = {}
    for edition in space.editions:
        printed |= {space.form(edition, at) for at in _listed(edition)}
        for figure in edition.figures:
            if figure.is_withheld:
                ceiling = figure.high if figure.is_band and figure.at == TOTAL else None
                asked[edition.id, figure.at] = Question(
                    kind="withheld",
                    edition=edition.id,
                    at=figure.at,
                    form=space.form(edition, figure.at),
                    atoms=edition.atoms,
                    ceiling=ceiling,
                )
    for edition in space.editions:
        if not is_band_only(edition):
            for at in table_cells(edition):
                form = space.form(edition, at)
                if form not in printed:
                    asked.setdefault(
                        form,
                        Question(
                            kind="unlisted",
                            edition=edition.id,
                            at=at,
                            form=form,
                            atoms=edition.atoms,
                        ),
                    )
    for piece in space.pieces():
        ceilings = [threshold - 1 for e in space.editions if is_band_only(e) and piece <= e.atoms]
        for edition in _over(space, piece):
            for at in dict.fromkeys((*table_cells(edition), *_listed(edition))):
                form = space.form(edition, at, piece)
                if form not in printed and not _is_empty(form):
                    asked.setdefault(
                        form,
                        Question(
                            kind="derived",
                            edition=edition.id,
                            at=at,
                            form=form,
                            atoms=piece,
                            ceiling=min(ceilings, default=None),
                        ),
                    )
    return tuple(asked.values())


def all_statements(space: Space, publication: Publication) -> tuple[Statement, ...]:
    """Return every statement about a group that must not be provable: each pair of forms once."""
    roles = {d.name: d.roles for d in publication.dimensions}
    found: dict[tuple[Form, Form], Statement] = {}
    scopes = [(e, e.atoms, False) for e in space.editions]
    scopes += [(e, p, True) for p in space.pieces() for e in _over(space, p)]
    for edition, atoms, is_piece in scopes:
        used = sorted(used_dimensions(edition))
        groups = [name for name in used if "identifying" in roles.get(name, ())]
        sensitive = [
            name
            for name in used
            if "sensitive" in roles.get(name, ()) and name not in space.calendars
        ]
        for name in groups:
            for code in space.codes(edition, name):
                at = ((name, code),)
                form = space.form(edition, at, atoms)
                for dimension in sensitive:
                    if dimension == name or _is_empty(form):
                        continue
                    for label, leaves in space.sensitive_sets(edition, dimension).items():
                        outside = space.over(space.outside(edition, at, dimension, leaves), atoms)
                        found.setdefault(
                            (form, outside),
                            Statement(
                                edition=edition.id,
                                at=at,
                                dimension=dimension,
                                label=label,
                                form=form,
                                outside=outside,
                                atoms=atoms,
                                is_piece=is_piece,
                            ),
                        )
    return tuple(found.values())


def _listed(edition: Edition) -> tuple[At, ...]:
    total = () if edition.total is None else (TOTAL,)
    return (*total, *(figure.at for figure in edition.figures))


def _over(space: Space, piece: frozenset[str]) -> list[Edition]:
    """Return the editions that cover a piece, newest first."""
    return [e for e in reversed(space.editions) if piece <= e.atoms and not is_band_only(e)]


def _is_empty(form: Form) -> bool:
    return any(not classes for _, classes in form)

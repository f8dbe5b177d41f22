"""A statistics instance in the benchmark format `sdc-bench-instance/1`, read with limits.

Everything in the file is checked before anything is worked out: what is wrong, and where, is said
in a code with the place in the document.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vertrouwen.statistics.count import ATOM, Facts, count_cells
from vertrouwen.statistics.release import Edition, Figure, Policy
from vertrouwen.statistics.scheme import (
    TOTAL,
    At,
    Category,
    Crossing,
    Dimension,
    Role,
    Scheme,
    SensitiveSet,
    at_cell,
)

FORMAT = "sdc-bench-instance/1"
MOST_BYTES = 64 * 1024 * 1024
MOST_CELLS = 200_000
_ROLES: tuple[Role, ...] = ("identifying", "sensitive", "neutral")


class InstanceError(Exception):
    """An instance cannot be used.

    Args:
        code: what is wrong; its sentence stands in `language.sentences_imports`.
        place: where in the document, such as "dimensions[2].groups[0]".
    """

    def __init__(self, code: str, place: str = "", **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, object] = {"place": place, **params}


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """What is asked of the engine.

    Args:
        before: editions released already, oldest first.
    """

    scheme: Scheme
    policy: Policy
    facts: Facts
    edition_id: str
    atoms: frozenset[str]
    before: tuple[Edition, ...]


def read_instance(path: Path) -> Instance:
    """Read an instance.

    Raises:
        InstanceError: the file is missing, too large, no instance, or contradicts itself.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InstanceError("instance_too_large", most=MOST_BYTES)
        document = json.loads(path.read_bytes(), parse_constant=_no_number)
        # Half a character, such as "\ud800", can be neither printed nor written.
        json.dumps(document, ensure_ascii=False).encode()
    except OSError:
        raise InstanceError("instance_unreadable") from None
    except (ValueError, RecursionError):
        raise InstanceError("instance_no_json") from None
    return parse_instance(document)


def parse_instance(document: object) -> Instance:
    """Return the instance that a JSON document describes.

    Raises:
        InstanceError: it describes none.
    """
    whole = _mapping(document, "")
    if whole.get("format") != FORMAT:
        raise InstanceError("instance_other_format", "format", wanted=FORMAT)
    policy = _policy(_mapping(whole.get("parameters", {}), "parameters"))
    dimensions = []
    for number, entry in enumerate(_sequence(whole.get("dimensions"), "dimensions")):
        dimensions.append(_dimension(entry, f"dimensions[{number}]"))
    scheme = _scheme(whole, tuple(dimensions))
    facts = _facts(whole, scheme)
    found = {answers[facts.columns.index(ATOM)] for answers in facts.rows}
    edition = _mapping(whole.get("edition") or {}, "edition")
    atoms = _atoms(edition, "edition") if edition else None
    before = tuple(_before(whole, scheme))
    if not edition and before:
        raise InstanceError("instance_field", "edition")
    edition_id = _text(edition.get("id", "edition"), "edition.id")
    if edition_id in {e.id for e in before}:
        raise InstanceError("instance_field", "edition.id")
    covered = frozenset(atoms or ()).union(*(e.atoms for e in before))
    if atoms is not None and found - covered:
        raise InstanceError("instance_atom_unknown", "records", atom=sorted(found - covered)[0])
    atoms = atoms if atoms is not None else frozenset(found or {"period"})
    for dimension in scheme.dimensions:
        if dimension.is_calendar and not atoms <= dimension.leaves:
            raise InstanceError("instance_categories", "dimensions", dimension=dimension.name)
    held = count_cells(facts.within(atoms), scheme, sorted(scheme.structural))
    existing = next((cell for cell, number in held.items() if number), None)
    if existing is not None:
        raise InstanceError("instance_structural", "structural", cell=existing)
    return Instance(
        scheme=scheme,
        policy=policy,
        facts=facts,
        edition_id=edition_id,
        atoms=atoms,
        before=before,
    )


def _no_number(name: str) -> None:
    raise ValueError(name)


def _policy(parameters: Mapping[str, Any]) -> Policy:
    threshold = _number(parameters.get("threshold", 5), "parameters.threshold")
    insider = _number(parameters.get("insider", threshold - 2), "parameters.insider")
    if parameters.get("total_shown", True) is not True:
        raise InstanceError("instance_field", "parameters.total_shown")
    zeros_small = parameters.get("zeros_small", True)
    if not isinstance(zeros_small, bool):
        raise InstanceError("instance_field", "parameters.zeros_small")
    try:
        return Policy(threshold=threshold, insider=insider, zeros_small=zeros_small)
    except ValueError:
        raise InstanceError(
            "instance_threshold", "parameters", threshold=threshold, insider=insider
        ) from None


def _dimension(entry: object, place: str) -> Dimension:
    fields = _mapping(entry, place)
    name = _text(fields.get("name"), f"{place}.name")
    codes = _texts(fields.get("categories"), f"{place}.categories")
    if not codes or len(set(codes)) != len(codes):
        raise InstanceError("instance_categories", f"{place}.categories", dimension=name)
    if fields.get("multi"):
        raise InstanceError("instance_multi", place, dimension=name)
    calendar = {
        code: frozenset(_texts(atoms, f"{place}.atoms.{code}"))
        for code, atoms in _mapping(fields.get("atoms", {}), f"{place}.atoms").items()
    }
    if calendar and set(calendar) != set(codes):
        raise InstanceError("instance_categories", f"{place}.atoms", dimension=name)
    leaves = calendar or {code: frozenset({code}) for code in codes}
    groups = _groups(fields, leaves, place)
    try:
        dimension = Dimension(
            name=name,
            roles=_roles(fields.get("role", "neutral"), f"{place}.role"),
            categories=tuple(Category(code=c, leaves=leaves[c]) for c in codes),
            groups=groups,
            is_calendar=bool(calendar),
        )
    except ValueError:
        raise InstanceError("instance_taxonomy", place, dimension=name) from None
    return dimension


def _groups(
    fields: Mapping[str, Any], leaves: Mapping[str, frozenset[str]], place: str
) -> tuple[Category, ...]:
    """Return taxonomy parents; a member may be a group itself, in any order, but not in a ring."""
    entries: dict[str, tuple[str, ...]] = {}
    for number, entry in enumerate(_sequence(fields.get("groups", []), f"{place}.groups")):
        here = f"{place}.groups[{number}]"
        group = _mapping(entry, here)
        code = _text(group.get("name"), f"{here}.name")
        if code in entries or code in leaves:
            raise InstanceError("instance_group_twice", here, group=code)
        entries[code] = tuple(_texts(group.get("members"), f"{here}.members"))

    def held(code: str, above: tuple[str, ...]) -> frozenset[str]:
        if code in leaves:
            return leaves[code]
        if code not in entries:
            raise InstanceError("instance_member_unknown", f"{place}.groups", member=code)
        if code in above:
            raise InstanceError("instance_group_ring", f"{place}.groups", group=code)
        return frozenset().union(*(held(m, (*above, code)) for m in entries[code]))

    found = tuple(Category(code=code, leaves=held(code, ())) for code in entries)
    empty = next((c.code for c in found if not c.leaves), None)
    if empty is not None:
        raise InstanceError("instance_group_empty", f"{place}.groups", group=empty)
    return found


def _roles(value: object, place: str) -> frozenset[Role]:
    named = [value] if isinstance(value, str) else _texts(value, place)
    if not set(named) <= set(_ROLES):
        raise InstanceError("instance_role", place)
    return frozenset(role for role in _ROLES if role in named)


def _scheme(whole: Mapping[str, Any], dimensions: tuple[Dimension, ...]) -> Scheme:
    names = {d.name for d in dimensions}
    if len(names) != len(dimensions):
        raise InstanceError("instance_dimension_twice", "dimensions")
    tables: list[Crossing] = []
    for number, entry in enumerate(_sequence(whole.get("tables"), "tables")):
        here = f"tables[{number}]"
        table = tuple(_texts(entry, here))
        unknown = next((n for n in table if n not in names), None)
        if unknown is not None:
            raise InstanceError("instance_dimension_unknown", here, dimension=unknown)
        if not table or len(set(table)) != len(table):
            raise InstanceError("instance_field", here)
        tables.append(table)
    if not tables:
        raise InstanceError("instance_field", "tables")
    by_name = {d.name: d for d in dimensions}
    cells = 0
    for table in tables:
        size = 1
        for name in table:
            size *= len(by_name[name].by_code) + 1
        cells += size
    if cells > MOST_CELLS:
        raise InstanceError("instance_too_large", "tables", most=MOST_CELLS)
    sets = []
    for number, entry in enumerate(_sequence(whole.get("sensitive_sets", []), "sensitive_sets")):
        here = f"sensitive_sets[{number}]"
        fields = _mapping(entry, here)
        sets.append(
            SensitiveSet(
                dimension=_text(fields.get("dimension"), f"{here}.dimension"),
                name=_text(fields.get("name"), f"{here}.name"),
                leaves=_leaves(by_name, fields.get("dimension"), fields.get("categories"), here),
            )
        )
    return Scheme(
        dimensions=dimensions,
        tables=tuple(dict.fromkeys(tables)),
        structural=frozenset(
            _at(by_name, entry, f"structural[{number}]")
            for number, entry in enumerate(_sequence(whole.get("structural", []), "structural"))
        ),
        sensitive_sets=tuple(sets),
    )


def _leaves(
    by_name: Mapping[str, Dimension], name: object, codes: object, place: str
) -> frozenset[str]:
    if not isinstance(name, str) or name not in by_name:
        raise InstanceError("instance_dimension_unknown", place, dimension=str(name))
    found: frozenset[str] = frozenset()
    for code in [codes] if isinstance(codes, str) else _texts(codes, place):
        if code not in by_name[name].by_code:
            raise InstanceError("instance_category_unknown", place, dimension=name, category=code)
        found |= by_name[name].by_code[code]
    if not found:
        raise InstanceError("instance_field", place)
    return found


def _at(by_name: Mapping[str, Dimension], entry: object, place: str) -> At:
    fixed = {}
    for name, code in _mapping(entry, place).items():
        _leaves(by_name, name, _text(code, place), place)
        fixed[name] = str(code)
    if not fixed:
        raise InstanceError("instance_field", place)
    return at_cell(fixed)


def _facts(whole: Mapping[str, Any], scheme: Scheme) -> Facts:
    is_counted = "counts" in whole
    place = "counts" if is_counted else "records"
    source = _mapping(whole.get(place), place)
    columns = _texts(source.get("columns"), f"{place}.columns")
    width = len(columns)
    if is_counted:
        columns = columns[:-1]
    needed = {d.name for d in scheme.dimensions if not d.is_calendar}
    missing = sorted(needed - set(columns))
    if missing:
        raise InstanceError("instance_column_missing", f"{place}.columns", dimension=missing[0])
    counted: Counter[tuple[str, ...]] = Counter()
    for number, row in enumerate(_sequence(source.get("rows"), f"{place}.rows")):
        here = f"{place}.rows[{number}]"
        values = _sequence(row, here)
        if len(values) != width:
            raise InstanceError("instance_row_length", here)
        reports = _number(values[-1], here) if is_counted else 1
        answers = tuple(_text(v, here) for v in (values[:-1] if is_counted else values))
        for name, answer in zip(columns, answers, strict=True):
            if name in needed and answer not in scheme.dimension(name).leaves:
                raise InstanceError(
                    "instance_category_unknown", here, dimension=name, category=answer
                )
        kept = tuple(a for n, a in zip(columns, answers, strict=True) if n in needed or n == ATOM)
        counted[kept] += reports
    kept_columns = tuple(n for n in columns if n in needed or n == ATOM)
    rows = {answers: n for answers, n in counted.items() if n}
    if ATOM not in kept_columns:
        kept_columns = (ATOM, *kept_columns)
        rows = {("period", *answers): n for answers, n in rows.items()}
    return Facts(columns=kept_columns, rows=rows)


def _atoms(fields: Mapping[str, Any], place: str) -> frozenset[str]:
    atoms = frozenset(_texts(fields.get("atoms"), f"{place}.atoms"))
    if not atoms:
        raise InstanceError("instance_field", f"{place}.atoms")
    return atoms


def _before(whole: Mapping[str, Any], scheme: Scheme) -> Iterator[Edition]:
    seen: set[str] = set()
    for number, entry in enumerate(_sequence(whole.get("editions_before", []), "editions_before")):
        here = f"editions_before[{number}]"
        fields = _mapping(entry, here)
        name = _text(fields.get("id"), f"{here}.id")
        if name in seen:
            raise InstanceError("instance_field", f"{here}.id")
        seen.add(name)
        categories = {name: dict(codes) for name, codes in scheme.categories.items()}
        figures = _figures(fields, scheme, categories, here)
        total = fields.get("total")
        if total is not None:
            total = _number(total, f"{here}.total")
        said = figures.pop(TOTAL, None)
        if said is not None and said.value is not None:
            if total not in (None, said.value):
                raise InstanceError("instance_field", f"{here}.total")
            total = said.value
        yield Edition(
            id=name,
            atoms=_atoms(fields, here),
            total=total,
            tables=scheme.tables if figures else (),
            figures=tuple(figures.values()),
            categories=categories,
            calendars=frozenset(d.name for d in scheme.dimensions if d.is_calendar),
        )


def _figures(
    fields: Mapping[str, Any],
    scheme: Scheme,
    categories: Mapping[str, dict[str, frozenset[str]]],
    place: str,
) -> dict[At, Figure]:
    """Return the figures of an earlier edition; sums of categories become categories of it."""
    by_name = {d.name: d for d in scheme.dimensions}
    found: dict[At, Figure] = {}
    for number, entry in enumerate(_sequence(fields.get("figures", []), f"{place}.figures")):
        here = f"{place}.figures[{number}]"
        stated = _mapping(entry, here)
        fixed = {}
        for name, code in _mapping(stated.get("at"), here).items():
            leaves = _leaves(by_name, name, code, here)
            fixed[name] = code if isinstance(code, str) else " + ".join(code)
            if categories[name].setdefault(fixed[name], leaves) != leaves:
                raise InstanceError("instance_field", here)
        value = stated.get("value")
        is_structural = stated.get("structural", False)
        at = at_cell(fixed)
        if not isinstance(is_structural, bool) or at in found:
            raise InstanceError("instance_field", here)
        if is_structural and (value is not None or at == TOTAL):
            raise InstanceError("instance_field", here)
        found[at] = Figure(
            at=at,
            value=None if value is None else _number(value, here),
            is_structural=is_structural,
        )
    return found


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise InstanceError("instance_field", place)
    return value


def _sequence(value: object, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise InstanceError("instance_field", place)
    return value


def _texts(value: object, place: str) -> list[str]:
    return [_text(v, place) for v in _sequence(value, place)]


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise InstanceError("instance_field", place)
    return value


def _number(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 10_000_000:
        raise InstanceError("instance_number", place)
    return value

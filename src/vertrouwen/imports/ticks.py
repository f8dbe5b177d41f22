"""Columns to tick: "Pesten | Intimidatie | Discriminatie" with a cross in each that holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from vertrouwen.imports.labels import LabelReader
from vertrouwen.imports.wording import marked, plain

_MOST_OTHER = 0.3
_SHORT = 3
_SURE = {"synonym": 1.0, "typo": 0.4, "question": 0.6}


def is_ticked(value: object) -> bool | None:
    """Tell whether a cell is ticked; None where it says something else."""
    if value is None or value is False or (isinstance(value, str) and not value.strip()):
        return False
    if value is True:
        return True
    text = str(value).strip().casefold()
    if isinstance(value, int | float):
        text = str(int(value)) if value == int(value) else text
    if text in marked("ticked"):
        return True
    return False if text in marked("not_ticked") else None


def ticked_labels(cells: Sequence[tuple[object, str]]) -> str | None:
    """Return the labels of the ticked columns of one record, one to a line.

    A cell that is neither a tick nor blank puts its label in doubt.
    """
    said: list[str] = []
    for value, label in cells:
        ticked = is_ticked(value)
        if ticked is None:
            said.append(f"misschien {label}")
        elif ticked:
            said.append(label)
    return "\n".join(said) or None


def find_ticks(
    names: Sequence[str],
    groups: Mapping[int, tuple[str, str | None]],
    cells: Mapping[int, Sequence[object]],
    readers: Mapping[str, LabelReader],
    taken: frozenset[str],
) -> dict[int, str]:
    """Return which columns are there to tick, with the field their header is a label of.

    Args:
        names: the label of each column, "" where there is none.
        groups: columns under a common header -> that header and the field it names.
        cells: a sample of the filled cells per column.
        readers: label readers per coded field.
        taken: fields that have a column of their own.
    """
    found: dict[int, str] = {}
    loose: dict[int, dict[str, float]] = {}
    grouped = Counter(group for group, _ in groups.values())
    for index, name in enumerate(names):
        values = cells.get(index, ())
        group, field = groups.get(index, ("", None))
        in_group = field in readers and grouped[group] > 1
        if not name.strip() or not _can_be_ticks(values, in_group=in_group):
            continue
        if in_group:
            found[index] = str(field)
        elif values:
            loose[index] = _fields_of(name, readers, taken)
    totals: dict[str, float] = defaultdict(float)
    for weights in loose.values():
        for name_of_field, weight in weights.items():
            totals[name_of_field] += weight
    chosen: dict[int, str] = {}
    for index, weights in loose.items():
        if weights:
            chosen[index] = max(weights, key=lambda f: weights[f] + min(totals[f], 3) / 10)
    several = Counter(chosen.values())
    # One column with "ja" and "nee" may ask anything; two labels of one list are no chance.
    found.update({i: f for i, f in chosen.items() if several[f] > 1})
    return found


def _can_be_ticks(values: Sequence[object], *, in_group: bool) -> bool:
    filled = [v for v in values if v is not None and str(v).strip()]
    other = [v for v in filled if is_ticked(v) is None]
    if in_group and all(len(str(v)) <= _SHORT for v in other):
        # A question mark, or the total below: no words of its own.
        return len(other) < len(filled) or not filled
    return len(other) <= len(filled) * _MOST_OTHER


def _fields_of(
    name: str, readers: Mapping[str, LabelReader], taken: frozenset[str]
) -> dict[str, float]:
    fields: dict[str, float] = {}
    for field, reader in readers.items():
        if field in taken or field in ("track", "ground") or not plain(name):
            continue
        reading = reader.read(name)
        if reading.kind in _SURE and not reading.is_guess and len(reading.codes) == 1:
            fields[field] = _SURE[reading.kind]
    return fields

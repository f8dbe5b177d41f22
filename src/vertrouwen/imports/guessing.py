"""Columns whose header nobody knows: what they hold shows from their cells, or is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vertrouwen.imports.columns import (
    ASKED,
    CODED,
    JOINED,
    MOMENT,
    ColumnReading,
    content_score,
    match_header,
)
from vertrouwen.imports.dates import read_date
from vertrouwen.imports.labels import LabelReader
from vertrouwen.imports.ticks import is_ticked
from vertrouwen.imports.wording import marked, tokens

_LONGEST_LABEL = 45
_SURE = 0.75
_LIKELY = 0.3
_AHEAD = 0.15
_FEWEST = 2
_MOST_TALKS = 30
_FLAGGED = frozenset(
    {"kind", "role", "relation", "channel", "outcome", "unit", "organisation", "closed", "consent"}
    | {"hours", "minutes", "duration", "talks"}
)


def guess(
    columns: Sequence[ColumnReading],
    cells: Mapping[int, Sequence[object]],
    readers: Mapping[str, LabelReader],
    settled: frozenset[int],
) -> tuple[ColumnReading, ...]:
    """Give columns without a field the one their labels belong to, or name what is not read.

    Args:
        columns: as the headers made them.
        cells: a sample of the filled cells per column.
        readers: label readers per coded field.
        settled: columns the adviser has decided on.
    """
    taken = {c.field for c in columns if c.field}
    day = _first_days(columns, cells, settled) if not taken & MOMENT else None
    scores: dict[int, dict[str, float]] = {}
    for column in columns:
        if column.field is None and column.index not in settled:
            fit = _fit(cells.get(column.index, ()), readers)
            scores[column.index] = {
                f: s for f, s in fit.items() if f not in taken or (f in JOINED and s >= _SURE)
            }
    won: dict[int, str] = {}
    headers = {c.index: c.header for c in columns}
    most = max((len(cells.get(i, ())) for i in scores), default=0)
    # Of two columns with the labels of one field, the fuller one is the likelier.
    weights = {i: 0.9 + 0.1 * len(cells.get(i, ())) / max(1, most) for i in scores}
    by_score = sorted(
        ((s * weights[i], i, f) for i, fs in scores.items() for f, s in fs.items()), reverse=True
    )
    for score, index, field in by_score:
        if score < _SURE or index in won or field in taken or _is_about_else(headers[index]):
            continue
        fit = scores[index]
        rivals = [s for f, s in fit.items() if f != field and f not in taken]
        others = [
            fs[field] * weights[i]
            for i, fs in scores.items()
            if i != index and field in fs and not _is_about_else(headers[i])
        ]
        if all(fit[field] - s >= _AHEAD for s in rivals) and all(score > s for s in others):
            won[index] = field
            taken.add(field)
    found: list[ColumnReading] = []
    for column in columns:
        if column.index == day:
            found.append(replace(column, field="date", confidence=_LIKELY, is_guess=True))
        elif column.index in won:
            field = won[column.index]
            score = round(scores[column.index][field] * 0.7, 2)
            found.append(replace(column, field=field, confidence=score, is_guess=True))
        elif column.index in scores:
            unread = {f for f in scores[column.index] if f not in taken or f in JOINED}
            unread |= _amounts(cells.get(column.index, ()), column.header, taken)
            unread |= _once_more(column.header, taken)
            unread |= {
                f for f in _listed_in(column.header, readers) if f not in taken or f in JOINED
            }
            if not unread and "unit" not in taken and _may_be_names(column, cells):
                unread = {"unit"}
            found.append(replace(column, unread=tuple(sorted(unread))))
        else:
            found.append(column)
    return tuple(found)


def _first_days(
    columns: Sequence[ColumnReading],
    cells: Mapping[int, Sequence[object]],
    settled: frozenset[int],
) -> int | None:
    """Return the fullest column of days where no header names one; the first of equals."""
    found: dict[int, int] = {}
    for column in columns:
        values = cells.get(column.index, ())
        if column.field is not None or column.index in settled or _is_about_else(column.header):
            continue
        days = sum(read_date(v).precision == "dag" for v in values)
        if days >= max(_FEWEST, len(values) * _SURE):
            found[column.index] = days
    return max(found, key=lambda i: (found[i], -i)) if found else None


def _once_more(header: str, taken: set[str]) -> set[str]:
    """Return the field that a header names although another column holds it: "Uren 2"."""
    if _is_about_else(header):
        return set()
    return {
        "minutes" if m.field in ("hours", "duration") else m.field
        for m in match_header(header)[:1]
        if m.score >= _SURE and m.field in taken and m.field in _FLAGGED
    }


def _listed_in(header: str, readers: Mapping[str, LabelReader]) -> set[str]:
    """Return the fields of which the header itself is a label: "Melding j/n", "Anders, nl."."""
    label = ASKED.sub("", header)
    found = {f: readers[f].read(label) for f in ("kind", "nature", "step", "referral")}
    return {f for f, r in found.items() if r.kind == "synonym" and not r.is_guess}


def _may_be_names(column: ColumnReading, cells: Mapping[int, Sequence[object]]) -> bool:
    """Tell whether a column repeats short texts, as one of units does."""
    texts = [str(v).strip() for v in cells.get(column.index, ()) if isinstance(v, str)]
    texts = [t for t in texts if t and is_ticked(t) is None and not any(c.isdigit() for c in t)]
    if len(texts) < _FEWEST or _is_about_else(column.header):
        return False
    return len(set(texts)) < len(texts) and max(map(len, texts)) <= _LONGEST_LABEL


def _is_about_else(header: str) -> bool:
    return bool(marked("other_columns").intersection(tokens(header)))


def _fit(values: Sequence[object], readers: Mapping[str, LabelReader]) -> dict[str, float]:
    """Return the coded fields that the labels of a column belong to, with their share."""
    labels = [v for v in values if isinstance(v, str) and v.strip() and is_ticked(v) is None]
    if len(labels) < _FEWEST or sum(map(len, labels)) > _LONGEST_LABEL * len(labels):
        return {}
    fields: dict[str, float] = {}
    for field in CODED:
        if field in ("track", "ground"):
            continue
        good = said = 0.0
        for label in labels:
            reading = readers[field].read(label)
            if reading.kind == "silent":
                continue
            said += 1
            if not reading.is_guess and reading.kind in ("synonym", "typo"):
                good += 1
            elif reading.kind == "question":
                good += 0.9 if reading.confidence > 0.6 and not reading.is_guess else 0.5
        if said >= _FEWEST and good / said >= _LIKELY:
            fields[field] = good / said
    return fields


def _amounts(values: Sequence[object], header: str, taken: set[str]) -> set[str]:
    """Return which dates and amounts without a column a column may hold."""
    filled = [v for v in values if v is not None and str(v).strip()]
    if len(filled) < _FEWEST or _is_about_else(header):
        return set()
    numbers = sum(isinstance(v, int | float) or str(v).strip().isdecimal() for v in filled)
    days = sum(read_date(v).precision == "dag" for v in filled)
    if "closed" not in taken and numbers < len(filled) / 2 and days >= len(filled) * _SURE:
        return {"closed"}
    found: set[str] = set()
    has_time = bool(taken & {"hours", "minutes", "duration"})
    if not has_time and not days and content_score("minutes", filled, {}) >= _SURE:
        found.add("minutes")
    if "talks" not in taken and numbers == len(filled) and max(map(_size, filled)) <= _MOST_TALKS:
        found.add("talks")
    return found


def _size(value: object) -> float:
    return float(str(value).strip())

"""From a preview and the adviser's answers to the cases that will be stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from vertrouwen.domain.imported import ImportedCase
from vertrouwen.domain.vocabulary import UNKNOWN
from vertrouwen.imports.preview import CodedRow, Preview

_NUMBER = re.compile(r"^\s*((?:19|20)\d{2})\s*[-/. ]\s*(\d{1,6})\s*$")
RowKey = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDecision:
    """What the adviser answered about one row.

    Args:
        keep: False leaves the row out; True brings it in although it was blocked.
        changes: fields of `CodedRow` with their corrected values, such as `day` or `minutes`.
    """

    keep: bool = True
    changes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """All answers of the adviser about one preview.

    Args:
        rows: (sheet, row) -> answer. A blocked row without an answer is left out.
        consent_label: words put before a consent in the note.
    """

    rows: Mapping[RowKey, RowDecision] = field(default_factory=dict)
    consent_label: str = "Toestemming volgens de registratie"


def rows_to_import(preview: Preview, decisions: Decisions | None = None) -> list[ImportedCase]:
    """Return the cases that will be stored, in file order.

    Rows that are still blocked, that are left out, or whose client or month nobody knows are not
    among them; `left_out` names them.
    """
    decided = (_decided(row, decisions or Decisions()) for row in preview.rows)
    label = (decisions or Decisions()).consent_label
    return [_case(row, label) for row in decided if row is not None and _is_complete(row)]


def left_out(preview: Preview, decisions: Decisions | None = None) -> list[CodedRow]:
    """Return the rows that will not be stored as things stand."""
    missing: list[CodedRow] = []
    for row in preview.rows:
        found = _decided(row, decisions or Decisions())
        if found is None or not _is_complete(found):
            missing.append(row)
    return missing


def _decided(row: CodedRow, decisions: Decisions) -> CodedRow | None:
    decision = decisions.rows.get((row.sheet, row.row))
    if decision is None:
        return None if row.is_blocked else row
    if not decision.keep:
        return None
    changes = dict(decision.changes)
    day = changes.get("day")
    if isinstance(day, date):
        changes |= {
            "precision": "dag",
            "year": day.year,
            "month": day.month,
            "quarter": (day.month + 2) // 3,
        }
    return replace(row, **changes)  # type: ignore[arg-type]  # fields by name, from the screen


def _is_complete(row: CodedRow) -> bool:
    return row.organisation is not None and row.year is not None and row.month is not None


def _case(row: CodedRow, consent_label: str) -> ImportedCase:
    assert row.organisation is not None and row.year is not None and row.month is not None
    number = _NUMBER.match(row.number)
    precision: Literal["dag", "maand"] = "dag" if row.day is not None else "maand"
    consent = f"{consent_label}: {row.consent_text}" if row.consent_text else ""
    return ImportedCase(
        source_row=row.row,
        number=(int(number[1]), int(number[2])) if number else None,
        organisation=row.organisation,
        unit=None if row.unit == UNKNOWN else row.unit,
        opened_on=row.day or date(row.year, row.month, 1),
        precision=precision,
        kind=row.kind,
        track=row.track,
        natures=row.natures,
        role=row.role,
        relation=row.relation,
        channel=row.channel,
        chosen_steps=row.steps,
        referrals=row.referrals,
        outcome=row.outcome,
        talks=row.talks,
        minutes=row.minutes,
        closed_on=row.closed_on,
        note="\n".join(part for part in (row.remark, consent) if part),
    )

"""Bring in the spreadsheet an adviser kept until today, and take it out again.

Everything up to `import_cases` only reads: the file is never changed and nothing is stored. Free
text and consents come in as personal notes; they are never read as facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from vertrouwen.domain.case import CaseNumber
from vertrouwen.domain.imported import ImportedCase
from vertrouwen.imports.columns import CODED, ColumnReading
from vertrouwen.imports.decisions import Decisions, RowDecision, left_out, rows_to_import
from vertrouwen.imports.doubts import NL_FIELDS
from vertrouwen.imports.errors import ImportCancelledError
from vertrouwen.imports.flags import Flag, Level
from vertrouwen.imports.mapping import Mapping as Answers
from vertrouwen.imports.person_names import names_a_person
from vertrouwen.imports.preview import CodedRow, FileWarning, LabelRow, Preview
from vertrouwen.imports.reading import read
from vertrouwen.imports.source import open_source
from vertrouwen.services.list_cases import case_rows
from vertrouwen.services.practice import Change, Practice
from vertrouwen.storage import imports
from vertrouwen.storage.imports import ImportRun

__all__ = [
    "CODED",
    "Answers",
    "CodedRow",
    "ColumnReading",
    "Decisions",
    "FileWarning",
    "Flag",
    "ImportRun",
    "Imported",
    "LabelRow",
    "Level",
    "Preview",
    "Registration",
    "RowDecision",
    "RowKey",
    "can_undo_import",
    "cells_in_doubt",
    "confirmed",
    "duplicates_in_vault",
    "import_cases",
    "import_registration",
    "labels_to_ask",
    "left_out",
    "preview",
    "remembered_mapping",
    "rows_to_import",
    "undo_import",
    "with_mapping",
]

RowKey = tuple[str, int]
"""Sheet and row, as the adviser finds them in the file."""
Progress = Callable[[int, int], None]
"""Called with rows done and in all (0 where unknown); what it raises stops the work."""

_AT_ONCE = 400
_LONGEST_CELL = 300
_COLUMNS_OF = {
    **{name: (column,) for column, name in NL_FIELDS.items()},
    "nr": ("number",),
    "datum": ("date", "year", "month", "quarter"),
    "minuten": ("hours", "minutes", "duration"),
}
"""Field of a flag -> the columns its cell may stand in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A file as read and understood; nothing of it is stored.

    Args:
        signature: of the source, under which its mapping is remembered.
        preview: its rows as they will be stored, with every doubt.
        answers: what the adviser settled about its columns and words.
        is_remembered: the answers come from an earlier time.
    """

    path: Path
    signature: str
    preview: Preview
    answers: Answers
    is_remembered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported(Change):
    """What an import brought in; `subject_id` is its number.

    Args:
        cases, organisations, units: how many were added.
        renumbered: cases of which the number was taken, and that got the next free one.
        left_out: the rows that were not brought in.
    """

    cases: int = 0
    organisations: int = 0
    units: int = 0
    renumbered: int = 0
    left_out: tuple[RowKey, ...] = field(default=())


def preview(practice: Practice, path: Path, progress: Progress | None = None) -> Registration:
    """Read a file and propose what it becomes, with what was settled about its source before.

    Raises:
        ImportRefusedError: it cannot be read; its code says why.
    """
    answers = Answers()
    found = _read(practice, path, answers, progress)
    signature = found.signature.digest
    kept = remembered_mapping(practice, signature)
    if kept is not None:
        answers = kept
        found = _read(practice, path, answers, progress)
    return Registration(
        path=path,
        signature=signature,
        preview=found,
        answers=answers,
        is_remembered=kept is not None,
    )


def with_mapping(
    practice: Practice,
    registration: Registration,
    answers: Answers,
    progress: Progress | None = None,
) -> Registration:
    """Read the file again with other answers about its columns and words.

    Raises:
        ImportRefusedError: the file is gone or was changed into one that cannot be read.
    """
    found = _read(practice, registration.path, answers, progress)
    return replace(registration, preview=found, answers=answers)


def labels_to_ask(registration: Registration) -> tuple[LabelRow, ...]:
    """Return the labels to put to the adviser; those that may name a person are left to the rows.

    Names of units are read within their organisation, so a question about one is asked there.
    """
    return tuple(label for label in registration.preview.labels if not names_a_person(label.label))


def confirmed(registration: Registration) -> Answers:
    """Return the answers with each proposal for a doubtful word confirmed, as the table says it."""
    answers = registration.answers
    labels = {name: dict(known) for name, known in answers.labels.items()}
    names = {name: dict(known) for name, known in answers.names.items()}
    for row in labels_to_ask(registration):
        if row.kind not in ("question", "typo") or not row.codes or row.field == "unit":
            continue
        if row.field == "organisation":
            names.setdefault(row.field, {}).setdefault(row.label, row.codes[0])
        else:
            labels.setdefault(row.field, {}).setdefault(row.label, row.codes)
    return replace(answers, labels=labels, names=names)


def cells_in_doubt(
    registration: Registration, progress: Progress | None = None
) -> Mapping[RowKey, Mapping[str, str]]:
    """Return what the file itself says where a row is in doubt: row -> field of the flag -> text.

    Raises:
        ImportRefusedError: the file is gone or cannot be read any more.
    """
    wanted: dict[str, list[CodedRow]] = {}
    for row in registration.preview.rows:
        if any(flag.level != "attentie" and flag.field for flag in row.flags):
            wanted.setdefault(row.sheet, []).append(row)
    if not wanted:
        return {}
    with _told(progress) as told:
        source = open_source(registration.path, told)
    found: dict[RowKey, Mapping[str, str]] = {}
    for sheet in source.sheets:
        places: dict[str, list[int]] = {}
        for column in registration.preview.columns.get(sheet.name, ()):
            if column.field is not None:
                places.setdefault(column.field, []).append(column.index)
        for row in wanted.get(sheet.name, ()):
            cells = sheet.rows[row.row - 1] if row.row <= len(sheet.rows) else ()
            texts = {
                flag.field: _said(cells, places, flag.field)
                for flag in row.flags
                if flag.field is not None
            }
            found[row.sheet, row.row] = {name: text for name, text in texts.items() if text}
    return found


def duplicates_in_vault(
    practice: Practice, registration: Registration
) -> Mapping[RowKey, CaseNumber]:
    """Return the rows that are most likely in the practice already, with the number of the case.

    The same is: of the same organisation and day, with the same number or the same coded facts.
    """
    same: dict[RowKey, int] = {}
    rows = registration.preview.rows
    # Rows of two sheets may have one number, so each sheet is compared by itself.
    for sheet in dict.fromkeys(row.sheet for row in rows):
        of_sheet = tuple(row for row in rows if row.sheet == sheet)
        all_kept = Decisions(rows={(sheet, row.row): RowDecision() for row in of_sheet})
        cases = rows_to_import(replace(registration.preview, rows=of_sheet), all_kept)
        for number, case_id in imports.same_cases(practice.store, cases).items():
            same[sheet, number] = case_id
    ids = list(dict.fromkeys(same.values()))
    numbers: dict[int, CaseNumber] = {}
    for start in range(0, len(ids), _AT_ONCE):
        for case in case_rows(practice, ids[start : start + _AT_ONCE]):
            numbers[case.id] = case.number
    return {key: numbers[case_id] for key, case_id in same.items() if case_id in numbers}


def import_cases(
    practice: Practice,
    cases: Sequence[ImportedCase],
    signature: str,
    mapping_json: str,
    progress: Progress | None = None,
) -> Imported:
    """Store all cases in one transaction, and remember how their source was mapped.

    Args:
        progress: what it raises undoes everything.

    Raises:
        DomainError: a row cannot be stored (`params["row"]`); nothing was.
        StorageError: the environment; nothing was stored.
    """
    country = practice.profile().country
    with practice.store.operation("import_registration", subject="import_run") as tx:
        summary = imports.insert_cases(
            tx, cases, signature=signature, country=country, progress=progress
        )
        imports.remember_mapping(tx, signature, mapping_json)
        tx.subject_id = summary.import_id
    return Imported(
        operation="import_registration",
        subject_id=summary.import_id,
        cases=summary.cases,
        organisations=summary.organisations,
        units=summary.units,
        renumbered=summary.renumbered,
    )


def import_registration(
    practice: Practice,
    path: Path,
    decisions: Decisions | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Bring in a file at once: proposals as they are, without blocked rows and duplicates.

    Args:
        decisions: answers about single rows; a row they name is brought in or not as they say.

    Raises:
        ImportRefusedError: the file cannot be read.
        DomainError, StorageError: nothing was stored.
    """
    registration = preview(practice, path, progress)
    answered = dict(decisions.rows) if decisions is not None else {}
    for key in duplicates_in_vault(practice, registration):
        answered.setdefault(key, RowDecision(keep=False))
    settled = replace(decisions or Decisions(), rows=answered)
    missing = left_out(registration.preview, settled)
    done = import_cases(
        practice,
        rows_to_import(registration.preview, settled),
        registration.signature,
        confirmed(registration).to_json(),
        progress,
    )
    return replace(done, left_out=tuple((row.sheet, row.row) for row in missing))


def can_undo_import(practice: Practice) -> ImportRun | None:
    """Return the last import while it can be undone: until the next change to the practice."""
    return imports.undoable(practice.store)


def undo_import(practice: Practice, import_id: int) -> Change:
    """Take an import out again, as a whole.

    Raises:
        DomainError: `import_cannot_be_undone`, something was changed since.
    """
    with practice.store.operation("undo_import", subject="import_run", subject_id=import_id) as tx:
        imports.undo(tx, import_id)
    return Change(operation="undo_import", subject_id=import_id)


def remembered_mapping(practice: Practice, signature: str) -> Answers | None:
    """Return what was settled about a source before, or None where nothing can be read."""
    kept = imports.mapping_of(practice.store, signature)
    if kept is None:
        return None
    try:
        return Answers.from_json(kept)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _read(practice: Practice, path: Path, answers: Answers, progress: Progress | None) -> Preview:
    with _told(progress) as told:
        return read(
            path,
            practice.vocabulary,
            today=practice.today(),
            mapping=answers,
            progress=told,
        )


@contextmanager
def _told(progress: Progress | None) -> Iterator[Callable[[int, int], bool] | None]:
    """Lend the reader a progress that answers; what the caller's own raised is raised in the end.

    The reader takes every exception inside a damaged workbook for damage, so a wish to stop must
    not pass through it.
    """
    if progress is None:
        yield None
        return
    wishes: list[Exception] = []

    def told(done: int, total: int) -> bool:
        try:
            progress(done, total)
        except Exception as wish:
            wishes.append(wish)
        return not wishes

    try:
        yield told
    except ImportCancelledError:
        if wishes:
            raise wishes[0] from None
        raise


def _said(cells: Sequence[object], places: Mapping[str, Sequence[int]], name: str) -> str:
    texts: list[str] = []
    for column in _COLUMNS_OF.get(name, ()):
        for index in places.get(column, ()):
            value = cells[index] if index < len(cells) else None
            if value is not None and str(value).strip():
                day = getattr(value, "date", None)
                texts.append(str(day() if callable(day) else value).strip()[:_LONGEST_CELL])
    return "; ".join(texts)

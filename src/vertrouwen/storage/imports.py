"""Bringing a whole registration in at once, and taking it out again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from vertrouwen.domain.consent import CaseId
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.imported import ImportedCase
from vertrouwen.domain.organisation import usual_retention
from vertrouwen.storage.days import stored
from vertrouwen.storage.destruction import keep_from_use, last_id
from vertrouwen.storage.unit_of_work import Reader, Transaction

_BATCH = 2000
_HARMLESS = (
    "save_draft",
    "drop_draft",
    "set_setting",
    "record_backup",
    "add_backup_folder",
    "remove_backup_folder",
)
"""Operations that change nothing an import brought in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSummary:
    """What an import brought in.

    Args:
        renumbered: rows of which the number was taken, and that got the next free one.
    """

    import_id: int
    cases: int
    organisations: int
    units: int
    renumbered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One import that was done."""

    id: int
    signature: str
    rows: int


def insert_cases(
    tx: Transaction,
    rows: Sequence[ImportedCase],
    *,
    signature: str,
    country: str,
    progress: Callable[[int, int], None] | None = None,
) -> ImportSummary:
    """Add all rows as cases, with the organisations and units they name.

    Args:
        signature: of the source, under which its mapping is remembered.
        country: of the organisations that do not exist yet.
        progress: called with (rows done, rows in all); what it raises undoes everything.

    Raises:
        DomainError: a row cannot be (with `row`, its row in the sheet).
    """
    import_id = tx.insert(
        "import_run", signature=signature, rows=len(rows), history_id=tx.history_id
    )
    names = _Names(tx, import_id, country)
    numbers = _Numbers(tx, rows)
    case_id, contact_id = last_id(tx), _last(tx, "contact")
    for start in range(0, len(rows), _BATCH):
        part = rows[start : start + _BATCH]
        for row in part:
            _check(row, tx.today)
        ids = range(case_id + 1, case_id + 1 + len(part))
        _insert_cases(tx, part, ids, names, numbers, import_id)
        _insert_facts(tx, part, ids)
        contact_id = _insert_contacts(tx, part, ids, contact_id)
        _insert_notes(tx, part, ids)
        case_id += len(part)
        if progress is not None:
            progress(start + len(part), len(rows))
    return ImportSummary(
        import_id=import_id,
        cases=len(rows),
        organisations=names.new_organisations,
        units=names.new_units,
        renumbered=numbers.renumbered,
    )


def undoable(store: Reader) -> ImportRun | None:
    """Return the last import if nothing was changed since, so that it can be undone."""
    row = store.read_one(
        "SELECT id, signature, rows, history_id, undone_on FROM import_run ORDER BY id DESC LIMIT 1"
    )
    if row is None or row[4] is not None:
        return None
    marks = ", ".join("?" * len(_HARMLESS))
    later = store.read_one(
        f"SELECT 1 FROM history WHERE id > ? AND operation NOT IN ({marks}) LIMIT 1",  # noqa: S608
        (row[3], *_HARMLESS),
    )
    if later is not None:
        return None
    return ImportRun(id=row[0], signature=row[1], rows=row[2])


def undo(tx: Transaction, import_id: int) -> None:
    """Take an import out again, as a whole.

    Raises:
        DomainError: `import_cannot_be_undone`, it is not the last change.
    """
    run = undoable(tx)
    if run is None or run.id != import_id:
        raise DomainError("import_cannot_be_undone")
    highest = last_id(tx)
    for table in ("note", "contact", "case_fact"):
        tx.execute(
            f"DELETE FROM {table} WHERE case_id IN"  # noqa: S608
            " (SELECT id FROM case_file WHERE import_id = ?)",
            (import_id,),
        )
    for table in ("case_file", "unit", "organisation"):
        tx.execute(f"DELETE FROM {table} WHERE import_id = ?", (import_id,))  # noqa: S608
    # A backup may hold these cases still: their numbers are not given to others.
    keep_from_use(tx, highest)
    tx.update("import_run", import_id, undone_on=stored(tx.today))


def remember_mapping(tx: Transaction, signature: str, mapping: str) -> None:
    """Keep how a source was mapped.

    Args:
        mapping: JSON.
    """
    tx.execute(
        "INSERT INTO import_mapping (signature, mapping) VALUES (?, ?)"
        " ON CONFLICT (signature) DO UPDATE SET mapping = excluded.mapping",
        (signature, mapping),
    )


def mapping_of(store: Reader, signature: str) -> str | None:
    """Return how a source was mapped before, as JSON, or None."""
    row = store.read_one("SELECT mapping FROM import_mapping WHERE signature = ?", (signature,))
    return str(row[0]) if row else None


def same_cases(store: Reader, rows: Sequence[ImportedCase]) -> dict[int, CaseId]:
    """Return the cases that are already there, by the row in the sheet.

    The same is: of the same organisation and day, with the same number or the same coded facts.
    """
    organisations = {
        _key(name): row_id for row_id, name in store.read("SELECT id, name FROM organisation")
    }
    places = {
        row.source_row: (organisations.get(_key(row.organisation)), stored(row.opened_on))
        for row in rows
    }
    wanted = set(places.values())
    known: dict[tuple[object, ...], int] = {}
    for case_id, *place_and_facts in store.read(
        "SELECT id, organisation_id, opened_on, kind, track, role, relation, channel, outcome"
        " FROM case_file INDEXED BY case_counts WHERE organisation_id > 0"
    ):
        if tuple(place_and_facts[:2]) in wanted:
            known.setdefault(tuple(place_and_facts), case_id)
    same: dict[int, CaseId] = {}
    for row in rows:
        place = places[row.source_row]
        facts = (row.kind, row.track, row.role, row.relation, row.channel, row.outcome)
        found = known.get((*place, *facts)) or _numbered(store, row, *place)
        if found is not None:
            same[row.source_row] = CaseId(found)
    return same


def _numbered(
    store: Reader, row: ImportedCase, organisation_id: int | None, opened_on: str
) -> int | None:
    if row.number is None or organisation_id is None:
        return None
    found = store.read_one(
        "SELECT id FROM case_file WHERE number_year = ? AND number_seq = ?"
        " AND organisation_id = ? AND opened_on = ?",
        (*row.number, organisation_id, opened_on),
    )
    return int(found[0]) if found else None


def _key(name: str) -> str:
    return name.strip().casefold()


def _check(row: ImportedCase, today: date) -> None:
    if row.opened_on > today:
        raise DomainError("date_in_the_future", field="opened_on", row=row.source_row)
    if row.closed_on is not None and row.closed_on > today:
        raise DomainError("date_in_the_future", field="closed_on", row=row.source_row)
    if row.closed_on is not None and row.closed_on < row.opened_on:
        raise DomainError("closed_before_opened", field="closed_on", row=row.source_row)


def _last(tx: Transaction, table: str) -> int:
    row = tx.read_one(f"SELECT max(id) FROM {table}")  # noqa: S608
    return int(row[0] or 0) if row else 0


def _insert_cases(
    tx: Transaction,
    rows: Sequence[ImportedCase],
    ids: range,
    names: _Names,
    numbers: _Numbers,
    import_id: int,
) -> None:
    def values() -> Iterator[tuple[object, ...]]:
        for case_id, row in zip(ids, rows, strict=True):
            organisation_id, unit_id = names.of(row)
            is_closed = row.closed_on is not None
            opened_on = stored(row.opened_on)
            yield (
                case_id,
                *numbers.of(row),
                organisation_id,
                unit_id,
                opened_on,
                row.precision,
                "afgesloten" if is_closed else "begeleiding",
                row.kind,
                row.track,
                row.role,
                row.relation,
                row.channel,
                row.outcome,
                "onbekend" if is_closed else None,
                stored(row.closed_on),
                opened_on,
                import_id,
            )

    tx.execute_many(
        "INSERT INTO case_file (id, number_year, number_seq, organisation_id, unit_id, opened_on,"
        " opened_precision, state, kind, track, role, relation, channel, outcome, closing_reason,"
        " closed_on, last_contact_on, import_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        # Read before the statement runs: naming adds organisations by statements of its own.
        list(values()),
    )


def _insert_facts(tx: Transaction, rows: Sequence[ImportedCase], ids: range) -> None:
    tx.execute_many(
        "INSERT INTO case_fact (case_id, list, position, code) VALUES (?, ?, ?, ?)",
        [
            (case_id, code_list, position, code)
            for case_id, row in zip(ids, rows, strict=True)
            for code_list, codes in (
                ("chosen_step", row.chosen_steps),
                ("nature", row.natures),
                ("referral", row.referrals),
            )
            for position, code in enumerate(dict.fromkeys(codes), start=1)
        ],
    )


def _insert_contacts(
    tx: Transaction, rows: Sequence[ImportedCase], ids: range, last_id: int
) -> int:
    values = [
        (last_id + n, case_id, row.channel, stored(row.opened_on), row.minutes, row.talks)
        for n, (case_id, row) in enumerate(zip(ids, rows, strict=True), start=1)
    ]
    tx.execute_many(
        "INSERT INTO contact (id, case_id, type, channel, held_on, minutes, talks)"
        " VALUES (?, ?, 'gesprek', ?, ?, ?, ?)",
        values,
    )
    return last_id + len(values)


def _insert_notes(tx: Transaction, rows: Sequence[ImportedCase], ids: range) -> None:
    # Personal: a sheet holds no consent to keep a file, whatever it says.
    tx.execute_many(
        "INSERT INTO note (case_id, kind, written_on, body) VALUES (?, 'persoonlijk', ?, ?)",
        [
            (case_id, stored(row.opened_on), row.note.strip())
            for case_id, row in zip(ids, rows, strict=True)
            if row.note.strip()
        ],
    )


class _Names:
    """Finds organisations and units by name, and adds those that do not exist."""

    def __init__(self, tx: Transaction, import_id: int, country: str) -> None:
        self._tx = tx
        self._import_id = import_id
        self._country = country
        self._organisations: dict[str, int] = {
            name.casefold(): row_id for row_id, name in tx.read("SELECT id, name FROM organisation")
        }
        self._units: dict[tuple[int, str], int] = {
            (organisation_id, _key(name)): row_id
            for row_id, organisation_id, name in tx.read(
                "SELECT id, organisation_id, name FROM unit"
            )
        }
        self.new_organisations = 0
        self.new_units = 0

    def of(self, row: ImportedCase) -> tuple[int, int | None]:
        """Return the ids of a row's organisation and unit."""
        name = row.organisation.strip()
        organisation_id = self._organisations.get(_key(name))
        if organisation_id is None:
            if not name:
                raise DomainError("name_missing", field="organisation", row=row.source_row)
            organisation_id = self._tx.insert(
                "organisation",
                name=name,
                country=self._country,
                retention_profile=usual_retention("BE" if self._country == "BE" else "NL"),
                import_id=self._import_id,
            )
            self._organisations[_key(name)] = organisation_id
            self.new_organisations += 1
        unit = (row.unit or "").strip()
        if not unit:
            return organisation_id, None
        key = (organisation_id, _key(unit))
        if key not in self._units:
            self._units[key] = self._tx.insert(
                "unit", organisation_id=organisation_id, name=unit, import_id=self._import_id
            )
            self.new_units += 1
        return organisation_id, self._units[key]


class _Numbers:
    """Gives every row its own number where that is free, else the next of its year."""

    def __init__(self, tx: Transaction, rows: Sequence[ImportedCase]) -> None:
        taken = {
            (row[0], row[1])
            for row in tx.read(
                "SELECT number_year, number_seq FROM case_file UNION ALL"
                " SELECT number_year, number_seq FROM case_gone WHERE number_year IS NOT NULL"
            )
        }
        self._own: dict[int, tuple[int, int]] = {}
        self.renumbered = 0
        for row in rows:
            if row.number is not None and row.number not in taken and row.number[1] > 0:
                taken.add(row.number)
                self._own[id(row)] = row.number
            elif row.number is not None:
                self.renumbered += 1
        self._last: dict[int, int] = {}
        for year, seq in taken:
            self._last[year] = max(seq, self._last.get(year, 0))

    def of(self, row: ImportedCase) -> tuple[int, int]:
        """Return the number of a row."""
        own = self._own.get(id(row))
        if own is not None:
            return own
        year = row.opened_on.year
        self._last[year] = self._last.get(year, 0) + 1
        return year, self._last[year]

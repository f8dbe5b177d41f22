"""Organisations, their units and headcounts as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from vertrouwen.domain.organisation import (
    Headcount,
    Organisation,
    OrganisationId,
    ReportingPeriod,
    Unit,
    UnitId,
)
from vertrouwen.storage.unit_of_work import Reader, Row, Transaction

_COLUMNS = (
    "id, name, country, sector, reporting_period, counting_unit, retention_profile, note, is_active"
)


def insert(tx: Transaction, organisation: Organisation) -> OrganisationId:
    """Add an organisation; its id is given by the table.

    Raises:
        DomainError: `organisation_exists`.
    """
    return OrganisationId(tx.insert("organisation", **_values(organisation)))


def update(tx: Transaction, organisation: Organisation) -> None:
    """Change an organisation.

    Raises:
        DomainError: `organisation_exists`.
    """
    tx.update("organisation", organisation.id, **_values(organisation))


def get(store: Reader, organisation_id: OrganisationId) -> Organisation | None:
    """Return one organisation, or None."""
    row = store.read_one(
        f"SELECT {_COLUMNS} FROM organisation WHERE id = ?",  # noqa: S608
        (organisation_id,),
    )
    return _organisation(row) if row else None


def get_all(store: Reader) -> list[Organisation]:
    """Return all organisations by name."""
    rows = store.read(f"SELECT {_COLUMNS} FROM organisation ORDER BY name COLLATE NOCASE")  # noqa: S608
    return [_organisation(row) for row in rows]


def beginning_with(store: Reader, text: str, limit: int) -> list[tuple[OrganisationId, str]]:
    """Return organisations of which the name, or a word in it, begins with a text."""
    pattern = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return [
        (OrganisationId(row[0]), row[1])
        for row in store.read(
            "SELECT id, name FROM organisation"
            " WHERE name LIKE ? ESCAPE '\\' OR name LIKE ? ESCAPE '\\'"
            " ORDER BY is_active DESC, name COLLATE NOCASE LIMIT ?",
            (pattern, "% " + pattern, limit),
        )
    ]


def insert_unit(tx: Transaction, organisation_id: OrganisationId, name: str) -> UnitId:
    """Add a unit.

    Raises:
        DomainError: `unit_exists`.
    """
    return UnitId(tx.insert("unit", organisation_id=organisation_id, name=name.strip()))


def update_unit(tx: Transaction, unit: Unit) -> None:
    """Rename a unit, or set it active or not."""
    tx.update("unit", unit.id, name=unit.name.strip(), is_active=int(unit.is_active))


def units_of(store: Reader, organisation_id: OrganisationId) -> tuple[Unit, ...]:
    """Return the units of an organisation by name."""
    return tuple(
        _unit(row)
        for row in store.read(
            "SELECT id, organisation_id, name, is_active FROM unit WHERE organisation_id = ?"
            " ORDER BY name COLLATE NOCASE",
            (organisation_id,),
        )
    )


def unit(store: Reader, unit_id: UnitId) -> Unit | None:
    """Return one unit, or None."""
    row = store.read_one(
        "SELECT id, organisation_id, name, is_active FROM unit WHERE id = ?", (unit_id,)
    )
    return _unit(row) if row else None


def set_headcount(tx: Transaction, organisation_id: OrganisationId, headcount: Headcount) -> int:
    """Set how many people worked there in a year and return the row's id."""
    tx.execute(
        "DELETE FROM headcount WHERE organisation_id = ? AND year = ? AND unit_id IS ?",
        (organisation_id, headcount.year, headcount.unit_id),
    )
    return tx.insert(
        "headcount",
        organisation_id=organisation_id,
        unit_id=headcount.unit_id,
        year=headcount.year,
        employees=headcount.employees,
    )


def headcounts_of(store: Reader, organisation_id: OrganisationId) -> tuple[Headcount, ...]:
    """Return the headcounts of an organisation, the latest year first."""
    return tuple(
        Headcount(year=row[0], employees=row[1], unit_id=None if row[2] is None else UnitId(row[2]))
        for row in store.read(
            "SELECT year, employees, unit_id FROM headcount WHERE organisation_id = ?"
            " ORDER BY year DESC, ifnull(unit_id, 0)",
            (organisation_id,),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCounts:
    """How busy one organisation keeps the adviser."""

    open_cases: int
    this_year: int
    first_year: int


def case_counts(
    store: Reader, year: int, organisation_id: OrganisationId | None = None
) -> dict[int, CaseCounts]:
    """Return the counts of every organisation that has cases, or of one, by its id.

    Args:
        year: the calendar year of `this_year`.
    """
    narrowed = "" if organisation_id is None else " WHERE organisation_id = ?"
    rows = store.read(
        "SELECT organisation_id, sum(closed_on IS NULL), sum(opened_on BETWEEN ? AND ?),"  # noqa: S608
        f" min(opened_on) FROM case_file INDEXED BY case_counts{narrowed} GROUP BY organisation_id",
        (
            f"{year:04d}-01-01",
            f"{year:04d}-12-31",
            *(() if organisation_id is None else (organisation_id,)),
        ),
    )
    return {
        row[0]: CaseCounts(open_cases=row[1], this_year=row[2], first_year=int(row[3][:4]))
        for row in rows
    }


def last_headcounts(store: Reader) -> dict[int, int]:
    """Return the latest headcount of every whole organisation, by its id."""
    return {
        row[0]: row[1]
        for row in store.read(
            "SELECT organisation_id, employees FROM headcount WHERE unit_id IS NULL ORDER BY year"
        )
    }


def count(store: Reader) -> int:
    """Return how many organisations are active."""
    row = store.read_one("SELECT count(*) FROM organisation WHERE is_active = 1")
    return int(row[0]) if row else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """One report that was released over a period, first and last day included."""

    id: int
    label: str
    first: date
    last: date
    released_on: date
    is_withdrawn: bool


def editions_of(store: Reader, organisation_id: OrganisationId) -> tuple[EditionRow, ...]:
    """Return the reports released to an organisation, the latest period first."""
    return tuple(
        EditionRow(
            id=row[0],
            label=row[1],
            first=date.fromisoformat(row[2]),
            last=date.fromisoformat(row[3]),
            released_on=date.fromisoformat(row[4]),
            is_withdrawn=bool(row[5]),
        )
        for row in store.read(
            "SELECT e.id, e.label, e.period_from, e.period_until, e.released_on,"
            " EXISTS (SELECT 1 FROM edition_withdrawn AS w WHERE w.edition_id = e.id)"
            " FROM edition AS e WHERE e.organisation_id = ? AND e.kind = 'report'"
            " ORDER BY e.period_from DESC, e.id DESC",
            (organisation_id,),
        )
    )


def _values(organisation: Organisation) -> dict[str, object]:
    return {
        "name": organisation.name.strip(),
        "country": organisation.country,
        "sector": organisation.sector.strip(),
        "reporting_period": organisation.reporting_period.value,
        "counting_unit": organisation.counting_unit,
        "retention_profile": organisation.retention_profile,
        "note": organisation.note,
        "is_active": int(organisation.is_active),
    }


def _organisation(row: Row) -> Organisation:
    return Organisation(
        id=OrganisationId(row[0]),
        name=row[1],
        country=row[2],
        sector=row[3],
        reporting_period=ReportingPeriod(row[4]),
        counting_unit=row[5],
        retention_profile=row[6],
        note=row[7],
        is_active=bool(row[8]),
    )


def _unit(row: Row) -> Unit:
    return Unit(
        id=UnitId(row[0]),
        organisation_id=OrganisationId(row[1]),
        name=row[2],
        is_active=bool(row[3]),
    )

"""Which rows are records, and which are bands, blanks, totals, repeated headers and notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vertrouwen.imports.columns import JOINED, TELLING, ColumnReading
from vertrouwen.imports.dates import MONTHS, read_date, year_number
from vertrouwen.imports.headers import Header
from vertrouwen.imports.sheets import Sheet
from vertrouwen.imports.ticks import ticked_labels
from vertrouwen.imports.wording import plain

_TOTALS = re.compile(
    r"^(?:sub|eind|grand )?(?:totaal|totalen|total|totals|som|sum|gemiddelde|average|saldo)\b"
)
_EXPLAINING = ("legend", "afkort", "abbrev", "betekenis", "codes", "codelijst", "verklaring")
_DITTO = frozenset({'"', "''", "”", "„", "idem", "id", "id.", "ditto", "idem."})
_LEGEND = re.compile(r"(?<!\w)([\w&./-]{1,12})\s*=\s*([^.;=\n]{2,60}?)(?=[.;,\n]|$)")


@dataclass(slots=True, kw_only=True)
class Record:
    """One record as found, before it is coded.

    Args:
        sheet: the sheet's name.
        row: its row in the sheet, from 1.
        cells: field -> cell.
        year: the year of the band above it.
        month: the month of the band above it.
        band: any other text standing above it as a band.
        formulas: fields whose cell is a formula -> whether a result was stored.
        copied: fields taken from the row above because the cell says "idem".
        unread: fields that a column which is not imported may be about.
        unticked: fields with columns to tick, none of which is.
    """

    sheet: str
    row: int
    cells: dict[str, object]
    year: int | None = None
    month: int | None = None
    band: str | None = None
    formulas: dict[str, bool] = field(default_factory=dict)
    copied: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a sheet holds below its header.

    Args:
        records: the rows that are contacts.
        skipped: row -> why it is no record: band, total, header or note.
        legend: abbreviations explained in notes, plain -> meaning.
        orphans: formulas in columns that are not imported.
    """

    records: list[Record]
    skipped: dict[int, str]
    legend: dict[str, str]


def read_records(sheet: Sheet, header: Header, columns: Sequence[ColumnReading]) -> Table:
    """Tell records from the other rows of a sheet."""
    places, ticks = _places(columns)
    unread = [(c.index, c.unread) for c in columns if c.unread]
    everywhere = {
        f: [*places.get(f, ()), *(i for i, _ in ticks.get(f, ()))] for f in {*places, *ticks}
    }
    merged = _merged_down(sheet, header.row)
    header_plain = {plain(n) for n in header.names if n}
    records: list[Record] = []
    skipped: dict[int, str] = {}
    legend: dict[str, str] = {}
    year = year_number(sheet.name)
    month: int | None = None
    band: str | None = None
    previous: dict[str, object] = {}
    for note in header.above:
        legend.update(_explained(note))
    for number, row in enumerate(sheet.rows[header.row :], header.row + 1):
        cells = row if number not in merged else _filled(row, sheet, merged[number])
        filled = [c for c in cells if c is not None and str(c).strip()]
        if not filled:
            continue
        kind = _kind_of(cells, filled, everywhere, header_plain)
        if kind == "record":
            record = _record(sheet, number, cells, places, previous)
            record.year, record.month, record.band = year, month, band
            _add_ticks(record, cells, ticks)
            if unread:
                record.unread = tuple(f for i, fs in unread if _is_filled(cells, i) for f in fs)
            previous = record.cells
            records.append(record)
            continue
        skipped[number] = kind
        text = str(filled[0])
        if kind == "band":
            found = read_date(text)
            year = found.year or year_number(text) or year
            month = found.month
            if month is None:
                month = MONTHS.get(plain(text).partition(" ")[0])
            if found.year is None and year_number(text) is None and month is None:
                band = text.strip()
        if kind in ("note", "band"):
            for cell in filled:
                legend.update(_explained(str(cell)))
    return Table(records=records, skipped=skipped, legend=legend)


def _places(
    columns: Sequence[ColumnReading],
) -> tuple[dict[str, list[int]], dict[str, list[tuple[int, str]]]]:
    """Return per field its columns, and its columns to tick with their labels."""
    places: dict[str, list[int]] = {}
    ticks: dict[str, list[tuple[int, str]]] = {}
    for column in columns:
        if column.field is not None and column.label is not None:
            ticks.setdefault(column.field, []).append((column.index, column.label))
        elif column.field is not None:
            places.setdefault(column.field, []).append(column.index)
    return places, ticks


def _is_filled(cells: Sequence[object], index: int) -> bool:
    return index < len(cells) and cells[index] is not None and bool(str(cells[index]).strip())


def _add_ticks(
    record: Record, cells: Sequence[object], ticks: Mapping[str, list[tuple[int, str]]]
) -> None:
    unticked: list[str] = []
    for name, columns in ticks.items():
        said = ticked_labels([(cells[i] if i < len(cells) else None, t) for i, t in columns])
        if said is None and record.cells.get(name) is None:
            unticked.append(name)
        own = record.cells.get(name)
        record.cells[name] = "\n".join(str(v) for v in (own, said) if v is not None) or None
    record.unticked = tuple(unticked)


def _kind_of(
    cells: Sequence[object],
    filled: Sequence[object],
    places: Mapping[str, list[int]],
    header_plain: set[str],
) -> str:
    first = str(filled[0]).strip()
    dates = [cells[i] for i in places.get("date", ()) if i < len(cells)]
    has_date = any(read_date(d).precision == "dag" for d in dates)
    if plain(first) in header_plain:
        repeated = sum(plain(str(c)) in header_plain for c in filled)
        if repeated >= max(3, len(filled) * 0.7):
            return "header"
    if _TOTALS.match(plain(first)) and not has_date:
        return "total"
    if len(filled) == 1 or len({str(c).strip() for c in filled[:20]}) == 1:
        if has_date and len(filled) == 1 and str(filled[0]) == str(dates[0]):
            return "record" if len(places) <= 2 else "note"
        return "band" if len(first) <= 60 and "=" not in first else "note"
    if not has_date and not _is_coded(cells, places):
        numbers = sum(isinstance(c, int | float) for c in filled)
        if numbers >= len(filled) - 1 and len(filled) <= 5:
            return "total"
        return "note" if len(filled) <= 4 else "record"
    return "record"


def _is_coded(cells: Sequence[object], places: Mapping[str, list[int]]) -> bool:
    """Tell whether a cell stands in one of the columns that say what the contact was about."""
    return any(_is_filled(cells, i) for field_name in TELLING for i in places.get(field_name, ()))


def _merged_down(sheet: Sheet, header_row: int) -> dict[int, list[tuple[int, int]]]:
    """Return per row the columns whose value stands higher up in a merged cell."""
    found: dict[int, list[tuple[int, int]]] = {}
    for first_row, first, last_row, last in sheet.merged:
        if first_row <= header_row or first != last or last_row - first_row > 500:
            continue
        for row in range(first_row + 1, last_row + 1):
            found.setdefault(row, []).append((first, first_row))
    return found


def _filled(row: Sequence[object], sheet: Sheet, merged: list[tuple[int, int]]) -> list[object]:
    cells = list(row)
    if not any(c is not None for c in cells):
        return cells
    for column, source in merged:
        above = sheet.rows[source - 1]
        while len(cells) <= column:
            cells.append(None)
        if cells[column] is None and column < len(above):
            cells[column] = above[column]
    return cells


def _record(
    sheet: Sheet,
    number: int,
    row: Sequence[object],
    places: Mapping[str, list[int]],
    previous: Mapping[str, object],
) -> Record:
    cells: dict[str, object] = {}
    formulas: dict[str, bool] = {}
    copied: list[str] = []
    width = len(row)
    for name, indexes in places.items():
        value = row[indexes[0]] if indexes[0] < width else None
        if len(indexes) > 1:
            value = _first_or_joined(name, [row[i] for i in indexes if i < width])
        if type(value) is str:
            if not value or value.isspace():
                value = None
            elif len(value) < 6 and value.strip().casefold() in _DITTO and name in previous:
                value = previous[name]
                copied.append(name)
        cells[name] = value
        if sheet.formulas:
            for i in indexes:
                stored = sheet.formulas.get((number, i))
                if stored is not None:
                    formulas[name] = stored
    return Record(
        sheet=sheet.name, row=number, cells=cells, formulas=formulas, copied=tuple(copied)
    )


def legend_of(sheet: Sheet) -> dict[str, str]:
    """Return the abbreviations that a sheet explains, in sentences or in two columns."""
    legend: dict[str, str] = {}
    pairs: dict[str, str] = {}
    titles = [sheet.name, *(str(c) for row in sheet.rows[:3] for c in row if isinstance(c, str))]
    is_list = any(plain(t).startswith(_EXPLAINING) for t in titles)
    for row in sheet.rows:
        texts = [c.strip() for c in row if isinstance(c, str) and c.strip()]
        if len(texts) == 2 and is_list and len(texts[0]) <= 12:
            pairs[plain(texts[0])] = texts[1]
        elif len(texts) <= 2:
            for text in texts:
                legend.update(_explained(text))
    return pairs | legend


def _explained(note: str) -> dict[str, str]:
    return {plain(short): meaning.strip() for short, meaning in _LEGEND.findall(note)}


def _first_or_joined(name: str, values: Sequence[object]) -> object:
    """Take the columns of one field together: all that is said, or else the first."""
    said = [v for v in values if v is not None and str(v).strip()]
    if len(said) > 1 and name in JOINED:
        return "\n".join(str(v) for v in said)
    return said[0] if said else None

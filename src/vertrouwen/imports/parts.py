"""The sheets of a registration with their columns understood and their records found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vertrouwen.domain.vocabulary import Vocabulary
from vertrouwen.imports.columns import CODED, ColumnReading, assign, match_header
from vertrouwen.imports.guessing import guess
from vertrouwen.imports.headers import Header
from vertrouwen.imports.labels import LabelReader
from vertrouwen.imports.mapping import Mapping
from vertrouwen.imports.preview import FileWarning
from vertrouwen.imports.records import Table, legend_of, read_records
from vertrouwen.imports.sheets import Sheet
from vertrouwen.imports.ticks import find_ticks
from vertrouwen.imports.wording import marked, plain

_SAMPLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One sheet on its way to being coded."""

    sheet: Sheet
    header: Header
    columns: tuple[ColumnReading, ...]
    table: Table

    @property
    def fields(self) -> frozenset[str]:
        """The fields that have a column."""
        return frozenset(c.field for c in self.columns if c.field is not None)

    def values(self, field: str) -> list[object]:
        """Return the cells of one field, one for each record."""
        return [r.cells.get(field) for r in self.table.records]


def is_belgian(found: Sequence[tuple[Sheet, Header]]) -> bool:
    """Tell whether a registration uses the terms of Belgian law."""
    words: set[str] = set()
    for sheet, header in found:
        for row in (header.names, header.above, *sheet.rows[header.row : header.row + 2000]):
            for cell in row:
                if isinstance(cell, str) and len(cell) < 60:
                    words.update(plain(cell).split())
    return bool(words & marked("belgian_sure")) or len(words & marked("belgian_hints")) >= 3


def read_parts(
    found: Sequence[tuple[Sheet, Header]],
    vocabulary: Vocabulary,
    mapping: Mapping,
    belgian: bool,
    explained: dict[str, str],
) -> tuple[list[Part], dict[str, LabelReader]]:
    """Understand the columns of each sheet and find its records.

    Args:
        found: the sheets that hold a registration, with their headers.
        vocabulary: the practice's code lists.
        mapping: what the adviser settled about this source before.
        belgian: Belgian statutory terms have their own codes here.
        explained: abbreviations that the file explains, plain -> meaning.

    Returns:
        The sheets, and per coded field the reader of its labels.
    """
    legend: dict[str, str] = dict(explained)

    def new_readers() -> dict[str, LabelReader]:
        return {
            field: LabelReader(
                name,
                vocabulary,
                belgian=belgian,
                answers={plain(k): v for k, v in mapping.labels.get(field, {}).items()},
                legend=legend,
            )
            for field, name in CODED.items()
        }

    readers = new_readers()
    corrections = {plain(k): v for k, v in mapping.columns.items()}
    parts: list[Part] = []
    for sheet, header in found:
        names = ["" if i in sheet.hidden_columns else n for i, n in enumerate(header.names)]
        sample = sheet.rows[header.row : header.row + _SAMPLE]
        cells = {
            i: [r[i] for r in sample if i < len(r) and r[i] is not None] for i in range(len(names))
        }
        columns = _columns(header, names, cells, readers, corrections)
        read_table = read_records(sheet, header, columns)
        legend.update(read_table.legend)
        parts.append(Part(sheet=sheet, header=header, columns=columns, table=read_table))
    return parts, new_readers() if legend else readers


def _columns(
    header: Header,
    names: Sequence[str],
    cells: dict[int, list[object]],
    readers: dict[str, LabelReader],
    corrections: dict[str, str | None],
) -> tuple[ColumnReading, ...]:
    """Understand the columns of one sheet: by header, as columns to tick, by their cells."""
    settled = {i for i, n in enumerate(names) if plain(n) in corrections}
    groups = {i: (g, _group_field(g)) for i, (g, own) in header.groups.items() if own}
    labels = [
        header.groups[i][1] if n and i in groups and groups[i][1] else n
        for i, n in enumerate(names)
    ]
    open_labels = ["" if i in settled else n for i, n in enumerate(labels)]
    ticked = find_ticks(open_labels, groups, cells, readers, frozenset())
    plainly = ["" if i in ticked else n for i, n in enumerate(names)]
    columns = assign(plainly, cells, readers, corrections)
    taken = frozenset(c.field for c in columns if c.field)
    if taken.intersection(ticked.values()):
        # A list with a column of its own is not ticked as well, unless a group header says so.
        ticked = find_ticks(open_labels, groups, cells, readers, taken)
        plainly = ["" if i in ticked else n for i, n in enumerate(names)]
        columns = assign(plainly, cells, readers, corrections)
    found = [
        ColumnReading(
            index=i,
            header=names[i] if labels[i] == names[i] else f"{groups[i][0]}: {labels[i]}",
            field=f,
            confidence=0.9,
            label=labels[i],
        )
        for i, f in ticked.items()
    ]
    merged = sorted((*columns, *found), key=lambda c: c.index)
    return guess(merged, cells, readers, frozenset(settled))


def _group_field(group: str) -> str | None:
    """Return the coded field a group header names."""
    fields = [m.field for m in match_header(group) if m.field in CODED]
    return fields[0] if fields else None


def legend_of_all(sheets: Sequence[Sheet]) -> dict[str, str]:
    """Return the abbreviations that the visible sheets of a file explain."""
    legend: dict[str, str] = {}
    for sheet in sheets:
        if not sheet.is_hidden:
            legend.update(legend_of(sheet))
    return legend


def column_warnings(parts: Sequence[Part]) -> list[FileWarning]:
    """Return what must be known about columns that are hidden, unknown, or hold names."""
    warnings: list[FileWarning] = []
    for part in parts:
        hidden = len([i for i in part.sheet.hidden_columns if i < len(part.header.names)])
        if hidden:
            params: dict[str, object] = {"sheet": part.sheet.name, "count": hidden}
            warnings.append(FileWarning(code="kolommen_verborgen", params=params))
        unknown = tuple(c.header for c in part.columns if c.field is None)
        if unknown:
            warnings.append(FileWarning(code="kolommen_onbekend", params={"headers": unknown}))
        persons = tuple(c.header for c in part.columns if c.field == "person")
        if persons:
            warnings.append(FileWarning(code="kolommen_personen", params={"headers": persons}))
        if "kind" not in part.fields:
            warnings.append(FileWarning(code="kolom_soort_ontbreekt", params={}))
    return warnings


def is_english(part: Part) -> bool:
    """Tell whether the headers of a sheet are English."""
    words = [w for n in part.header.names for w in plain(n).split()]
    return bool(words) and sum(w in marked("english_headers") for w in words) > len(words) * 0.4

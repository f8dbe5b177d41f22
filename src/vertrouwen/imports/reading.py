"""From a file to a preview: the whole way in, without storing anything."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median

from vertrouwen.domain.vocabulary import Vocabulary
from vertrouwen.imports import dates
from vertrouwen.imports.coding import Coder
from vertrouwen.imports.columns import match_header
from vertrouwen.imports.comparing import compare
from vertrouwen.imports.durations import Unit
from vertrouwen.imports.errors import ImportRefusedError
from vertrouwen.imports.headers import Header, find_header, headers_seen
from vertrouwen.imports.labels import LabelReader
from vertrouwen.imports.mapping import Mapping, SourceSignature
from vertrouwen.imports.moments import Setting
from vertrouwen.imports.names import NameReading, NameRegister
from vertrouwen.imports.overlap import sheets_to_choose
from vertrouwen.imports.parts import (
    Part,
    column_warnings,
    is_belgian,
    is_english,
    legend_of_all,
    read_parts,
)
from vertrouwen.imports.person_names import known_words
from vertrouwen.imports.preview import CodedRow, FileWarning, LabelRow, Preview
from vertrouwen.imports.records import Record
from vertrouwen.imports.sheets import MOST_RECORDS, Progress, Sheet, Source, report
from vertrouwen.imports.source import open_source
from vertrouwen.imports.wording import plain, silence, table

_SAMPLE = 300
_REPORT_EVERY = 500


def read(
    path: Path,
    vocabulary: Vocabulary,
    *,
    today: date,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Read a registration and propose what it will become; nothing is stored.

    Args:
        path: an .xlsx or .csv file.
        vocabulary: the practice's code lists.
        today: nothing can have happened after it.
        mapping: what the adviser settled about this source before.
        progress: called with rows done and rows in all (0 where unknown); False cancels.

    Raises:
        ImportRefusedError: the file cannot be read; its code says why.
        ImportCancelledError: the adviser stopped.
    """
    mapping = mapping or Mapping()
    source = open_source(path, progress)
    return _preview(source, vocabulary, today, mapping, progress)


def _preview(
    source: Source,
    vocabulary: Vocabulary,
    today: date,
    mapping: Mapping,
    progress: Progress | None,
) -> Preview:
    found, listed, warnings = _registrations(source, mapping)
    signature = SourceSignature.of([n for _, h in found for n in h.names])
    choice = () if mapping.sheets else sheets_to_choose(found)
    if choice:
        warnings.append(FileWarning(code="bladen_gelijk", params={"sheets": choice}))
        return Preview(
            signature=signature,
            columns={},
            rows=(),
            labels=(),
            organisations=(),
            units={},
            skipped={},
            warnings=tuple(warnings),
            sheet_choice=choice,
        )
    belgian = is_belgian(found)
    explained = legend_of_all(source.sheets)
    parts, readers = read_parts(found, vocabulary, mapping, belgian, explained)
    count = sum(len(p.table.records) for p in parts)
    if count > MOST_RECORDS:
        raise ImportRefusedError("te_veel_regels", limit=MOST_RECORDS)
    work = _Work(parts, readers, listed, explained, mapping, vocabulary, today)
    rows = work.code(progress, count)
    warnings.extend(column_warnings(parts))
    return Preview(
        signature=signature,
        columns={p.sheet.name: p.columns for p in parts},
        rows=tuple(rows),
        labels=work.label_rows(),
        organisations=work.organisations.names
        or tuple(dict.fromkeys(r.organisation for r in rows if r.organisation)),
        units={org or "": reg.names for org, reg in work.units.items() if org is not None},
        skipped={p.sheet.name: p.table.skipped for p in parts},
        warnings=tuple(warnings),
        is_belgian=belgian,
    )


def _registrations(
    source: Source, mapping: Mapping
) -> tuple[list[tuple[Sheet, Header]], dict[str, list[str]], list[FileWarning]]:
    """Sort the sheets: registrations, lists of organisations, and what is left aside."""
    warnings: list[FileWarning] = []
    found: list[tuple[Sheet, Header]] = []
    listed: dict[str, list[str]] = {}
    seen: tuple[str, ...] = ()
    formulas = 0
    for sheet in source.sheets:
        formulas += len(sheet.formulas)
        if sheet.is_hidden:
            warnings.append(FileWarning(code="blad_verborgen", params={"sheet": sheet.name}))
            continue
        header = find_header(sheet)
        if mapping.sheets and sheet.name not in mapping.sheets:
            continue
        if header is not None and header.is_registration:
            found.append((sheet, header))
        elif header is not None and header.is_name_list:
            listed.update(_listed_names(sheet, header))
            warnings.append(FileWarning(code="blad_namen", params={"sheet": sheet.name}))
        elif sheet.rows:
            seen = seen or headers_seen(sheet)
            warnings.append(FileWarning(code="blad_overgeslagen", params={"sheet": sheet.name}))
    if formulas:
        warnings.append(FileWarning(code="formules", params={"count": formulas}))
    if source.has_external_links:
        warnings.append(FileWarning(code="externe_koppeling", params={}))
    if not found:
        if not any(s.rows for s in source.sheets):
            raise ImportRefusedError("leeg")
        raise ImportRefusedError("geen_kopregel", headers=seen)
    return found, listed, warnings


def _listed_names(sheet: Sheet, header: Header) -> dict[str, list[str]]:
    """Read a list of organisations with their units; the fullest column of units counts."""
    fields = {i: {m.field for m in match_header(n)} for i, n in enumerate(header.names) if n}
    places = [i for i, found in fields.items() if "organisation" in found]
    unit_places = [i for i, found in fields.items() if "unit" in found]
    names: dict[str, list[str]] = {}
    for row in sheet.rows[header.row :]:
        organisation = row[places[0]] if len(row) > places[0] else None
        if not isinstance(organisation, str):
            continue
        found = [
            [" ".join(u.split()) for u in re.split(r"[,;\n]", cell) if u.strip()]
            for i in unit_places
            if i < len(row) and isinstance(cell := row[i], str)
        ]
        names[" ".join(organisation.split())] = max(found, key=len, default=[])
    if not any(len(units) > 1 for units in names.values()):
        names = {name: [] for name in names}
    return names


class _Work:
    """Everything that is known about a file while its records are coded."""

    def __init__(
        self,
        parts: list[Part],
        readers: dict[str, LabelReader],
        listed: dict[str, list[str]],
        explained: dict[str, str],
        mapping: Mapping,
        vocabulary: Vocabulary,
        today: date,
    ) -> None:
        self._parts = parts
        self._readers = readers
        self._mapping = mapping
        self._vocabulary = vocabulary
        self._today = today
        self._labels: Counter[tuple[str, str]] = Counter()
        self._legend = explained | {k: v for p in parts for k, v in p.table.legend.items()}
        self._client: dict[str, NameReading] = {
            p.sheet.name: _client_of(p, len(parts), mapping) for p in parts
        }
        counts: Counter[str] = Counter()
        for part in parts:
            counts.update(t for t in map(_name, part.values("organisation")) if t)
        self.organisations = NameRegister(
            counts,
            listed=tuple(listed),
            legend=self._legend,
            answers={plain(k): v for k, v in mapping.names.get("organisation", {}).items()},
        )
        self.units = self._unit_registers(listed)

    def _unit_registers(self, listed: dict[str, list[str]]) -> dict[str | None, NameRegister]:
        counts: dict[str | None, Counter[str]] = defaultdict(Counter)
        for part in self._parts:
            for record in part.table.records:
                unit = _name(record.cells.get("unit"))
                if unit:
                    counts[self._client_name(part, record)][unit] += 1
                    counts[None][unit] += 1
        answers = {plain(k): v for k, v in self._mapping.names.get("unit", {}).items()}
        counts.setdefault(None, Counter())
        units_of = {self.organisations.read(k).name: v for k, v in listed.items()}
        return {
            client: NameRegister(
                found,
                listed=units_of.get(client, ()) if client else (),
                legend=self._legend,
                answers=answers,
                is_unit=True,
            )
            for client, found in counts.items()
        }

    def _client_name(self, part: Part, record: Record) -> str | None:
        if "organisation" not in part.fields:
            return self._client[part.sheet.name].name or record.band
        text = _name(record.cells.get("organisation"))
        return self.organisations.read(text).name if text else None

    def code(self, progress: Progress | None, total: int) -> list[CodedRow]:
        rows: list[CodedRow] = []
        names = known_words((*self.organisations.names, *self.units[None].names))
        for part in self._parts:
            setting = Setting(
                order=dates.order_of(
                    (*part.values("date"), *part.values("closed")), dutch=not is_english(part)
                ),
                unit=_unit_of(part.values("duration")),
                fields=part.fields,
                organisation=self._client[part.sheet.name],
                today=self._today,
                known_words=names,
                guessed=tuple(c.field for c in part.columns if c.field and c.is_guess),
            )
            coder = Coder(
                setting,
                self._readers,
                self.organisations,
                self.units,
                self._vocabulary,
                self._labels,
            )
            coded: list[CodedRow] = []
            for record in part.table.records:
                coded.append(coder.code(record))
                if len(coded) % _REPORT_EVERY == 0:
                    report(progress, len(rows) + len(coded), total)
            rows.extend(compare(part.table.records, coded))
        return rows

    def label_rows(self) -> tuple[LabelRow, ...]:
        headers = {c.field: c.header for p in self._parts for c in p.columns if c.field}
        found: list[LabelRow] = []
        for (field, label), count in self._labels.items():
            if field in ("organisation", "unit"):
                register = self.organisations if field == "organisation" else self.units[None]
                name = register.read(label)
                codes: tuple[str, ...] = (name.name,) if name.name else ()
                kind, confidence = ("question" if name.doubt else "name"), name.confidence
            else:
                reading = self._readers[field].read(label)
                codes, kind, confidence = reading.codes, str(reading.kind), reading.confidence
            found.append(
                LabelRow(
                    field=field,
                    header=headers.get(field, ""),
                    label=label,
                    count=count,
                    codes=codes,
                    confidence=round(confidence, 2),
                    kind=kind,
                )
            )
        return tuple(sorted(found, key=lambda r: (r.field, r.confidence, -r.count, r.label)))


def _name(value: object) -> str | None:
    if not isinstance(value, str) or silence(value) is not None or value.startswith(("=", "#")):
        return str(value) if isinstance(value, int) else None
    return " ".join(value.split())


def _client_of(part: Part, sheets: int, mapping: Mapping) -> NameReading:
    """The client of a sheet without a column for it: the sheet's own name, if it names one."""
    if mapping.organisation is not None:
        return NameReading(name=mapping.organisation)
    name = part.sheet.name.strip()
    generic = frozenset(table("names")["sheet_generic"]["words"])
    months = frozenset(dates.MONTHS)
    words = [w for w in plain(name).split() if not w.isdigit()]
    if words and not all(re.sub(r"\d+$", "", w) in generic | months for w in words):
        kept = re.sub(r"[\s_-]*\b(?:19|20)\d{2}\b[\s_-]*", " ", name).strip(" _-")
        return NameReading(name=kept or name)
    return NameReading(name=None, doubt="organisatie_ontbreekt", level="beslissen", confidence=0.0)


def _unit_of(values: Sequence[object]) -> Unit:
    """In a column only called "tijd", the size of the numbers tells hours from minutes."""
    numbers: list[float] = []
    for value in values:
        if isinstance(value, int | float) and not isinstance(value, bool):
            numbers.append(float(value))
        elif isinstance(value, str) and re.fullmatch(r"\s*\d+(?:[.,]\d+)?\s*", value):
            numbers.append(float(value.replace(",", ".")))
    if not numbers:
        return "uur"
    middle = median(numbers)
    if middle >= 12:
        return "minuut"
    return "uur" if middle <= 6 else "onzeker"

"""What a registration will become, row by row, and everything that is doubtful about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vertrouwen.imports.columns import ColumnReading
from vertrouwen.imports.consents import ConsentNote
from vertrouwen.imports.dates import Precision
from vertrouwen.imports.flags import Flag
from vertrouwen.imports.mapping import SourceSignature


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedRow:
    """One record as it will be stored, unless the adviser decides otherwise.

    Args:
        sheet, row: where it stands; rows from 1, in CSV records from 1.
        number: the adviser's own number, "" if none.
        day: date of first contact, only where the day is known.
        precision: dag, maand, kwartaal, jaar or None.
        year, month, quarter: as far as known.
        organisation: the adviser's own name, or None.
        unit: the adviser's own name, or onbekend.
        kind, track, role, relation, channel, outcome: codes.
        natures, steps, referrals: codes, first named first.
        talks, minutes: numbers, None where not given.
        closed_on: day of closing; is_closed also without a day.
        consent: what is said about consent; consent_text: in the adviser's words.
        remark: free text, kept as a note and never read.
        ground, identity: codes if the file names them.
        flags: what is doubtful.
        confidence: of the least certain proposal, 0 to 1.
    """

    sheet: str
    row: int
    number: str
    day: date | None
    precision: Precision | None
    year: int | None
    month: int | None
    quarter: int | None
    organisation: str | None
    unit: str
    kind: str
    track: str
    natures: tuple[str, ...]
    role: str
    relation: str
    channel: str
    steps: tuple[str, ...]
    referrals: tuple[str, ...]
    outcome: str
    talks: int | None
    minutes: int | None
    closed_on: date | None
    is_closed: bool
    consent: ConsentNote
    consent_text: str
    remark: str
    ground: str | None
    identity: str | None
    flags: tuple[Flag, ...]
    confidence: float

    @property
    def is_blocked(self) -> bool:
        """Whether the row may not be counted before the adviser decides."""
        return any(flag.level == "blokkerend" for flag in self.flags)

    def as_json(self) -> dict[str, object]:
        """Return the fields under the names of the samples' `truth.json`."""
        found: dict[str, object] = {
            "datum": self.day.isoformat() if self.day else None,
            "datum_precisie": self.precision,
            "jaar": self.year,
            "kwartaal": f"K{self.quarter}" if self.quarter else None,
            "organisatie": self.organisation,
            "afdeling": self.unit,
            "soort_contact": self.kind,
            "spoor": self.track,
            "aard": list(self.natures),
            "aard_primair": self.natures[0],
            "rol_melder": self.role,
            "relatie_aangeklaagde": self.relation,
            "kanaal": self.channel,
            "gekozen_stap": list(self.steps),
            "doorverwijzing": list(self.referrals),
            "uitkomst": self.outcome,
            "aantal_gesprekken": self.talks,
            "minuten": self.minutes,
            "afgesloten_op": self.closed_on.isoformat() if self.closed_on else None,
            "status": "afgesloten" if self.is_closed else "open",
            "toestemming": {
                "status": self.consent.status,
                "vorm": self.consent.form,
                "datum": self.consent.day.isoformat() if self.consent.day else None,
            },
        }
        if self.precision == "maand":
            found["maand"] = f"{self.year}-{self.month:02d}"
        if self.ground is not None:
            found["discriminatiegrond"] = self.ground
        if self.identity is not None:
            found["identiteit"] = self.identity
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """One line of the table of labels that the adviser confirms.

    Args:
        field: the field it belongs to.
        header: the column's header.
        label: as written in the file, trimmed.
        count: in how many records it occurs.
        codes: what is proposed.
        confidence: from 0 to 1.
        kind: synonym, typo, question, unknown, or name (an organisation or unit).
    """

    field: str
    header: str
    label: str
    count: int
    codes: tuple[str, ...]
    confidence: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWarning:
    """Something to know about the file as a whole: a code with safe parameters."""

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A registration as read, before anything is stored.

    Args:
        signature: recognises this adviser's registration next time.
        columns: per sheet the columns as understood.
        rows: the records in file order.
        labels: the table of labels.
        organisations: the names found, the commonest first.
        units: the names of units per organisation.
        skipped: sheet -> row -> why it is no record.
        warnings: about the file as a whole.
        sheet_choice: sheets between which the adviser must choose first; then there are no rows.
        is_belgian: Belgian terms were recognised.
    """

    signature: SourceSignature
    columns: Mapping[str, tuple[ColumnReading, ...]]
    rows: tuple[CodedRow, ...]
    labels: tuple[LabelRow, ...]
    organisations: tuple[str, ...]
    units: Mapping[str, tuple[str, ...]]
    skipped: Mapping[str, Mapping[int, str]]
    warnings: tuple[FileWarning, ...]
    sheet_choice: tuple[str, ...] = ()
    is_belgian: bool = False

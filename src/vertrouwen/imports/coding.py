"""One record to coded facts, with a flag for every doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from vertrouwen.domain.vocabulary import NOT_APPLICABLE, UNKNOWN, Vocabulary
from vertrouwen.imports import dates
from vertrouwen.imports.consents import ConsentNote, read_consent
from vertrouwen.imports.dates import ReadDate
from vertrouwen.imports.durations import ReadDuration, Unit, read_count, read_duration
from vertrouwen.imports.flags import Flag, Level
from vertrouwen.imports.labels import LabelReader, LabelReading
from vertrouwen.imports.names import NameReading, NameRegister
from vertrouwen.imports.person_names import names_a_person
from vertrouwen.imports.preview import CodedRow
from vertrouwen.imports.records import Record
from vertrouwen.imports.wording import plain, silence

NL_FIELDS = {
    "date": "datum",
    "organisation": "organisatie",
    "unit": "afdeling",
    "kind": "soort_contact",
    "track": "spoor",
    "nature": "aard",
    "role": "rol_melder",
    "relation": "relatie_aangeklaagde",
    "channel": "kanaal",
    "step": "gekozen_stap",
    "referral": "doorverwijzing",
    "outcome": "uitkomst",
    "talks": "aantal_gesprekken",
    "minutes": "minuten",
    "closed": "afgesloten_op",
    "consent": "toestemming",
    "status": "status",
    "ground": "discriminatiegrond",
}
_EXCEL_ERROR = re.compile(
    r"^#(?:N/A|N/B|NB|REF!|VERW!|VALUE!|WAARDE!|DIV/0!|DEEL/0!|NAME\?|NAAM\?|NUM!|GETAL!|NULL!|"
    r"LEEG!|SPILL!|CALC!)$",
    re.IGNORECASE,
)
_STILL_OPEN = frozenset(
    [
        "loopt",
        "open",
        "lopend",
        "nee",
        "no",
        "n",
        "nog",
        "lopende",
        "ongoing",
        "pending",
        "running",
        "actief",
        "active",
        "behandeling",
        "in",
        "progress",
        "niet",
        "not",
        "still",
        "nvt",
    ]
)
_CLOSED = frozenset(
    [
        "ja",
        "j",
        "yes",
        "y",
        "afgesloten",
        "gesloten",
        "closed",
        "afgerond",
        "x",
        "done",
        "klaar",
        "beeindigd",
    ]
)
_STEPS_WITH_OTHERS = frozenset(
    {
        "gesprek_leidinggevende",
        "gesprek_aangeklaagde",
        "mediation",
        "melding_hr_bestuur",
        "be_informeel_interventie",
        "be_informeel_verzoening",
    }
)
_OLDEST_YEAR = 1990


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What holds for a whole sheet while its records are coded.

    Args:
        order: how dates are written here.
        unit: what a bare number in an unnamed time column counts.
        fields: the fields that have a column.
        organisation: the client where no column says so, with the doubt about it.
        today: nothing can have happened after it.
        known_words: plain words of organisations and units, which are no persons.
    """

    order: dates.Order
    unit: Unit
    fields: frozenset[str]
    organisation: NameReading
    today: date
    known_words: frozenset[str]


class Coder:
    """Codes the records of one sheet.

    Args:
        setting: what holds for the whole sheet.
        readers: per coded field its label reader.
        organisations: the register of organisation names.
        units: per organisation (or None) the register of unit names.
        vocabulary: the practice's code lists.
        labels: counts of (field, label), filled while coding.
    """

    def __init__(
        self,
        setting: Setting,
        readers: Mapping[str, LabelReader],
        organisations: NameRegister,
        units: Mapping[str | None, NameRegister],
        vocabulary: Vocabulary,
        labels: Counter[tuple[str, str]],
    ) -> None:
        self._setting = setting
        self._readers = readers
        self._organisations = organisations
        self._units = units
        self._vocabulary = vocabulary
        self._labels = labels
        self._flags: list[Flag] = []
        self._confidence = 1.0

    def code(self, record: Record) -> CodedRow:
        """Return one record as coded facts and flags."""
        self._flags = []
        self._confidence = 1.0
        when = self._date(record)
        organisation = self._organisation(record)
        unit = self._unit(record, organisation)
        kind = self._single(record, "kind")
        natures, ground = self._natures(record, kind)
        steps = self._several(record, "step") or (UNKNOWN,)
        consent, consent_text = self._consent(record, when)
        self._step_needs_consent(steps, consent)
        closed_on, is_closed = self._closing(record, when)
        talks = self._talks(record)
        return CodedRow(
            sheet=record.sheet,
            row=record.row,
            number=_text(record.cells.get("number")),
            day=when.day,
            precision=when.precision,
            year=when.year,
            month=when.month,
            quarter=when.quarter,
            organisation=organisation,
            unit=unit,
            kind=kind,
            track=self._track(record, natures),
            natures=natures,
            role=self._single(record, "role"),
            relation=self._single(record, "relation"),
            channel=self._single(record, "channel"),
            steps=steps,
            referrals=self._referrals(record),
            outcome=self._single(record, "outcome"),
            talks=talks,
            minutes=self._minutes(record, talks),
            closed_on=closed_on,
            is_closed=is_closed,
            consent=consent,
            consent_text=consent_text,
            remark=_text(record.cells.get("remark")),
            ground=ground,
            identity=self._identity(record),
            flags=tuple(self._with_copies(record)),
            confidence=round(self._confidence, 2),
        )

    def _flag(self, field: str | None, level: Level, code: str) -> None:
        self._flags.append(Flag(NL_FIELDS.get(field, field) if field else None, level, code))

    def _with_copies(self, record: Record) -> list[Flag]:
        for field in record.copied:
            self._flag(field, "attentie", "overgenomen")
        return self._flags

    def _broken(self, record: Record, field: str, level: Level = "beslissen") -> bool:
        """Flag a cell that holds an error or a formula without its result."""
        value = record.cells.get(field)
        if value is None and not record.formulas:
            return False
        if record.formulas.get(field) is False or (
            isinstance(value, str) and value.lstrip().startswith(("=", "@"))
        ):
            self._flag(field, level, "formule_zonder_waarde")
            return True
        if isinstance(value, str) and "#" in value and _EXCEL_ERROR.match(value.strip()):
            self._flag(field, level, "foutwaarde")
            return True
        return False

    def _date(self, record: Record) -> ReadDate:
        cells = record.cells
        if self._broken(record, "date", "blokkerend"):
            return ReadDate()
        year = dates.year_number(cells.get("year")) or record.year
        found = dates.read_date(cells.get("date"), order=self._setting.order, year=year)
        if found.flaw == "leeg" or found.precision == "jaar" or "date" not in self._setting.fields:
            found = self._date_from_parts(record, found, year)
        if found.flaw is not None:
            self._flag("date", "blokkerend", f"datum_{found.flaw}")
            return ReadDate()
        if found.precision == "jaar":
            self._flag("date", "blokkerend", "datum_alleen_jaar")
        elif found.precision in ("maand", "kwartaal"):
            self._flag("date", "attentie", f"datum_alleen_{found.precision}")
        today = self._setting.today
        too_late = found.day is not None and found.day > today
        if (
            too_late
            or (found.year or today.year) > today.year
            or (found.year is not None and found.year < _OLDEST_YEAR)
        ):
            self._flag("date", "blokkerend", "datum_onwaarschijnlijk")
        elif found.doubtful:
            self._flag("date", "beslissen", "datum_dubbelzinnig")
        return found

    def _date_from_parts(self, record: Record, found: ReadDate, year: int | None) -> ReadDate:
        """Put together a date from columns for year, month and quarter, or from the band."""
        cells = record.cells
        year = found.year or year
        if year is None:
            return found
        in_month = dates.month_number(cells.get("month"))
        day = cells.get("date")
        if in_month is None and cells.get("month") is not None:
            whole = dates.read_date(cells["month"], year=year)
            if whole.precision in ("maand", "dag") and whole.month:
                in_month = whole.month
        if in_month is not None:
            if isinstance(day, int | float) and 1 <= day <= 31:
                return dates.read_date(f"{int(day)}-{in_month}-{year}")
            return dates.in_month(year, in_month)
        quarter = dates.quarter_number(cells.get("quarter"))
        if quarter is not None:
            return ReadDate(year=year, quarter=quarter, precision="kwartaal")
        if "year" in self._setting.fields or found.precision == "jaar":
            return ReadDate(year=year, precision="jaar")
        return found

    def _organisation(self, record: Record) -> str | None:
        if "organisation" not in self._setting.fields:
            found = self._setting.organisation
            if found.name is None and record.band:
                found = NameReading(name=record.band, doubt="organisatie_uit_tussenkop")
            if found.doubt:
                self._flag("organisation", found.level, found.doubt)
            return found.name
        if self._broken(record, "organisation", "blokkerend"):
            return None
        text = _text(record.cells.get("organisation"))
        if not text or silence(text) is not None:
            self._flag("organisation", "blokkerend", "organisatie_leeg")
            return None
        self._labels["organisation", text] += 1
        found = self._organisations.read(text)
        self._doubt("organisation", found)
        return found.name

    def _doubt(self, field: str, found: NameReading) -> None:
        self._confidence = min(self._confidence, found.confidence)
        if found.doubt:
            self._flag(field, found.level, found.doubt)

    def _unit(self, record: Record, organisation: str | None) -> str:
        text = _text(record.cells.get("unit"))
        if not text or silence(text) is not None or self._broken(record, "unit"):
            return UNKNOWN
        self._labels["unit", text] += 1
        register = self._units.get(organisation) or self._units[None]
        if register.is_person(text):
            self._flag("unit", "beslissen", "mogelijk_naam")
            return UNKNOWN
        found = register.read(text)
        self._doubt("unit", found)
        return found.name or UNKNOWN

    def _read(self, record: Record, field: str) -> LabelReading | None:
        value = record.cells.get(field)
        text = _text(value)
        if not text or self._broken(record, field):
            return None
        reading = self._readers[field].read(text)
        if reading.kind != "silent":
            self._labels[field, text] += 1
        weak = reading.is_guess or reading.kind == "unknown" or reading.confidence <= 0.6
        if weak and names_a_person(text, self._setting.known_words):
            self._flag(field, "beslissen", "mogelijk_naam")
            self._confidence = 0.0
            return None
        self._confidence = min(self._confidence, reading.confidence)
        if reading.kind == "unknown":
            code = "aard_onleesbaar" if field == "nature" else "label_onbekend"
            self._flag(field, "beslissen", code)
        elif reading.is_guess:
            self._flag(field, "beslissen", "label_onzeker")
        elif reading.kind == "question":
            self._flag(field, "attentie", "label_vraag")
        elif reading.kind == "typo" and reading.confidence < 0.8:
            self._flag(field, "attentie", "label_typefout")
        return reading

    def _single(self, record: Record, field: str) -> str:
        reading = self._read(record, field)
        if reading is None:
            if field == "kind" and field in self._setting.fields and not self._has_flag(field):
                self._flag(field, "beslissen", "soort_leeg")
            return UNKNOWN
        codes = tuple(dict.fromkeys("geen" if c == "geen" else c for c in reading.codes))
        if len(codes) > 1:
            self._flag(field, "beslissen", "meer_waarden")
            return UNKNOWN
        if field == "kind" and codes[0] == UNKNOWN and reading.kind == "silent":
            self._flag(field, "beslissen", "soort_leeg")
        return codes[0]

    def _has_flag(self, field: str) -> bool:
        return any(flag.field == NL_FIELDS[field] for flag in self._flags)

    def _several(self, record: Record, field: str) -> tuple[str, ...]:
        reading = self._read(record, field)
        return reading.codes if reading is not None else ()

    def _natures(self, record: Record, kind: str) -> tuple[tuple[str, ...], str | None]:
        text = _text(record.cells.get("nature"))
        if text and re.fullmatch(r"[?\s]{2,}", text):
            self._flag("nature", "beslissen", "aard_onleesbaar")
            return (UNKNOWN,), None
        reading = self._read(record, "nature")
        codes = reading.codes if reading is not None else (UNKNOWN,)
        if (
            "nature" in self._setting.fields
            and codes == (UNKNOWN,)
            and not self._has_flag("nature")
        ):
            level: Level = "beslissen" if kind == "melding" else "attentie"
            self._flag("nature", level, "aard_leeg")
        if len({self._vocabulary.track_of(c) for c in codes}) > 1:
            self._flag("track", "attentie", "meer_sporen")
        ground = reading.ground if reading is not None else None
        if "ground" in self._setting.fields and ground is None:
            found = self._read(record, "ground")
            if found is not None and found.codes[0] not in (UNKNOWN, NOT_APPLICABLE):
                ground = found.codes[0]
        return codes, ground

    def _track(self, record: Record, natures: tuple[str, ...]) -> str:
        track = self._vocabulary.track_of(natures[0])
        if "track" not in self._setting.fields:
            return track
        reading = self._read(record, "track")
        if reading is None or len(reading.codes) > 1 or reading.codes[0] == UNKNOWN:
            return track
        if track == UNKNOWN:
            return reading.codes[0]
        if track != reading.codes[0]:
            self._flag("track", "attentie", "spoor_wijkt_af")
        return track

    def _referrals(self, record: Record) -> tuple[str, ...]:
        reading = self._read(record, "referral")
        if reading is None:
            return ()
        return tuple(c for c in reading.codes if c not in (UNKNOWN, NOT_APPLICABLE, "geen"))

    def _identity(self, record: Record) -> str | None:
        if plain(_text(record.cells.get("role"))).startswith(("anoniem", "anonymous")):
            return "anoniem"
        words = plain(_text(record.cells.get("identity"))).split()
        if not words:
            return None
        if words[0] in ("anoniem", "anonymous", "ja", "yes", "j", "y", "x"):
            return "anoniem"
        if words[0] in ("bekend", "known", "nee", "no", "n"):
            return "bekend"
        return None

    def _talks(self, record: Record) -> int | None:
        if self._broken(record, "talks"):
            return None
        count, flaw = read_count(record.cells.get("talks"))
        if flaw:
            self._flag("talks", "beslissen", f"gesprekken_{flaw}")
        return count

    def _minutes(self, record: Record, talks: int | None) -> int | None:
        total: int | None = None
        units: tuple[tuple[str, Unit], ...] = (
            ("hours", "uur"),
            ("minutes", "minuut"),
            ("duration", self._setting.unit),
        )
        for field, unit in units:
            if field not in self._setting.fields:
                continue
            value = record.cells.get(field)
            if self._broken_time(record, field):
                return None
            found = read_duration(value, unit)
            if found.flaw is None and unit == "uur":
                found = _implausible_hours(value, found, talks)
            if found.flaw:
                self._flag("minutes", "beslissen", f"uren_{found.flaw}")
                return None
            if found.minutes is not None:
                total = (total or 0) + found.minutes
        if total is not None and total > 24 * 60:
            self._flag("minutes", "beslissen", "uren_onwaarschijnlijk")
            return None
        return total

    def _broken_time(self, record: Record, field: str) -> bool:
        before = len(self._flags)
        if not self._broken(record, field):
            return False
        flag = self._flags[before]
        self._flags[before] = Flag("minuten", flag.level, flag.code)
        return True

    def _closing(self, record: Record, when: ReadDate) -> tuple[date | None, bool]:
        if self._broken(record, "closed"):
            return None, False
        value = record.cells.get("closed")
        words = plain(_text(record.cells.get("status"))).split()
        says_closed = bool(words) and words[0] in _CLOSED
        if value is None or (isinstance(value, str) and _says_open(value)):
            return None, says_closed
        if isinstance(value, str) and plain(value).split()[0] in _CLOSED:
            return None, True
        found = dates.read_date(value, order=self._setting.order, year=when.year)
        if found.day is None:
            if found.precision in ("maand", "kwartaal"):
                self._flag("closed", "attentie", "afgesloten_zonder_dag")
                return None, True
            if found.flaw != "leeg":
                self._flag("closed", "beslissen", "afgesloten_onleesbaar")
            return None, says_closed
        if found.day > self._setting.today:
            self._flag("closed", "beslissen", "afgesloten_toekomst")
            return None, False
        start = when.day
        if start is not None and start <= self._setting.today and found.day < start:
            if not self._moved_year(record, start):
                self._flag("closed", "beslissen", "afgesloten_voor_datum")
                return None, False
        elif found.doubtful:
            self._flag("closed", "beslissen", "datum_dubbelzinnig")
        return found.day, True

    def _moved_year(self, record: Record, start: date) -> bool:
        """The start, not the closing, stands in the wrong year."""
        expected = dates.year_number(record.cells.get("number"))
        return expected is not None and start.year > expected

    def _consent(self, record: Record, when: ReadDate) -> tuple[ConsentNote, str]:
        value = record.cells.get("consent")
        text = _text(value)
        if value is None or self._broken(record, "consent"):
            return ConsentNote(), ""
        note = read_consent(value, order=self._setting.order, year=when.year)
        if note.is_unclear:
            self._flag("consent", "beslissen", "toestemming_onduidelijk")
        if names_a_person(text, self._setting.known_words):
            self._flag("consent", "attentie", "mogelijk_naam")
        return note, text

    def _step_needs_consent(self, steps: tuple[str, ...], consent: ConsentNote) -> None:
        if "consent" not in self._setting.fields or consent.status == "gegeven":
            return
        if _STEPS_WITH_OTHERS.intersection(steps):
            self._flag("consent", "attentie", "stap_zonder_toestemming")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).strip()


def _says_open(text: str) -> bool:
    words = plain(text).split()
    return (
        not words
        or (words[0] in _STILL_OPEN and not any(c.isdigit() for c in text))
        or (silence(text) is not None)
    )


def _implausible_hours(value: object, found: ReadDuration, talks: int | None) -> ReadDuration:
    """ "30" in a column of hours, with one talk: most likely minutes."""
    is_bare = isinstance(value, int | float) or (
        isinstance(value, str) and re.fullmatch(r"\s*\d+(?:[.,]\d+)?\s*", value) is not None
    )
    hours = (found.minutes or 0) / 60
    if is_bare and hours >= 10 and hours > 4 * max(1, talks or 1):
        return ReadDuration(flaw="onwaarschijnlijk")
    return found

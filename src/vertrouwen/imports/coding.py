"""One record to coded facts, with a flag for every doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from vertrouwen.domain.vocabulary import NOT_APPLICABLE, UNKNOWN, Vocabulary
from vertrouwen.imports.amounts import minutes, talks
from vertrouwen.imports.consents import ConsentNote, read_consent
from vertrouwen.imports.dates import ReadDate
from vertrouwen.imports.doubts import Doubts, text_of
from vertrouwen.imports.flags import Flag, Level
from vertrouwen.imports.labels import LabelReader, LabelReading
from vertrouwen.imports.moments import Setting, closing, first_contact
from vertrouwen.imports.names import NameReading, NameRegister
from vertrouwen.imports.person_names import names_a_person
from vertrouwen.imports.preview import CodedRow
from vertrouwen.imports.records import Record
from vertrouwen.imports.wording import plain, silence

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
_HEADING = re.compile(
    r"(?i)^(?:klant|opdrachtgever|organisatie|bedrijf|client|organi[sz]ation|company)\s*:\s*"
)


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
        self._doubts = Doubts(Record(sheet="", row=0, cells={}))

    def code(self, record: Record) -> CodedRow:
        """Return one record as coded facts and flags."""
        self._doubts = Doubts(record)
        when = first_contact(self._doubts, self._setting)
        organisation = self._organisation(record)
        unit = self._unit(record, organisation)
        kind = self._single(record, "kind")
        natures, ground = self._natures(record, kind)
        steps = self._several(record, "step") or (UNKNOWN,)
        consent, consent_text = self._consent(record, when)
        self._step_needs_consent(steps, consent)
        closed_on, is_closed = closing(self._doubts, self._setting, when)
        talked = talks(self._doubts)
        return CodedRow(
            sheet=record.sheet,
            row=record.row,
            number=text_of(record.cells.get("number")),
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
            talks=talked,
            minutes=minutes(self._doubts, self._setting, talked),
            closed_on=closed_on,
            is_closed=is_closed,
            consent=consent,
            consent_text=consent_text,
            remark=text_of(record.cells.get("remark")),
            ground=ground,
            identity=self._identity(record),
            flags=tuple(self._with_copies(record)),
            confidence=round(self._doubts.confidence, 2),
        )

    def _with_copies(self, record: Record) -> list[Flag]:
        for field in record.copied:
            self._doubts.flag(field, "attentie", "overgenomen")
        for field in self._setting.guessed:
            self._doubts.flag(field, "attentie", "kolom_vermoed")
        for field in record.unread:
            if not self._doubts.about(field):
                self._doubts.flag(field, "attentie", "kolom_niet_gelezen")
        for field in record.unticked:
            if field != "referral" and not self._doubts.about(field):
                self._doubts.flag(field, "attentie", "niets_aangekruist")
        return self._doubts.flags

    def _organisation(self, record: Record) -> str | None:
        if "organisation" not in self._setting.fields:
            found = self._setting.organisation
            if found.name is None and record.band:
                name = _HEADING.sub("", record.band).strip()
                found = NameReading(name=name, doubt="organisatie_uit_tussenkop")
            if found.doubt:
                self._doubts.flag("organisation", found.level, found.doubt)
            return found.name
        if self._doubts.is_broken("organisation", "blokkerend"):
            return None
        text = text_of(record.cells.get("organisation"))
        if not text or silence(text) is not None:
            self._doubts.flag("organisation", "blokkerend", "organisatie_leeg")
            return None
        self._labels["organisation", text] += 1
        found = self._organisations.read(text)
        self._doubt("organisation", found)
        return found.name

    def _doubt(self, field: str, found: NameReading) -> None:
        self._doubts.trust(found.confidence)
        if found.doubt:
            self._doubts.flag(field, found.level, found.doubt)

    def _unit(self, record: Record, organisation: str | None) -> str:
        text = text_of(record.cells.get("unit"))
        if not text or silence(text) is not None or self._doubts.is_broken("unit"):
            return UNKNOWN
        self._labels["unit", text] += 1
        register = self._units.get(organisation) or self._units[None]
        if register.is_person(text):
            self._doubts.flag("unit", "beslissen", "mogelijk_naam")
            return UNKNOWN
        found = register.read(text)
        self._doubt("unit", found)
        return found.name or UNKNOWN

    def _read(self, record: Record, field: str) -> LabelReading | None:
        value = record.cells.get(field)
        text = text_of(value)
        if not text or self._doubts.is_broken(field):
            return None
        reading = self._readers[field].read(text)
        if reading.kind != "silent":
            self._labels[field, text] += 1
        weak = reading.is_guess or reading.kind == "unknown" or reading.confidence <= 0.6
        if weak and names_a_person(text, self._setting.known_words):
            self._doubts.flag(field, "beslissen", "mogelijk_naam")
            self._doubts.trust(0.0)
            return None
        self._doubts.trust(reading.confidence)
        if reading.kind == "unknown":
            code = "aard_onleesbaar" if field == "nature" else "label_onbekend"
            self._doubts.flag(field, "beslissen", code)
        elif reading.is_guess:
            self._doubts.flag(field, "beslissen", "label_onzeker")
        elif reading.kind == "question":
            self._doubts.flag(field, "attentie", "label_vraag")
        elif reading.kind == "typo" and reading.confidence < 0.8:
            self._doubts.flag(field, "attentie", "label_typefout")
        return reading

    def _single(self, record: Record, field: str) -> str:
        reading = self._read(record, field)
        if reading is None:
            if field == "kind" and field in self._setting.fields and not self._doubts.about(field):
                self._doubts.flag(field, "beslissen", "soort_leeg")
            return UNKNOWN
        codes = tuple(dict.fromkeys("geen" if c == "geen" else c for c in reading.codes))
        if len(codes) > 1:
            self._doubts.flag(field, "beslissen", "meer_waarden")
            return UNKNOWN
        if field == "kind" and codes[0] == UNKNOWN and reading.kind == "silent":
            self._doubts.flag(field, "beslissen", "soort_leeg")
        return codes[0]

    def _several(self, record: Record, field: str) -> tuple[str, ...]:
        reading = self._read(record, field)
        if reading is None:
            return ()
        if len(reading.codes) > 1 and {"geen", NOT_APPLICABLE}.intersection(reading.codes):
            # "geen; brief" contradicts itself.
            self._doubts.flag(field, "beslissen", "meer_waarden")
        return reading.codes

    def _natures(self, record: Record, kind: str) -> tuple[tuple[str, ...], str | None]:
        text = text_of(record.cells.get("nature"))
        if text and re.fullmatch(r"[?\s]{2,}", text):
            self._doubts.flag("nature", "beslissen", "aard_onleesbaar")
            return (UNKNOWN,), None
        reading = self._read(record, "nature")
        codes = reading.codes if reading is not None else (UNKNOWN,)
        if (
            "nature" in self._setting.fields
            and codes == (UNKNOWN,)
            and not self._doubts.about("nature")
        ):
            level: Level = "beslissen" if kind == "melding" else "attentie"
            self._doubts.flag("nature", level, "aard_leeg")
        if len({self._vocabulary.track_of(c) for c in codes}) > 1:
            self._doubts.flag("track", "attentie", "meer_sporen")
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
            self._doubts.flag("track", "attentie", "spoor_wijkt_af")
        return track

    def _referrals(self, record: Record) -> tuple[str, ...]:
        reading = self._read(record, "referral")
        if reading is None:
            return ()
        return tuple(c for c in reading.codes if c not in (UNKNOWN, NOT_APPLICABLE, "geen"))

    def _identity(self, record: Record) -> str | None:
        if plain(text_of(record.cells.get("role"))).startswith(("anoniem", "anonymous")):
            return "anoniem"
        words = plain(text_of(record.cells.get("identity"))).split()
        if not words:
            return None
        if words[0] in ("anoniem", "anonymous", "ja", "yes", "j", "y", "x"):
            return "anoniem"
        if words[0] in ("bekend", "known", "nee", "no", "n"):
            return "bekend"
        return None

    def _consent(self, record: Record, when: ReadDate) -> tuple[ConsentNote, str]:
        value = record.cells.get("consent")
        text = text_of(value)
        if value is None or self._doubts.is_broken("consent"):
            return ConsentNote(), ""
        note = read_consent(value, order=self._setting.order, year=when.year)
        if note.is_unclear:
            self._doubts.flag("consent", "beslissen", "toestemming_onduidelijk")
        if names_a_person(text, self._setting.known_words):
            self._doubts.flag("consent", "attentie", "mogelijk_naam")
        return note, text

    def _step_needs_consent(self, steps: tuple[str, ...], consent: ConsentNote) -> None:
        if "consent" not in self._setting.fields or consent.status == "gegeven":
            return
        if _STEPS_WITH_OTHERS.intersection(steps):
            self._doubts.flag("consent", "attentie", "stap_zonder_toestemming")

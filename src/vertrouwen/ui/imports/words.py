"""The words of the import wizard: fields, confidence, what becomes of a row."""

from __future__ import annotations

from dataclasses import dataclass

from vertrouwen import language
from vertrouwen.domain.vocabulary import UNKNOWN, Vocabulary
from vertrouwen.language import _, ngettext
from vertrouwen.language.sentences_imports import reason
from vertrouwen.services.import_registration import CODED, CodedRow, Flag
from vertrouwen.ui.imports.review import Fate
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.widgets import format_date

NOT_IMPORTED = "person"
"""The field of a column that holds names: it is never read."""
SURE, LIKELY = 0.75, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """An icon and a word in a tone."""

    text: str
    icon: str
    tone: Tone


def field_label(field: str) -> str:
    """Return the name of a column's field."""
    return _field_labels().get(field, field)


def field_items() -> list[tuple[str, str]]:
    """Return the fields a column may hold, in the order of a registration."""
    return list(_field_labels().items())


def _field_labels() -> dict[str, str]:
    return {
        "number": _("Nummer"),
        "date": _("Datum eerste contact"),
        "year": _("Jaar"),
        "month": _("Maand"),
        "quarter": _("Kwartaal"),
        "organisation": _("Organisatie"),
        "unit": _("Organisatieonderdeel"),
        "kind": _("Soort contact"),
        "track": _("Spoor"),
        "nature": _("Aard"),
        "ground": _("Discriminatiegrond"),
        "role": _("Rol van de melder"),
        "identity": _("Bekend of anoniem"),
        "relation": _("Relatie met de aangeklaagde"),
        "channel": _("Kanaal"),
        "talks": _("Aantal gesprekken"),
        "hours": _("Tijd in uren"),
        "minutes": _("Tijd in minuten"),
        "duration": _("Tijd, uren of minuten"),
        "step": _("Gekozen stap"),
        "referral": _("Doorverwijzing"),
        "outcome": _("Uitkomst"),
        "closed": _("Afgesloten op"),
        "status": _("Status: open of afgesloten"),
        "consent": _("Toestemming, als notitie"),
        "remark": _("Opmerking, als persoonlijke notitie"),
    }


def flag_field_label(field: str) -> str:
    """Return the name of a flag's field."""
    labels = {
        "nr": _("Nummer"),
        "datum": _("Datum"),
        "organisatie": _("Organisatie"),
        "afdeling": _("Organisatieonderdeel"),
        "soort_contact": _("Soort contact"),
        "spoor": _("Spoor"),
        "aard": _("Aard"),
        "discriminatiegrond": _("Discriminatiegrond"),
        "rol_melder": _("Rol van de melder"),
        "relatie_aangeklaagde": _("Relatie met de aangeklaagde"),
        "kanaal": _("Kanaal"),
        "gekozen_stap": _("Gekozen stap"),
        "doorverwijzing": _("Doorverwijzing"),
        "uitkomst": _("Uitkomst"),
        "aantal_gesprekken": _("Aantal gesprekken"),
        "minuten": _("Tijd in minuten"),
        "afgesloten_op": _("Afgesloten op"),
        "toestemming": _("Toestemming"),
        "status": _("Status"),
    }
    return labels.get(field, field)


def flag_sentence(flag: Flag) -> str:
    """Return what is doubtful, with the field it is about."""
    said = reason(flag.code)
    return f"{flag_field_label(flag.field)}: {said}" if flag.field else said


def confidence(value: float, is_own: bool = False, is_asked: bool = False) -> Status:
    """Return how sure a proposal is, in an icon and a word; what is asked is never sure."""
    if is_own:
        return Status(text=_("Zelf gekozen"), icon="pencil", tone="accent")
    if value >= SURE and not is_asked:
        return Status(text=_("Zeker"), icon="circle-check", tone="green")
    if value >= LIKELY:
        return Status(text=_("Waarschijnlijk"), icon="circle-half-2", tone="amber")
    return Status(text=_("Onzeker"), icon="circle-dashed", tone="amber")


def fate_status(fate: Fate) -> Status:
    """Return what becomes of a row, in an icon and a word."""
    return {
        "blocked": Status(text=_("Geblokkeerd"), icon="lock", tone="brick"),
        "twin": Status(text=_("Staat er al"), icon="database", tone="neutral"),
        "skipped": Status(text=_("Overgeslagen"), icon="circle-minus", tone="neutral"),
        "decided": Status(text=_("Besloten"), icon="check", tone="green"),
        "open": Status(text=_("Beslissen"), icon="circle-half-2", tone="amber"),
        "notice": Status(text=_("Let op"), icon="info-circle", tone="accent"),
        "fine": Status(text=_("In orde"), icon="circle-check", tone="green"),
    }[fate]


class RowWords:
    """The words of a row: codes by their labels, dates as one writes them.

    Args:
        vocabulary: the code lists.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._language = language.current()

    def code(self, field: str, code: str) -> str:
        """Return the label of a code of a column's field."""
        return self._vocabulary.label(CODED[field], code, self._language)

    def codes(self, field: str, codes: tuple[str, ...]) -> str:
        """Return the labels of several codes, the first one first."""
        return ", ".join(self.code(field, code) for code in codes)

    def items(self, field: str) -> list[tuple[str, str]]:
        """Return the codes and labels of a column's field."""
        return [(c.code, c.label(self._language)) for c in self._vocabulary[CODED[field]]]

    def is_multiple(self, field: str) -> bool:
        """Tell whether a field may have several codes."""
        return self._vocabulary[CODED[field]].multiple

    def track_of(self, natures: tuple[str, ...]) -> str:
        """Return the track that follows from the first nature."""
        return self._vocabulary.track_of(natures[0]) if natures else UNKNOWN

    def day(self, row: CodedRow) -> str:
        """Return the day of a row, or as much of it as is known."""
        if row.day is not None:
            return format_date(row.day)
        if row.month is not None and row.year is not None:
            return f"{row.month:02d}-{row.year}"
        if row.quarter is not None and row.year is not None:
            return _("kwartaal {quarter} {year}").format(quarter=row.quarter, year=row.year)
        return _("onbekend")

    def facts(self, row: CodedRow) -> list[tuple[str, str]]:
        """Return what will be stored of a row: names and values, empty ones left out."""
        unit = "" if row.unit == UNKNOWN else row.unit
        closed = format_date(row.closed_on) if row.closed_on else ""
        if row.is_closed and not closed:
            closed = _("ja, dag onbekend")
        time = ngettext("{n} minuut", "{n} minuten", row.minutes or 0).format(n=row.minutes)
        found = [
            (_("Nummer"), row.number),
            (_("Datum"), self.day(row)),
            (_("Organisatie"), row.organisation or _("onbekend")),
            (_("Onderdeel"), unit),
            (_("Soort"), self.code("kind", row.kind)),
            (_("Spoor"), self.code("track", row.track)),
            (_("Aard"), self.codes("nature", row.natures)),
            (_("Melder"), self.code("role", row.role)),
            (_("Aangeklaagde"), self.code("relation", row.relation)),
            (_("Kanaal"), self.code("channel", row.channel)),
            (_("Stap"), self.codes("step", row.steps)),
            (_("Doorverwezen"), self.codes("referral", row.referrals)),
            (_("Uitkomst"), self.code("outcome", row.outcome)),
            (_("Gesprekken"), "" if row.talks is None else str(row.talks)),
            (_("Tijd"), "" if row.minutes is None else time),
            (_("Afgesloten"), closed),
        ]
        return [(name, value) for name, value in found if value]


def note_of(row: CodedRow) -> str:
    """Return the personal note that a row brings along."""
    consent = f"{consent_label()}: {row.consent_text}" if row.consent_text else ""
    return "\n".join(part for part in (row.remark, consent) if part)


def consent_label() -> str:
    """Return the words put before a consent in the personal note."""
    return _("Toestemming volgens de registratie")


def hidden_name() -> str:
    """Return why a name cannot be chosen at this moment."""
    return _("Zet de privacystand uit om een naam te kiezen.")


def rows_count(count: int) -> str:
    """Return a number of rows in words."""
    return ngettext("{n} regel", "{n} regels", count).format(n=count)


def cases_count(count: int) -> str:
    """Return a number of cases in words."""
    return ngettext("{n} zaak", "{n} zaken", count).format(n=count)

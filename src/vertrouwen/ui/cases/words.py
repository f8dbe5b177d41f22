"""How the pages of cases name acts, people, days and the standing of a consent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from functools import cache

from babel.dates import format_date as babel_date

from vertrouwen import language
from vertrouwen.domain.consent import KEEP_FILE, Act, Standing
from vertrouwen.domain.people import Party
from vertrouwen.domain.vocabulary import Vocabulary
from vertrouwen.language import _, ngettext
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.widgets import short_date

NAMED_RECIPIENTS = {
    "gesprek_leidinggevende": "leidinggevende",
    "gesprek_aangeklaagde": "aangeklaagde",
    "overleg_hr": "hr",
    "overleg_bestuur": "bestuur",
    "aangifte_politie": "politie",
    "be_formeel_papsy": "papsy",
    "overdracht_opvolger": "andere_vp",
    "contact_werk": "melder",
}
"""Kinds of step whose own name says towards whom."""
OF_THE_REPORTER = frozenset({"melder", "niemand"})
"""Recipients of the kinds that reach nobody but the reporter."""

STATE_LOOKS: dict[str, tuple[str, Tone]] = {
    "nieuw": ("plus", "accent"),
    "intake_gepland": ("calendar-event", "accent"),
    "opvang": ("message", "accent"),
    "inventarisatie": ("list-check", "accent"),
    "opties_besproken": ("route", "accent"),
    "stap_gekozen": ("walk", "accent"),
    "begeleiding": ("users", "accent"),
    "nazorg": ("check", "green"),
    "wacht_op_melder": ("hourglass", "neutral"),
    "geen_reactie": ("hourglass", "neutral"),
    "overgedragen": ("arrow-right", "neutral"),
    "integriteitsmelding": ("flag", "neutral"),
    "afgesloten": ("archive", "neutral"),
}
"""Icon and tone of each state of a case."""

CONTACT_ICONS = {"telefoon": "phone", "email": "mail", "e_mail": "mail", "video": "video"}
"""Icons of channels; every other contact has a speech bubble."""


def capital(text: str) -> str:
    """Return a label as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def label(vocabulary: Vocabulary, name: str, code: str | None) -> str:
    """Return a code's label in the language of the screen, with a capital."""
    return capital(vocabulary.label(name, code, language.current()))


def items(
    vocabulary: Vocabulary, name: str, country: str, without: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """Return the choices of a code list in one country, with capitals."""
    left_out = set(without)
    return [
        (code.code, capital(code.label(language.current())))
        for code in vocabulary[name].for_country(country)
        if code.code not in left_out
    ]


def act_title(vocabulary: Vocabulary, act: Act, parties: Iterable[Party] = ()) -> str:
    """Return what an act is and towards whom, without a name: "Brief versturen: jurist"."""
    if act.kind == KEEP_FILE:
        return _("Dossier bijhouden")
    title = label(vocabulary, "step_kind", act.kind)
    to: list[str] = []
    if act.recipient not in OF_THE_REPORTER and NAMED_RECIPIENTS.get(act.kind) != act.recipient:
        to.append(vocabulary.label("recipient", act.recipient, language.current()))
    if act.party is not None:
        to.extend(party.alias for party in parties if party.id == act.party)
    return f"{title}: {', '.join(to)}" if to else title


def recipient_title(
    vocabulary: Vocabulary, recipient: str, alias: str, parties: Iterable[Party], act: Act
) -> str:
    """Return towards whom an act goes: "Leidinggevende van M."."""
    if recipient == "leidinggevende":
        title = _("Leidinggevende van {alias}").format(alias=alias)
    else:
        title = label(vocabulary, "recipient", recipient)
    party = next((p for p in parties if p.id == act.party), None) if act.party else None
    return f"{title} ({party.alias})" if party else title


def day_and_month(day: date, today: date) -> str:
    """Return "20 november", with the year when it is not this one."""
    pattern = "d MMMM" if day.year == today.year else "d MMMM yyyy"
    return babel_date(day, pattern, locale=language.current())


def near_date(day: date, today: date) -> str:
    """Return "vandaag", "gisteren", or the short date."""
    if day == today:
        return _("vandaag")
    if (today - day).days == 1:
        return _("gisteren")
    return short_date(day, today)


def entry_date(day: date, today: date) -> str:
    """Return the short date; kept, because a long story asks for the same days again."""
    return _entry_date(day, today, language.current())


@cache
def _entry_date(day: date, today: date, _language: str) -> str:
    return short_date(day, today)


def clock(at: time | None) -> str:
    """Return 09:15, or nothing."""
    return f"{at:%H:%M}" if at is not None else ""


def minutes_words(minutes: int) -> str:
    """Return "50 minuten"."""
    return ngettext("{count} minuut", "{count} minuten", minutes).format(count=minutes)


def days_words(days: int) -> str:
    """Return "nog 6 dagen" as a sentence of its own."""
    if days == 0:
        return _("Vandaag is de laatste dag")
    return ngettext("Nog {count} dag", "Nog {count} dagen", days).format(count=days)


def joined(parts: Iterable[str]) -> str:
    """Return the parts that say something, with commas."""
    return ", ".join(part for part in parts if part)


STANDING_LOOKS: dict[Standing, tuple[str, str]] = {
    Standing.NEVER_ASKED: ("circle-dashed", "ink3"),
    Standing.ASKED: ("hourglass", "amber"),
    Standing.GIVEN: ("circle-check", "green"),
    Standing.NOT_YET: ("clock", "amber"),
    Standing.EXPIRED: ("clock", "amber"),
    Standing.REFUSED: ("circle-minus", "brick"),
    Standing.WITHDRAWN: ("circle-x", "ink3"),
}
"""Icon and colour of each standing."""


def what_is_missing(
    standing: Standing, alias: str, day: date | None, until: date | None, today: date, form: str
) -> str:
    """Say why a step cannot be carried out now, and what would change that.

    Args:
        standing: how consent for the step stands.
        alias: how the case speaks of the reporter.
        day: of the record that decides it.
        until: the last day of an expired consent.
        today: the day on which the sentence is read.
        form: label of the form of consent the step demands, or "".
    """
    when = day_and_month(day, today) if day else ""
    if standing is Standing.GIVEN and form:
        return _(
            "Voor deze stap is een andere vorm nodig: {form}. De toestemming van {day} heeft een "
            "andere vorm. Vraag {alias} erom en leg het hier vast."
        ).format(form=form.lower(), day=when, alias=alias)
    if standing is Standing.ASKED:
        return _(
            "U vroeg {alias} hierom op {day}; er is nog geen antwoord. Zodra {alias} toestemming "
            "geeft, legt u die hier vast."
        ).format(alias=alias, day=when)
    if standing is Standing.REFUSED:
        return _(
            "{alias} gaf op {day} geen toestemming. De stap kan alleen als {alias} zelf van "
            "gedachten verandert en dat tegen u zegt."
        ).format(alias=alias, day=when)
    if standing is Standing.WITHDRAWN:
        return _(
            "{alias} trok de toestemming op {day} in. De stap kan alleen met een nieuwe "
            "toestemming voor precies deze stap."
        ).format(alias=alias, day=when)
    if standing is Standing.EXPIRED:
        return _(
            "De toestemming gold tot en met {day}. Vraag {alias} opnieuw en leg vast wat {alias} "
            "zegt."
        ).format(alias=alias, day=day_and_month(until, today) if until else when)
    if standing is Standing.NOT_YET:
        return _(
            "De toestemming gaat pas in op {day}. Eerder kan alleen als {alias} dat nu zegt."
        ).format(alias=alias, day=when)
    return _(
        "Deze stap kan pas als {alias} toestemming geeft voor precies deze stap. Neem het samen "
        "door en leg vast wat {alias} zegt."
    ).format(alias=alias)


def waits_for(standing: Standing, alias: str) -> str:
    """Return the line under a step that waits for a consent."""
    sentences = {
        Standing.ASKED: _("Gevraagd; {alias} heeft nog niet geantwoord."),
        Standing.REFUSED: _("{alias} gaf geen toestemming."),
        Standing.WITHDRAWN: _("{alias} trok de toestemming in."),
        Standing.EXPIRED: _("De toestemming is verlopen."),
        Standing.NOT_YET: _("De toestemming gaat later in."),
        Standing.GIVEN: _("De toestemming heeft niet de vorm die deze stap vraagt."),
    }
    return sentences.get(standing, _("Kan pas als {alias} hiervoor toestemming geeft.")).format(
        alias=alias
    )

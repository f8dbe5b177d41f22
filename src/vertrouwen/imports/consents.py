"""A consent in a spreadsheet: read as the note it is, never as consent for a step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from vertrouwen.imports.dates import Order, read_date
from vertrouwen.imports.wording import marked, plain

_DATE = re.compile(
    r"\b(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2,4}|"
    r"\d{1,2}\s+[a-zA-Zé]{3,10}\.?\s+\d{2,4}|[a-zA-Z]{3,9}\s+\d{1,2},?\s+\d{4})\b"
)
_SHORT_DATE = re.compile(r"\b(\d{1,2})\s*[-/]\s*(\d{1,2})\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentNote:
    """What a spreadsheet says about consent.

    Args:
        status: gevraagd, gegeven, geweigerd, ingetrokken, verlopen or None.
        form: mondeling_genoteerd, mondeling_bevestigd, handtekening, email or None.
        day: the date mentioned.
        is_unclear: the words say something that could not be read.
    """

    status: str | None = None
    form: str | None = None
    day: date | None = None
    is_unclear: bool = False


def read_consent(value: object, *, order: Order = "dmy", year: int | None = None) -> ConsentNote:
    """Read one cell about consent.

    Args:
        value: the cell.
        order: how this file writes day and month.
        year: the year of the contact, for "mondeling 3-2".
    """
    if isinstance(value, datetime | date):
        mentioned = value.date() if isinstance(value, datetime) else value
        return ConsentNote(status="gegeven", day=mentioned)
    if value is None or isinstance(value, int | float):
        return ConsentNote() if value in (None, 0, False) else ConsentNote(status="gegeven")
    text = str(value).strip()
    words = plain(text).split()
    if not words or " ".join(words) in ("nvt", "niet van toepassing", "onbekend", "na", "ng", "nb"):
        return ConsentNote(status="gegeven") if text in ("✓", "✔", "☑") else ConsentNote()
    day = _day_in(text, order, year)
    form = _form(words)
    status = _status(words)
    if status is None and (form is not None or day is not None):
        status = "gegeven"
    return ConsentNote(status=status, form=form, day=day, is_unclear=status is None)


def _status(words: list[str]) -> str | None:
    if any(w.startswith(("ingetrokken", "trekt", "withdr", "revoked", "introk")) for w in words):
        return "ingetrokken"
    if any(w in ("verlopen", "expired", "vervallen") for w in words):
        return "verlopen"
    first = words[0]
    if first in marked("given") and not (
        len(words) > 1 and words[1] in ("niet", "not", "geweigerd")
    ):
        return "gegeven"
    if first in marked("refused") or any(
        w.startswith(("geweigerd", "weiger", "refus")) for w in words
    ):
        return "geweigerd" if words[:2] != ["nog", "niet"] else None
    if first == "nog" or "?" in words:
        return None
    if any(w in marked("asked") for w in words) and not any(
        w in marked("given") - {"toestemming"} for w in words
    ):
        return None if "niet" in words or "not" in words else "gevraagd"
    if "niet" in words or "not" in words or "geen" in words:
        return None
    return "gegeven" if any(w in marked("given") for w in words) else None


def _form(words: list[str]) -> str | None:
    joined = " ".join(words)
    if any(w.startswith(("mond", "oral", "verbal")) or w == "mdl" for w in words):
        confirmed = "bevestigd" in words or "confirmed" in words
        return "mondeling_bevestigd" if confirmed else "mondeling_genoteerd"
    if re.search(r"\b(?:e ?mails?|mails?|mailtje|gemaild)\b", joined):
        return "email"
    if re.search(r"handteken|getekend|ondertekend|signed|signature|formulier|\bgtk\b", joined):
        return "handtekening"
    return None


def _day_in(text: str, order: Order, year: int | None) -> date | None:
    for found in _DATE.findall(text):
        day = read_date(found, order="dmy" if order == "unsure" else order).day
        if day is not None:
            return day
    short = _SHORT_DATE.search(_DATE.sub(" ", text))
    if short and year is not None:
        a, b = int(short[1]), int(short[2])
        return read_date(f"{a}-{b}-{year}", order="mdy" if order == "mdy" else "dmy").day
    return None

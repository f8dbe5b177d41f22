"""What the first screen says: what is due, how far away it is, how old the backup is."""

from __future__ import annotations

from datetime import date, datetime

from vertrouwen.domain.vocabulary import Vocabulary
from vertrouwen.language import _, current, ngettext
from vertrouwen.services.back_up import STALE_DAYS
from vertrouwen.services.read_today import DueItem
from vertrouwen.ui.widgets import long_date

_ICONS = {
    "contact": "message",
    "deadline": "calendar-event",
    "step": "walk",
    "consent_expires": "hourglass",
}


def title(item: DueItem, vocabulary: Vocabulary) -> str:
    """Say what is due, with the number of its case."""
    number = "" if item.case_number is None else str(item.case_number)
    if item.what == "contact":
        what = vocabulary.label("contact_type", item.code, current())
    elif item.what == "deadline":
        what = vocabulary.label("deadline_kind", item.code, current())
        if item.code == "eigen" and item.text:
            what = item.text
    elif item.what == "step":
        what = vocabulary.label("step_kind", item.code, current())
    else:
        what = _("toestemming loopt af")
    # The country says nothing here, and would take the room of the number.
    what = what.removesuffix(" (BE)")
    return (what[:1].upper() + what[1:] + " " + number).strip()


def meta(item: DueItem, vocabulary: Vocabulary) -> str:
    """Say what goes with it, without any content of the case."""
    if item.what == "step":
        return _("Gepland, nog niet toegestaan") if item.is_blocked else _("Gepland")
    if item.what == "consent_expires":
        if item.code in vocabulary["step_kind"]:
            label = vocabulary.label("step_kind", item.code, current())
            return label[:1].upper() + label[1:]
        return _("Dossier bijhouden")
    if item.what == "deadline":
        basis = str(vocabulary["deadline_kind"][item.code].extra.get(f"basis_{current()}", ""))
        if item.code.startswith("wbk_"):
            return _("Taak van de organisatie; u houdt de termijn bij")
        return "" if item.code == "eigen" else _("Volgens {basis}").format(basis=basis)
    return vocabulary.label("channel", item.text, current()) if item.text else ""


def icon(item: DueItem) -> str:
    """Name the icon of a due item."""
    return "lock" if item.is_blocked else _ICONS[item.what]


def distance(days_left: int) -> str:
    """Say how far away a day is."""
    if days_left < 0:
        return ngettext("{n} dag te laat", "{n} dagen te laat", -days_left).format(n=-days_left)
    if days_left == 0:
        return _("vandaag")
    if days_left == 1:
        return _("morgen")
    return _("over {n} dagen").format(n=days_left)


def backup(made_at: datetime | None, today: date) -> tuple[str, str] | None:
    """Return title and words about a backup that is missing or old; None about a fresh one.

    Its age always stands in the sidebar; here only what asks for an act is said.

    Args:
        made_at: when the newest one was written and checked; None when there is none.
        today: the present day.
    """
    if made_at is None:
        return (
            _("Nog geen reservekopie"),
            _("Zonder kopie is alles weg als uw computer of schijf stukgaat."),
        )
    age = (today - made_at.astimezone().date()).days
    if age < STALE_DAYS:
        return None
    words = ngettext("De nieuwste is {count} dag oud.", "De nieuwste is {count} dagen oud.", age)
    return _("Reservekopie is oud"), words.format(count=age)


def rehearsal(last_on: date | None) -> tuple[str, str]:
    """Return title and words of the yearly reminder to rehearse the way back.

    Args:
        last_on: the day it was last done; None if never.
    """
    title = _("Tijd om herstel te oefenen")
    if last_on is None:
        return title, _("Kijk eens of uw code op papier een reservekopie opent.")
    words = _("De vorige keer was op {day}. Kijk of uw code op papier nog werkt.")
    return title, words.format(day=long_date(last_on))

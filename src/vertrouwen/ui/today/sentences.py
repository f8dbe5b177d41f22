"""What the first screen says: what is due, how far away it is, how old the backup is."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """What there is to say about the newest backup."""

    title: str
    text: str
    is_fresh: bool


def backup(made_at: datetime | None, today: date) -> BackupState:
    """Say how old the newest backup is.

    Args:
        made_at: when it was written and read back; None when there is none.
        today: the present day.
    """
    if made_at is None:
        return BackupState(
            title=_("Nog geen reservekopie"),
            text=_("Zonder kopie is alles weg als uw computer of schijf stukgaat."),
            is_fresh=False,
        )
    moment = made_at.astimezone()
    age = (today - moment.date()).days
    if age >= STALE_DAYS:
        return BackupState(
            title=_("Reservekopie is oud"),
            text=ngettext(
                "De nieuwste is {count} dag oud.", "De nieuwste is {count} dagen oud.", age
            ).format(count=age),
            is_fresh=False,
        )
    day = {0: _("Vandaag"), 1: _("Gisteren")}.get(age, long_date(moment.date()))
    return BackupState(
        title=_("Reservekopie gecontroleerd"),
        text=_("{day}, {time}").format(day=day[:1].upper() + day[1:], time=f"{moment:%H:%M}"),
        is_fresh=True,
    )

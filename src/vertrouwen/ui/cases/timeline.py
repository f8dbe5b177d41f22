"""The story of a case as entries: what is to come, today, and earlier; newest above."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from vertrouwen.domain.consent import FILE_KEEPING, Act, Answer, Standing
from vertrouwen.domain.contact import NoteKind
from vertrouwen.language import _
from vertrouwen.services.read_case import Permission, StepView, TimelineItem
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.words import (
    CONTACT_ICONS,
    STATE_LOOKS,
    act_title,
    clock,
    days_words,
    entry_date,
    joined,
    minutes_words,
    waits_for,
    what_is_missing,
)
from vertrouwen.ui.tokens import Tone
from vertrouwen.ui.widgets import TimelineEntry

KINDS = {
    "contact": ("contact",),
    "consent": ("consent", "breach"),
    "step": ("step", "breach"),
    "note": ("note",),
}
"""Which items each filter shows; every other filter value shows all."""

_ANSWERS: dict[str, tuple[str, Tone]] = {
    Answer.ASKED.value: ("hourglass", "amber"),
    Answer.GIVEN.value: ("circle-check", "green"),
    Answer.REFUSED.value: ("circle-minus", "brick"),
    Answer.WITHDRAWN.value: ("circle-x", "brick"),
}
OWN = NoteKind.PERSONAL.value
Sections = list[tuple[str, list[TimelineEntry]]]


def sections(desk: CaseDesk, shown: str = "all") -> Sections:
    """Return the entries under KOMT NOG, VANDAAG and EERDER.

    Args:
        desk: the case.
        shown: a key of `KINDS`, or anything else for all.
    """
    today = desk.today()
    wanted = KINDS.get(shown)
    ahead: list[tuple[date, TimelineEntry]] = []
    now: list[TimelineEntry] = []
    before: list[TimelineEntry] = []
    for item in desk.case.timeline:
        if wanted is not None and item.kind not in wanted:
            continue
        entry = _entry(desk, item, today)
        if _is_ahead(item):
            ahead.append((item.day or date.max, entry))
        elif item.day == today:
            now.append(entry)
        else:
            before.append(entry)
    if wanted is None or "consent" in wanted:
        ahead.extend(_expiring(desk, today))
    ahead.sort(key=lambda pair: pair[0], reverse=True)
    return [
        (_("Komt nog"), [entry for _day, entry in ahead]),
        (_("Vandaag"), now),
        (_("Eerder"), before),
    ]


def _is_ahead(item: TimelineItem) -> bool:
    if item.kind in ("step", "contact", "deadline"):
        return item.is_future and not item.is_done
    return False


def _entry(desk: CaseDesk, item: TimelineItem, today: date) -> TimelineEntry:
    makers: dict[str, Callable[[CaseDesk, TimelineItem, date], TimelineEntry]] = {
        "contact": _contact,
        "note": _note,
        "consent": _consent,
        "step": _step,
        "deadline": _deadline,
        "breach": _breach,
    }
    return makers.get(item.kind, _state)(desk, item, today)


def _contact(desk: CaseDesk, item: TimelineItem, today: date) -> TimelineEntry:
    channel = desk.label("channel", item.channel) if item.channel not in (None, "onbekend") else ""
    is_ahead = _is_ahead(item)
    minutes = minutes_words(item.minutes) if item.minutes else ""
    own = _("persoonlijke notitie, niet in het dossier") if item.note_kind == OWN else ""
    return TimelineEntry(
        key=item.key,
        date_text=_day(item, today),
        time_text=clock(item.at),
        title=desk.label("contact_type", item.code),
        icon=CONTACT_ICONS.get(item.channel or "", "message"),
        meta=joined((channel, minutes, own, _overdue(item, today))),
        body=item.text,
        planned=is_ahead,
        action=_("Gehouden…") if is_ahead else "",
    )


def _note(desk: CaseDesk, item: TimelineItem, today: date) -> TimelineEntry:
    is_own = item.note_kind == OWN
    meta = _("Persoonlijk, hoort niet bij het dossier") if is_own else ""
    if item.corrects is not None:
        meta = joined((meta, _("verbetert een eerdere notitie")))
    is_corrected = any(
        other.kind == "note" and other.corrects == item.subject_id for other in desk.case.timeline
    )
    if is_corrected:
        meta = joined((meta, _("later verbeterd")))
    return TimelineEntry(
        key=item.key,
        date_text=_day(item, today),
        time_text=clock(item.at),
        title=_("Persoonlijke notitie") if is_own else _("Notitie"),
        icon="note",
        tone="neutral" if is_own else "accent",
        meta=meta[:1].upper() + meta[1:],
        body=item.text,
        action=_("Verwijderen…") if is_own else "" if is_corrected else _("Verbeteren…"),
    )


def _consent(desk: CaseDesk, item: TimelineItem, today: date) -> TimelineEntry:
    titles = {
        Answer.ASKED.value: _("Toestemming gevraagd"),
        Answer.GIVEN.value: _("Toestemming gegeven"),
        Answer.REFUSED.value: _("Geen toestemming"),
        Answer.WITHDRAWN.value: _("Toestemming ingetrokken"),
    }
    answer = item.answer or Answer.ASKED.value
    icon, tone = _ANSWERS.get(answer, ("info-circle", "neutral"))
    title = titles.get(answer, _("Toestemming"))
    if item.corrects is not None:
        title = _("{title} (verbetering)").format(title=title)
    is_decisive = any(
        p.consent is not None and int(p.consent.id) == item.subject_id
        for p in desk.case.permissions
    )
    is_open_to_correction = answer in (Answer.ASKED.value, Answer.GIVEN.value) and is_decisive
    return TimelineEntry(
        key=item.key,
        date_text=_day(item, today),
        time_text=clock(item.at),
        title=title,
        icon=icon,
        tone=tone,
        meta=_act_of(desk, item),
        body=item.text,
        action=_("Verbeteren…") if is_open_to_correction and desk.case.closed_on is None else "",
    )


def _step(desk: CaseDesk, item: TimelineItem, today: date) -> TimelineEntry:
    step = next((s for s in desk.case.pending_steps if int(s.id) == item.subject_id), None)
    if step is not None:
        return _pending(desk, item, step, today)
    parts = [minutes_words(item.minutes)] if item.minutes else []
    tone: Tone = "accent"
    if item.stop_reason is not None:
        reason = desk.word("step_stop_reason", item.stop_reason)
        parts = [_("Gestopt: {reason}").format(reason=reason)]
        tone = "neutral"
    elif item.ground == "consent" and item.ground_day is not None:
        day = desk.day(item.ground_day)
        parts.append(_("uitgevoerd met toestemming van {day}").format(day=day))
    elif item.ground == "breach":
        parts.append(_("uitgevoerd na doorbreken van de geheimhouding"))
        tone = "brick"
    else:
        parts.append(_("uitgevoerd; hiervoor is geen toestemming nodig"))
    meta = joined(parts)
    return TimelineEntry(
        key=item.key,
        date_text=_day(item, today),
        time_text=clock(item.at),
        title=_act_of(desk, item),
        icon="ban" if item.stop_reason is not None else "walk",
        tone=tone,
        meta=meta[:1].upper() + meta[1:],
        body=item.text,
    )


def _pending(desk: CaseDesk, item: TimelineItem, step: StepView, today: date) -> TimelineEntry:
    is_open = step.can_carry_out_today
    waiting = "" if is_open else waits_for(step.standing, desk.alias)
    if waiting and step.standing is Standing.GIVEN:
        waiting = f"{waiting} {desk.needed_form(step.act.kind)}."
    return TimelineEntry(
        key=item.key,
        date_text=entry_date(step.planned_on, today) if step.planned_on else _("nog te"),
        time_text=clock(step.planned_at) if step.planned_on else _("plannen"),
        title=desk.act_title(step.act),
        icon="walk",
        tone="accent" if is_open else "amber",
        meta=_overdue(item, today),
        body="\n".join(line for line in (waiting, step.purpose) if line),
        chip="" if is_open else _("Wacht op toestemming"),
        chip_icon="" if is_open else "lock",
        planned=True,
        action=_("Uitvoeren"),
        blocked="" if is_open else _blocked_because(desk, step, today),
    )


def _blocked_because(desk: CaseDesk, step: StepView, today: date) -> str:
    record = next((p.consent for p in desk.case.permissions if p.act == step.act), None)
    return what_is_missing(
        step.standing,
        desk.alias,
        record.dated_on if record is not None else None,
        record.valid_until if record is not None else None,
        today,
        desk.label("consent_form", step.required_form) if step.required_form else "",
    )


def _deadline(desk: CaseDesk, item: TimelineItem, today: date) -> TimelineEntry:
    is_ahead = _is_ahead(item)
    left = ""
    if is_ahead and item.day is not None and item.day >= today:
        left = days_words((item.day - today).days)
    return TimelineEntry(
        key=item.key,
        date_text=_day(item, today),
        time_text=clock(item.at),
        title=desk.label("deadline_kind", item.code),
        icon="clock" if is_ahead else "check",
        tone="neutral",
        meta=joined((left or _overdue(item, today), "" if is_ahead else _("klaar"))).capitalize(),
        body=item.text,
        planned=is_ahead,
        action=_("Klaar") if is_ahead else "",
    )


def _breach(desk: CaseDesk, item: TimelineItem, today: date) -> TimelineEntry:
    return TimelineEntry(
        key=item.key,
        date_text=_day(item, today),
        time_text=clock(item.at),
        title=_("Geheimhouding doorbroken"),
        icon="alert-triangle",
        tone="brick",
        meta=desk.label("exception_ground", item.code),
        body=item.text,
    )


def _state(desk: CaseDesk, item: TimelineItem, today: date) -> TimelineEntry:
    icon, tone = STATE_LOOKS.get(item.code, ("route", "neutral"))
    return TimelineEntry(
        key=item.key,
        date_text=_day(item, today),
        time_text=clock(item.at),
        title=_("Status: {state}").format(state=desk.word("case_state", item.code)),
        icon=icon,
        tone=tone,
        body=item.text,
    )


def _expiring(desk: CaseDesk, today: date) -> list[tuple[date, TimelineEntry]]:
    """Return when consents in force will end."""
    found = []
    for number, permission in enumerate(desk.case.permissions):
        record = permission.in_force
        until = record.valid_until if record is not None else None
        if until is None or until < today:
            continue
        title = _("Toestemming loopt af: {act}").format(act=_lower_act(desk, permission))
        entry = TimelineEntry(
            key=f"expires:{number}",
            date_text=entry_date(until, today),
            title=title,
            icon="clock",
            tone="neutral",
            meta=days_words((until - today).days),
            planned=True,
        )
        found.append((until, entry))
    return found


def _lower_act(desk: CaseDesk, permission: Permission) -> str:
    title = desk.act_title(permission.act)
    return title[:1].lower() + title[1:]


def _act_of(desk: CaseDesk, item: TimelineItem) -> str:
    if item.code == FILE_KEEPING.kind:
        return _("Dossier bijhouden")
    act = Act(kind=item.code, recipient=item.recipient or "", party=item.party_id)
    return act_title(desk.practice.vocabulary, act, desk.case.parties)


def _day(item: TimelineItem, today: date) -> str:
    return entry_date(item.day, today) if item.day is not None else ""


def _overdue(item: TimelineItem, today: date) -> str:
    if _is_ahead(item) and item.day is not None and item.day < today:
        return _("De datum is voorbij")
    return ""

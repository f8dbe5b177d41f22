"""Every form of the case page by name; the name is also the end of its draft's key.

A name is words joined by colons: "note", "carry_out:3", "consent:overleg_hr:hr:0". So a draft
that is found when a case opens says which form it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vertrouwen.domain.consent import FILE_KEEPING, Act, PartyId
from vertrouwen.domain.contact import NoteId
from vertrouwen.language import _
from vertrouwen.services.read_case import Permission, StepView, TimelineItem
from vertrouwen.ui.cases.breach_form import BreachPanel
from vertrouwen.ui.cases.carry_out import CarryOutPanel
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.close_form import ClosePanel, StatePanel
from vertrouwen.ui.cases.consent_form import ConsentPanel
from vertrouwen.ui.cases.contact_form import ContactPanel, HeldPanel
from vertrouwen.ui.cases.deadline_form import DeadlinePanel
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.facts import FURTHER, REPORTED, FactForm, fact_names
from vertrouwen.ui.cases.note_form import NotePanel
from vertrouwen.ui.cases.people_form import PartyPanel, ReporterPanel
from vertrouwen.ui.cases.step_form import MovePanel, StepPanel
from vertrouwen.ui.cases.unit_form import UnitPanel
from vertrouwen.ui.cases.withdraw import WithdrawPanel

FILE_CONSENT = "consent:file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A form and where it stands: under an entry of the timeline, under a fact, or on top.

    Args:
        anchor: key of the entry, "fact:" and a name, or "" for the top of the main column.
        is_page: it stands alone; the timeline makes room.
    """

    form: CaseForm
    anchor: str = ""
    is_page: bool = False


def draft_key(case_id: int, name: str) -> str:
    """Return under which key the draft of a form of a case is kept."""
    return f"case:{case_id}:{name}"


def form_name(case_id: int, key: str) -> str | None:
    """Return which form of a case a draft belongs to, or None when it is another's."""
    start = f"case:{case_id}:"
    return key.removeprefix(start) if key.startswith(start) else None


def act_name(act: Act) -> str:
    """Return an act as part of a form's name."""
    return "file" if act == FILE_KEEPING else f"{act.kind}:{act.recipient}:{act.party or 0}"


def make_form(desk: CaseDesk, name: str) -> Opened | None:
    """Make a form by its name; None when what it was about is no longer there."""
    first, _colon, rest = name.partition(":")
    key = draft_key(int(desk.case.id), name)
    plain: dict[str, Callable[[CaseDesk, str], CaseForm]] = {
        "contact": ContactPanel,
        "step": StepPanel,
        "deadline": DeadlinePanel,
        "reporter": ReporterPanel,
        "state": StatePanel,
        "close": ClosePanel,
        "unit": UnitPanel,
        "note": NotePanel,
        "party": PartyPanel,
    }
    if not rest:
        if first == "consent":
            return Opened(form=ConsentPanel(desk, key))
        return Opened(form=plain[first](desk, key)) if first in plain else None
    if first == "fact":
        if rest not in (*REPORTED, *FURTHER):
            return None
        return Opened(form=FactForm(desk, key, rest), anchor=name)
    if first == "consent" and not rest.startswith("step:"):
        act = _act(rest)
        return Opened(form=ConsentPanel(desk, key, act=act)) if act is not None else None
    if first == "withdraw":
        permission = _permission(desk, _act(rest))
        return Opened(form=WithdrawPanel(desk, key, permission)) if permission else None
    return _of_one_thing(desk, key, first, rest)


def _of_one_thing(desk: CaseDesk, key: str, first: str, rest: str) -> Opened | None:
    """Make a form about a step, a contact, a note, a person or a record."""
    number = rest.removeprefix("step:")
    if not number.isdigit():
        return None
    subject = int(number)
    step = _step(desk, subject)
    anchor = f"step:{subject}"
    if first in ("consent", "carry_out", "breach", "move"):
        if step is None:
            return None
        if first == "consent":
            panel = ConsentPanel(desk, key, act=step.act, step=step)
            return Opened(form=panel, anchor=anchor)
        if first == "carry_out":
            return Opened(form=CarryOutPanel(desk, key, step), anchor=anchor)
        if first == "breach":
            return Opened(form=BreachPanel(desk, key, step), is_page=True)
        return Opened(form=MovePanel(desk, key, step), anchor=anchor)
    if first == "party":
        party = next((p for p in desk.case.parties if int(p.id) == subject), None)
        return Opened(form=PartyPanel(desk, key, party)) if party is not None else None
    if first == "held":
        contact = _item(desk, f"contact:{subject}")
        if contact is None or contact.is_done:
            return None
        return Opened(form=HeldPanel(desk, key, contact), anchor=contact.key)
    if first == "correct_note":
        note = next((i for i in desk.case.timeline if i.note_id == subject), None)
        if note is None:
            return None
        form = NotePanel(desk, key, corrects=NoteId(subject), words=note.text)
        return Opened(form=form, anchor=note.key)
    if first == "correct_consent":
        return _correction(desk, key, subject)
    return None


def _correction(desk: CaseDesk, key: str, subject: int) -> Opened | None:
    for permission in desk.case.permissions:
        record = permission.consent
        if record is not None and int(record.id) == subject:
            panel = ConsentPanel(desk, key, act=record.act, corrects=record)
            return Opened(form=panel, anchor=f"consent:{subject}")
    return None


def form_title(name: str) -> str:
    """Return what a form is called in "U was bezig met: …"."""
    first, _colon, rest = name.partition(":")
    titles = {
        "contact": _("een contact"),
        "step": _("een stap"),
        "deadline": _("een termijn"),
        "reporter": _("de melder"),
        "state": _("de status"),
        "close": _("het sluiten van de zaak"),
        "unit": _("het onderdeel"),
        "note": _("een notitie"),
        "party": _("een andere betrokkene"),
        "consent": _("een toestemming"),
        "withdraw": _("een intrekking"),
        "carry_out": _("het uitvoeren van een stap"),
        "breach": _("het doorbreken van de geheimhouding"),
        "move": _("het verzetten van een stap"),
        "held": _("een gehouden gesprek"),
        "correct_note": _("een verbetering van een notitie"),
        "correct_consent": _("een verbetering van een toestemming"),
    }
    if first == "fact":
        return fact_names().get(rest, rest).lower()
    return titles.get(first, _("een formulier"))


def saved_words(name: str) -> str:
    """Return what is announced after a form was saved."""
    first = name.partition(":")[0]
    words = {
        "consent": _("Vastgelegd wat de melder zei."),
        "withdraw": _("Toestemming ingetrokken."),
        "carry_out": _("Stap als uitgevoerd vastgelegd."),
        "breach": _("Besluit vastgelegd. U kunt de stap nu uitvoeren."),
    }
    return words.get(first, _("Opgeslagen."))


def _act(text: str) -> Act | None:
    if text == "file":
        return FILE_KEEPING
    parts = text.split(":")
    if len(parts) != 3 or not parts[2].isdigit():
        return None
    party = PartyId(int(parts[2])) if parts[2] != "0" else None
    return Act(kind=parts[0], recipient=parts[1], party=party)


def _step(desk: CaseDesk, step_id: int) -> StepView | None:
    return next((s for s in desk.case.pending_steps if int(s.id) == step_id), None)


def _item(desk: CaseDesk, key: str) -> TimelineItem | None:
    return next((item for item in desk.case.timeline if item.key == key), None)


def _permission(desk: CaseDesk, act: Act | None) -> Permission | None:
    return next((p for p in desk.case.permissions if p.act == act), None)

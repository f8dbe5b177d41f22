"""A step is planned freely, carried out on its ground, and stopped by a no."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import MONDAY, Clock
from tests.services.cases import REPORT, TALK, opened, planned, said
from vertrouwen.domain.case import Control, State
from vertrouwen.domain.confidentiality import Decision
from vertrouwen.domain.consent import (
    KEEP_FILE,
    KEEPER,
    Act,
    Answer,
    CaseId,
    PartyId,
    Standing,
)
from vertrouwen.domain.contact import NoteKind
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.break_confidentiality import break_confidentiality
from vertrouwen.services.carry_out_step import carry_out_step
from vertrouwen.services.edit_case import change_state, close_case, reopen_case
from vertrouwen.services.edit_people import add_party, change_party
from vertrouwen.services.plan_step import move_step, plan_step, stop_step
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_case import read_case
from vertrouwen.services.record_consent import withdraw_consent
from vertrouwen.services.write_note import write_note

LONG = "De melder is niet bereikbaar en er dreigt acuut gevaar voor een ander."


@pytest.fixture
def case_id(practice: Practice, client: OrganisationId) -> CaseId:
    return opened(practice, client)


def test_a_step_without_consent_is_refused_and_stays_planned(
    practice: Practice, case_id: CaseId
) -> None:
    step = planned(practice, case_id)
    with pytest.raises(DomainError) as refused:
        carry_out_step(practice, step, MONDAY)
    assert refused.value.code == "step_without_ground"
    assert refused.value.params == {"standing": "nooit_gevraagd"}
    (view,) = read_case(practice, case_id).pending_steps
    assert not view.can_carry_out_today


def test_a_step_with_consent_is_carried_out_and_shows_its_ground(
    practice: Practice, case_id: CaseId
) -> None:
    step = planned(practice, case_id, planned_on=MONDAY)
    said(practice, case_id, TALK, Answer.GIVEN, shared="alleen het voorval")
    carry_out_step(practice, step, MONDAY, minutes=30, text="De leidinggevende luistert.")
    view = read_case(practice, case_id)
    assert view.pending_steps == ()
    (done,) = [i for i in view.timeline if i.kind == "step"]
    assert (done.is_done, done.ground, done.ground_day, done.minutes) == (
        True,
        "consent",
        MONDAY,
        30,
    )
    with pytest.raises(DomainError) as refused:
        carry_out_step(practice, step, MONDAY)
    assert refused.value.code == "step_is_carried_out"


def test_consent_for_another_recipient_opens_nothing(practice: Practice, case_id: CaseId) -> None:
    step = planned(practice, case_id)
    said(practice, case_id, Act(kind=TALK.kind, recipient="hr"), Answer.GIVEN)
    with pytest.raises(DomainError):
        carry_out_step(practice, step, MONDAY)


def test_a_withdrawn_consent_stops_the_step(
    practice: Practice, case_id: CaseId, clock: Clock
) -> None:
    step = planned(practice, case_id)
    said(practice, case_id, TALK, Answer.GIVEN)
    clock.pass_days(1)
    withdraw_consent(practice, case_id, TALK, practice.today())
    view = read_case(practice, case_id)
    assert view.pending_steps == ()
    assert [i.stop_reason for i in view.timeline if i.kind == "step"] == ["ingetrokken"]
    with pytest.raises(DomainError) as refused:
        carry_out_step(practice, step, MONDAY)
    assert refused.value.code == "step_is_stopped"


def test_what_was_never_given_cannot_be_withdrawn(practice: Practice, case_id: CaseId) -> None:
    with pytest.raises(DomainError) as refused:
        withdraw_consent(practice, case_id, TALK, MONDAY)
    assert refused.value.code == "nothing_to_withdraw"


def test_a_withdrawal_cannot_lie_before_its_consent(practice: Practice, case_id: CaseId) -> None:
    said(practice, case_id, TALK, Answer.GIVEN)
    with pytest.raises(DomainError) as refused:
        withdraw_consent(practice, case_id, TALK, MONDAY - timedelta(days=1))
    assert (refused.value.code, refused.value.field) == ("withdrawal_before_consent", "dated_on")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"day": MONDAY + timedelta(days=1)}, "dated_on"),
        ({"valid_until": MONDAY - timedelta(days=1)}, "valid_until"),
        ({"form": None}, "form"),
        ({"form": "rooksignaal"}, "form"),
        ({"withheld_reason": "iets"}, "withheld_reason"),
        ({"act": Act(kind="iets", recipient="hr")}, "kind"),
        ({"act": Act(kind=TALK.kind, recipient="iets")}, "recipient"),
        ({"act": Act(kind=KEEP_FILE, recipient="hr")}, "recipient"),
        ({"corrects": 99}, "corrects"),
    ],
)
def test_a_consent_that_cannot_be_names_its_field(
    practice: Practice, case_id: CaseId, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        said(practice, case_id, **({"act": TALK, "answer": Answer.GIVEN} | wrong))
    assert refused.value.field == field


def test_a_consent_is_corrected_once(practice: Practice, case_id: CaseId) -> None:
    first = said(practice, case_id, TALK, Answer.GIVEN)
    said(practice, case_id, TALK, Answer.GIVEN, corrects=first, shared="minder")
    with pytest.raises(DomainError) as refused:
        said(practice, case_id, TALK, Answer.GIVEN, corrects=first)
    assert refused.value.code == "already_corrected"


def test_a_person_of_another_case_is_no_recipient(
    practice: Practice, client: OrganisationId, case_id: CaseId
) -> None:
    other = opened(practice, client)
    party = add_party(practice, other, "collega", "C.").subject_id
    act = Act(kind="gesprek_aangeklaagde", recipient="aangeklaagde", party=party)  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refused:
        plan_step(practice, case_id, act)
    assert refused.value.code == "party_of_another_case"
    assert plan_step(practice, other, act).subject_id


def test_a_kind_that_needs_a_signature_is_not_carried_by_a_word(
    practice: Practice, case_id: CaseId
) -> None:
    act = Act(kind="be_informeel_interventie", recipient="aangeklaagde")
    step = planned(practice, case_id, act)
    said(practice, case_id, act, Answer.GIVEN, form="mondeling_genoteerd")
    with pytest.raises(DomainError) as refused:
        carry_out_step(practice, step, MONDAY)
    assert refused.value.code == "step_wrong_form"
    said(practice, case_id, act, Answer.GIVEN, form="handtekening")
    carry_out_step(practice, step, MONDAY)


def test_advice_needs_no_consent(practice: Practice, case_id: CaseId) -> None:
    step = planned(practice, case_id, Act(kind="advies", recipient="melder"))
    carry_out_step(practice, step, MONDAY)
    assert [i.ground for i in read_case(practice, case_id).timeline if i.kind == "step"] == ["none"]


@pytest.mark.parametrize(
    "act",
    [
        Act(kind="advies", recipient="leidinggevende"),
        Act(kind="gesprek_leidinggevende", recipient="niemand"),
        Act(kind=KEEP_FILE, recipient=KEEPER),
    ],
)
def test_a_kind_does_not_go_to_a_recipient_that_does_not_fit(
    practice: Practice, case_id: CaseId, act: Act
) -> None:
    with pytest.raises(DomainError):
        plan_step(practice, case_id, act)


def test_no_step_in_the_future(practice: Practice, case_id: CaseId) -> None:
    step = planned(practice, case_id)
    said(practice, case_id, TALK, Answer.GIVEN)
    with pytest.raises(DomainError) as refused:
        carry_out_step(practice, step, MONDAY + timedelta(days=1))
    assert (refused.value.code, refused.value.field) == ("step_in_the_future", "day")


def test_a_breach_is_a_ground_for_its_own_step_only(practice: Practice, case_id: CaseId) -> None:
    step, other = planned(practice, case_id), planned(practice, case_id)
    decision = Decision(
        ground="acuut_gevaar",
        decided_on=MONDAY,
        reasoning=LONG,
        consent_sought="Drie keer gebeld.",
        reporter_informed="Bericht ingesproken.",
    )
    break_confidentiality(practice, step, decision)
    carry_out_step(practice, step, MONDAY)
    with pytest.raises(DomainError):
        carry_out_step(practice, other, MONDAY)
    items = read_case(practice, case_id).timeline
    assert [i.code for i in items if i.kind == "breach"] == ["acuut_gevaar"]
    assert [i.ground for i in items if i.key == f"step:{step}"] == ["breach"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ground": "iets"}, "ground"),
        ({"decided_on": MONDAY + timedelta(days=1)}, "decided_on"),
        ({"reasoning": "Het moest."}, "reasoning"),
        ({"consent_sought": " "}, "consent_sought"),
        ({"reporter_informed": ""}, "reporter_informed"),
        ({"ground": "conflict_van_plichten", "in_crisis": True}, "conditions"),
    ],
)
def test_a_breach_without_its_reasons_is_refused(
    practice: Practice, case_id: CaseId, wrong: dict[str, Any], field: str
) -> None:
    fields: dict[str, Any] = {
        "ground": "acuut_gevaar",
        "decided_on": MONDAY,
        "reasoning": LONG,
        "consent_sought": "Gevraagd.",
        "reporter_informed": "Verteld.",
    }
    with pytest.raises(DomainError) as refused:
        break_confidentiality(practice, planned(practice, case_id), Decision(**(fields | wrong)))
    assert refused.value.field == field


def test_after_an_integrity_report_control_is_the_organisations(
    practice: Practice, case_id: CaseId
) -> None:
    step = planned(practice, case_id, REPORT)
    (view,) = read_case(practice, case_id).pending_steps
    assert view.shifts_control
    said(practice, case_id, REPORT, Answer.GIVEN)
    carry_out_step(practice, step, MONDAY)
    case = read_case(practice, case_id)
    assert (case.control, case.state) == (Control.ORGANISATION, State.REPORT_MADE)
    due = {i.code: i.day for i in case.timeline if i.kind == "deadline"}
    assert due["wbk_ontvangstbevestiging"] == date(2025, 6, 23)
    assert due["wbk_terugkoppeling"] == date(2025, 9, 23)


def test_a_step_is_moved_or_stopped_while_it_is_pending(
    practice: Practice, case_id: CaseId
) -> None:
    step = planned(practice, case_id, planned_on=MONDAY)
    move_step(practice, step, MONDAY + timedelta(days=3))
    (view,) = read_case(practice, case_id).pending_steps
    assert view.planned_on == MONDAY + timedelta(days=3)
    stop_step(practice, step)
    with pytest.raises(DomainError):
        move_step(practice, step, MONDAY)
    with pytest.raises(DomainError):
        stop_step(practice, step)


def test_closing_stops_what_was_pending_for_good(practice: Practice, case_id: CaseId) -> None:
    planned(practice, case_id)
    change_state(practice, case_id, State.WAITING, "belt terug")
    close_case(practice, case_id, "afgerond", "opgelost", "ja", MONDAY)
    closed = read_case(practice, case_id)
    assert (closed.state, closed.closing_reason, closed.facts.outcome, closed.waiting_for) == (
        State.CLOSED,
        "afgerond",
        "opgelost",
        "",
    )
    with pytest.raises(DomainError) as refused:
        planned(practice, case_id)
    assert refused.value.code == "case_is_closed"
    reopen_case(practice, case_id)
    again = read_case(practice, case_id)
    assert (again.state, again.closed_on, again.pending_steps) == (State.ACCOMPANIMENT, None, ())
    assert [i.code for i in again.timeline if i.kind == "state"] == [
        "begeleiding",
        "afgesloten",
        "wacht_op_melder",
    ]


def test_file_keeping_stands_first_among_the_permissions(
    practice: Practice, case_id: CaseId
) -> None:
    step = planned(practice, case_id)
    said(practice, case_id, REPORT, Answer.REFUSED)
    permissions = read_case(practice, case_id).permissions
    assert [(p.act.kind, p.standing) for p in permissions] == [
        (KEEP_FILE, Standing.GIVEN),
        (REPORT.kind, Standing.REFUSED),
        (TALK.kind, Standing.NEVER_ASKED),
    ]
    assert permissions[2].pending_steps == (step,)


def test_reopening_a_case_revives_no_consent(
    practice: Practice, case_id: CaseId, clock: Clock
) -> None:
    said(practice, case_id, TALK, Answer.GIVEN)
    close_case(practice, case_id, "afgerond", "opgelost", "ja", MONDAY)
    clock.pass_days(2)
    reopen_case(practice, case_id)
    step = planned(practice, case_id)
    today = practice.today()
    with pytest.raises(DomainError, match="step_without_ground") as refused:
        carry_out_step(practice, step, today)
    assert refused.value.params == {"standing": Standing.EXPIRED.value}
    with pytest.raises(DomainError, match="no_consent_to_keep_a_file"):
        write_note(practice, case_id, NoteKind.FILE, "Na de heropening.")
    assert not read_case(practice, case_id).keeps_file
    said(practice, case_id, TALK, Answer.GIVEN, today)
    carry_out_step(practice, step, today)


def test_a_consent_with_an_end_of_its_own_outlives_the_closing(
    practice: Practice, case_id: CaseId, clock: Clock
) -> None:
    said(practice, case_id, TALK, Answer.GIVEN, valid_until=MONDAY + timedelta(days=30))
    close_case(practice, case_id, "afgerond", "opgelost", "ja", MONDAY)
    clock.pass_days(2)
    reopen_case(practice, case_id)
    planned(practice, case_id)
    (view,) = read_case(practice, case_id).pending_steps
    assert view.can_carry_out_today


def test_the_person_consent_speaks_of_is_not_exchanged(practice: Practice, case_id: CaseId) -> None:
    party = add_party(practice, case_id, "collega", "P.").subject_id
    assert party is not None
    act = Act(kind="gesprek_aangeklaagde", recipient="aangeklaagde", party=PartyId(party))
    change_party(practice, PartyId(party), "collega", "Q.")
    said(practice, case_id, act, Answer.GIVEN)
    with pytest.raises(DomainError) as refused:
        change_party(practice, PartyId(party), "collega", "de directeur")
    assert (refused.value.code, refused.value.field) == ("party_is_spoken_of", "alias")
    change_party(practice, PartyId(party), "collega", "Q.", name="Piet Pennestreek")


def test_advice_goes_to_none_of_the_other_people(practice: Practice, case_id: CaseId) -> None:
    party = add_party(practice, case_id, "collega", "P.").subject_id
    assert party is not None
    with pytest.raises(DomainError, match="recipient_does_not_fit"):
        plan_step(practice, case_id, Act(kind="advies", recipient="melder", party=PartyId(party)))
    at_work = Act(kind="contact_werk", recipient="melder", party=PartyId(party))
    with pytest.raises(DomainError, match="recipient_does_not_fit"):
        said(practice, case_id, at_work, Answer.GIVEN)

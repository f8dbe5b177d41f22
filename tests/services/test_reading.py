"""Today, the lists and the search show what is there, and only that."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import MONDAY, Clock
from tests.services.cases import TALK, opened, planned, said
from vertrouwen.domain.consent import Answer
from vertrouwen.domain.contact import NoteKind
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.drafts import drafts, drop_draft, load_draft, save_draft
from vertrouwen.services.edit_case import change_state, close_case, set_facts
from vertrouwen.services.edit_deadlines import add_deadline, finish_deadline
from vertrouwen.services.edit_organisations import (
    NewOrganisation,
    add_organisation,
    add_unit,
    set_headcount,
)
from vertrouwen.services.list_cases import (
    CaseFilter,
    case_rows,
    go_to,
    list_case_ids,
    snippets,
)
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_case import read_case
from vertrouwen.services.read_organisations import organisation, organisations
from vertrouwen.services.read_today import today_overview
from vertrouwen.services.record_contact import cancel_contact, contact_held, plan_contact
from vertrouwen.services.settings import set_profile, set_setting, setting
from vertrouwen.services.write_note import write_note
from vertrouwen.storage import search


def test_today_shows_overdue_first_and_nothing_beyond_two_weeks(
    practice: Practice, client: OrganisationId, clock: Clock
) -> None:
    case_id = opened(practice, client)
    planned(practice, case_id, planned_on=MONDAY + timedelta(days=4), planned_at=time(9, 0))
    plan_contact(practice, case_id, "gesprek", "video", MONDAY + timedelta(days=5))
    plan_contact(practice, case_id, "gesprek", "video", MONDAY + timedelta(days=40))
    add_deadline(practice, None, "eigen", MONDAY + timedelta(days=6), text="Btw-aangifte")
    said(practice, case_id, TALK, Answer.GIVEN, valid_until=MONDAY + timedelta(days=7))
    clock.pass_days(4)
    overview = today_overview(practice)
    assert [(i.what, i.days_left, i.is_blocked) for i in overview.due] == [
        ("deadline", -2, False),
        ("step", 0, False),
        ("contact", 1, False),
        ("deadline", 2, False),
        ("consent_expires", 3, False),
    ]
    assert [str(i.case_number) for i in overview.due if i.case_number] == ["2025-001"] * 4
    assert overview.organisations == 1


def test_a_due_step_without_consent_is_shown_as_blocked(
    practice: Practice, client: OrganisationId
) -> None:
    planned(practice, opened(practice, client), planned_on=MONDAY)
    assert [i.is_blocked for i in today_overview(practice).due if i.what == "step"] == [True]


def test_a_closed_case_asks_for_nothing(practice: Practice, client: OrganisationId) -> None:
    case_id = opened(practice, client)
    planned(practice, case_id, planned_on=MONDAY)
    plan_contact(practice, case_id, "gesprek", "video", MONDAY)
    change_state(practice, case_id, "wacht_op_melder")
    assert len(today_overview(practice).waiting) == 1
    close_case(practice, case_id, "afgerond", "onbekend", "onbekend", MONDAY)
    overview = today_overview(practice)
    assert (overview.due, overview.waiting) == ((), ())


def test_a_silent_reporter_brings_a_reminder(
    practice: Practice, client: OrganisationId, clock: Clock
) -> None:
    case_id = opened(practice, client)
    change_state(practice, case_id, "geen_reactie", "antwoord op mail")
    clock.pass_days(3)
    overview = today_overview(practice)
    assert "herinneren" in [i.code for i in overview.due]
    assert [(w.text, w.days) for w in overview.waiting] == [("antwoord op mail", 3)]


def test_a_planned_contact_is_held_or_cancelled_once(
    practice: Practice, client: OrganisationId, clock: Clock
) -> None:
    case_id = opened(practice, client)
    day = MONDAY + timedelta(days=2)
    first = plan_contact(practice, case_id, "gesprek", "video", day).subject_id
    second = plan_contact(practice, case_id, "gesprek", "video", day).subject_id
    clock.pass_days(3)
    contact_held(practice, first, 50, text="Goed gesprek")  # type: ignore[arg-type]
    cancel_contact(practice, second)  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refused:
        cancel_contact(practice, first)  # type: ignore[arg-type]
    assert refused.value.code == "contact_was_held"
    held = [i for i in read_case(practice, case_id).timeline if i.text == "Goed gesprek"]
    assert [(i.day, i.minutes, i.is_done) for i in held] == [(day, 50, True)]
    (row,) = case_rows(practice, [case_id])
    assert row.last_contact_on == day


def test_a_contact_is_not_planned_in_the_past(practice: Practice, client: OrganisationId) -> None:
    with pytest.raises(DomainError) as refused:
        plan_contact(
            practice, opened(practice, client), "gesprek", "video", MONDAY - timedelta(days=1)
        )
    assert refused.value.field == "held_on"


def test_a_deadline_that_was_met_is_no_longer_due(
    practice: Practice, client: OrganisationId
) -> None:
    deadline = add_deadline(practice, None, "eigen", MONDAY).subject_id
    assert len(today_overview(practice).due) == 1
    finish_deadline(practice, deadline)  # type: ignore[arg-type]
    assert today_overview(practice).due == ()


def test_the_list_has_the_latest_contact_first_and_filters(
    practice: Practice, client: OrganisationId
) -> None:
    old = opened(practice, client, opened_on=MONDAY - timedelta(days=9), natures=("fraude",))
    new = opened(practice, client, natures=("pesten",))
    shut = opened(practice, client)
    close_case(practice, shut, "afgerond", "onbekend", "onbekend", MONDAY)
    every = CaseFilter(include_closed=True)
    assert list(list_case_ids(practice, CaseFilter()).ids) == [new, old]
    assert list(list_case_ids(practice, every).ids) == [shut, new, old]
    assert list(list_case_ids(practice, CaseFilter(track="integriteit")).ids) == [old]
    assert list(list_case_ids(practice, CaseFilter(state="afgesloten")).ids) == [shut]
    assert list_case_ids(practice, CaseFilter(organisation_id=OrganisationId(99))).total == 0
    (row,) = case_rows(practice, [old])
    assert (row.organisation_name, row.track, row.days_open, row.is_open) == (
        "Hogeschool De Linde",
        "integriteit",
        9,
        True,
    )


def test_a_search_finds_a_begun_word_and_marks_it(
    practice: Practice, client: OrganisationId
) -> None:
    case_id = opened(practice, client, text="Gesproken over het rooster van Roosmarijn")
    opened(practice, client, text="Iets heel anders")
    found = list_case_ids(practice, CaseFilter(text="roosm"))
    assert list(found.ids) == [case_id]
    assert "\x02Roosmarijn\x03" in found.hits[case_id].snippet
    assert found.hits[case_id].source == "note"


def test_a_search_shows_a_case_once_with_its_newest_hit(
    practice: Practice, client: OrganisationId
) -> None:
    first = opened(practice, client, text="gesprek een")
    second = opened(practice, client, text="gesprek twee")
    write_note(practice, first, NoteKind.FILE, "gesprek drie")
    found = list_case_ids(practice, CaseFilter(text="gesprek"))
    assert list(found.ids) == [first, second]
    assert found.hits[first].snippet == "\x02gesprek\x03 drie"
    again = snippets(practice, "gesprek", [found.hits[second]])
    assert again[found.hits[second].entry_id].snippet == "\x02gesprek\x03 twee"


def test_a_search_keeps_to_the_filter(practice: Practice, client: OrganisationId) -> None:
    case_id = opened(practice, client, text="gesprek")
    close_case(practice, case_id, "afgerond", "onbekend", "onbekend", MONDAY)
    assert list_case_ids(practice, CaseFilter(text="gesprek")).total == 0
    assert list_case_ids(practice, CaseFilter(text="gesprek", include_closed=True)).total == 1


def test_relevance_puts_the_denser_note_first(practice: Practice, client: OrganisationId) -> None:
    dense = opened(practice, client, text="roddel roddel roddel")
    thin = opened(practice, client, text="roddel " + "en nog heel veel andere woorden " * 5)
    found = list_case_ids(practice, CaseFilter(text="roddel", order="relevance"))
    assert list(found.ids) == [dense, thin]


def test_consents_and_steps_are_searched_too(practice: Practice, client: OrganisationId) -> None:
    case_id = opened(practice, client)
    said(practice, case_id, TALK, Answer.GIVEN, withheld="de ziekmelding")
    planned(practice, case_id, purpose="roosterwijziging bespreken")
    for text in ("ziekmelding", "roosterw"):
        assert list(list_case_ids(practice, CaseFilter(text=text)).ids) == [case_id]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_nothing_typed_breaks_a_search(practice: Practice, text: str) -> None:
    list_case_ids(practice, CaseFilter(text=text))
    list_case_ids(practice, CaseFilter(text=text, order="relevance"))
    go_to(practice, text)


@pytest.mark.parametrize("text", ['"', "a OR", "NEAR(", "body:", "-x", "*", "(", "^a", "a + b"])
def test_operators_are_only_words(text: str) -> None:
    match = search.query(text)
    assert match is None or all(part.startswith('"') for part in match.split())


def test_a_number_or_its_beginning_goes_to_the_case(
    practice: Practice, client: OrganisationId
) -> None:
    first, second = opened(practice, client), opened(practice, client)
    assert [g.id for g in go_to(practice, "2025-")] == [first, second]
    assert [g.label for g in go_to(practice, "2025-002")] == ["2025-002"]
    assert [g.id for g in go_to(practice, "2025-2")] == [second]
    for begun in ("hogesch", "linde"):
        assert [(g.kind, g.id) for g in go_to(practice, begun)] == [("organisation", client)]
    assert go_to(practice, "inde") == []
    assert list(list_case_ids(practice, CaseFilter(text="2025-00")).ids) == [first, second]


def test_a_percent_sign_is_no_wildcard(practice: Practice, client: OrganisationId) -> None:
    assert go_to(practice, "%") == []


def test_clients_show_how_busy_they_are(practice: Practice, client: OrganisationId) -> None:
    last_year = MONDAY - timedelta(days=200)
    opened(practice, client, opened_on=last_year)
    shut = opened(practice, client)
    close_case(practice, shut, "afgerond", "onbekend", "onbekend", MONDAY)
    unit = add_unit(practice, client, "Techniek").subject_id
    set_headcount(practice, client, 2024, 900)
    set_headcount(practice, client, 2025, 950)
    set_headcount(practice, client, 2025, 1000)
    set_headcount(practice, client, 2025, 200, unit)  # type: ignore[arg-type]
    (row,) = organisations(practice)
    assert (row.open_cases, row.cases_this_year, row.employees) == (1, 1, 1000)
    view = organisation(practice, client)
    assert view.open_cases == 1
    assert [(h.year, h.employees) for h in view.headcounts] == [
        (2025, 1000),
        (2025, 200),
        (2024, 900),
    ]
    assert [u.name for u in view.units] == ["Techniek"]


@pytest.mark.parametrize("name", ["", "hogeschool de linde"])
def test_a_client_needs_a_name_of_its_own(
    practice: Practice, client: OrganisationId, name: str
) -> None:
    with pytest.raises(DomainError) as refused:
        add_organisation(practice, NewOrganisation(name=name, country="NL"))
    assert refused.value.field == "name"


def test_the_facts_are_written_as_a_whole(practice: Practice, client: OrganisationId) -> None:
    case_id = opened(practice, client, natures=("pesten", "stalking"))
    facts = type(read_case(practice, case_id).facts)(
        natures=("fraude",), role="werknemer", wishes=("excuses", "onderzoek")
    )
    set_facts(practice, case_id, facts)
    read = read_case(practice, case_id).facts
    assert (read.natures, read.track, read.wishes, read.kind) == (
        ("fraude",),
        "integriteit",
        ("excuses", "onderzoek"),
        "onbekend",
    )
    with pytest.raises(DomainError) as refused:
        set_facts(practice, case_id, type(facts)(wishes=("iets",)))
    assert refused.value.field == "wishes"


def test_drafts_are_kept_until_dropped(practice: Practice) -> None:
    body = {"text": "half een zin", "minutes": 5}
    save_draft(practice, "note:1", {"text": "half"})
    save_draft(practice, "note:1", body)
    assert load_draft(practice, "note:1") == body
    assert drafts(practice) == ["note:1"]
    drop_draft(practice, "note:1")
    assert load_draft(practice, "note:1") is None


def test_the_profile_and_settings_are_kept(practice: Practice) -> None:
    assert (practice.profile().name, practice.profile().country) == ("", "NL")
    set_profile(practice, " Ans de Wit ", "BE")
    assert (practice.profile().name, practice.profile().country) == ("Ans de Wit", "BE")
    assert setting(practice, "backup_folder", "geen") == "geen"
    set_setting(practice, "backup_folder", "x")
    assert setting(practice, "backup_folder") == "x"
    with pytest.raises(DomainError):
        set_profile(practice, "", "NL")


def test_history_names_what_was_done_and_holds_no_word_of_it(
    practice: Practice, client: OrganisationId
) -> None:
    opened(practice, client, text="Roosmarijn")
    rows = practice.store.read("SELECT actor, operation, subject FROM history")
    assert [row[1] for row in rows] == ["add_organisation", "open_case"]
    assert "Roosmarijn" not in repr(rows)
    assert practice.store.first_broken_link() is None

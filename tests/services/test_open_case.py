"""Somebody comes: a case begins with what may be kept, and no more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import MONDAY, Clock
from tests.services.cases import opened
from vertrouwen.domain.contact import NoteKind
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import OrganisationId, UnitId
from vertrouwen.domain.people import Identity, Reporter
from vertrouwen.services.edit_organisations import (
    NewOrganisation,
    add_organisation,
    add_unit,
    change_organisation,
)
from vertrouwen.services.edit_people import add_party, change_party, set_reporter
from vertrouwen.services.open_case import FileConsent
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_case import read_case
from vertrouwen.services.read_organisations import organisation
from vertrouwen.services.record_contact import record_contact
from vertrouwen.services.write_note import remove_personal_note, write_note


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dates(date(2020, 1, 1), date(2025, 6, 16)), min_size=1, max_size=6))
def test_numbers_count_up_within_each_year(
    practice: Practice, client: OrganisationId, days: list[date]
) -> None:
    for day in days:
        before = practice.store.read_one(
            "SELECT count(*) FROM case_file WHERE number_year = ?", (day.year,)
        )
        number = read_case(practice, opened(practice, client, opened_on=day)).number
        assert before is not None
        assert (number.year, number.seq) == (day.year, before[0] + 1)


def test_a_new_case_has_its_reporter_contact_track_and_deadline(
    practice: Practice, client: OrganisationId
) -> None:
    case_id = opened(
        practice, client, alias="M.1", natures=("pesten", "intimidatie"), minutes=45, text="Begin"
    )
    view = read_case(practice, case_id)
    assert str(view.number) == "2025-001"
    assert view.facts.track == "ongewenste_omgangsvormen"
    assert view.facts.natures == ("pesten", "intimidatie")
    assert view.reporter == Reporter(identity=Identity.KNOWN, alias="M.1")
    assert view.keeps_file
    assert [(i.kind, i.minutes, i.text) for i in view.timeline if i.kind == "contact"] == [
        ("contact", 45, "Begin")
    ]
    assert [(i.code, i.day) for i in view.timeline if i.is_future] == [
        ("eerste_reactie", date(2025, 6, 18))
    ]


def test_a_belgian_case_has_the_belgian_deadline(practice: Practice) -> None:
    change = add_organisation(practice, NewOrganisation(name="Ziekenhuis Sint-Jan", country="BE"))
    assert change.organisation_id is not None
    assert organisation(practice, change.organisation_id).organisation.retention_profile == (
        "be_20_jaar"
    )
    view = read_case(practice, opened(practice, change.organisation_id))
    assert [i.code for i in view.timeline if i.is_future] == ["be_horen_informeren"]


def test_a_later_talk_answers_the_reporter(practice: Practice, client: OrganisationId) -> None:
    case_id = opened(practice, client)
    record_contact(practice, case_id, "administratie", "email", MONDAY)
    assert any(i.is_future for i in read_case(practice, case_id).timeline)
    record_contact(practice, case_id, "kort_contact", "telefoon", MONDAY)
    assert not any(i.is_future for i in read_case(practice, case_id).timeline)


def test_text_for_the_file_needs_consent_to_keep_one(
    practice: Practice, client: OrganisationId
) -> None:
    with pytest.raises(DomainError) as refused:
        opened(practice, client, with_file=False, text="Zij vertelt")
    assert (refused.value.code, refused.value.field) == ("no_consent_to_keep_a_file", "text")
    assert practice.store.read("SELECT * FROM case_file") == []


def test_a_personal_text_needs_none(practice: Practice, client: OrganisationId) -> None:
    case_id = opened(practice, client, with_file=False, text="Nabellen", personal=True)
    view = read_case(practice, case_id)
    assert not view.keeps_file
    assert [i.note_kind for i in view.timeline if i.text] == ["persoonlijk"]


def test_expired_consent_keeps_no_file(practice: Practice, client: OrganisationId) -> None:
    yesterday = MONDAY - timedelta(days=1)
    with pytest.raises(DomainError) as refused:
        opened(
            practice,
            client,
            consent_to_keep_file=FileConsent(
                form="email", dated_on=yesterday, valid_until=yesterday
            ),
            text="Zij vertelt",
        )
    assert refused.value.code == "no_consent_to_keep_a_file"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"opened_on": MONDAY + timedelta(days=1)}, "opened_on"),
        ({"kind": "iets"}, "kind"),
        ({"channel": "iets"}, "channel"),
        ({"natures": ("pesten", "iets")}, "natures"),
        ({"organisation_id": OrganisationId(99)}, "organisation_id"),
        ({"unit_id": UnitId(99)}, "unit_id"),
        ({"minutes": -5}, "minutes"),
        ({"contact_type": "bijgewoond_gesprek"}, "type"),
        (
            {
                "consent_to_keep_file": FileConsent(
                    form="email", dated_on=MONDAY + timedelta(days=1)
                )
            },
            "dated_on",
        ),
    ],
)
def test_what_cannot_be_is_named_by_its_field(
    practice: Practice, client: OrganisationId, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        opened(practice, client, **wrong)
    assert refused.value.field == field
    assert practice.store.read("SELECT * FROM case_file") == []


def test_an_inactive_client_gets_no_new_case(practice: Practice, client: OrganisationId) -> None:
    view = organisation(practice, client).organisation
    change_organisation(
        practice,
        type(view)(id=view.id, name=view.name, country=view.country, is_active=False),
    )
    with pytest.raises(DomainError) as refused:
        opened(practice, client)
    assert refused.value.code == "organisation_not_active"


def test_a_case_takes_a_unit_of_its_own_client_only(
    practice: Practice, client: OrganisationId
) -> None:
    unit = add_unit(practice, client, "Faculteit Techniek").subject_id
    assert unit is not None
    view = read_case(practice, opened(practice, client, unit_id=UnitId(unit)))
    assert view.unit is not None
    assert view.unit.name == "Faculteit Techniek"
    other = add_organisation(practice, NewOrganisation(name="Eik", country="NL")).organisation_id
    assert other is not None
    with pytest.raises(DomainError):
        opened(practice, other, unit_id=UnitId(unit))


@pytest.mark.parametrize("what", ["name", "reach"])
def test_no_name_without_a_file(practice: Practice, client: OrganisationId, what: str) -> None:
    case_id = opened(practice, client, with_file=False)
    with pytest.raises(DomainError) as refused:
        set_reporter(practice, case_id, Reporter(identity=Identity.KNOWN, **{what: "Roos"}))
    assert (refused.value.code, refused.value.field) == ("no_consent_to_keep_a_file", what)
    with pytest.raises(DomainError):
        add_party(practice, case_id, "collega", "C.", "Pieter")
    add_party(practice, case_id, "collega", "C.")


def test_people_are_kept_with_a_file(practice: Practice, client: OrganisationId) -> None:
    case_id = opened(practice, client)
    reporter = Reporter(identity=Identity.KNOWN, alias="M.", name="Roos", reach="06")
    set_reporter(practice, case_id, reporter)
    party = add_party(practice, case_id, "collega", "C.", "Pieter").subject_id
    assert party is not None
    view = read_case(practice, case_id)
    assert view.reporter == reporter
    change_party(practice, view.parties[0].id, "team", "het team")
    (changed,) = read_case(practice, case_id).parties
    assert (changed.relation, changed.alias, changed.name) == ("team", "het team", None)


def test_a_note_is_corrected_once_and_both_stay(practice: Practice, client: OrganisationId) -> None:
    case_id = opened(practice, client)
    first = write_note(practice, case_id, NoteKind.FILE, "Op dinsdag").subject_id
    write_note(practice, case_id, NoteKind.FILE, "Op woensdag", corrects=first)  # type: ignore[arg-type]
    notes = [i for i in read_case(practice, case_id).timeline if i.kind == "note"]
    assert [(n.text, n.corrects) for n in notes] == [("Op woensdag", first), ("Op dinsdag", None)]
    with pytest.raises(DomainError) as refused:
        write_note(practice, case_id, NoteKind.FILE, "Op vrijdag", corrects=first)  # type: ignore[arg-type]
    assert refused.value.code == "already_corrected"


def test_only_a_personal_note_can_be_taken_away(practice: Practice, client: OrganisationId) -> None:
    case_id = opened(practice, client)
    mine = write_note(practice, case_id, NoteKind.PERSONAL, "Nabellen").subject_id
    kept = write_note(practice, case_id, NoteKind.FILE, "Dossier").subject_id
    remove_personal_note(practice, mine)  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refused:
        remove_personal_note(practice, kept)  # type: ignore[arg-type]
    assert refused.value.code == "file_note_is_kept"
    assert [i.text for i in read_case(practice, case_id).timeline if i.kind == "note"] == [
        "Dossier"
    ]


def test_a_name_goes_when_consent_to_keep_a_file_is_withdrawn(
    practice: Practice, client: OrganisationId, clock: Clock
) -> None:
    from vertrouwen.domain.consent import FILE_KEEPING
    from vertrouwen.services.record_consent import withdraw_consent

    case_id = opened(practice, client)
    set_reporter(practice, case_id, Reporter(identity=Identity.KNOWN, name="Roos"))
    clock.pass_days(1)
    withdraw_consent(practice, case_id, FILE_KEEPING, practice.today())
    view = read_case(practice, case_id)
    assert view.reporter.name is None
    assert not view.keeps_file


def test_a_file_note_without_consent_says_so_beside_its_text(
    practice: Practice, client: OrganisationId
) -> None:
    case_id = opened(practice, client, with_file=False)
    with pytest.raises(DomainError) as refused:
        write_note(practice, case_id, NoteKind.FILE, "Wat er is verteld.")
    assert (refused.value.code, refused.value.field) == ("no_consent_to_keep_a_file", "body")
    write_note(practice, case_id, NoteKind.PERSONAL, "Terugbellen.")

"""The code lists and the triggers say the same, so that neither can be widened alone."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from vertrouwen.domain import consent, contact, organisation, people
from vertrouwen.domain.case import MULTIPLE_FACTS, SINGLE_FACTS, State
from vertrouwen.domain.step import kind_from
from vertrouwen.services.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
SQL = "\n".join(
    re.sub(r"--.*", "", file.read_text(encoding="utf-8"))
    for file in sorted((files("vertrouwen.storage") / "schema").iterdir(), key=lambda f: f.name)
)
KINDS = {entry.code: kind_from(entry) for entry in VOCABULARY["step_kind"]}
FREE = {code for code, kind in KINDS.items() if not kind.needs_consent}


def part(begin: str, end: str) -> str:
    found = re.search(rf"{begin}(.*?){end}", SQL, re.DOTALL)
    assert found, begin
    return found[1]


def codes(text: str) -> set[str]:
    return set(re.findall(r"'([a-z0-9_]+)'", text))


GATE = part("CREATE TRIGGER step_carried_out_only_on_its_ground", r"\nEND;")


def test_the_gate_lets_through_exactly_the_kinds_that_need_no_consent() -> None:
    (lists,) = re.findall(r"s\.kind NOT IN \(([^)]*)\)\s+AND NOT EXISTS", GATE)
    assert codes(lists) == FREE


def test_every_list_of_free_kinds_in_the_schema_is_the_same() -> None:
    lists = [codes(text) for text in re.findall(r"NOT IN \(([^)]*'advies'[^)]*)\)", SQL)]
    assert lists
    assert all(found == FREE for found in lists)


def test_the_gate_demands_the_forms_the_vocabulary_demands() -> None:
    found = re.search(r"s\.kind NOT IN \(([^)]*)\)\s+OR c\.form = '(\w+)'", GATE)
    assert found
    assert dict.fromkeys(codes(found[1]), found[2]) == {
        code: kind.form for code, kind in KINDS.items() if kind.form
    }


def test_control_shifts_in_the_schema_where_the_vocabulary_says_so() -> None:
    trigger = part("CREATE TRIGGER integrity_report_shifts_control", "BEGIN")
    assert codes(trigger) == {code for code, kind in KINDS.items() if kind.shifts_control}


def test_every_free_kind_gives_its_reason() -> None:
    for code in FREE:
        extra = VOCABULARY["step_kind"][code].extra
        assert extra["reason_nl"] and extra["reason_en"]


def test_only_the_free_kinds_and_the_reporter_at_work_stay_inside() -> None:
    (inside,) = re.findall(r"recipient IN \('melder', 'niemand'\)\)\s*= \(kind IN \(([^)]*)\)", SQL)
    assert codes(inside) == FREE | {"contact_werk"}


@pytest.mark.parametrize(
    ("code_list", "values"),
    [
        ("case_state", {state.value for state in State}),
        ("identity", {identity.value for identity in people.Identity}),
        ("contact_type", set(contact.CONTACT_TYPES)),
    ],
)
def test_what_the_rules_name_is_in_the_list(code_list: str, values: set[str]) -> None:
    listed = {entry.code for entry in VOCABULARY[code_list] if not entry.extra.get("step", False)}
    assert values == listed


@pytest.mark.parametrize("code_list", [*SINGLE_FACTS, *MULTIPLE_FACTS.values()])
def test_every_fact_has_a_list_with_unknown_and_not_asked(code_list: str) -> None:
    assert {"onbekend", "niet_gevraagd"} <= set(VOCABULARY[code_list].codes)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("answer", {answer.value for answer in consent.Answer}),
        ("reporting_period", {kind.value for kind in organisation.ReportingPeriod}),
        ("counting_unit", set(organisation.COUNTING_UNITS)),
        ("retention_profile", set(organisation.RETENTION_PROFILES)),
        ("ground", set(VOCABULARY["exception_ground"].codes)),
        ("reason", set(VOCABULARY["step_stop_reason"].codes)),
    ],
)
def test_a_column_takes_the_codes_of_its_list_and_no_other(column: str, values: set[str]) -> None:
    (allowed,) = re.findall(rf"CHECK \({column} IN \(([^)]*)\)\)", SQL)
    assert codes(allowed) == values

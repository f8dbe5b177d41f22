"""What a screen reads comes by an index: no whole table, however long the practice lasts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import MONDAY
from tests.services.cases import TALK, opened, planned, said
from tests.services.reports import YEAR_2025
from vertrouwen.domain.consent import Answer, CaseId
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.list_cases import CaseFilter, case_rows, list_case_ids
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_case import read_case
from vertrouwen.services.read_organisations import organisation, organisations
from vertrouwen.services.read_today import today_overview
from vertrouwen.services.report_choices import ReportChoices
from vertrouwen.services.report_overview import report_overview
from vertrouwen.services.work_out_report import report_material

LONG = {
    "case_file",
    "frozen_case",
    "case_fact",
    "contact",
    "note",
    "consent",
    "step",
    "search_entry",
    "history",
}
ALIASES = {"c": "case_file", "k": "consent", "s": "step", "e": "search_entry", "d": "deadline"}


@pytest.fixture
def case_id(practice: Practice, client: OrganisationId) -> CaseId:
    case_id = opened(practice, client, text="Gesprek over het rooster")
    said(practice, case_id, TALK, Answer.GIVEN, valid_until=MONDAY)
    planned(practice, case_id, planned_on=MONDAY)
    report_material(practice, client, YEAR_2025, ReportChoices(), "nl")  # makes the secret
    return case_id


def whole_tables(connection: Any, read: Callable[[], object]) -> list[str]:
    """Return the steps of the plans of all queries of a reading that scan a long table."""
    queries: list[str] = []
    connection.set_trace_callback(queries.append)
    read()
    connection.set_trace_callback(None)
    assert queries
    found = []
    for query in queries:
        if not query.startswith("SELECT"):
            continue
        for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {query}"):
            scan = re.match(
                r"SCAN (\w+)(?! USING COVERING INDEX)(?! USING INDEX case_waiting)", step
            )
            if scan and ALIASES.get(scan[1], scan[1]) in LONG:
                found.append(step)
    return found


@pytest.mark.parametrize(
    "read",
    [
        lambda practice, case_id: read_case(practice, case_id),
        lambda practice, case_id: today_overview(practice),
        lambda practice, case_id: case_rows(practice, [case_id]),
        lambda practice, case_id: list_case_ids(practice, CaseFilter()),
        lambda practice, case_id: list_case_ids(practice, CaseFilter(include_closed=True)),
        lambda practice, case_id: list_case_ids(practice, CaseFilter(track="integriteit")),
        lambda practice, case_id: list_case_ids(practice, CaseFilter(state="afgesloten")),
        lambda practice, case_id: list_case_ids(
            practice, CaseFilter(organisation_id=OrganisationId(1), state="opvang")
        ),
        lambda practice, case_id: list_case_ids(practice, CaseFilter(text="roost")),
        lambda practice, case_id: list_case_ids(
            practice, CaseFilter(text="roost", order="relevance")
        ),
        lambda practice, case_id: list_case_ids(practice, CaseFilter(text="2025-0")),
        lambda practice, case_id: organisation(practice, OrganisationId(1)),
        lambda practice, case_id: report_overview(practice),
        lambda practice, case_id: report_material(
            practice, OrganisationId(1), YEAR_2025, ReportChoices(), "nl"
        ),
    ],
    ids=[
        "a case",
        "today",
        "a page of the list",
        "open cases",
        "all cases",
        "one track",
        "closed cases",
        "one client",
        "a search",
        "by relevance",
        "a number",
        "a client",
        "all reports",
        "a report",
    ],
)
def test_no_screen_reads_a_whole_table(
    practice: Practice, connection: Any, case_id: CaseId, read: Callable[[Practice, CaseId], object]
) -> None:
    assert whole_tables(connection, lambda: read(practice, case_id)) == []


@pytest.mark.parametrize(
    "wanted",
    [
        CaseFilter(),
        CaseFilter(include_closed=True, track="integriteit"),
        CaseFilter(organisation_id=OrganisationId(1), state="opvang"),
    ],
)
def test_a_list_reads_its_ids_from_an_index_alone_and_sorted(
    practice: Practice, connection: Any, case_id: CaseId, wanted: CaseFilter
) -> None:
    queries: list[str] = []
    connection.set_trace_callback(queries.append)
    list_case_ids(practice, wanted)
    connection.set_trace_callback(None)
    plan = [row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {queries[-1]}")]
    assert len(plan) == 1
    assert "COVERING INDEX" in plan[0]


def test_counting_reads_no_page_of_the_table_itself(
    practice: Practice, connection: Any, case_id: CaseId
) -> None:
    queries: list[str] = []
    connection.set_trace_callback(queries.append)
    organisations(practice)
    connection.set_trace_callback(None)
    (count,) = [query for query in queries if "case_counts" in query]
    plan = [row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {count}")]
    assert plan == ["SCAN case_file USING COVERING INDEX case_counts"]

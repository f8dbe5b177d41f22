"""A registration comes in as a whole, and goes out as a whole."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conftest import MONDAY
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.imported import ImportedCase
from vertrouwen.services.list_cases import CaseFilter, list_case_ids
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_case import read_case
from vertrouwen.storage import imports
from vertrouwen.storage.imports import ImportSummary
from vertrouwen.storage.unit_of_work import Store


def row(n: int, **more: Any) -> ImportedCase:
    fields: dict[str, Any] = {
        "source_row": n,
        "number": None,
        "organisation": "De Linde",
        "unit": None,
        "opened_on": date(2025, 3, n % 28 + 1),
    }
    return ImportedCase(**(fields | more))


def bring_in(store: Store, rows: list[ImportedCase], **more: Any) -> ImportSummary:
    with store.operation("import_cases", subject="import_run") as tx:
        summary = imports.insert_cases(tx, rows, signature="blad", country="NL", **more)
        tx.subject_id = summary.import_id
    return summary


def counts(store: Store) -> list[int]:
    tables = ("organisation", "unit", "case_file", "case_fact", "contact", "note", "search_entry")
    return [store.read(f"SELECT count(*) FROM {table}")[0][0] for table in tables]


def test_a_row_becomes_a_case_with_all_it_says(practice: Practice) -> None:
    bring_in(
        practice.store,
        [
            row(
                2,
                number=(2024, 7),
                unit="Techniek",
                precision="maand",
                kind="melding",
                track="ongewenste_omgangsvormen",
                natures=("pesten", "stalking"),
                role="werknemer",
                relation="collega",
                channel="telefoon",
                chosen_steps=("brief",),
                referrals=("hr",),
                outcome="opgelost",
                talks=3,
                minutes=90,
                closed_on=date(2025, 4, 1),
                note="toestemming: mondeling 3-2",
            )
        ],
    )
    (case_id,) = list_case_ids(practice, CaseFilter(include_closed=True)).ids
    view = read_case(practice, case_id)
    assert (str(view.number), view.organisation.name, view.opened_precision) == (
        "2024-007",
        "De Linde",
        "maand",
    )
    assert view.unit is not None
    assert (view.facts.natures, view.facts.chosen_steps, view.facts.referrals) == (
        ("pesten", "stalking"),
        ("brief",),
        ("hr",),
    )
    assert (view.closed_on, view.closing_reason) == (date(2025, 4, 1), "onbekend")
    assert [(i.kind, i.minutes) for i in view.timeline if i.kind == "contact"] == [("contact", 90)]


def test_a_consent_in_a_sheet_is_a_note_and_opens_nothing(practice: Practice) -> None:
    bring_in(practice.store, [row(2, note="ja, mondeling")])
    (case_id,) = list_case_ids(practice, CaseFilter()).ids
    view = read_case(practice, case_id)
    assert not view.keeps_file
    assert practice.store.read("SELECT * FROM consent") == []
    assert [i.note_kind for i in view.timeline if i.kind == "note"] == ["persoonlijk"]


def test_own_numbers_stay_and_others_count_on(store: Store) -> None:
    summary = bring_in(store, [row(2, number=(2025, 5)), row(3), row(4, number=(2025, 5)), row(5)])
    numbers = store.read("SELECT number_year, number_seq FROM case_file ORDER BY id")
    assert numbers == [(2025, 5), (2025, 6), (2025, 7), (2025, 8)]
    assert (summary.cases, summary.organisations, summary.renumbered) == (4, 1, 1)


def test_clients_and_units_are_found_again_by_name(store: Store) -> None:
    bring_in(store, [row(2, unit="Techniek")])
    second = bring_in(store, [row(3, organisation=" de linde ", unit="TECHNIEK")])
    assert (second.organisations, second.units) == (0, 0)
    assert counts(store)[:3] == [1, 1, 2]


@pytest.mark.parametrize(
    "wrong",
    [
        {"opened_on": date(2030, 1, 1)},
        {"closed_on": date(2020, 1, 1)},
        {"organisation": " "},
    ],
)
def test_one_row_that_cannot_be_keeps_all_out_and_is_named(
    store: Store, wrong: dict[str, Any]
) -> None:
    with pytest.raises(DomainError) as refused:
        bring_in(store, [row(2), row(17, **wrong)])
    assert refused.value.params["row"] == 17
    assert counts(store) == [0] * 7
    assert store.read("SELECT * FROM history") == []


def test_a_cancelled_import_leaves_nothing(store: Store) -> None:
    def stop(done: int, total: int) -> None:
        assert (done, total) == (3, 3)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        bring_in(store, [row(n) for n in range(3)], progress=stop)
    assert counts(store) == [0] * 7


def test_an_import_is_undone_as_a_whole(store: Store) -> None:
    bring_in(store, [row(2, organisation="De Eik")])
    before = counts(store)
    summary = bring_in(
        store, [row(n, unit="Techniek", natures=("pesten",), note="woord") for n in range(9)]
    )
    run = imports.undoable(store)
    assert run is not None
    assert (run.id, run.rows) == (summary.import_id, 9)
    with store.operation("undo_import") as tx:
        imports.undo(tx, summary.import_id)
    assert counts(store) == before
    assert imports.undoable(store) is None
    assert store.read("SELECT undone_on FROM import_run WHERE id = 2") == [(MONDAY.isoformat(),)]
    # A backup may hold the cases still: a later one never shares their numbers.
    bring_in(store, [row(3)])
    assert store.read("SELECT id FROM case_file ORDER BY id") == [(1,), (11,)]


def test_after_the_next_change_an_import_stays(store: Store) -> None:
    summary = bring_in(store, [row(2)])
    for harmless in ("save_draft", "record_backup"):
        with store.operation(harmless):
            pass
    assert imports.undoable(store) is not None
    with store.operation("add_organisation") as tx:
        tx.insert("organisation", name="De Eik", country="NL")
    assert imports.undoable(store) is None
    with pytest.raises(DomainError) as refused, store.operation("undo_import") as tx:
        imports.undo(tx, summary.import_id)
    assert refused.value.code == "import_cannot_be_undone"


def test_the_same_row_is_recognised(store: Store) -> None:
    rows = [row(2, number=(2025, 2), role="werknemer"), row(3)]
    bring_in(store, rows)
    ids = [found[0] for found in store.read("SELECT id FROM case_file ORDER BY id")]
    assert imports.same_cases(store, rows) == {2: ids[0], 3: ids[1]}
    others = [row(2, number=(2025, 2), role="ouder"), row(3, role="ouder"), row(4)]
    assert imports.same_cases(store, others) == {2: ids[0]}


def test_a_mapping_is_remembered_by_its_source(store: Store) -> None:
    with store.operation("remember_mapping") as tx:
        imports.remember_mapping(tx, "blad", '{"a": 1}')
        imports.remember_mapping(tx, "blad", '{"a": 2}')
    assert imports.mapping_of(store, "blad") == '{"a": 2}'
    assert imports.mapping_of(store, "ander") is None


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("date_in_the_future", {"opened_on": date(2030, 1, 1)}),
        ("date_in_the_future", {"closed_on": date(2030, 1, 1)}),
        ("closed_before_opened", {"closed_on": date(2020, 1, 1)}),
    ],
)
def test_a_row_with_a_day_that_cannot_be_stops_the_whole_import(
    store: Store, code: str, days: dict[str, date]
) -> None:
    before = counts(store)
    with pytest.raises(DomainError) as refused:
        bring_in(store, [row(2), row(3, **days)])
    assert (refused.value.code, refused.value.params["row"]) == (code, 3)
    assert counts(store) == before

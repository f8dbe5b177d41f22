"""A report is worked out, written down once, and given again from what was written down."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.conftest import Clock
from tests.services.reports import (
    HALVES,
    ONE_WAY,
    YEAR_2024,
    YEAR_2025,
    YEAR_2026,
    Client,
    client,
    span,
)
from vertrouwen.domain.errors import DomainError
from vertrouwen.language import sentences_documents
from vertrouwen.services import export_report, report_figures, whole_file
from vertrouwen.services.edit_organisations import change_organisation, set_headcount
from vertrouwen.services.make_report import (
    EditionId,
    ExportError,
    export_edition,
    release_report,
    report_file_name,
    report_overview,
    save_report_texts,
    withdraw_edition,
)
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_organisations import organisation as read_organisation
from vertrouwen.services.report_choices import ReportView, Texts
from vertrouwen.services.settings import set_profile
from vertrouwen.services.work_out_report import explain_cell, table_costs, work_out
from vertrouwen.statistics.audit import Finding, Result
from vertrouwen.statistics.count import Facts
from vertrouwen.statistics.release import Edition, Publication
from vertrouwen.storage import editions


@pytest.fixture(autouse=True)
def a_year_later(clock: Clock) -> None:
    clock.at = datetime(2026, 2, 3, 14, 30)


@pytest.fixture
def elzenbrink(practice: Practice) -> Client:
    set_profile(practice, "Marleen van Dijk", "NL")
    return client(practice)


@pytest.fixture
def broken_audit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The audit finds something in whatever it looks at."""

    def finds(*_args: object, **_more: object) -> Result:
        finding = Finding(code="exact", edition="2025")
        return Result(findings=(finding,), intervals={}, tested=1, insiders=3, candidates=None)

    for module in (report_figures, export_report):
        monkeypatch.setattr(module, "audit", finds)
    yield


def numbers(view: ReportView) -> dict[object, int | None]:
    return {figure.at: figure.value for figure in view.report.edition.figures}


def test_the_ledger_holds_exactly_what_is_printed(elzenbrink: Client, tmp_path: Path) -> None:
    elzenbrink.record(60)
    looked_at = elzenbrink.look(tables=ONE_WAY)
    edition = elzenbrink.issue(tables=ONE_WAY)
    issued = elzenbrink.look()
    assert issued.edition_id == edition
    assert issued.report.edition.figures == looked_at.report.edition.figures
    assert issued.report.edition.total == 60
    assert issued.tables == looked_at.tables
    document = json.loads(elzenbrink.exported(edition, tmp_path)["json"])
    cells = {
        json.dumps(cell["at"], sort_keys=True): cell["value"]
        for table in document["editions"][-1]["tables"]
        for cell in table["cells"]
        if cell["at"]
    }
    kept = [figure.value for figure in issued.report.edition.figures]
    assert sorted(map(str, cells.values())) == sorted(map(str, kept))


def test_an_issued_report_is_never_worked_out_again(elzenbrink: Client, tmp_path: Path) -> None:
    elzenbrink.record(60)
    edition = elzenbrink.issue()
    before, looked_at = elzenbrink.exported(edition, tmp_path), elzenbrink.look()
    elzenbrink.record(40, seed=9)
    elzenbrink.practice.store._connection.execute("UPDATE case_file SET role = 'stagiair'")
    assert elzenbrink.exported(edition, tmp_path) == before
    again = elzenbrink.look()
    assert again.tables == looked_at.tables
    assert again.corrected > 0


def test_a_second_report_of_a_period_waits_until_the_first_is_withdrawn(
    elzenbrink: Client,
) -> None:
    elzenbrink.record(30)
    material = elzenbrink.material()
    view = work_out(material)
    first = release_report(elzenbrink.practice, material, view).subject_id
    with pytest.raises(DomainError, match="edition_exists"):
        release_report(elzenbrink.practice, material, view)
    withdraw_edition(elzenbrink.practice, EditionId(first or 0), "verkeerde tabel")
    second = elzenbrink.issue()
    assert second != first
    assert elzenbrink.look().report.edition.total == 30
    withdrawn = elzenbrink.look(edition_id=first)
    assert withdrawn.is_withdrawn and withdrawn.tables == view.tables


def test_the_database_refuses_a_second_report_of_a_period_by_itself(elzenbrink: Client) -> None:
    elzenbrink.record(30)
    edition = elzenbrink.issue()
    row = editions.get(elzenbrink.practice.store, edition)
    assert row is not None
    with (
        pytest.raises(DomainError, match="edition_exists"),
        elzenbrink.practice.store.operation("x") as tx,
    ):
        editions.insert(tx, row)


def test_what_was_looked_at_is_what_is_issued_or_nothing(elzenbrink: Client) -> None:
    elzenbrink.record(30)
    material = elzenbrink.material()
    view = work_out(material)
    elzenbrink.add(date(2025, 3, 3))
    with pytest.raises(DomainError, match="report_changed"):
        release_report(elzenbrink.practice, material, view)
    assert editions.of_organisation(elzenbrink.practice.store, elzenbrink.id) == ()


def test_the_same_report_is_worked_out_the_same_twice(elzenbrink: Client) -> None:
    elzenbrink.record(45)
    assert numbers(elzenbrink.look()) == numbers(elzenbrink.look())


def test_a_period_that_still_runs_is_looked_at_but_not_issued(elzenbrink: Client) -> None:
    material = elzenbrink.material(YEAR_2026)
    view = work_out(material)
    assert view.refusal == "report_period_runs"
    with pytest.raises(DomainError, match="report_period_runs"):
        release_report(elzenbrink.practice, material, view)


def test_a_period_is_made_of_whole_months(elzenbrink: Client) -> None:
    half_a_month = replace(YEAR_2025, last=date(2025, 6, 15))
    with pytest.raises(DomainError, match="period_not_whole_months"):
        elzenbrink.material(half_a_month)


def test_nothing_is_shown_or_issued_when_the_audit_finds_something(
    elzenbrink: Client, broken_audit: None
) -> None:
    elzenbrink.record(30)
    with pytest.raises(DomainError, match="report_not_safe"):
        elzenbrink.look()
    assert editions.of_organisation(elzenbrink.practice.store, elzenbrink.id) == ()


def test_what_readers_who_know_reports_find_is_withheld_otherwise(
    elzenbrink: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    elzenbrink.record(30)
    before = elzenbrink.look().report.edition
    audit = report_figures.audit
    tested: list[Edition] = []

    def finds_once(publication: Publication, facts: Facts, pause: report_figures.Pause) -> Result:
        tested.append(publication.editions[-1])
        result = audit(publication, facts, pause=pause)
        if len(tested) > 1:
            return result
        found = Finding(code="insider", edition=tested[0].id, at=tested[0].withheld[0])
        return replace(result, findings=(found,))

    monkeypatch.setattr(report_figures, "audit", finds_once)
    after = elzenbrink.look().report.edition
    assert set(tested[0].withheld) == set(before.withheld) != set(after.withheld)


def test_no_file_is_written_when_the_audit_finds_something(
    elzenbrink: Client, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    elzenbrink.record(30)
    edition = elzenbrink.issue()
    request.getfixturevalue("broken_audit")
    with pytest.raises(DomainError, match="report_not_safe"):
        elzenbrink.exported(edition, tmp_path)
    assert not list(tmp_path.glob("verslag*"))


def test_a_few_reports_have_only_a_band(elzenbrink: Client, tmp_path: Path) -> None:
    elzenbrink.record(3)
    view = elzenbrink.look()
    assert view.is_band_only and view.tables == ()
    assert [figure.number for figure in view.key_figures] == ["0–4"]
    papers = elzenbrink.exported(elzenbrink.issue(), tmp_path)
    assert json.loads(papers["json"])["editions"][-1]["total"] is None


def test_a_year_without_reports_says_no_more_than_one_with_a_few(elzenbrink: Client) -> None:
    view = elzenbrink.look()
    assert view.is_band_only and "no_reports" in view.notes
    assert [figure.number for figure in view.key_figures] == ["0–4"]


def test_a_band_hides_nothing_that_the_year_then_gives_away(elzenbrink: Client) -> None:
    elzenbrink.record(3, HALVES[0])
    elzenbrink.record(20, HALVES[1])
    elzenbrink.issue(HALVES[0])
    year = elzenbrink.look()
    assert year.report.edition.total == 23
    elzenbrink.issue()
    with pytest.raises(DomainError) as refused:
        elzenbrink.look(HALVES[1])
    assert refused.value.code == "ledger_tells"


def test_a_small_organisation_gets_a_total_and_no_table(practice: Practice) -> None:
    small = client(practice, employees=40)
    small.record(12)
    view = small.look()
    assert view.tables == () and view.report.edition.total == 12
    assert {offer.refusal for offer in view.offers} == {"organisation_too_small"}
    assert "organisation_below_fifty" in view.notes


def test_more_reports_than_employees_is_said(practice: Practice) -> None:
    odd = client(practice, employees=60)
    odd.record(70)
    assert "headcount_below_reports" in odd.look(tables=frozenset({"kanaal"})).notes


def test_units_are_rows_from_fifty_employees_on(practice: Practice) -> None:
    parted = client(practice, units=(120, 49, 0, 80))
    parted.record(80)
    categories = parted.look(tables=frozenset({"afdeling"})).report.edition.categories["afdeling"]
    large = [str(parted.units[0]), str(parted.units[3])]
    assert list(categories) == [*large, "overige"]


def test_without_the_headcount_of_the_organisation_no_unit_has_a_row(practice: Practice) -> None:
    unknown = client(practice, employees=None, units=(120, 90))
    unknown.record(40)
    view = unknown.look()
    assert "afdeling" not in view.report.edition.categories
    assert "headcount_unknown" in view.notes
    refusals = {offer.name: offer.refusal for offer in view.offers}
    assert refusals["afdeling"] == refusals["aard_afdeling"] == "units_unknown"
    assert refusals["rol"] is None


def test_a_threshold_of_three_is_for_large_organisations_without_crossings(
    practice: Practice, elzenbrink: Client
) -> None:
    elzenbrink.record(40)
    view = elzenbrink.look(threshold=3)
    assert view.report.publication.policy.threshold == 3
    assert all(offer.refusal == "not_below_five" for offer in view.offers if offer.is_crossing)
    edition = elzenbrink.issue(threshold=3)
    row = editions.get(practice.store, edition)
    assert row is not None and row.policy["choices"]["threshold"] == 3
    small = client(practice, "Kleiner", employees=99)
    small.record(40)
    with pytest.raises(DomainError, match="threshold_too_low"):
        small.look(threshold=3)
    with pytest.raises(DomainError, match="threshold_too_low"):
        elzenbrink.look(YEAR_2024, threshold=4)


def test_crossings_are_offered_from_twenty_five_reports(elzenbrink: Client) -> None:
    elzenbrink.record(24)
    few = {o.name: o.refusal for o in elzenbrink.look().offers}
    assert few["aard_rol"] == "too_few_reports"
    elzenbrink.record(1, seed=5)
    assert {o.name: o.refusal for o in elzenbrink.look().offers}["aard_rol"] is None


def test_a_table_that_is_chosen_is_printed_whatever_it_costs(elzenbrink: Client) -> None:
    elzenbrink.record(30)
    view = elzenbrink.look(tables=frozenset({"rol", "aard_rol"}), levels={"aard": 2})
    assert {table.name for table in view.tables} == {"rol", "aard_rol"}
    assert view.levels["aard"] == 2


def test_tables_that_are_not_chosen_say_what_they_would_show(elzenbrink: Client) -> None:
    elzenbrink.record(40)
    material = elzenbrink.material(tables=frozenset({"rol"}))
    view = work_out(material)
    costed = {offer.name: offer for offer in table_costs(material, view)}
    assert costed["kanaal"].is_costed and costed["kanaal"].cells > 0
    assert costed["rol"] == next(offer for offer in view.offers if offer.name == "rol")


def test_a_cross_table_that_costs_much_says_what_a_coarser_one_shows(elzenbrink: Client) -> None:
    elzenbrink.record(40)
    material = elzenbrink.material(tables=frozenset({"rol", "aard", "kwartaal"}))
    view = work_out(material)
    costed = {offer.name: offer for offer in table_costs(material, view)}
    by_quarter, by_role = costed["aard_kwartaal"], costed["aard_rol"]
    assert 2 * by_quarter.shown < by_quarter.cells and 2 * by_role.shown < by_role.cells
    shown_of_nature = sum(
        f.value is not None and len(f.at) == 1 and f.at[0][0] == "aard"
        for f in view.report.edition.figures
    )
    assert by_quarter.whole_period == shown_of_nature
    assert by_role.coarser is not None and by_role.coarser[1] < by_role.cells


def test_a_withheld_number_has_its_reason(elzenbrink: Client) -> None:
    elzenbrink.record(40)
    material = elzenbrink.material(tables=ONE_WAY)
    view = work_out(material)
    kinds = {
        explain_cell(material, view, at[0][0], at).kind for at in view.withheld() if len(at) == 1
    }
    assert kinds and kinds <= {"small", "protects"}
    release_report(elzenbrink.practice, material, view)
    issued = elzenbrink.material()
    at = next(at for at in view.withheld() if len(at) == 1)
    before = explain_cell(material, view, at[0][0], at)
    assert explain_cell(issued, work_out(issued), at[0][0], at) == before


def test_only_one_way_tables_print_what_a_reader_can_work_out(elzenbrink: Client) -> None:
    elzenbrink.record(60)
    view = elzenbrink.look(tables=frozenset({"aard_rol"}), levels={"aard": 2})
    withheld = [f for f in view.report.edition.figures if f.is_withheld]
    assert all((f.low is not None) == (len(f.at) == 1) for f in withheld)
    assert all((f.high or 5) - (f.low or 0) >= 5 for f in withheld)


def test_cancelling_stops_the_work(elzenbrink: Client) -> None:
    class CancelledError(Exception):
        pass

    def cancel() -> None:
        raise CancelledError

    elzenbrink.record(40)
    with pytest.raises(CancelledError):
        work_out(elzenbrink.material(), pause=cancel)


def test_a_solver_that_takes_too_long_is_stopped(
    elzenbrink: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    elzenbrink.record(40)
    monkeypatch.setattr(report_figures, "MOST_SECONDS", -1.0)
    with pytest.raises(DomainError, match="took_too_long"):
        elzenbrink.look()


def test_the_own_words_are_kept_and_frozen_with_the_report(elzenbrink: Client) -> None:
    elzenbrink.record(30)
    texts = Texts(introduction="Een rustig jaar.\nMaar toch.", advice="Meer overleg.")
    save_report_texts(elzenbrink.practice, elzenbrink.id, YEAR_2025, texts)
    assert elzenbrink.look().texts == texts
    elzenbrink.issue()
    save_report_texts(elzenbrink.practice, elzenbrink.id, YEAR_2025, Texts(advice="Anders."))
    assert elzenbrink.look().texts == texts


def test_a_client_that_changes_its_name_keeps_its_old_reports(
    elzenbrink: Client, tmp_path: Path
) -> None:
    elzenbrink.record(30)
    edition = elzenbrink.issue()
    before = elzenbrink.exported(edition, tmp_path)
    elzenbrink.practice.store._connection.execute("UPDATE organisation SET name = 'Nieuwe naam'")
    assert elzenbrink.exported(edition, tmp_path) == before


def test_the_client_stands_in_no_json(elzenbrink: Client, tmp_path: Path) -> None:
    elzenbrink.record(60)
    body = elzenbrink.exported(elzenbrink.issue(), tmp_path)["json"].decode("utf-8")
    assert "Elzenbrink" not in body and "Marleen" not in body and str(tmp_path) not in body


def test_the_overview_says_of_each_period_how_it_stands(elzenbrink: Client) -> None:
    elzenbrink.record(30)
    edition = elzenbrink.issue(span("2025-01", "2025-09"))
    (row,) = report_overview(elzenbrink.practice)
    assert [(p.period.label, p.state, p.overlaps) for p in row.periods] == [
        ("2026", "running", False),
        ("2025", "ready", True),
        ("2025-01/2025-09", "released", False),
    ]
    withdraw_edition(elzenbrink.practice, edition, "te vroeg")
    (row,) = report_overview(elzenbrink.practice)
    assert row.periods[-1].state == "withdrawn" and row.periods[-1].reason == "te vroeg"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "export_disk_full"),
        (errno.EROFS, "export_not_allowed"),
        (errno.EACCES, "export_not_allowed"),
        (errno.EIO, "export_failed"),
    ],
)
def test_a_file_that_cannot_be_written_leaves_the_older_one_and_says_so(
    elzenbrink: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    elzenbrink.record(12)
    edition = elzenbrink.issue(tables=frozenset({"kanaal"}))
    path = tmp_path / "verslag.json"
    path.write_bytes(b"older")

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(whole_file.os, "fsync", refuse)
    with pytest.raises(ExportError) as failed:
        export_edition(elzenbrink.practice, edition, "json", path, "nl")
    assert failed.value.code == code
    assert "niet opgeslagen" in sentences_documents.sentence(code, {}) or code == "export_failed"
    assert [p.name for p in tmp_path.glob("*.json")] == ["verslag.json"]
    assert path.read_bytes() == b"older"
    assert list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*")) == []


def test_a_folder_that_is_gone_has_its_sentence(elzenbrink: Client, tmp_path: Path) -> None:
    elzenbrink.record(3)
    edition = elzenbrink.issue()
    with pytest.raises(ExportError) as failed:
        export_edition(elzenbrink.practice, edition, "csv", tmp_path / "weg" / "v.csv", "nl")
    assert failed.value.code == "export_folder_missing"


def test_a_report_that_does_not_exist_is_not_exported(practice: Practice, tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="edition_unknown"):
        export_edition(practice, EditionId(7), "csv", tmp_path / "v.csv", "nl")


def test_the_name_of_the_file_fits_every_system() -> None:
    name = report_file_name('Zorg/Groep: "Elzen" <brink>', "2024/2025", "pdf")
    assert not set(name) & set('/\\:*?"<>|') and name.endswith("2024-2025.pdf")


def test_what_a_client_counts_stays_after_a_report(elzenbrink: Client) -> None:
    elzenbrink.record(3)
    elzenbrink.issue()
    known = read_organisation(elzenbrink.practice, elzenbrink.id).organisation
    with pytest.raises(DomainError, match="counting_unit_is_in_use"):
        change_organisation(elzenbrink.practice, replace(known, counting_unit="meldingen"))
    change_organisation(elzenbrink.practice, replace(known, sector="zorg"))


def test_a_headcount_that_comes_later_counts_for_the_years_before(practice: Practice) -> None:
    late = client(practice, employees=None)
    set_headcount(practice, late.id, 2026, 30)
    late.record(12)
    assert late.look().tables == ()

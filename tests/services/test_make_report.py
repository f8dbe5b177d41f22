"""A report is counted once, written down, and given again from what was written down."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Clock
from tests.statistics.schemes import VOCABULARY, random_cases
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import OrganisationId, Period
from vertrouwen.language import sentences_documents
from vertrouwen.services import make_report
from vertrouwen.services.edit_organisations import (
    NewOrganisation,
    add_organisation,
    change_organisation,
)
from vertrouwen.services.make_report import (
    FORMATS,
    ExportError,
    export_edition,
    release_report,
    report_file_name,
    report_overview,
    report_preview,
)
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_organisations import organisation as read_organisation
from vertrouwen.services.settings import set_profile
from vertrouwen.storage import editions

YEAR_2025 = Period(label="2025", first=date(2025, 1, 1), last=date(2025, 12, 31))
SCHOOL_YEAR = Period(label="2024/2025", first=date(2024, 8, 1), last=date(2025, 7, 31))
YEAR_2026 = Period(label="2026", first=date(2026, 1, 1), last=date(2026, 12, 31))


@pytest.fixture(autouse=True)
def a_year_later(clock: Clock) -> None:
    clock.at = datetime(2026, 2, 3, 14, 30)


@pytest.fixture
def organisation(practice: Practice) -> OrganisationId:
    set_profile(practice, "Marleen van Dijk", "NL")
    change = add_organisation(
        practice,
        NewOrganisation(name="Zorggroep Elzenbrink", country="NL", counting_unit="contacten"),
    )
    assert change.organisation_id is not None
    return change.organisation_id


def record(practice: Practice, organisation: OrganisationId, number: int, seed: int = 4) -> None:
    """Put cases with facts at random into 2025, straight as rows."""
    with practice.store.operation("cases_for_a_test") as tx:
        first = tx.read_one("SELECT ifnull(max(number_seq), 0) FROM case_file")
        assert first is not None
        for place, case in enumerate(random_cases(seed, number, YEAR_2025, 0.3), first[0] + 1):
            day = case.opened_on.isoformat()
            case_id = tx.insert(
                "case_file", number_year=2025, number_seq=place, organisation_id=organisation,
                opened_on=day, last_contact_on=day, kind=case.kind, track=case.track,
                role=case.role, relation=case.relation, channel=case.channel,
                outcome=case.outcome,
            )  # fmt: skip
            if case.nature is not None:
                tx.insert("case_fact", case_id=case_id, list="nature", position=1, code=case.nature)
            for position, code in enumerate(case.steps, 1):
                tx.insert(
                    "case_fact", case_id=case_id, list="chosen_step", position=position, code=code
                )


def exported(
    practice: Practice, edition: Any, folder: Path, language: str = "nl"
) -> dict[str, bytes]:
    """Return the report in every format, as bytes."""
    found = {}
    for format in FORMATS:
        path = folder / f"verslag-{language}.{format}"
        export_edition(practice, edition, format, path, language)  # type: ignore[arg-type]
        found[format] = path.read_bytes()
    return found


def test_every_exported_figure_is_in_the_ledger(
    practice: Practice, organisation: OrganisationId, tmp_path: Path
) -> None:
    record(practice, organisation, 60)
    edition = release_report(practice, organisation, YEAR_2025).subject_id
    assert edition is not None
    export_edition(practice, editions.EditionId(edition), "json", tmp_path / "v.json", "nl")
    document = json.loads((tmp_path / "v.json").read_text(encoding="utf-8"))
    (issued,) = document["editions"]
    stated = sorted([issued["total"], *(c["value"] for t in issued["tables"] for c in t["cells"])])
    kept = editions.figures_of(practice.store, editions.EditionId(edition))
    assert sorted(figure.value or 0 for figure in kept) == stated
    assert len(stated) > 20


def test_an_issued_report_is_never_counted_again(
    practice: Practice, organisation: OrganisationId, tmp_path: Path
) -> None:
    record(practice, organisation, 60)
    edition = release_report(practice, organisation, YEAR_2025).subject_id
    before = exported(practice, edition, tmp_path)
    looked_at = report_preview(practice, organisation, YEAR_2025, "nl")
    record(practice, organisation, 40, seed=9)
    practice.store._connection.execute("UPDATE case_file SET role = 'stagiair'")
    assert exported(practice, edition, tmp_path) == before
    assert report_preview(practice, organisation, YEAR_2025, "nl") == looked_at


def test_a_second_report_over_the_same_days_is_refused_by_the_earlier_period(
    practice: Practice, organisation: OrganisationId
) -> None:
    record(practice, organisation, 30)
    release_report(practice, organisation, YEAR_2025)
    for verb in (
        lambda: release_report(practice, organisation, SCHOOL_YEAR),
        lambda: release_report(practice, organisation, YEAR_2025),
        lambda: report_preview(practice, organisation, SCHOOL_YEAR, "nl"),
    ):
        with pytest.raises(DomainError) as refused:
            verb()
        assert refused.value.code == "edition_overlaps"
        said = sentences_documents.sentence(refused.value.code, refused.value.params)
        assert "01-01-2025 tot en met 31-12-2025" in said
    assert len(editions.of_organisation(practice.store, organisation)) == 1


def test_the_database_refuses_an_overlapping_report_by_itself(
    practice: Practice, organisation: OrganisationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    release_report(practice, organisation, YEAR_2025)
    monkeypatch.setattr(editions, "overlapping", lambda *_: None)
    with pytest.raises(DomainError, match="edition_overlaps"):
        release_report(practice, organisation, SCHOOL_YEAR)


def test_another_client_may_have_its_report_over_the_same_days(
    practice: Practice, organisation: OrganisationId, client: OrganisationId
) -> None:
    release_report(practice, organisation, YEAR_2025)
    assert release_report(practice, client, YEAR_2025).subject_id is not None


def test_a_period_that_still_runs_is_looked_at_but_not_issued(
    practice: Practice, organisation: OrganisationId
) -> None:
    assert report_preview(practice, organisation, YEAR_2026, "nl").refusal == "report_period_runs"
    with pytest.raises(DomainError) as refused:
        release_report(practice, organisation, YEAR_2026)
    assert refused.value.code == "report_period_runs"
    assert editions.of_organisation(practice.store, organisation) == ()


def test_figures_that_fail_the_second_look_are_neither_shown_nor_issued(
    practice: Practice, organisation: OrganisationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_report.audit, "findings", lambda *_: ["small_number:rol"])
    for verb in (release_report, lambda *a: report_preview(*a, "nl")):
        with pytest.raises(DomainError, match="report_not_safe"):
            verb(practice, organisation, YEAR_2025)
    assert editions.of_organisation(practice.store, organisation) == ()


def test_a_client_that_changes_its_name_keeps_its_old_reports(
    practice: Practice, organisation: OrganisationId, tmp_path: Path
) -> None:
    edition = release_report(practice, organisation, YEAR_2025).subject_id
    before = exported(practice, edition, tmp_path)
    practice.store._connection.execute("UPDATE organisation SET name = 'Nieuwe naam'")
    assert exported(practice, edition, tmp_path) == before


def test_the_client_stands_in_no_json(
    practice: Practice, organisation: OrganisationId, tmp_path: Path
) -> None:
    record(practice, organisation, 60)
    edition = release_report(practice, organisation, YEAR_2025).subject_id
    body = exported(practice, edition, tmp_path)["json"].decode("utf-8")
    assert "Elzenbrink" not in body and "Marleen" not in body and str(tmp_path) not in body


def test_the_overview_says_of_each_period_how_it_stands(
    practice: Practice, organisation: OrganisationId
) -> None:
    record(practice, organisation, 30)
    release_report(practice, organisation, YEAR_2025)
    (row,) = report_overview(practice)
    assert [(p.period.label, p.state) for p in row.periods] == [
        ("2026", "running"),
        ("2025", "released"),
    ]


def test_a_period_that_shares_days_with_an_issued_one_is_shown_as_such(
    practice: Practice, organisation: OrganisationId
) -> None:
    record(practice, organisation, 30)
    release_report(practice, organisation, SCHOOL_YEAR)
    (row,) = report_overview(practice)
    assert [(p.period.label, p.state) for p in row.periods] == [
        ("2026", "running"),
        ("2025", "overlaps"),
        ("2024/2025", "released"),
    ]


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
    practice: Practice, organisation: OrganisationId, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, number: int, code: str,
) -> None:  # fmt: skip
    edition = release_report(practice, organisation, YEAR_2025).subject_id
    path = tmp_path / "verslag.json"
    path.write_bytes(b"older")

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(make_report.os, "fsync", refuse)
    with pytest.raises(ExportError) as failed:
        export_edition(practice, editions.EditionId(edition or 0), "json", path, "nl")
    assert failed.value.code == code
    assert "niet opgeslagen" in sentences_documents.sentence(code, {}) or code == "export_failed"
    assert [p.name for p in tmp_path.glob("*.json")] == ["verslag.json"]
    assert path.read_bytes() == b"older"
    assert list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*")) == []


def test_a_folder_that_is_gone_has_its_sentence(
    practice: Practice, organisation: OrganisationId, tmp_path: Path
) -> None:
    edition = release_report(practice, organisation, YEAR_2025).subject_id
    with pytest.raises(ExportError) as failed:
        export_edition(
            practice, editions.EditionId(edition or 0), "csv", tmp_path / "weg" / "v.csv", "nl"
        )
    assert failed.value.code == "export_folder_missing"


def test_a_report_that_does_not_exist_is_not_exported(practice: Practice, tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="edition_unknown"):
        export_edition(practice, editions.EditionId(7), "csv", tmp_path / "v.csv", "nl")


def test_the_name_of_the_file_fits_every_system() -> None:
    name = report_file_name('Zorg/Groep: "Elzen" <brink>', "2024/2025", "pdf")
    assert not set(name) & set('/\\:*?"<>|') and name.endswith("2024-2025.pdf")


def test_counting_reads_no_page_of_the_table_itself(practice: Practice) -> None:
    from vertrouwen.storage.counts import FACTS_OF_CASES

    plan = practice.store.read(
        "EXPLAIN QUERY PLAN " + FACTS_OF_CASES, (1, "2025-01-01", "2025-12-31")
    )
    (of_cases,) = [row[3] for row in plan if " c " in f"{row[3]} "]
    assert "COVERING INDEX case_counts (organisation_id=? AND opened_on>? AND opened_on<?)" in (
        of_cases
    )


def test_the_vocabulary_of_the_tests_is_that_of_the_practice(practice: Practice) -> None:
    assert practice.vocabulary == VOCABULARY


def test_what_a_client_counts_stays_after_a_report(
    practice: Practice, organisation: OrganisationId
) -> None:
    release_report(practice, organisation, YEAR_2025)
    client = read_organisation(practice, organisation).organisation
    other = "contacten" if client.counting_unit == "meldingen" else "meldingen"
    with pytest.raises(DomainError, match="counting_unit_is_in_use"):
        change_organisation(practice, replace(client, counting_unit=other))
    change_organisation(practice, replace(client, sector="zorg"))

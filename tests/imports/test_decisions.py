"""What the adviser settles is kept, applied again, and carried into the cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.imports.truth import TODAY, VOCABULARY, preview
from vertrouwen.imports.decisions import Decisions, RowDecision, left_out, rows_to_import
from vertrouwen.imports.mapping import Mapping, SourceSignature
from vertrouwen.imports.preview import Preview
from vertrouwen.imports.reading import read

SAMPLE = "registratie-2023-2025.xlsx"


def _read(path: Path, mapping: Mapping | None = None) -> Preview:
    return read(path, VOCABULARY, today=TODAY, mapping=mapping)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "eigen.csv"
    path.write_text(
        "Datum;Klantje;Soort contact;Aard\n"
        "3-2-2025;Bos;melding;zwartkijken\n"
        "4-2-2025;Bosch;consult;pesten\n",
        encoding="utf-8",
    )
    return path


def test_blocked_rows_stay_out_until_they_are_decided() -> None:
    read_sample = preview(SAMPLE)
    blocked = [r for r in read_sample.rows if r.is_blocked]
    assert len(blocked) == 9
    assert left_out(read_sample) == blocked
    assert len(rows_to_import(read_sample)) == 191 - 9


def test_a_corrected_date_brings_a_blocked_row_in() -> None:
    read_sample = preview(SAMPLE)
    answer = RowDecision(changes={"day": date(2024, 2, 29)})
    cases = rows_to_import(read_sample, Decisions(rows={("Registratie", 75): answer}))
    found = next(c for c in cases if c.source_row == 75)
    assert (found.opened_on, found.precision) == (date(2024, 2, 29), "dag")


def test_a_month_is_kept_as_a_month() -> None:
    found = next(c for c in rows_to_import(preview(SAMPLE)) if c.source_row == 78)
    assert (found.opened_on, found.precision) == (date(2024, 3, 1), "maand")


def test_consent_comes_in_as_a_note_and_as_nothing_else() -> None:
    found = next(c for c in rows_to_import(preview(SAMPLE)) if c.source_row == 13)
    assert "mondeling d.d. 11-3-2023" in found.note
    assert not hasattr(found, "consent")


def test_a_row_left_out_by_the_adviser_is_not_brought_in() -> None:
    read_sample = preview(SAMPLE)
    answer = Decisions(rows={("Registratie", 6): RowDecision(keep=False)})
    assert 6 not in [c.source_row for c in rows_to_import(read_sample, answer)]


def test_what_was_settled_about_a_source_is_applied_again(own: Path) -> None:
    first = _read(own)
    unknown = [c.header for cs in first.columns.values() for c in cs if c.field is None]
    assert unknown == ["Klantje"]
    assert "aard" in {f.field for f in first.rows[0].flags}
    settled = Mapping(
        columns={"Klantje": "organisation"},
        labels={"nature": {"zwartkijken": ("samenwerking",)}},
        names={"organisation": {"Bosch": "Bos"}},
    )
    again = _read(own, Mapping.from_json(settled.to_json()))
    assert [r.organisation for r in again.rows] == ["Bos", "Bos"]
    assert again.rows[0].natures == ("samenwerking",)
    assert not {f.field for r in again.rows for f in r.flags} & {"aard", "organisatie"}
    assert again.signature == first.signature


def test_a_source_is_recognised_by_its_headers_alone() -> None:
    assert SourceSignature.of(["Datum ", "Aard"]) == SourceSignature.of(["datum", "aard"])
    assert SourceSignature.of(["Datum"]) != SourceSignature.of(["Aard"])


def test_a_mapping_of_a_newer_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version"):
        Mapping.from_json('{"version": 99}')

"""The report as it is read: rows, subtotals, withheld cells, the report before, the trend."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.documents.reports import LAYOUT, edition_of_year, report
from vertrouwen.documents import report as reading
from vertrouwen.documents.report import PrintedTable, ReadTable
from vertrouwen.documents.taxonomy import lines, top_lines
from vertrouwen.statistics.release import Edition, Figure
from vertrouwen.statistics.scheme import At

BEFORE = tuple(edition_of_year(60 + year % 7, seed=year, year=year) for year in range(2020, 2025))


def table(name: str, made: reading.Report) -> ReadTable:
    return next(t for t in reading.read_tables(made) if t.name == name)


def with_figure(edition: Edition, at: At, **changes: Any) -> Edition:
    figures = tuple(replace(f, **changes) if f.at == at else f for f in edition.figures)
    return Edition(**{**_fields(edition), "figures": figures})


def _fields(edition: Edition) -> dict[str, Any]:
    names = ("id", "atoms", "total", "tables", "figures", "categories", "released")
    return {name: getattr(edition, name) for name in names}


def test_parents_stand_above_what_they_hold() -> None:
    found = [(row.label, row.depth, row.is_parent) for row in table("aard", report(140)).rows]
    assert found[:2] == [("Ongewenste omgangsvormen", 0, True), ("Pesten", 1, False)]
    assert found[6:8] == [("Integriteit", 0, True), ("Fraude, diefstal en corruptie", 1, False)]
    assert found[-2:] == [("Overig of onbekend", 0, False), ("Totaal", 0, False)]


def test_a_table_of_parents_has_the_categories_without_one_too() -> None:
    labels = [row.label for row in table("spoor", report(140)).rows]
    assert labels == [
        "Ongewenste omgangsvormen",
        "Integriteit",
        "Arbeidsconflict",
        "Overig of onbekend",
        "Totaal",
    ]


def test_nested_and_overlapping_parents_have_their_places() -> None:
    sets = {"a": "a", "b": "b", "c": "c", "ab": "ab", "abc": "abc", "bc": "bc"}
    found = lines({code: frozenset(leaves) for code, leaves in sets.items()})
    assert [(line.code, line.depth) for line in found] == [
        ("abc", 0), ("ab", 1), ("a", 2), ("b", 2), ("c", 1), ("bc", 0),
    ]  # fmt: skip
    assert [line.code for line in top_lines(found)] == ["abc"]


def test_of_two_codes_for_one_set_the_later_one_is_the_parent() -> None:
    found = lines({"a": frozenset("a"), "b": frozenset("b"), "same": frozenset("a")})
    assert [(line.code, line.is_parent) for line in found] == [
        ("same", True), ("a", False), ("b", False),
    ]  # fmt: skip


def test_a_withheld_cell_is_a_dash_in_a_crossing_and_an_interval_beside_bars() -> None:
    at = (("aard", "overig"),)
    made = report(edition=with_figure(edition_of_year(140), at, value=None, low=0, high=7))
    alone = table("aard", made).rows[-2].cells[0]
    assert (alone.text, alone.spoken) == ("0–7", "niet getoond: 0 tot en met 7")
    assert (alone.low, alone.high, alone.is_withheld) == (0, 7, True)
    margin = table("aard_relatie", made).rows[-2].cells[-1]
    assert (margin.text, margin.spoken, margin.low) == ("–", "niet getoond", None)


def test_a_withheld_cell_without_an_interval_is_a_dash() -> None:
    at = (("aard", "overig"),)
    made = report(edition=with_figure(edition_of_year(140), at, value=None, low=None, high=None))
    assert table("aard", made).rows[-2].cells[0].text == "–"


def test_a_cell_that_cannot_exist_is_not_applicable_and_not_withheld() -> None:
    at = (("aard", "overig"),)
    edition = with_figure(edition_of_year(140), at, value=None, is_structural=True, low=None)
    cell = table("aard", report(edition=edition)).rows[-2].cells[0]
    assert (cell.text, cell.spoken) == ("n.v.t.", "niet van toepassing")
    assert not cell.is_withheld


def test_the_note_claims_what_was_tested_and_no_more() -> None:
    made = report(140)
    claim = (
        "– = niet getoond (0 tot en met 4, of nodig om een ander getal te beschermen). Uit dit"
        " verslag en eerdere verslagen samen is geen niet-getoond aantal te herleiden."
    )
    for read in reading.read_tables(made):
        has_withheld = any(cell.is_withheld for row in read.rows for cell in row.cells)
        assert read.note.startswith("Teleenheid: contact. Elk contact telt één keer.")
        assert ("niet getoond" in read.note) == has_withheld
        assert "anoniem" not in read.note
    assert table("aard_relatie", made).note.endswith(claim)


def test_a_crossing_has_the_margins_of_both_its_sides() -> None:
    made = report(140)
    crossing = table("aard_relatie", made)
    assert crossing.columns == ("Leidinggevende", "Collega", "Ander of onbekend", "Totaal")
    assert crossing.rows[-1].cells[-1].value == 140
    alone = {row.label: row.cells[0].value for row in table("aard", made).rows}
    for row in crossing.rows:
        assert row.cells[-1].value == alone[row.label]


def test_what_the_edition_does_not_hold_is_left_out() -> None:
    layout = (*LAYOUT, PrintedTable(name="aard", rows="rol"))
    layout += (PrintedTable(name="aard", rows="aard", columns="soort"),)
    assert len(reading.read_tables(report(60, tables=layout))) == len(LAYOUT)


def test_without_a_total_there_is_only_its_band() -> None:
    made = report(3)
    assert reading.read_tables(made) == () and reading.read_trend(made) is None
    (figure,) = reading.key_figures(made)
    assert (figure.number, figure.label) == ("0–4", "contacten")


def test_the_report_before_is_copied_and_never_worked_out() -> None:
    made = report(140, earlier=BEFORE)
    read = table("aard", made)
    assert read.columns == ("Dit verslag", "Vorig verslag")
    copied = [row.cells[1] for row in read.rows]
    assert copied[-1].value == BEFORE[-1].total
    figures = BEFORE[-1].by_cell
    assert copied[1].value == figures[("aard", "pesten"),].value
    assert [cell.is_withheld for cell in copied[:-1]] == [
        figures[row.cells[0].at].is_withheld for row in read.rows[:-1]
    ]


def test_a_row_the_report_before_did_not_have_stays_empty() -> None:
    before = BEFORE[-1]
    cut = {"pesten": frozenset(["pesten"]), "rest": frozenset(["?"])}
    figures = (
        Figure(at=(("aard", "pesten"),), value=20),
        Figure(at=(("aard", "rest"),), value=40),
    )
    changed = {**_fields(before), "tables": (("aard",),), "figures": figures}
    earlier = Edition(**{**changed, "categories": {"aard": cut}})
    made = report(140, earlier=(earlier,))
    cells = [row.cells[1] for row in table("aard", made).rows]
    assert [cell.text for cell in cells[:3]] == ["", "20", ""]
    assert cells[0].spoken == "stond niet in dat verslag" and not cells[0].is_withheld
    assert table("relatie", made).columns == ("Aantal",)


def test_a_renamed_category_is_compared_with_itself() -> None:
    before = BEFORE[-1]
    categories = {**before.categories, "soort": {}}
    categories["soort"] = {f"old_{c}": s for c, s in before.categories["soort"].items()}
    figures = tuple(
        Figure(at=(("soort", f"old_{f.at[0][1]}"),), value=f.value)
        for f in before.figures
        if len(f.at) == 1 and f.at[0][0] == "soort"
    )
    fields = {**_fields(before), "figures": figures, "tables": (("soort",),)}
    earlier = Edition(**{**fields, "categories": categories})
    read = table("soort", report(140, earlier=(earlier,)))
    assert [row.cells[1].value for row in read.rows[:-1]] == [f.value for f in figures]


def test_key_figures_have_the_report_before_beside_them() -> None:
    figures = reading.key_figures(report(140, earlier=BEFORE))
    assert [figure.label for figure in figures] == [
        "contacten", "meldingen", "consulten", "signalen",
    ]  # fmt: skip
    assert figures[0].number == "140"
    assert figures[0].previous == f"vorig verslag {BEFORE[-1].total}"
    assert all(figure.previous == "" for figure in reading.key_figures(report(140)))


def test_the_trend_copies_every_period_from_its_own_edition() -> None:
    made = report(140, earlier=BEFORE)
    trend = reading.read_trend(made)
    assert trend is not None
    assert trend.columns == ("2020", "2021", "2022", "2023", "2024", "2025")
    assert trend.rows[0].is_total
    assert [c.value for c in trend.rows[0].cells] == [*(e.total for e in BEFORE), 140]
    integrity = next(row for row in trend.rows if row.label == "Integriteit")
    assert [c.value for c in integrity.cells[:5]] == [
        e.by_cell[("aard", "integriteit"),].value for e in BEFORE
    ]
    assert "overgenomen uit de verslagen" in trend.note


def test_one_period_alone_has_no_trend() -> None:
    assert reading.read_trend(report(140)) is None


@pytest.mark.parametrize(
    ("last", "kind"),
    [("2025-03", "Kwartaalverslag"), ("2025-06", "Halfjaarverslag"), ("2025-12", "Jaarverslag"),
     ("2026-12", "Meerjarenverslag"), ("2025-09", "Verslag")],
)  # fmt: skip
def test_the_title_tells_what_kind_of_report_it_is(last: str, kind: str) -> None:
    from datetime import date

    made = report(60, last=date.fromisoformat(f"{last}-28"))
    assert reading.document_title(made).startswith(f"{kind} vertrouwenspersoon – ")

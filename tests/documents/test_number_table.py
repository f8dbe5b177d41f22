"""Wide tables: everything fits on the page, and no head runs into the next one."""

from __future__ import annotations

import pytest

from vertrouwen.documents import style
from vertrouwen.documents.number_table import UprightHead, number_table
from vertrouwen.documents.page import WIDTH
from vertrouwen.documents.read import ReadCell, ReadRow, ReadTable
from vertrouwen.documents.tags import Element

LONG = "Locatie Noord, afdeling intensieve zorg en behandeling van kinderen en jeugdigen"


def crossing(heads: tuple[str, ...], rows: int = 4) -> ReadTable:
    cell = ReadCell(
        text="–", spoken="niet getoond", value=None, low=None, high=None, at=(), is_withheld=True
    )
    body = tuple(ReadRow(label=LONG, cells=(cell,) * len(heads)) for _ in range(rows))
    return ReadTable(
        name="x", title="x", row_heading="x", columns=heads, rows=body, note="", is_crossing=True
    )


@pytest.mark.parametrize("count", [1, 2, 4, 7, 12, 13, 14, 30, 60])
@pytest.mark.parametrize("head", ["Noord", "arbeidsongeschiktheidsverzekering", LONG])
def test_every_table_stays_within_the_page(count: int, head: str) -> None:
    style.register_fonts()
    element = Element("Document")
    tables = number_table(crossing((head,) * count), element, WIDTH)
    widths = [table.wrap(WIDTH, 2000)[0] for table in tables]
    assert all(width <= WIDTH + 0.1 for width in widths)
    heads = [
        kid
        for table in element.kids
        if isinstance(table, Element) and isinstance(table.kids[0], Element)
        for kid in table.kids[0].kids
    ]
    assert len(heads) == count + len(tables)


@pytest.mark.parametrize("words", ["Noord", LONG, LONG * 3, "w" * 400, ""])
@pytest.mark.parametrize("width", [19.0, 26.0, 40.0])
def test_an_upright_head_is_no_thicker_than_its_column(words: str, width: float) -> None:
    style.register_fonts()
    head = UprightHead(words, Element("TH", scope="Column"))
    _width, tall = head.wrap(width, 1000)
    assert head._words.height <= width and tall <= 214

"""The annual report as it is read: titles, tables and sentences in the language of the paper.

Every form of the report (page, workbook, text file, screen) shows these same words and numbers.
Everything is taken from released figures: what was withheld is not here to be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vertrouwen.documents import text
from vertrouwen.documents.read import KeyFigure, ReadCell, ReadRow, ReadTable
from vertrouwen.documents.taxonomy import Line, lines, top_lines
from vertrouwen.documents.text import Words
from vertrouwen.language import Language
from vertrouwen.statistics.release import Edition, Figure, Publication
from vertrouwen.statistics.scheme import TOTAL, At, at_cell

__all__ = [
    "TREND",
    "KeyFigure",
    "Labels",
    "PrintedTable",
    "ReadCell",
    "ReadRow",
    "ReadTable",
    "Report",
    "Texts",
    "category_label",
    "dimension_label",
    "document_title",
    "key_figures",
    "read_tables",
    "read_trend",
    "sentence_case",
    "words",
]

KINDS = ("soort", "soort_melding")
"""Dimensions whose first categories stand beside the total as key figures."""

TRACKS = "aard"
"""The dimension whose broadest rows have a line in the trend table."""

TREND = "trend"
"""Name of the table in which reports stand side by side."""

MOST_KINDS = 3
MOST_PERIODS = 8
DASH = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Words of the scheme in one language.

    Args:
        titles: of tables and of dimensions, by name.
        categories: (dimension, category or group) -> label.
    """

    titles: Mapping[str, str]
    categories: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable:
    """One table of the layout.

    Args:
        rows, columns: names of dimensions; without columns it is a one-way table.
        parents_only: print the taxonomy parents, and the categories that have none.
    """

    name: str
    rows: str
    columns: str | None = None
    parents_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The adviser's own words; line breaks are kept."""

    introduction: str = ""
    highlights: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report, ready to be put on paper.

    Args:
        organisation, adviser: as they stand in the title block.
        label: short name of the period, such as "2025".
        first, last: the period, both days included.
        released_on: None while it is only looked at.
        publication: all that the reader has; the last edition is this report.
        tables: the layout, in its order; what the edition does not hold is left out.
        previous: the edition of the period before, from the ledger.
        trend: (label, edition) of every period to be compared, oldest first, this one included.
        has_late: reports of a period before it that came too late for its report are counted
            here, if there are any.
        is_withdrawn: it was given, and taken back.
    """

    organisation: str
    adviser: str
    label: str
    first: date
    last: date
    released_on: date | None
    counting_unit: str
    publication: Publication
    tables: tuple[PrintedTable, ...]
    labels: Labels
    language: Language
    previous: Edition | None = None
    trend: tuple[tuple[str, Edition], ...] = ()
    texts: Texts = field(default_factory=Texts)
    has_late: bool = False
    is_withdrawn: bool = False

    @property
    def edition(self) -> Edition:
        """The figures of this report."""
        return self.publication.editions[-1]

    @property
    def threshold(self) -> int:
        """The smallest number that is shown."""
        return self.publication.policy.threshold


def words(report: Report) -> Words:
    """Return the fixed words of the paper in its language."""
    return Words(report.language)


def read_tables(report: Report) -> tuple[ReadTable, ...]:
    """Return every table of the layout that the edition holds, in its fixed order.

    Without a total there are none: only its band is stated.
    """
    edition = report.edition
    if edition.total is None:
        return ()
    held = {frozenset(crossing) for crossing in edition.tables}
    found: list[ReadTable] = []
    for table in report.tables:
        if table.columns is not None:
            if {table.rows, table.columns} in held:
                found.append(_crossing(report, table, table.columns))
        elif any(table.rows in crossing for crossing in held):
            found.append(_one_way(report, table))
    return tuple(found)


def key_figures(report: Report) -> tuple[KeyFigure, ...]:
    """Return the numbers that come first: the total, and the kinds of contact."""
    paper = words(report)
    edition = report.edition
    noun = text.unit_noun(paper, report.counting_unit)
    if edition.total is None:
        return (KeyFigure(number=f"0–{report.threshold - 1}", label=noun),)
    found = [KeyFigure(number=str(edition.total), label=noun, previous=_previous(report, TOTAL))]
    for at in _kind_cells(report):
        ((dimension, code),) = at
        found.append(
            KeyFigure(
                number=_cell(report, edition, at).text,
                label=category_label(report, dimension, code),
                previous=_previous(report, at),
            )
        )
    return tuple(found)


def read_trend(report: Report) -> ReadTable | None:
    """Return the total, kinds and broadest rows over the periods; None with one period only.

    Every number is copied from the edition that stated it.
    """
    periods = report.trend[-MOST_PERIODS:]
    if len(periods) < 2 or report.edition.total is None:
        return None
    paper = words(report)
    cells = [TOTAL, *_kind_cells(report)]
    if TRACKS in report.edition.categories:
        tracks = top_lines(lines(report.edition.categories[TRACKS]))
        cells += [((TRACKS, line.code),) for line in tracks]
    rows: list[ReadRow] = []
    for at in cells:
        copied = tuple(_cell_of(report, edition, at) for _label, edition in periods)
        if sum(bool(cell.text) for cell in copied) > 1:
            label = text.Headings(paper).total if at == TOTAL else _row_label(report, at)
            rows.append(ReadRow(label=label, cells=copied, is_total=at == TOTAL))
    if not rows:
        return None
    headings = text.Headings(paper)
    return ReadTable(
        name=TREND,
        title=headings.trend,
        row_heading=text.unit_heading(paper, report.counting_unit),
        columns=tuple(label for label, _edition in periods),
        rows=tuple(rows),
        note=f"{_note(report, rows)} {text.copied(paper)}",
        is_crossing=False,
    )


def category_label(report: Report, dimension: str, code: str) -> str:
    """Return the words of a category; a part of the period is named by its months."""
    known = report.labels.categories.get((dimension, code))
    return known if known is not None else text.months(words(report), code)


def dimension_label(report: Report, dimension: str) -> str:
    """Return the printed name of a dimension."""
    return report.labels.titles.get(dimension, dimension)


def document_title(report: Report) -> str:
    """Return the title of the file: kind of report, organisation and period."""
    paper = words(report)
    kind = text.report_kind(paper, report.first, report.last)
    return f"{kind} – {report.organisation} – {report.label}"


def sentence_case(label: str) -> str:
    """Return a label with its first letter in capitals, as a row of a table begins."""
    return label[:1].upper() + label[1:]


def _one_way(report: Report, table: PrintedTable) -> ReadTable:
    headings = text.Headings(words(report))
    categories = report.edition.categories[table.rows]
    printed = lines(categories)
    if table.parents_only:
        printed = top_lines(printed)
    ats: list[At] = [((table.rows, line.code),) for line in printed]
    before = [_cell_of(report, report.previous, at) for at in ats] if report.previous else []
    is_compared = any(cell.text for cell in before)

    def row_cells(at: At) -> tuple[ReadCell, ...]:
        mine = _cell(report, report.edition, at)
        if not is_compared or report.previous is None:
            return (mine,)
        return (mine, _cell_of(report, report.previous, at))

    rows = [
        _row(report, line, at, row_cells(at), is_alone=table.parents_only)
        for line, at in zip(printed, ats, strict=True)
    ]
    rows.append(ReadRow(label=headings.total, cells=row_cells(TOTAL), is_total=True))
    return ReadTable(
        name=table.name,
        title=report.labels.titles[table.name],
        row_heading=report.labels.titles[table.name],
        columns=(headings.now, headings.before) if is_compared else (headings.number,),
        rows=tuple(rows),
        note=_note(report, rows),
        is_crossing=False,
    )


def _crossing(report: Report, table: PrintedTable, across: str) -> ReadTable:
    edition = report.edition
    headings = text.Headings(words(report))
    columns = [line.code for line in lines(edition.categories[across]) if not line.is_parent]
    fixed: list[dict[str, str]] = [*({across: code} for code in columns), {}]

    def cells(row: Mapping[str, str]) -> tuple[ReadCell, ...]:
        return tuple(
            _cell(report, edition, at_cell({**row, **column}), is_crossing=True) for column in fixed
        )

    printed = lines(edition.categories[table.rows])
    if table.parents_only:
        printed = top_lines(printed)
    rows = [
        _row(
            report,
            line,
            ((table.rows, line.code),),
            cells({table.rows: line.code}),
            is_alone=table.parents_only,
        )
        for line in printed
    ]
    rows.append(ReadRow(label=headings.total, cells=cells({}), is_total=True))
    return ReadTable(
        name=table.name,
        title=report.labels.titles[table.name],
        row_heading=dimension_label(report, table.rows),
        columns=(*(_row_label(report, ((across, c),)) for c in columns), headings.total),
        rows=tuple(rows),
        note=_note(report, rows),
        is_crossing=True,
    )


def _row(
    report: Report, line: Line, at: At, cells: tuple[ReadCell, ...], *, is_alone: bool
) -> ReadRow:
    """Return a row; a parent that stands alone is a row like any other."""
    return ReadRow(
        label=_row_label(report, at),
        cells=cells,
        is_parent=line.is_parent and not is_alone,
        depth=line.depth,
    )


def _row_label(report: Report, at: At) -> str:
    ((dimension, code),) = at
    return sentence_case(category_label(report, dimension, code))


def _kind_cells(report: Report) -> tuple[At, ...]:
    """Return the cells of the kinds of contact that stand beside the total."""
    for dimension in KINDS:
        if dimension in report.edition.categories:
            kinds = [x for x in lines(report.edition.categories[dimension]) if not x.is_parent]
            found: list[At] = [((dimension, line.code),) for line in kinds[:MOST_KINDS]]
            return tuple(at for at in found if at in report.edition.by_cell)
    return ()


def _previous(report: Report, at: At) -> str:
    if report.previous is None:
        return ""
    number = _cell_of(report, report.previous, at).text
    return text.previous(words(report), number) if number else ""


def _cell_of(report: Report, edition: Edition, at: At) -> ReadCell:
    """Return what an edition says of a cell of this one: it has to hold the very same answers."""
    fixed: dict[str, str] = {}
    for dimension, code in at:
        leaves = report.edition.categories[dimension][code]
        theirs = edition.categories.get(dimension, {})
        same = [c for c, held in theirs.items() if held == leaves]
        if not same:
            return _absent(report, at)
        fixed[dimension] = next((c for c in same if c == code), same[0])
    found = at_cell(fixed)
    if found == TOTAL:
        return _absent(report, at) if edition.total is None else _cell(report, edition, at)
    return _cell(report, edition, found) if found in edition.by_cell else _absent(report, at)


def _absent(report: Report, at: At) -> ReadCell:
    spoken = text.not_in_that_report(words(report))
    return ReadCell(
        text="", spoken=spoken, value=None, low=None, high=None, at=at, is_withheld=False
    )


def _cell(report: Report, edition: Edition, at: At, *, is_crossing: bool = False) -> ReadCell:
    figure = Figure(at=at, value=edition.total) if at == TOTAL else edition.by_cell[at]
    paper = words(report)
    low, high = (None, None) if is_crossing else (figure.low, figure.high)
    if figure.is_structural:
        shown, spoken = text.structural(paper)
    elif figure.value is not None:
        shown = spoken = str(figure.value)
    elif low is not None and high is not None:
        shown, spoken = f"{low}–{high}", text.withheld_between(paper, low, high)
    else:
        low = high = None
        shown, spoken = DASH, text.withheld(paper)
    return ReadCell(
        text=shown,
        spoken=spoken,
        value=figure.value,
        low=low,
        high=high,
        at=at,
        is_withheld=figure.is_withheld,
    )


def _note(report: Report, rows: list[ReadRow]) -> str:
    paper = words(report)
    cells = [cell for row in rows for cell in row.cells]
    sentences = [text.counting_note(paper, report.counting_unit)]
    symbols = [cell.text for cell in cells if cell.is_withheld]
    if symbols:
        dashes = [DASH] if DASH in symbols else []
        # one that may be small explains itself: 0–8 rather than 7–15
        withheld = sorted(
            (c for c in cells if c.is_withheld and c.text != DASH), key=lambda c: bool(c.low)
        )
        intervals = [cell.text for cell in withheld[:1]]
        sentences.append(text.withheld_note(paper, [*dashes, *intervals], report.threshold))
    return " ".join(sentences)

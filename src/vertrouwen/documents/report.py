"""The annual report as it is read: titles, tables and sentences in the language of the paper.

Every form of the report (page, workbook, text file, screen) shows these same words and numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vertrouwen.documents import text
from vertrouwen.documents.text import Words
from vertrouwen.language import Language
from vertrouwen.statistics.release import Figures

CHARTED = ("aard", "spoor", "kwartaal")
"""Tables that are drawn as well; the first one that is shown, so that a report has a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Words of the scheme in one language.

    Args:
        titles: of tables, by name.
        categories: (dimension, category) -> label.
        roles: what a reader can do with a dimension, by its name.
    """

    titles: Mapping[str, str]
    categories: Mapping[tuple[str, str], str]
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report, ready to be put on paper.

    Args:
        organisation, adviser: as they stand in the title block.
        first, last: the period, both days included.
        released_on: None while it is only looked at.
        members: dimension -> category -> leaves, of every category that may be shown.
        table_names: all tables in their order, shown or withheld.
    """

    organisation: str
    adviser: str
    edition: str
    first: date
    last: date
    released_on: date | None
    counting_unit: str
    figures: Figures
    members: Mapping[str, Mapping[str, frozenset[str]]]
    table_names: tuple[str, ...]
    labels: Labels
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """One table as a reader sees it.

    Args:
        rows: label and number, in the fixed order of the scheme; empty when withheld.
        total: sum of the rows; None when withheld.
        note: what stands under it, or in its place.
    """

    name: str
    title: str
    rows: tuple[tuple[str, int], ...]
    total: int | None
    note: str

    @property
    def is_shown(self) -> bool:
        """Whether the table itself stands there, rather than the sentence on small numbers."""
        return self.total is not None


def words(report: Report) -> Words:
    """Return the fixed words of the paper in its language."""
    return Words(report.language)


def read_tables(report: Report) -> tuple[ReadTable, ...]:
    """Return every table in its fixed order; below the threshold there are none at all."""
    if report.figures.total is None:
        return ()
    return tuple(_read_table(report, name) for name in report.table_names)


def charted(report: Report) -> str | None:
    """Return the name of the table that is drawn, or None when no table is shown."""
    shown = report.figures.order
    return next((name for name in CHARTED if name in shown), shown[0] if shown else None)


def key_figures(report: Report) -> tuple[tuple[str, str], ...]:
    """Return the numbers that come first, each as text with the words under it."""
    paper = words(report)
    total = report.figures.total
    if total is None:
        band = f"0–{report.figures.policy.threshold - 1}"
        return ((band, text.unit_noun(paper, report.counting_unit)),)
    first = ((str(total), text.unit_noun(paper, report.counting_unit)),)
    kinds = next((t for t in report.figures.tables if t.name.startswith("soort")), None)
    if kinds is None or len(kinds.cells) > 3:
        return first
    return first + tuple(
        (str(value), category_label(report, kinds.dimension, code)) for code, value in kinds.cells
    )


def category_label(report: Report, dimension: str, code: str) -> str:
    """Return the words of a category; a part of the period is named by its months."""
    known = report.labels.categories.get((dimension, code))
    return known if known is not None else text.months(words(report), code)


def document_title(report: Report) -> str:
    """Return the title of the file: kind of report, organisation and period."""
    paper = words(report)
    kind = text.report_kind(paper, report.first, report.last)
    return f"{kind} – {report.organisation} – {report.edition}"


def sentence_case(label: str) -> str:
    """Return a label with its first letter in capitals, as a row of a table begins."""
    return label[:1].upper() + label[1:]


def _read_table(report: Report, name: str) -> ReadTable:
    paper = words(report)
    title = report.labels.titles[name]
    shown = report.figures.table(name)
    if shown is None:
        return ReadTable(name=name, title=title, rows=(), total=None, note=text.too_small(paper))
    return ReadTable(
        name=name,
        title=title,
        rows=tuple(
            (sentence_case(category_label(report, shown.dimension, code)), value)
            for code, value in shown.cells
        ),
        total=shown.total,
        note=text.counting_note(paper, report.counting_unit),
    )

"""What the adviser chooses for a report, and the report as it is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from vertrouwen.documents.report import KeyFigure, ReadCell, ReadTable, Report, Texts
from vertrouwen.domain.organisation import OrganisationId, Period
from vertrouwen.statistics.scheme import At
from vertrouwen.storage.editions import EditionId

__all__ = [
    "THRESHOLD",
    "THRESHOLD_OF_LARGE",
    "AuditSummary",
    "Coarsening",
    "EditionId",
    "Explanation",
    "KeyFigure",
    "ReadCell",
    "ReadTable",
    "Report",
    "ReportChoices",
    "ReportView",
    "TableOffer",
    "TextWarning",
    "Texts",
]

THRESHOLD = 5
THRESHOLD_OF_LARGE = 3
"""Only by an explicit choice, of an organisation with enough employees, without crossings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChoices:
    """What the adviser settled about one report; None leaves it to the program.

    Args:
        threshold: `THRESHOLD`, or `THRESHOLD_OF_LARGE`.
        tables: names of the offered tables that are printed.
        levels: dimension -> how coarse, 0 being the finest.
    """

    threshold: int = THRESHOLD
    tables: frozenset[str] | None = None
    levels: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOffer:
    """One table that a report may hold.

    Args:
        dimension: the one whose `level` the adviser may choose; of a crossing its columns.
        refusal: code of the reason why it cannot be chosen: "too_few_reports", "units_unknown",
            "units_too_small", "organisation_too_small", "not_below_five", "period_too_short";
            its sentence stands in `language.sentences_reports`.
        shown, cells: how many of its non-zero cells are shown; (0, 0) while nobody looked.
        level, levels: the present level and how many there are.
        is_costed: `shown` and `cells` are known.
        whole_period: how many numbers stand there without the parts of the period; None where the
            table has none, or shows enough.
        coarser: (shown, cells) with its rows joined further; None where that was not tried.
    """

    name: str
    title: str
    dimension: str
    is_crossing: bool
    is_chosen: bool
    refusal: str | None = None
    shown: int = 0
    cells: int = 0
    level: int = 0
    levels: int = 1
    is_costed: bool = False
    whole_period: int | None = None
    coarser: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coarsening:
    """One thing the program joined or left out so that more could be shown.

    Args:
        kind: "calendar", "category", "unit" or "personal" (its categories were joined),
            "crossing" (only its margins are left) or "left_out" (the table is).
        subject: title of the dimension or table, in the language of the paper.
        before, after: (shown, non-zero cells) of the tables it is about.
    """

    kind: str
    subject: str
    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSummary:
    """What was tested before anything is shown.

    Args:
        tested: numbers that were tried to be worked out.
        insiders: how many reports a reader may know already.
        earlier_editions: how many earlier papers were laid beside this one.
    """

    tested: int
    insiders: int
    earlier_editions: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TextWarning:
    """A place in the adviser's own words that says more than the figures do.

    Args:
        field: "introduction", "highlights" or "advice".
        code: "number_not_shown" or "names_withheld"; its sentence stands in
            `language.sentences_reports`.
        found: the words in the text.
        start: where they begin.
    """

    field: str
    code: str
    found: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a cell is not shown.

    Args:
        kind: "small", "protects" or "history".
        protects: words of the cell that it would give away, in the language of the paper.
        edition: label of the earlier report that is needed for it.
    """

    kind: Literal["small", "protects", "history"]
    protects: tuple[str, ...] = ()
    edition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report as it will be read.

    Args:
        edition_id: of the issued report; None while it is only looked at.
        refusal: code of the reason why it cannot be issued now; None when it can or was.
        is_band_only: below the threshold; only the band of the total is stated.
        levels: dimension -> level at which it is printed.
        rungs: what was joined or left out, and what it cost.
        audit: None of a report that was issued under the strict rule of earlier versions.
        notes: codes of what the adviser should know: "headcount_below_reports", "no_reports",
            "headcount_unknown", "organisation_below_fifty".
        late: reports of a closed period that are counted here.
        corrected: counted cases of which the file says something else by now.
        report: what papers are made from.
    """

    organisation_id: OrganisationId
    organisation: str
    period: Period
    counting_unit: str
    edition_id: EditionId | None
    released_on: date | None
    refusal: str | None
    is_band_only: bool
    key_figures: tuple[KeyFigure, ...]
    tables: tuple[ReadTable, ...]
    offers: tuple[TableOffer, ...]
    levels: Mapping[str, int]
    rungs: tuple[Coarsening, ...]
    audit: AuditSummary | None
    choices: ReportChoices
    texts: Texts
    warnings: tuple[TextWarning, ...]
    notes: tuple[str, ...]
    late: int
    corrected: int
    is_withdrawn: bool
    report: Report = field(repr=False)

    @property
    def pdf(self) -> bytes:
        """Make the pages anew; they are kept nowhere."""
        from vertrouwen.documents.annual_report import annual_report_pdf

        return annual_report_pdf(self.report)

    def withheld(self) -> tuple[At, ...]:
        """Return the cells that are printed without their number."""
        return self.report.edition.withheld

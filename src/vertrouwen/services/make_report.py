"""Making the report of one client and period: look at it, issue it, export what was issued."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from vertrouwen.documents import report as reading
from vertrouwen.documents.report import ReadTable, Report
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import Organisation, OrganisationId, Period, periods_of
from vertrouwen.language import Language
from vertrouwen.services.edit_organisations import existing_organisation
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.report_scheme import counted_facts, report_labels, report_scheme
from vertrouwen.statistics import audit, release
from vertrouwen.statistics.count import count
from vertrouwen.statistics.release import Figures, Policy
from vertrouwen.statistics.scheme import Scheme
from vertrouwen.statistics.small_numbers import apply_strict_rule
from vertrouwen.storage import counts, editions, organisations
from vertrouwen.storage.editions import Edition, EditionId

__all__ = [
    "FORMATS",
    "EditionId",
    "ExportError",
    "Format",
    "OrganisationReports",
    "PeriodRow",
    "ReadTable",
    "ReportView",
    "export_edition",
    "release_report",
    "report_file_name",
    "report_overview",
    "report_preview",
]

Format = Literal["pdf", "xlsx", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
PeriodState = Literal["running", "ready", "released", "overlaps"]

_YEARS_SHOWN = 6
_ERRNO_CODES = {13: "export_not_allowed", 28: "export_disk_full", 30: "export_not_allowed"}


class ExportError(Exception):
    """A paper could not be written where the adviser wanted it; nothing stands there.

    Args:
        code: what happened; its sentence stands in `language.sentences_documents`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.params: dict[str, object] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report as it will be read.

    Args:
        edition_id: of the issued report; None while it is only looked at.
        refusal: code of the reason why it cannot be issued now; None when it can or was.
        report: what papers are made from.
        shown, withheld: how many tables stand there and how many a sentence replaces.
    """

    organisation_id: OrganisationId
    organisation: str
    period: Period
    counting_unit: str
    edition_id: EditionId | None
    released_on: date | None
    refusal: str | None
    key_figures: tuple[tuple[str, str], ...]
    tables: tuple[ReadTable, ...]
    shown: int
    withheld: int
    threshold: int
    report: Report

    @property
    def pdf(self) -> bytes:
        """Make the pages anew; they are kept nowhere."""
        from vertrouwen.documents.annual_report import annual_report_pdf

        return annual_report_pdf(self.report)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRow:
    """One reporting period of a client and how it stands.

    Args:
        state: still running, ready to be reported, released, or overlapping a released one.
        edition_id, released_on: of the issued report.
    """

    period: Period
    state: PeriodState
    edition_id: EditionId | None
    released_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationReports:
    """One client and its reporting periods, the latest first."""

    organisation_id: OrganisationId
    name: str
    is_active: bool
    counting_unit: str
    periods: tuple[PeriodRow, ...]


def report_overview(practice: Practice) -> tuple[OrganisationReports, ...]:
    """Return which periods of which client are issued and which are not, clients by name."""
    today = practice.today()
    first_years = organisations.case_counts(practice.store, today.year)
    overview = []
    for organisation in organisations.get_all(practice.store):
        known = first_years.get(organisation.id)
        first_year = known.first_year if known and known.first_year else today.year
        overview.append(
            OrganisationReports(
                organisation_id=organisation.id,
                name=organisation.name,
                is_active=organisation.is_active,
                counting_unit=organisation.counting_unit,
                periods=_period_rows(practice, organisation, first_year),
            )
        )
    return tuple(overview)


def report_preview(
    practice: Practice, organisation_id: OrganisationId, period: Period, language: Language
) -> ReportView:
    """Return the report of a period: as it was issued, else as it would be issued today.

    Raises:
        DomainError: `organisation_unknown`; `edition_overlaps`, another issued report shares days
            with this period; `report_not_safe`, the second look found something.
    """
    organisation = existing_organisation(practice, organisation_id)
    edition = _edition_of(practice, organisation_id, period)
    if edition is not None:
        report = _issued(practice, edition, language)
    else:
        report = _counted(practice, organisation, period, language)[0]
    refusal = "report_period_runs" if edition is None and period.last >= practice.today() else None
    tables = reading.read_tables(report)
    return ReportView(
        organisation_id=organisation_id,
        organisation=report.organisation,
        period=period,
        counting_unit=report.counting_unit,
        edition_id=edition.id if edition else None,
        released_on=report.released_on,
        refusal=refusal,
        key_figures=reading.key_figures(report),
        tables=tables,
        shown=len(report.figures.tables),
        withheld=len(report.figures.withheld),
        threshold=report.figures.policy.threshold,
        report=report,
    )


def release_report(practice: Practice, organisation_id: OrganisationId, period: Period) -> Change:
    """Issue the report of a period: its figures are written down and the period is closed.

    Raises:
        DomainError: `report_period_runs`, the period is not over; `edition_overlaps`, with the
            earlier report's `first` and `last`; `report_not_safe`.
    """
    if period.last >= practice.today():
        raise DomainError("report_period_runs", field="period", last=period.last)
    organisation = existing_organisation(practice, organisation_id)
    earlier = editions.overlapping(practice.store, organisation_id, period.first, period.last)
    if earlier is not None:
        raise _overlap(earlier)
    report, scheme = _counted(practice, organisation, period, "nl")
    with practice.store.operation("release_report", subject="edition") as tx:
        edition_id = editions.insert(
            tx,
            Edition(
                id=EditionId(0),
                organisation_id=organisation_id,
                first=period.first,
                last=period.last,
                label=period.label,
                counting_unit=organisation.counting_unit,
                policy=release.policy_record(report.figures, scheme)
                | {"organisation": organisation.name, "adviser": report.adviser},
                released_on=practice.today(),
            ),
            release.to_ledger(report.figures),
        )
        tx.subject_id = edition_id
    return Change(
        operation="release_report", organisation_id=organisation_id, subject_id=edition_id
    )


def export_edition(
    practice: Practice, edition_id: EditionId, format: Format, path: Path, language: Language
) -> Change:
    """Write an issued report where the adviser says, from what was stored at its release.

    Raises:
        DomainError: `edition_unknown`.
        ExportError: the file could not be written; an older file of that name is still there.
    """
    edition = editions.get(practice.store, edition_id)
    if edition is None:
        raise DomainError("edition_unknown")
    _write(path, _writer(format)(_issued(practice, edition, language)))
    with practice.store.operation("export_report", subject=format, subject_id=edition_id):
        pass
    return Change(
        operation="export_report",
        organisation_id=edition.organisation_id,
        subject_id=edition_id,
    )


def report_file_name(organisation: str, label: str, format: Format) -> str:
    """Return a name for the file of a report; characters no system allows become dashes."""
    plain = "".join(c if c.isalnum() or c in " -_" else "-" for c in organisation)
    return f"{' '.join(plain.split())[:80].strip()} {label.replace('/', '-')}.{format}"


def _period_rows(
    practice: Practice, organisation: Organisation, first_year: int
) -> tuple[PeriodRow, ...]:
    today = practice.today()
    issued = editions.of_organisation(practice.store, organisation.id)
    rows = []
    for period in periods_of(organisation.reporting_period, today, _YEARS_SHOWN):
        if period.last.year < first_year:
            continue
        shared = [e for e in issued if e.first <= period.last and e.last >= period.first]
        if any((e.first, e.last) == (period.first, period.last) for e in shared):
            continue
        state: PeriodState = "running" if period.last >= today else "ready"
        rows.append(
            PeriodRow(
                period=period,
                state="overlaps" if shared else state,
                edition_id=None,
                released_on=None,
            )
        )
    rows += [
        PeriodRow(
            period=Period(label=e.label, first=e.first, last=e.last),
            state="released",
            edition_id=e.id,
            released_on=e.released_on,
        )
        for e in issued
    ]
    return tuple(sorted(rows, key=lambda row: row.period.first, reverse=True))


def _edition_of(
    practice: Practice, organisation_id: OrganisationId, period: Period
) -> Edition | None:
    """Return the issued report of exactly this period, or None."""
    edition = editions.overlapping(practice.store, organisation_id, period.first, period.last)
    if edition is not None and (edition.first, edition.last) != (period.first, period.last):
        raise _overlap(edition)
    return edition


def _overlap(edition: Edition) -> DomainError:
    return DomainError("edition_overlaps", field="period", first=edition.first, last=edition.last)


def _counted(
    practice: Practice, organisation: Organisation, period: Period, language: Language
) -> tuple[Report, Scheme]:
    """Count the period and apply the rule.

    Raises:
        DomainError: `report_not_safe`.
    """
    unit = organisation.counting_unit
    scheme = report_scheme(practice.vocabulary, unit, period)
    cases = counts.facts_of(practice.store, organisation.id, period.first, period.last)
    facts = counted_facts(cases, practice.vocabulary, unit, period)
    figures = apply_strict_rule(count(facts, scheme), scheme, Policy())
    members = {d.name: dict(scheme.categories(d.name)) for d in scheme.dimensions}
    if audit.findings(figures, members):
        raise DomainError("report_not_safe")
    report = Report(
        organisation=organisation.name,
        adviser=practice.profile().name,
        edition=period.label,
        first=period.first,
        last=period.last,
        released_on=None,
        counting_unit=unit,
        figures=figures,
        members=members,
        table_names=tuple(table.name for table in scheme.tables),
        labels=report_labels(language),
        language=language,
    )
    return report, scheme


def _issued(practice: Practice, edition: Edition, language: Language) -> Report:
    """Return an issued report from the ledger alone; no case is looked at.

    Raises:
        DomainError: `report_not_safe`.
    """
    stated = editions.figures_of(practice.store, edition.id)
    figures: Figures = release.from_ledger(edition.policy, stated)
    members = release.kept_categories(edition.policy)
    if audit.findings(figures, members):
        raise DomainError("report_not_safe")
    return Report(
        organisation=edition.policy["organisation"],
        adviser=edition.policy["adviser"],
        edition=edition.label,
        first=edition.first,
        last=edition.last,
        released_on=edition.released_on,
        counting_unit=edition.counting_unit,
        figures=figures,
        members=members,
        table_names=tuple(edition.policy["tables"]),
        labels=report_labels(language),
        language=language,
    )


def _writer(format: Format) -> Callable[[Report], bytes]:
    if format == "pdf":
        from vertrouwen.documents.annual_report import annual_report_pdf

        return annual_report_pdf
    from vertrouwen.documents import figures

    return {
        "xlsx": figures.figures_xlsx,
        "csv": figures.figures_csv,
        "json": figures.figures_json,
    }[format]


def _write(path: Path, body: bytes) -> None:
    """Write a whole file or nothing: beside it first, then into its place.

    Raises:
        ExportError: the folder is missing, full or not ours to write in.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except FileNotFoundError:
        raise ExportError("export_folder_missing") from None
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise ExportError(_ERRNO_CODES.get(error.errno or 0, "export_failed")) from None

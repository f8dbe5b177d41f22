"""Writing an issued report to a file, from what was stored at its release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from vertrouwen.documents.report import Report
from vertrouwen.domain.errors import DomainError
from vertrouwen.language import Language
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.report_ledger import ledger_of
from vertrouwen.services.report_papers import all_released, issued_report
from vertrouwen.services.whole_file import ExportError, write_whole_file
from vertrouwen.statistics.audit import audit
from vertrouwen.storage import editions
from vertrouwen.storage.editions import EditionId

__all__ = ["FORMATS", "ExportError", "Format", "export_edition", "report_file_name"]

Format = Literal["pdf", "xlsx", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)


def export_edition(
    practice: Practice, edition_id: EditionId, format: Format, path: Path, language: Language
) -> Change:
    """Write an issued report where the adviser says.

    What is stored is audited once more: a ledger that was tampered with leaves no paper.

    Raises:
        DomainError: `edition_unknown`; `edition_by_hand`, there is no paper of it;
            `report_not_safe`.
        ExportError: the file could not be written; an older file of that name is still there.
    """
    row = editions.get(practice.store, edition_id)
    if row is None:
        raise DomainError("edition_unknown")
    if row.kind == "by_hand":
        raise DomainError("edition_by_hand")
    ledger = ledger_of(practice.store, row.organisation_id)
    entry = next(e for e in ledger if e.id == edition_id)
    report = issued_report(entry, ledger, language)
    if not entry.is_strict:
        findings = audit(all_released(entry, ledger)).findings
        if findings:
            raise DomainError("report_not_safe", codes=tuple(f.code for f in findings))
    write_whole_file(path, _writer(format)(report))
    with practice.store.operation("export_report", subject=format, subject_id=edition_id):
        pass
    return Change(
        operation="export_report", organisation_id=row.organisation_id, subject_id=edition_id
    )


def report_file_name(organisation: str, label: str, format: Format) -> str:
    """Return a name for the file of a report; characters no system allows become dashes."""
    plain = "".join(c if c.isalnum() or c in " -_" else "-" for c in organisation)
    return f"{' '.join(plain.split())[:80].strip()} {label.replace('/', '-')}.{format}"


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

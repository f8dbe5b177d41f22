"""Writing an issued report to a file, from what was stored at its release."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

from vertrouwen.documents.report import Report
from vertrouwen.domain.errors import DomainError
from vertrouwen.language import Language
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.report_ledger import ledger_of
from vertrouwen.services.report_papers import issued_report
from vertrouwen.statistics.audit import audit
from vertrouwen.storage import editions
from vertrouwen.storage.editions import EditionId

Format = Literal["pdf", "xlsx", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)

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
    if not entry.is_strict and audit(report.publication).findings:
        raise DomainError("report_not_safe")
    _write(path, _writer(format)(report))
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

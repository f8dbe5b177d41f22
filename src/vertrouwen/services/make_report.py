"""The verbs of reporting that act at once, behind one door; working out is `work_out_report`."""

from vertrouwen.services.export_report import (
    FORMATS,
    ExportError,
    Format,
    export_edition,
    report_file_name,
)
from vertrouwen.services.give_figures import (
    GivenEdition,
    GivenFigure,
    GivenTable,
    given_edition,
    offered_figures,
    record_given_figures,
)
from vertrouwen.services.release_report import release_report, save_report_texts
from vertrouwen.services.report_choices import EditionId
from vertrouwen.services.report_overview import OrganisationReports, PeriodRow, report_overview
from vertrouwen.services.text_warnings import text_warnings
from vertrouwen.services.withdraw_edition import withdraw_edition

__all__ = [
    "FORMATS",
    "EditionId",
    "ExportError",
    "Format",
    "GivenEdition",
    "GivenFigure",
    "GivenTable",
    "OrganisationReports",
    "PeriodRow",
    "export_edition",
    "given_edition",
    "offered_figures",
    "record_given_figures",
    "release_report",
    "report_file_name",
    "report_overview",
    "save_report_texts",
    "text_warnings",
    "withdraw_edition",
]

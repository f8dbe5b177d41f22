"""The annual report, beside a bare reportlab paper of the same words and numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

from tests.bench.figures import Figure, side_by_side
from tests.bench.practices import Filled
from vertrouwen.domain.organisation import OrganisationId, Period
from vertrouwen.services.report_choices import ReportChoices, ReportView
from vertrouwen.services.work_out_report import report_material, work_out

TABLES = frozenset({"soort", "rol", "relatie", "kanaal"})
"""What is printed here; what protecting costs is measured on tables of its own."""


def measure(filled: Filled) -> Iterator[Figure]:
    """Measure the paper at one size; its figures are worked out once."""
    with filled.vault() as (_, practice):
        year = practice.today().year - 1
        period = Period(label=str(year), first=date(year, 1, 1), last=date(year, 12, 31))
        choices = ReportChoices(tables=TABLES)
        view = work_out(report_material(practice, OrganisationId(1), period, choices, "nl"))
        pair = side_by_side(lambda _: view.pdf, lambda _: _bare_paper(view), 9)
    yield pair.figure(
        "annual report, from figures to PDF", filled.cases, note=f"{len(view.tables)} tables"
    )


def _bare_paper(view: ReportView) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

    styles = getSampleStyleSheet()
    story: list[Flowable] = [Paragraph(view.organisation, styles["Title"])]
    story += [Paragraph(f"{f.number} {f.label}", styles["BodyText"]) for f in view.key_figures]
    for table in view.tables:
        story += [Paragraph(table.title, styles["Heading2"]), Spacer(1, 6)]
        story.append(Table([[row.label, *(cell.text for cell in row.cells)] for row in table.rows]))
        story.append(Paragraph(table.note, styles["BodyText"]))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(story)
    return buffer.getvalue()

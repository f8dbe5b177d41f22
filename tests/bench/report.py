"""The annual report, beside a bare reportlab paper of the same words and numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

from tests.bench.figures import Figure, side_by_side
from tests.bench.practices import Filled
from vertrouwen.domain.organisation import OrganisationId, Period
from vertrouwen.services.make_report import ReportView, report_preview


def measure(filled: Filled) -> Iterator[Figure]:
    """Measure at one size: reading, counting, the rule, the second look, and the paper."""
    with filled.vault() as (_, practice):
        year = practice.today().year - 1
        period = Period(label=str(year), first=date(year, 1, 1), last=date(year, 12, 31))
        view = report_preview(practice, OrganisationId(1), period, "nl")
        pair = side_by_side(
            lambda _: report_preview(practice, OrganisationId(1), period, "nl"),
            lambda _: _bare_paper(view),
            9,
        )
    yield pair.figure(
        "annual report, from rows to PDF",
        filled.cases,
        note=f"{view.shown} tables, untagged; the aim of 1.6 is that of the tagged paper",
    )


def _bare_paper(view: ReportView) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

    styles = getSampleStyleSheet()
    story: list[Flowable] = [Paragraph(view.organisation, styles["Title"])]
    story += [Paragraph(f"{n} {label}", styles["BodyText"]) for n, label in view.key_figures]
    for table in view.tables:
        story += [Paragraph(table.title, styles["Heading2"]), Spacer(1, 6)]
        if table.rows:
            story.append(Table([[label, str(value)] for label, value in table.rows]))
        story.append(Paragraph(table.note, styles["BodyText"]))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(story)
    return buffer.getvalue()

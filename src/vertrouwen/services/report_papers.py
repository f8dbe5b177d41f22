"""The paper of an edition from the ledger alone: no case is looked at, nothing is worked out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from vertrouwen.documents.report import Report, Texts
from vertrouwen.domain.organisation import Period
from vertrouwen.language import Language
from vertrouwen.services.report_ledger import LedgerEntry, on_paper, publication
from vertrouwen.services.report_scheme import report_labels
from vertrouwen.statistics.release import Publication


def issued_report(
    entry: LedgerEntry, ledger: tuple[LedgerEntry, ...], language: Language
) -> Report:
    """Return a report as it was released.

    Args:
        ledger: all editions of the client; what came later is left out.
    """
    row, kept = entry.row, entry.row.policy
    before = tuple(e for e in ledger if e.id < entry.id)
    beside = {int(e.id): e for e in before}
    previous = beside.get(kept.get("previous") or 0)
    trend = tuple(beside[n] for n in kept.get("trend", ()) if n in beside)
    return Report(
        organisation=kept.get("organisation", ""),
        adviser=kept.get("adviser", ""),
        label=row.label,
        first=row.first,
        last=row.last,
        released_on=row.released_on,
        counting_unit=row.counting_unit,
        publication=publication(on_paper(before), entry.edition, entry.dimensions, entry.policy),
        tables=entry.tables,
        labels=report_labels(language, kept.get("units", {})),
        language=language,
        previous=None if previous is None else previous.edition,
        trend=(*((e.row.label, e.edition) for e in trend), (row.label, entry.edition)),
        texts=Texts(**kept.get("texts", {})),
        has_late=kept.get("has_late", False),
        is_withdrawn=entry.is_withdrawn,
    )


def all_released(entry: LedgerEntry, ledger: tuple[LedgerEntry, ...]) -> Publication:
    """Return a report beside everything that was released before it, on paper or elsewhere."""
    before = tuple(e for e in ledger if e.id < entry.id)
    return publication(before, entry.edition, entry.dimensions, entry.policy)


def periods_before(
    ledger: Iterable[LedgerEntry], period: Period
) -> tuple[LedgerEntry | None, tuple[LedgerEntry, ...]]:
    """Return the report of the period before, and all that a trend compares, oldest first.

    Compared are periods of the same length that lie whole lengths apart: their numbers are copied
    from the ledger.
    """
    length = _months(period)
    found: dict[int, LedgerEntry] = {}
    for entry in ledger:
        other = Period(label="", first=entry.row.first, last=entry.row.last)
        apart = _place(period) - _place(other)
        if entry.is_in_force and _months(other) == length and apart > 0 and apart % length == 0:
            found[apart] = entry
    trend = tuple(found[apart] for apart in sorted(found, reverse=True))
    previous = found.get(length)
    return previous, trend


def _place(period: Period) -> int:
    return period.first.year * 12 + period.first.month


def _months(period: Period) -> int:
    after = period.last + timedelta(days=1)
    return after.year * 12 + after.month - _place(period)

"""What the codes of a report mean on screen, in words an adviser can repeat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from vertrouwen.language import _, ngettext
from vertrouwen.services.report_choices import (
    AuditSummary,
    Coarsening,
    Explanation,
    TableOffer,
    TextWarning,
)

SMALL_WORDS = 9


def counted(number: int) -> str:
    """Return a small number in words."""
    words = (
        _("nul"), _("één"), _("twee"), _("drie"), _("vier"),
        _("vijf"), _("zes"), _("zeven"), _("acht"), _("negen"),
    )  # fmt: skip
    return words[number] if 0 <= number <= SMALL_WORDS else str(number)


def refusal_sentence(code: str) -> str:
    """Return why a table cannot be chosen, or a report cannot be issued."""
    from vertrouwen.language import sentences_reports

    return sentences_reports.sentence(code, {})


def names_units(table: str) -> bool:
    """Whether the rows or columns of a table are units, by the table's own name."""
    return "afdeling" in table


def offer_cost(offer: TableOffer) -> str:
    """Return how few numbers of a table would stand there; empty when all of them do."""
    if not offer.is_costed or offer.shown >= offer.cells:
        return ""
    said = _("{shown} van {cells} getallen zichtbaar").format(shown=offer.shown, cells=offer.cells)
    if offer.whole_period is not None:
        whole = _("alleen over de hele periode: {n}").format(n=offer.whole_period)
        return f"{said}; {whole}"
    if offer.coarser is not None and offer.coarser[0] > offer.shown:
        coarser = _("met grovere rijen: {shown} van {cells}").format(
            shown=offer.coarser[0], cells=offer.coarser[1]
        )
        return f"{said}; {coarser}"
    return said


def tested_sentence(audit: AuditSummary, counting_unit: str) -> str:
    """Return what was tested and with what result."""
    contacts = counting_unit == "contacten"
    if audit.insiders == 0:
        if not audit.earlier_editions:
            return _("Getoetst: geen niet-getoond aantal is te herleiden.")
        return _(
            "Getoetst: ook wie alle eerdere verslagen ernaast legt, kan geen niet-getoond aantal"
            " herleiden."
        )
    n = audit.insiders
    if contacts:
        who = ngettext("{n} contact kent", "{n} contacten kent", n)
    else:
        who = ngettext("{n} melding kent", "{n} meldingen kent", n)
    who = who.format(n=counted(n))
    if not audit.earlier_editions:
        return _("Getoetst: ook wie {who}, kan geen niet-getoond aantal herleiden.").format(who=who)
    return _(
        "Getoetst: ook wie {who} en alle eerdere verslagen ernaast legt, kan geen niet-getoond"
        " aantal herleiden."
    ).format(who=who)


def tested_detail(audit: AuditSummary) -> str:
    """Return how much was worked out again, and when."""
    if not audit.tested:
        return _("nagerekend om {time}").format(time=clock_words(audit.at))
    return ngettext(
        "{n} aantal nagerekend om {time}", "{n} aantallen nagerekend om {time}", audit.tested
    ).format(n=audit.tested, time=clock_words(audit.at))


def earlier_words(audit: AuditSummary) -> str:
    """Return how many earlier papers were laid beside this one."""
    n = audit.earlier_editions
    return (
        ngettext(
            "{n} eerder verslag ernaast gelegd", "{n} eerdere verslagen ernaast gelegd", n
        ).format(n=n)
        if n
        else _("er zijn geen eerdere verslagen")
    )


def clock_words(moment: datetime) -> str:
    """Return the time of day."""
    return f"{moment:%H:%M}"


def explained(why: Explanation, total: int | None) -> str:
    """Return why a number is not shown, to somebody who never heard of statistics."""
    if why.kind == "small":
        return _(
            "Dit aantal is klein. Wie een klein getal leest, herkent soms een collega. Ook nul telt"
            " als klein."
        )
    cell = joined(why.protects)
    saved = (
        _("Dit aantal beschermt een klein aantal: {cell}.").format(cell=cell)
        if cell
        else _("Dit aantal beschermt een ander, klein aantal.")
    )
    if why.kind == "history":
        how = _(
            "Stond het er wel, dan kon een lezer dat uitrekenen met een eerder verslag ernaast."
        )
        if why.edition:
            how = _(
                "Stond het er wel, dan kon een lezer dat uitrekenen met het verslag {edition}"
                " ernaast."
            ).format(edition=why.edition)
    elif total is None:
        how = _("Stond het er wel, dan kon een lezer dat uitrekenen.")
    else:
        how = _("Stond het er wel, dan kon een lezer dat via het totaal van {total} uitrekenen.")
        how = how.format(total=total)
    return f"{saved} {how}"


def joined(words: tuple[str, ...]) -> str:
    """Return the words of a cell, its row and its column."""
    return ", ".join(words)


def coarsening_sentence(rung: Coarsening) -> str:
    """Return what was joined or left out."""
    sentences = {
        "calendar": _("{subject}: langere delen van de periode"),
        "category": _("{subject}: soorten samengenomen"),
        "unit": _("{subject}: onderdelen samengenomen"),
        "crossing": _("{subject}: kruistabel weggelaten"),
        "personal": _("{subject}: soorten samengenomen"),
        "left_out": _("{subject}: tabel weggelaten"),
        "band": _("{subject}: alleen een marge"),
    }
    return sentences[rung.kind].format(subject=rung.subject)


def coarsening_gain(rung: Coarsening) -> str:
    """Return how many numbers were shown before and after; empty where nothing is left of it."""
    if not rung.after[1]:
        if not rung.before[0]:
            return _("er zou geen enkel getal staan")
        return ngettext(
            "er zou {n} getal van de {cells} staan",
            "er zouden {n} getallen van de {cells} staan",
            rung.before[0],
        ).format(n=rung.before[0], cells=rung.before[1])
    return _("eerst {before} van {cells} getallen zichtbaar, nu {after} van {now}").format(
        before=rung.before[0], cells=rung.before[1], after=rung.after[0], now=rung.after[1]
    )


def joined_gain(joined: Coarsening) -> str:
    """Return how many numbers of a table are shown now, and would be."""
    said = _("{subject}: nu {before} van {cells} getallen zichtbaar, dan {after} van {then}")
    return _with_numbers(said, joined)


def left_out_gain(left_out: Coarsening) -> str:
    """Return how many numbers the other tables show beside a crossing, and without it."""
    said = _(
        "Zonder {subject}: in de andere tabellen nu {before} van {cells} getallen zichtbaar, dan "
        "{after} van {then}"
    )
    return _with_numbers(said, left_out)


def _with_numbers(said: str, coarsening: Coarsening) -> str:
    return said.format(
        subject=coarsening.subject,
        before=coarsening.before[0],
        cells=coarsening.before[1],
        after=coarsening.after[0],
        then=coarsening.after[1],
    )


def told_once(rungs: Iterable[Coarsening]) -> tuple[Coarsening, ...]:
    """Join steps about the same thing: what it was at first, and what it came to."""
    found: dict[str, Coarsening] = {}
    for rung in rungs:
        earlier = found.get(rung.subject)
        found[rung.subject] = rung if earlier is None else replace(rung, before=earlier.before)
    return tuple(found.values())


def warning_sentence(warning: TextWarning) -> str:
    """Return what in the adviser's own words says more than the figures do."""
    from vertrouwen.language import sentences_reports

    return sentences_reports.sentence(warning.code, {"found": warning.found})


def span_label(first: date, last: date) -> str:
    """Return the short name of a span of whole months."""
    if first.month == 1 and last.month == 12:
        return str(first.year) if first.year == last.year else f"{first.year}-{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%m-%Y}"
    return _("{first} t/m {last}").format(first=f"{first:%m-%Y}", last=f"{last:%m-%Y}")

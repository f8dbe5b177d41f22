"""The fixed sentences of papers, in the language of the paper rather than of the screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from vertrouwen.language import Language, translations

_MONTHS = re.compile(r"[0-9]{4}-[0-9]{2}/[0-9]{4}-[0-9]{2}")


class Words:
    """Translates for one paper.

    Args:
        language: of the paper.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._catalogue = translations(language)

    def __call__(self, message: str) -> str:
        """Return a sentence in the language of the paper."""
        return self._catalogue.gettext(message)


def report_kind(words: Words, first: date, last: date) -> str:
    """Return what kind of report this is, by the length of its period."""
    _ = words
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months == 3:
        return _("Kwartaalverslag vertrouwenspersoon")
    if months == 6:
        return _("Halfjaarverslag vertrouwenspersoon")
    if months == 12:
        return _("Jaarverslag vertrouwenspersoon")
    if months % 12 == 0:
        return _("Meerjarenverslag vertrouwenspersoon")
    return _("Verslag vertrouwenspersoon")


def long_date(words: Words, day: date) -> str:
    """Return a day as 1 oktober 2025."""
    from babel.dates import format_date

    return str(format_date(day, "d MMMM y", locale=words.language))


def period(words: Words, first: date, last: date) -> str:
    """Return a period as its first and last day."""
    _ = words
    return _("{first} tot en met {last}").format(
        first=long_date(words, first), last=long_date(words, last)
    )


def months(words: Words, part: str) -> str:
    """Return the months of a part of a period, such as "2025-01/2025-03"."""
    from babel.dates import format_date

    _ = words
    if not _MONTHS.fullmatch(part):
        return part
    first, last = (date.fromisoformat(f"{month}-01") for month in part.split("/"))
    same = "MMMM" if first.year == last.year else "MMMM y"
    return _("{first} tot en met {last}").format(
        first=format_date(first, same, locale=words.language),
        last=format_date(last, "MMMM y", locale=words.language),
    )


def released(words: Words, day: date | None) -> str:
    """Return when the report was issued; one that was not says so."""
    _ = words
    if day is None:
        return _("Voorbeeld: nog niet vastgesteld")
    return _("Uitgebracht op {day}").format(day=long_date(words, day))


def withdrawn(words: Words) -> str:
    """Return the stamp of a report that was taken back."""
    _ = words
    return _("Ingetrokken")


def withdrawn_sentence(words: Words) -> str:
    """Return what a reader of a report that was taken back has to know."""
    _ = words
    return _("Dit verslag is ingetrokken. Gebruik de cijfers niet meer.")


def late(words: Words) -> str:
    """Return where late reports are counted; whether there are any is not said."""
    _ = words
    return _(
        "Wat pas na het verslag over een eerdere periode bekend werd (nagekomen), telt mee in dit"
        " verslag."
    )


def copied(words: Words) -> str:
    """Return where the numbers of a trend come from."""
    _ = words
    return _("De aantallen zijn overgenomen uit de verslagen zelf.")


def bars(words: Words, title: str) -> str:
    """Return how the bars of a table are introduced when they are read aloud."""
    _ = words
    return _("Staafdiagram van {title}, vanaf nul.").format(title=title)


def adviser(words: Words, name: str) -> str:
    """Return by whom the report was made; empty without a name."""
    _ = words
    return _("Vertrouwenspersoon: {name}").format(name=name) if name else ""


def unit_noun(words: Words, counting_unit: str) -> str:
    """Return what is counted, as a plural."""
    _ = words
    return _("contacten") if counting_unit == "contacten" else _("meldingen en signalen")


def unit_heading(words: Words, counting_unit: str) -> str:
    """Return what is counted, as a heading."""
    _ = words
    return _("Contacten") if counting_unit == "contacten" else _("Meldingen en signalen")


def counting_note(words: Words, counting_unit: str) -> str:
    """Return the note under every table: what was counted, and how often each counts."""
    _ = words
    if counting_unit == "contacten":
        return _("Teleenheid: contact. Elk contact telt één keer.")
    return _("Teleenheid: melding of signaal. Elke melding telt één keer.")


def withheld_note(words: Words, symbols: Sequence[str], threshold: int) -> str:
    """Return what a withheld cell means, and the property that was tested (policy 11).

    Args:
        symbols: how such cells are printed, "–" or an interval as an example.
    """
    _ = words
    return _(
        "{symbol} = niet getoond (0 tot en met {most}, of nodig om een ander getal te beschermen)."
        " Uit dit verslag en eerdere verslagen samen is geen niet-getoond aantal te herleiden."
    ).format(symbol=_(" of ").join(symbols), most=threshold - 1)


def withheld(words: Words) -> str:
    """Return how a withheld cell is read aloud."""
    _ = words
    return _("niet getoond")


def withheld_between(words: Words, low: int, high: int) -> str:
    """Return how a withheld cell with its printed interval is read aloud."""
    _ = words
    return _("niet getoond: {low} tot en met {high}").format(low=low, high=high)


def structural(words: Words) -> tuple[str, str]:
    """Return how a cell that cannot exist is printed and read aloud."""
    _ = words
    return _("n.v.t."), _("niet van toepassing")


def not_in_that_report(words: Words) -> str:
    """Return how a row is read aloud that another report does not have."""
    _ = words
    return _("stond niet in dat verslag")


def previous(words: Words, number: str) -> str:
    """Return the number of the report before this one."""
    _ = words
    return _("vorig verslag {number}").format(number=number)


def too_small(words: Words) -> str:
    """Return the sentence that stands in the place of a table with small numbers.

    Its wording is published practice of Dutch confidential advisers (domain.md, promise 5).
    """
    _ = words
    return _(
        "Omdat het een klein aantal of geen meldingen betreft, kan er geen nadere toelichting"
        " worden gegeven zonder het risico op herleidbaarheid te lopen."
    )


def band(words: Words, counting_unit: str, threshold: int) -> str:
    """Return the sentence that gives the band in place of a small total."""
    _ = words
    most = threshold - 1
    if counting_unit == "contacten":
        return _("In deze periode waren er 0 tot en met {most} contacten.").format(most=most)
    return _("In deze periode waren er 0 tot en met {most} meldingen en signalen.").format(
        most=most
    )


def what_was_counted(words: Words, counting_unit: str) -> str:
    """Return which cases the report is about."""
    _ = words
    if counting_unit == "contacten":
        return _(
            "Geteld zijn alle contacten die in de periode begonnen: consulten, meldingen, signalen,"
            " advies- en informatievragen."
        )
    return _(
        "Geteld zijn de meldingen en signalen die in de periode begonnen. Consulten en advies- en"
        " informatievragen tellen niet mee."
    )


def one_place_each(words: Words, counting_unit: str) -> str:
    """Return why the rows of a table add up to its total."""
    _ = words
    if counting_unit == "contacten":
        return _(
            "In elke tabel heeft elk contact één plaats: onder de belangrijkste aard en onder de"
            " verst gaande stap. Is er meer dan één aard of stap, dan telt alleen die."
        )
    return _(
        "In elke tabel heeft elke melding één plaats: onder de belangrijkste aard en onder de verst"
        " gaande stap. Is er meer dan één aard of stap, dan telt alleen die."
    )


def parents(words: Words) -> str:
    """Return what a subtotal is."""
    _ = words
    return _("Een vet gezette rij is de som van de ingesprongen rijen eronder.")


def why_tables_differ(words: Words) -> str:
    """Return why tables are coarse and in a fixed order."""
    _ = words
    return _(
        "Rijen staan in een vaste volgorde, niet op grootte. Waar aantallen klein zijn, zijn rijen"
        " samengenomen of is een tabel weggelaten."
    )


def why_not_every_number(words: Words, threshold: int) -> str:
    """Return why small numbers are not shown."""
    _ = words
    return _(
        "Wie een klein getal leest, herkent soms een collega. Daarom staan aantallen onder de"
        " {threshold} hier niet in, ook nul niet. Een aantal dat er niet staat, betekent dus niet"
        " dat er iets of niets aan de hand was."
    ).format(threshold=threshold)


def why_larger_ones_too(words: Words) -> str:
    """Return why some larger numbers are withheld, and the property that was tested."""
    _ = words
    return _(
        "Soms blijft ook een groter getal weg, omdat het kleine anders uit te rekenen is. Getoetst:"
        " uit dit verslag en eerdere verslagen samen is geen niet-getoond aantal te herleiden."
    )


def what_an_interval_is(words: Words) -> str:
    """Return what a printed interval tells."""
    _ = words
    return _(
        "Staat er bijvoorbeeld 0–7, dan ligt het aantal ergens van 0 tot en met 7. Dat kan iedereen"
        " uit de andere getallen afleiden; meer niet."
    )


def page_of(words: Words, page: int, pages: int) -> str:
    """Return the page number."""
    _ = words
    return _("{page} van {pages}").format(page=page, pages=pages)


class Headings:
    """Headings and column titles of the report."""

    def __init__(self, words: Words) -> None:
        _ = words
        self.key_figures = _("Kerncijfers")
        self.how_to_read = _("Hoe leest u dit verslag?")
        self.why = _("Waarom ziet u niet elk getal?")
        self.total = _("Totaal")
        self.number = _("Aantal")
        self.now = _("Dit verslag")
        self.before = _("Vorig verslag")
        self.trend = _("Vergelijking met eerdere verslagen")
        self.introduction = _("Inleiding")
        self.highlights = _("Wat opvalt")
        self.advice = _("Advies")
        self.table = _("Tabel")
        self.row = _("Rij")
        self.column = _("Kolom")
        self.period = _("Periode")
        self.organisation = _("Organisatie")
        self.explanation = _("Toelichting")

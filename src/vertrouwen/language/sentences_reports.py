"""What is said about making reports: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vertrouwen.language import _

Params = Mapping[str, object]


def sentence(code: str, params: Params) -> str:
    """Return the sentence of one code about making a report.

    Raises:
        KeyError: the code is not one of these.
    """
    return SENTENCES[code](params)


def _cell(params: Params) -> str:
    """Return the words of a cell; of none, those of the total."""
    words = params.get("cell")
    if not isinstance(words, tuple) or not words:
        return _("het totaal")
    return " × ".join(str(word) for word in words)


def _months(params: Params) -> str:
    first, last = _month(params.get("first")), _month(params.get("last"))
    return first if first == last else _("{first} tot en met {last}").format(first=first, last=last)


def _month(month: object) -> str:
    """Return a month such as "2025-03" as it is read."""
    year, _dash, number = str(month).partition("-")
    return f"{number}-{year}"


def _ledger_tells(params: Params) -> str:
    if "first" not in params:
        return _(
            "Samen met wat al eerder is gegeven, zou dit verslag een klein aantal verraden"
            " ({cell}). Er is niets vastgesteld. Maak het verslag over een langere periode, wacht"
            " tot de volgende, of voeg twee jaren samen."
        ).format(cell=_cell(params))
    return _(
        "Wie eerdere verslagen naast dit totaal legt, kan een klein aantal uitrekenen: {cell} over"
        " {months}. Er is niets vastgesteld. Maak het verslag over een langere periode, wacht tot"
        " de volgende (late meldingen tellen daar mee), of voeg twee jaren samen."
    ).format(cell=_cell(params), months=_months(params))


def _ledger_contradicts(params: Params) -> str:
    return _(
        "Dit past niet bij {edition}: {cell} heeft daar een ander getal dan nu uit de zaken volgt,"
        " en wie beide leest, ziet wat er is veranderd. Er is niets vastgesteld. Kies een periode"
        " die daar niet mee overlapt."
    ).format(edition=params.get("source") or params.get("edition", ""), cell=_cell(params))


SENTENCES: Mapping[str, Callable[[Params], str]] = {
    # Nothing may be released.
    "ledger_tells": _ledger_tells,
    "ledger_contradicts": _ledger_contradicts,
    "solver_failed": lambda _params: _(
        "Het rekenen is vastgelopen. Er is niets vastgesteld en niets getoond. Kies minder tabellen"
        " of grovere indelingen, en probeer het opnieuw."
    ),
    "took_too_long": lambda _params: _(
        "Het rekenen duurt te lang en is gestopt. Er is niets vastgesteld. Kies minder"
        " kruistabellen of grovere indelingen; dan gaat het sneller."
    ),
    "report_not_safe": lambda _params: _(
        "De controle op herleidbaarheid keurt dit verslag af. Er is niets vastgesteld en niets"
        " opgeslagen. Kies minder tabellen of grovere indelingen, en probeer het opnieuw."
    ),
    "report_changed": lambda _params: _(
        "Sinds u dit verslag bekeek, is er iets veranderd in wat het telt. Er is niets vastgesteld."
        " Bekijk het verslag opnieuw; daarna kunt u het vaststellen."
    ),
    "report_period_runs": lambda _params: _(
        "Deze periode loopt nog. Vaststellen kan als zij voorbij is; dan telt elke melding mee."
        " U kunt het verslag wel alvast bekijken."
    ),
    "threshold_too_low": lambda params: _(
        "De drempel 3 kan alleen bij een organisatie met minstens {least} medewerkers. Er is niets"
        " veranderd. Vul het aantal medewerkers in bij de organisatie, of laat de drempel op 5."
    ).format(least=params.get("least")),
    "period_not_whole_months": lambda _params: _(
        "Een verslag gaat over hele maanden. Er is niets vastgesteld. Kies een eerste en een"
        " laatste maand."
    ),
    "period_not_begun": lambda _params: _(
        "Deze periode moet nog beginnen. Er is niets vastgelegd. Kies een periode die al loopt."
    ),
    # Editions.
    "edition_exists": lambda _params: _(
        "Over deze periode is al een verslag vastgesteld. Er is niets veranderd. Lever dat verslag"
        " opnieuw, of trek het eerst in."
    ),
    "edition_unknown": lambda _params: _(
        "Dit verslag is er niet meer. Ga terug naar Verslagen en kies het opnieuw."
    ),
    "edition_is_strict": lambda _params: _(
        "Dit verslag is gemaakt met een eerdere versie. Die liet hele tabellen weg als er één klein"
        " getal in stond; een reden per getal is er niet."
    ),
    "edition_by_hand": lambda _params: _(
        "Dit zijn getallen die u elders gaf; er hoort geen verslag bij. Er is niets opgeslagen."
    ),
    "edition_already_withdrawn": lambda _params: _(
        "Dit verslag was al ingetrokken. Er is niets veranderd."
    ),
    "reason_missing": lambda _params: _(
        "Schrijf op waarom u het verslag intrekt. Er is nog niets veranderd."
    ),
    # Figures that were given elsewhere.
    "source_missing": lambda _params: _(
        "Schrijf op waar u deze getallen gaf, bijvoorbeeld: presentatie OR 12 maart. Er is nog"
        " niets vastgelegd."
    ),
    "figures_missing": lambda _params: _(
        "Vul minstens één getal in, nul of meer. Er is nog niets vastgelegd."
    ),
    "figure_unknown": lambda _params: _(
        "Dit getal hoort bij geen tabel van deze periode. Er is niets vastgelegd. Kies het opnieuw."
    ),
    "given_contradicts": lambda params: _(
        "Uit de zaken volgt een ander getal voor {cell} dan {value}. Er is niets vastgelegd. Kijk"
        " na wat er gezegd is. Ontbreekt er een zaak, voeg die dan eerst toe. Was het getal dat u"
        " gaf zelf onjuist, zeg dat dan aan wie het hoorde, en vul het juiste getal in."
    ).format(cell=_cell(params), value=params.get("value")),
    # Why a table is not offered.
    "too_few_reports": lambda _params: _("Kruistabellen zijn er vanaf 25 meldingen of contacten."),
    "units_unknown": lambda _params: _(
        "Vul eerst in hoeveel mensen er bij de organisatie werken; anders staat er geen onderdeel."
    ),
    "units_too_small": lambda _params: _(
        "Een onderdeel krijgt een eigen rij vanaf 50 medewerkers, en dat is van geen onderdeel"
        " bekend."
    ),
    "organisation_too_small": lambda _params: _(
        "Bij minder dan 50 medewerkers staat er alleen een totaal."
    ),
    "not_below_five": lambda _params: _("Bij drempel 3 zijn er alleen enkele tabellen."),
    "period_too_short": lambda _params: _("Deze periode is niet in gelijke delen te verdelen."),
    # What the adviser should know.
    "no_reports": lambda _params: _("In deze periode is niets te tellen."),
    "headcount_unknown": lambda _params: _(
        "Het aantal medewerkers is niet bekend. Organisatieonderdelen blijven daarom weg."
    ),
    "headcount_below_reports": lambda _params: _(
        "Er zijn meer meldingen dan medewerkers. Kijk het aantal medewerkers na bij de organisatie."
    ),
    "organisation_below_fifty": lambda _params: _(
        "Er werken minder dan 50 mensen. Het verslag noemt daarom alleen het totaal, of dat het er"
        " weinig zijn."
    ),
    # The adviser's own words.
    "number_not_shown": lambda params: _(
        "“{found}” staat niet bij de getallen van dit verslag. Klopt het, en wijst het niemand aan?"
    ).format(found=params.get("found", "")),
    "names_withheld": lambda params: _(
        "Het aantal van “{found}” staat niet in dit verslag. Zegt deze zin iets over wie daar werkt"
        " of wat daar gebeurde?"
    ).format(found=params.get("found", "")),
}

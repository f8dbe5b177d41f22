"""What the codes about papers mean: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from vertrouwen.language import _

Params = Mapping[str, object]


def sentence(code: str, params: Params) -> str:
    """Return the sentence of one code about reports and their files.

    Raises:
        KeyError: the code is not one of these.
    """
    return SENTENCES[code](params)


def _day(value: object) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else ""


def _edition_overlaps(params: Params) -> str:
    if "first" not in params:
        return _(
            "Over een deel van deze periode is al een verslag vastgesteld. Een tweede verslag over"
            " dezelfde dagen maakt kleine aantallen uitrekenbaar. Er is niets vastgesteld."
        )
    return _(
        "Over {first} tot en met {last} is al een verslag vastgesteld. Een tweede verslag over"
        " dezelfde dagen maakt kleine aantallen uitrekenbaar. Er is niets vastgesteld. Kies een"
        " periode die daarbuiten valt, of lever het eerdere verslag opnieuw."
    ).format(first=_day(params["first"]), last=_day(params["last"]))


SENTENCES: Mapping[str, Callable[[Params], str]] = {
    "edition_overlaps": _edition_overlaps,
    "report_period_runs": lambda _params: _(
        "Deze periode loopt nog. Vaststellen kan als zij voorbij is; dan telt elke melding mee."
        " U kunt het verslag wel alvast bekijken."
    ),
    "report_not_safe": lambda _params: _(
        "De controle op herleidbaarheid keurt dit verslag af. Er is niets vastgesteld en niets"
        " opgeslagen. Geef dit door aan de makers van het programma; noem geen aantallen."
    ),
    "edition_unknown": lambda _params: _(
        "Dit verslag is er niet meer. Ga terug naar Verslagen en kies het opnieuw."
    ),
    "export_disk_full": lambda _params: _(
        "De schijf is vol. Het verslag is niet opgeslagen; het blijft vastgesteld in uw kluis."
        " Maak ruimte vrij of kies een andere map."
    ),
    "export_not_allowed": lambda _params: _(
        "In deze map mag het programma niet schrijven. Het verslag is niet opgeslagen; het blijft"
        " vastgesteld in uw kluis. Kies een andere map."
    ),
    "export_folder_missing": lambda _params: _(
        "Deze map is er niet, of niet meer. Het verslag is niet opgeslagen; het blijft vastgesteld"
        " in uw kluis. Kies een andere map."
    ),
    "export_failed": lambda _params: _(
        "Het opslaan is niet gelukt. Er staat geen half bestand; het verslag blijft vastgesteld in"
        " uw kluis. Probeer het opnieuw of kies een andere map."
    ),
}

"""What the codes about papers mean: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vertrouwen.language import _

Params = Mapping[str, object]


def sentence(code: str, params: Params) -> str:
    """Return the sentence of one code about reports and their files.

    Raises:
        KeyError: the code is not one of these.
    """
    return SENTENCES[code](params)


SENTENCES: Mapping[str, Callable[[Params], str]] = {
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

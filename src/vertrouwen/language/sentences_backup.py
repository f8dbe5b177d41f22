"""What is said of backups that are made by themselves, and of the folders they go to."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vertrouwen.language import _

Params = Mapping[str, object]

SENTENCES: dict[str, Callable[[Params], str]] = {
    "backup_inside_vault": lambda _params: _(
        "Deze map ligt in de kluis zelf. Er is niets veranderd. Kies een map op een stick of een "
        "andere schijf."
    ),
    "backup_folders_full": lambda params: _(
        "Er zijn al {most} mappen voor reservekopieën. Er is niets veranderd. Haal er eerst een "
        "weg."
    ).format(most=params.get("most")),
    "backup_of_older_code": lambda _params: _(
        "Uw code opent de kluis, maar deze kopie is van voor de nieuwe code. Er is niets "
        "veranderd. Maak een nieuwe reservekopie en oefen daarmee."
    ),
}

PROBLEMS: dict[str, Callable[[Params], str]] = {
    "backup_folder_missing": lambda params: _(
        "De stick of schijf is niet gevonden sinds {day}. Sluit hem aan, dan wordt de kopie "
        "vanzelf gemaakt."
    ).format(day=params.get("day")),
    "backup_folder_other": lambda _params: _(
        "De map is er, maar de kopieën van eerder niet. Er is niets in gezet. Sluit de goede stick "
        "aan, of voeg de map opnieuw toe."
    ),
    "backup_disk_full": lambda _params: _(
        "Te weinig ruimte voor een nieuwe kopie. De oudere kopieën staan er nog. Maak ruimte vrij "
        "of kies een andere schijf."
    ),
    "backup_read_only": lambda _params: _(
        "In deze map mag niet worden geschreven. De oudere kopieën staan er nog. Kies een andere "
        "map."
    ),
    "backup_not_good": lambda _params: _(
        "De kopie kwam niet terug zoals zij was geschreven en is weer weggehaald. De oudere "
        "kopieën staan er nog. Gebruik een andere stick of schijf."
    ),
    "backup_not_made": lambda _params: _(
        "De kopie is niet gelukt. De oudere kopieën staan er nog. Vertrouwen probeert het straks "
        "opnieuw."
    ),
}
"""Of a folder whose last try failed, by its code; `day` is since when."""

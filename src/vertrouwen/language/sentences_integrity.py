"""What is said of a vault that is damaged, older than expected or open for reading only.

`SENTENCES` holds, by the code of an error, a function of its parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from vertrouwen.language import _

Params = Mapping[str, object]


def _rolled_back(params: Params) -> str:
    what, found, expected = (params.get(name) for name in ("what", "found", "expected"))
    if what == "pages":
        return _(
            "Een deel van de kluis is vervangen door een oudere versie van datzelfde deel. Het "
            "programma zelf doet dat nooit. Er is niets veranderd. Zet een reservekopie terug, of "
            "kijk eerst alleen rond."
        )
    if what == "keys":
        return _(
            "Het sleutelbestand van de kluis is ouder dan de kluis zelf: het is teruggezet. Een "
            "vervangen wachtzin of herstelcode kan daardoor weer werken. Er is niets veranderd. "
            "Zoek uit wie dit deed; daarna kunt u verdergaan en uw codes vervangen."
        )
    return _(
        "De kluis is ouder dan u haar achterliet. Het laatste wat erin staat is van {found}; bij "
        "het afsluiten was dat {expected}. Wat daartussen is opgeschreven, ontbreekt hier. Er is "
        "niets veranderd."
    ).format(found=moment(found), expected=moment(expected))


def moment(value: object) -> str:
    """Return a moment as it stands in history in the way people write it."""
    try:
        return datetime.fromisoformat(str(value)).strftime("%d-%m-%Y %H:%M")
    except ValueError:  # what was put back or forged may say anything
        return _("een onbekend moment")


SENTENCES: dict[str, Callable[[Params], str]] = {
    "vault_rolled_back": _rolled_back,
    "history_broken": lambda _params: _(
        "Het logboek van de kluis klopt niet meer: er is buiten het programma om iets in "
        "veranderd. Er is niets gewist. Zet een reservekopie terug, of kijk eerst alleen rond."
    ),
    "journal_missing": lambda _params: _(
        "Het programma stopte midden in het werk, en het bestand waarmee een half opgeslagen "
        "wijziging wordt teruggedraaid is weg. De kluis kan daardoor half gewijzigd zijn. Er is "
        "niets veranderd. Zet het bestand vault.db-journal terug als u het nog hebt."
    ),
    "journal_foreign": lambda _params: _(
        "Naast de kluis ligt een bestand dat haar zou terugzetten naar een ouder moment. Het "
        "programma heeft dat daar niet gelaten. Er is niets veranderd."
    ),
    "vault_read_only": lambda _params: _(
        "U kijkt alleen: in deze kluis wordt nu niets opgeslagen. Alles staat zoals het stond. "
        "Vergrendel om weer te kiezen hoe u verder wilt."
    ),
    "nothing_readable": lambda _params: _(
        "Van dit gegevensbestand is niets te lezen: ook de inhoudsopgave is beschadigd. Het "
        "bestand is niet aangeraakt. Zet een reservekopie terug."
    ),
}

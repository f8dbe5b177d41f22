"""What the database's codes mean: what happened, what is safe, what to do.

`SENTENCES` holds, by the code of a `StorageError`, a function of its parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vertrouwen.language import _

Params = Mapping[str, object]


SENTENCES: dict[str, Callable[[Params], str]] = {
    "disk_full": lambda _params: _(
        "De schijf is vol, dus dit laatste is niet opgeslagen. Alles wat eerder is opgeslagen, is"
        " veilig. Maak ruimte vrij op de schijf en sla daarna opnieuw op."
    ),
    "folder_read_only": lambda _params: _(
        "In de map van de kluis mag niet worden geschreven, dus dit laatste is niet opgeslagen."
        " Alles wat eerder is opgeslagen, is veilig. Kijk of de map alleen-lezen is of de schijf is"
        " losgeraakt."
    ),
    "disk_failing": lambda _params: _(
        "De schijf gaf een fout, dus dit laatste is niet opgeslagen. Wat eerder is opgeslagen, is"
        " niet veranderd. Maak een reservekopie op een andere schijf en start het programma"
        " opnieuw."
    ),
    "database_damaged": lambda _params: _(
        "De kluis is beschadigd. Er is niets meer veranderd. Sluit het programma en zet een"
        " reservekopie terug."
    ),
    "database_missing": lambda _params: _(
        "Het bestand van de kluis is niet te vinden. Er is niets nieuws gemaakt. Kijk of de schijf"
        " is aangesloten, of zet een reservekopie terug."
    ),
    "vault_in_use": lambda _params: _(
        "Een ander programma houdt de kluis bezet, dus dit laatste is niet opgeslagen. Alles wat"
        " eerder is opgeslagen, is veilig. Sluit het andere programma en probeer het opnieuw."
    ),
    "vault_newer": lambda _params: _(
        "Deze kluis is gemaakt met een nieuwere versie van Vertrouwen. Er is niets veranderd. Zet"
        " de nieuwste versie van het programma op deze computer."
    ),
    "migration_breaks_references": lambda _params: _(
        "De kluis kon niet worden bijgewerkt naar deze versie. Alles staat zoals het stond. Gebruik"
        " de vorige versie en meld dit aan de makers."
    ),
    "migration_incomplete": lambda _params: _(
        "Deze installatie van Vertrouwen is niet compleet. Uw gegevens zijn niet veranderd."
        " Installeer het programma opnieuw."
    ),
    "row_unknown": lambda _params: _(
        "Wat u wilde veranderen, is er niet meer. Er is niets veranderd. Open het scherm opnieuw."
    ),
    "rule_broken": lambda _params: _(
        "De kluis weigert dit, omdat het niet kan kloppen. Er is niets opgeslagen en niets"
        " veranderd. Controleer wat u hebt ingevuld."
    ),
    "database_refused": lambda _params: _(
        "De kluis weigert deze opdracht. Er is niets opgeslagen en niets veranderd. Start het"
        " programma opnieuw; blijft het zo, meld het dan aan de makers."
    ),
}

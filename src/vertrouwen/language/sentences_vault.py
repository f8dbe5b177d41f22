"""What the vault's codes mean: what happened, what is safe, what to do.

`SENTENCES` holds, by the code of a `VaultError` or a notice of an open vault, a function of its
parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vertrouwen.language import _

Params = Mapping[str, object]


def _recovery_code_typo(params: Params) -> str:
    group = params.get("group")
    reason = params.get("reason")
    if reason == "empty":
        return _("Vul de herstelcode in: acht groepen van vijf letters en cijfers.")
    if group is not None:
        return _(
            "Er zit een typefout in groep {group} van de herstelcode. Er is niets veranderd. "
            "Vergelijk deze groep met uw papier en typ haar opnieuw."
        ).format(group=group)
    if reason == "length":
        return _(
            "De herstelcode heeft 40 letters en cijfers, u typte er {count}. Er is niets "
            "veranderd. Kijk of u een groep hebt overgeslagen of dubbel getypt."
        ).format(count=params.get("count"))
    if reason == "characters":
        return _(
            "In de herstelcode staat een teken dat daar niet in voorkomt. Er is niets "
            "veranderd. Gebruik alleen de letters en cijfers van uw papier."
        )
    return _(
        "Er zit een typefout in de herstelcode. Er is niets veranderd. Vergelijk alle groepen "
        "met uw papier; waarschijnlijk zijn er twee of meer tekens anders."
    )


def _slot_missing(params: Params) -> str:
    if params.get("slot") == "device":
        return _(
            "Deze kluis gaat niet open met de sleutelbos van een computer. Uw gegevens zijn "
            "veilig. Open de kluis met uw wachtzin of met de herstelcode op papier."
        )
    if params.get("slot") == "strict":
        return _(
            "Deze kluis gaat niet open met de sleutelbos en een wachtzin samen. Uw gegevens zijn "
            "veilig. Open de kluis op de manier die het venster toont, of met de herstelcode op "
            "papier."
        )
    if params.get("slot") == "passphrase":
        return _(
            "Deze kluis heeft geen wachtzin. Uw gegevens zijn veilig. Open de kluis met de "
            "sleutelbos van deze computer of met de herstelcode op papier."
        )
    return _(
        "Bij deze kluis hoort geen herstelcode. Uw gegevens zijn veilig. Open de kluis op de "
        "gewone manier."
    )


def _keyring_unavailable(params: Params) -> str:
    reason = params.get("reason")
    if reason == "null":
        why = _(
            "Een instelling op deze computer (PYTHON_KEYRING_BACKEND) laat programma's sleutels "
            "weggooien in plaats van bewaren. Vertrouwen volgt die instelling niet, en vond geen "
            "andere sleutelbos."
        )
    elif reason == "fail":
        why = _(
            "Een instelling op deze computer (PYTHON_KEYRING_BACKEND) zet de sleutelbos voor "
            "programma's uit. Vertrouwen vond geen andere."
        )
    elif reason == "environment":
        why = _(
            "Een instelling op deze computer (PYTHON_KEYRING_BACKEND) wijst een vreemde "
            "bewaarplaats voor sleutels aan. Vertrouwen geeft daar niets aan, en vond geen "
            "sleutelbos van uw computer zelf. Hebt u dit niet ingesteld, vraag dan na wie dat deed."
        )
    elif reason == "config":
        why = _(
            "Een bestand met instellingen op deze computer (keyringrc.cfg) wijst een vreemde "
            "bewaarplaats voor sleutels aan. Vertrouwen geeft daar niets aan, en vond geen "
            "sleutelbos van uw computer zelf. Hebt u dit niet ingesteld, vraag dan na wie dat deed."
        )
    elif reason == "alt":
        why = _(
            "Op deze computer staat alleen een bewaarplaats die sleutels leesbaar in een bestand "
            "zet (keyrings.alt). Vertrouwen gebruikt die niet."
        )
    else:
        why = _("Deze computer heeft geen sleutelbos die Vertrouwen kan gebruiken.")
    what_now = _(
        "Er is nergens een sleutel leesbaar opgeslagen. Een nieuwe kluis opent dan met een "
        "wachtzin, een bestaande met de herstelcode op papier."
    )
    return f"{why} {what_now}"


def _recovery_code_wrong(params: Params) -> str:
    made_on = params.get("made_on")
    if not isinstance(made_on, str):
        return _(
            "Deze herstelcode is goed getypt, maar hoort bij een andere kluis of is vervangen door "
            "een nieuwere. Er is niets veranderd. Zoek het papier dat bij deze kluis hoort."
        )
    year, month, day = made_on.split("-")
    date, mark = f"{day}-{month}-{year}", params.get("mark")
    if isinstance(mark, str):
        return _(
            "Deze herstelcode is goed getypt, maar opent deze kluis niet. Er is niets veranderd. "
            "Zoek het herstelblad van {date} met kenmerk {mark}; eerdere bladen gelden niet meer."
        ).format(date=date, mark=mark)
    return _(
        "Deze herstelcode is goed getypt, maar opent deze kluis niet. Er is niets veranderd. Zoek "
        "het herstelblad dat op {date} is gemaakt; bladen van vóór die dag gelden niet meer."
    ).format(date=date)


SENTENCES: dict[str, Callable[[Params], str]] = {
    # The disk and the folder.
    "disk_full": lambda _params: _(
        "De schijf is vol, dus dit laatste is niet opgeslagen. Alles wat eerder is opgeslagen, "
        "is veilig. Maak ruimte vrij op de schijf en sla daarna opnieuw op."
    ),
    "disk_failing": lambda _params: _(
        "De schijf gaf een fout, dus dit laatste is niet opgeslagen. Wat eerder is opgeslagen, "
        "is niet veranderd. Maak een reservekopie op een andere schijf en laat deze schijf "
        "nakijken."
    ),
    "file_missing": lambda _params: _(
        "Een bestand of map is er niet meer. Er is niets veranderd. Kijk of de schijf is "
        "aangesloten en of de map is verplaatst, en probeer het opnieuw."
    ),
    "folder_read_only": lambda _params: _(
        "In de map van de kluis mag niet worden geschreven. Uw gegevens zijn niet veranderd. "
        "Geef uzelf schrijfrechten voor deze map, of vraag dat aan uw systeembeheerder."
    ),
    "folder_synced": lambda params: _(
        "Deze map wordt door {service} naar andere computers gekopieerd. Daarbij kan een open "
        "kluis stukgaan, en blijven er kopieën achter. Er is niets veranderd. Kies een map "
        "buiten {service}; een reservekopie mag er wel staan."
    ).format(service=params.get("service")),
    "folder_not_empty": lambda _params: _(
        "In deze map staan al andere bestanden. Die zijn niet veranderd. Kies een lege map voor "
        "de kluis."
    ),
    "memory_short": lambda params: _(
        "Er is te weinig werkgeheugen vrij om de wachtzin te controleren ({mebibytes} MB nodig). "
        "Uw gegevens zijn veilig. Sluit andere programma's en probeer het opnieuw."
    ).format(mebibytes=params.get("mebibytes")),
    # The vault as a whole.
    "vault_exists": lambda _params: _(
        "Op deze plek staat al een kluis. Die is niet veranderd: Vertrouwen schrijft nooit over "
        "een bestaande kluis heen. Open deze kluis, of kies een andere map."
    ),
    "vault_missing": lambda _params: _(
        "Op deze plek staat geen kluis. Er is niets veranderd. Begin een nieuwe kluis, of zet "
        "een reservekopie terug."
    ),
    "vault_in_use": lambda _params: _(
        "De kluis is al open in een ander venster van Vertrouwen. Uw gegevens zijn veilig. Ga "
        "verder in dat venster, of sluit het eerst."
    ),
    "not_set_aside": lambda _params: _(
        "Deze oude kluis staat er niet meer. Er is niets verwijderd. De lijst is bijgewerkt."
    ),
    "vault_newer": lambda _params: _(
        "Deze kluis of reservekopie is gemaakt met een nieuwere versie van Vertrouwen. Het "
        "bestand is niet aangeraakt. Installeer de nieuwste versie en open het daarmee."
    ),
    "vault_busy": lambda _params: _(
        "Er wordt op dit moment nog iets opgeslagen. Uw gegevens zijn veilig. Probeer het over "
        "een ogenblik opnieuw."
    ),
    "engine_too_old": lambda _params: _(
        "Een onderdeel van het programma is te oud om de kluis veilig te openen. De kluis is "
        "niet aangeraakt. Installeer Vertrouwen opnieuw."
    ),
    # The database.
    "database_missing": lambda _params: _(
        "Het gegevensbestand van de kluis ontbreekt of is leeg. Er is geen nieuw bestand "
        "gemaakt. Is de map verplaatst, zet haar dan terug; zet anders een reservekopie terug."
    ),
    "database_damaged": lambda _params: _(
        "Het gegevensbestand is beschadigd, of het hoort bij een andere kluis. De sleutel "
        "klopt en er is niets gewist. Zet een reservekopie terug; de oude kluis blijft bewaard."
    ),
    "database_plaintext": lambda _params: _(
        "Het gegevensbestand is niet versleuteld, dus het is niet van Vertrouwen. Er is niets "
        "veranderd. Zet het juiste bestand of een reservekopie terug."
    ),
    # The key file.
    "key_file_missing": lambda _params: _(
        "Het sleutelbestand van de kluis ontbreekt. De gegevens zelf zijn er nog, versleuteld. "
        "Zet het bestand 'vault.keys' terug in de map, of zet een reservekopie terug."
    ),
    "key_file_damaged": lambda _params: _(
        "Het sleutelbestand van de kluis is beschadigd. De gegevens zelf zijn niet veranderd. "
        "Zet een reservekopie terug; daarin staat het sleutelbestand ook."
    ),
    "key_file_foreign": lambda _params: _(
        "Het sleutelbestand hoort niet bij deze kluis. De gegevens zelf zijn niet veranderd. "
        "Zet het sleutelbestand van deze kluis terug, of zet een reservekopie terug."
    ),
    "vault_replaced": lambda _params: _(
        "Op de plaats van deze kluis ligt nu een andere. Daarin is niets overschreven. Sluit het "
        "programma en open het opnieuw."
    ),
    "slot_missing": _slot_missing,
    "daily_slot_required": lambda _params: _(
        "Kies hoe u de kluis elke dag opent: met de sleutelbos van deze computer of met een "
        "wachtzin. Er is nog niets gemaakt."
    ),
    "destroyed_register_full": lambda _params: _(
        "Er zijn zo veel losse dossiers vernietigd dat de lijst ervan vol is. Dit dossier is niet "
        "vernietigd; de andere gegevens zijn niet veranderd. Vraag de makers van Vertrouwen om "
        "hulp."
    ),
    # Passphrase and recovery code.
    "passphrase_wrong": lambda _params: _(
        "Deze wachtzin past niet op de kluis. Er is niets veranderd. Let op hoofdletters en "
        "spaties en probeer het opnieuw, of gebruik de herstelcode."
    ),
    "passphrase_too_short": lambda params: _(
        "Deze wachtzin is te kort. Gebruik minstens {minimum} tekens, bijvoorbeeld zes "
        "willekeurige woorden. Er is nog niets veranderd."
    ).format(minimum=params.get("minimum")),
    "passphrase_too_long": lambda params: _(
        "Deze wachtzin is te lang. Gebruik hoogstens {maximum} tekens. Er is nog niets veranderd."
    ).format(maximum=params.get("maximum")),
    "recovery_code_typo": _recovery_code_typo,
    "recovery_code_wrong": _recovery_code_wrong,
    # The keyring of the computer.
    "keyring_unavailable": _keyring_unavailable,
    "keyring_locked": lambda _params: _(
        "De sleutelbos van deze computer is op slot. Uw gegevens zijn veilig. Ontgrendel de "
        "sleutelbos en probeer het opnieuw, of ga verder zonder de sleutelbos."
    ),
    "keyring_dismissed": lambda _params: _(
        "De vraag om de sleutelbos te ontgrendelen is gesloten zonder antwoord. Uw gegevens zijn "
        "veilig. Probeer het opnieuw, of ga verder zonder de sleutelbos."
    ),
    "keyring_password_wrong": lambda _params: _(
        "De sleutelbos van deze computer gaat niet open met het wachtwoord dat hij krijgt. Dat "
        "gebeurt als het wachtwoord van uw computer is veranderd. Uw gegevens zijn veilig. Probeer "
        "het vorige wachtwoord, of ga verder zonder de sleutelbos."
    ),
    "keyring_timeout": lambda params: _(
        "De sleutelbos van deze computer gaf na {seconds} seconden nog geen antwoord. Uw gegevens "
        "zijn veilig. Probeer het opnieuw, of ga verder zonder de sleutelbos."
    ).format(seconds=params.get("seconds")),
    "keyring_cancelled": lambda _params: _(
        "U hebt het wachten op de sleutelbos gestopt. Uw gegevens zijn veilig. Probeer het "
        "opnieuw, of ga verder zonder de sleutelbos."
    ),
    "keyring_refused": lambda _params: _(
        "De sleutelbos van deze computer wilde de sleutel niet bewaren. Er is nergens een "
        "sleutel leesbaar opgeslagen. Gebruik een wachtzin."
    ),
    "keyring_entry_missing": lambda _params: _(
        "De sleutelbos van deze computer kent deze kluis niet. Uw gegevens zijn veilig en er is "
        "geen nieuwe sleutel gemaakt. Open de kluis met de herstelcode op papier; daarna stelt u "
        "de toegang opnieuw in."
    ),
    "keyring_entry_wrong": lambda _params: _(
        "Wat de sleutelbos voor deze kluis bewaart, is geen sleutel van Vertrouwen. Uw gegevens "
        "zijn veilig. Open de kluis met de herstelcode op papier; daarna stelt u de toegang "
        "opnieuw in."
    ),
    "device_secret_wrong": lambda _params: _(
        "De sleutel in de sleutelbos van deze computer past niet op deze kluis. Uw gegevens zijn "
        "veilig. Open de kluis met de herstelcode op papier; daarna stelt u de toegang opnieuw in."
    ),
    # Backups.
    "backup_missing": lambda _params: _(
        "Deze reservekopie is er niet. Er is niets veranderd. Kijk of de schijf of stick is "
        "aangesloten."
    ),
    "backup_foreign": lambda _params: _(
        "Dit bestand is geen reservekopie van Vertrouwen. Er is niets veranderd. Kies een ander "
        "bestand."
    ),
    "backup_damaged": lambda _params: _(
        "Deze reservekopie is beschadigd of niet compleet. Er is niets teruggezet en niets "
        "veranderd. Kies een andere reservekopie, of maak een nieuwe als uw kluis nog opengaat."
    ),
    "backup_disk_full": lambda _params: _(
        "Er is te weinig ruimte voor de reservekopie; er is er geen gemaakt. Uw kluis is veilig. "
        "Maak ruimte vrij of kies een andere schijf."
    ),
    "backup_read_only": lambda _params: _(
        "In deze map mag niet worden geschreven; er is geen reservekopie gemaakt. Uw kluis is "
        "veilig. Kies een andere map."
    ),
    "backup_folder_missing": lambda _params: _(
        "Deze map is er niet; er is geen reservekopie gemaakt. Uw kluis is veilig. Kies een "
        "andere map."
    ),
    # Notices of a vault that did open.
    "destroyed_not_known": lambda _params: _(
        "De lijst van vernietigde dossiers bij de oude kluis is beschadigd of veranderd. Uw "
        "gegevens zijn terug. Dossiers die u na deze reservekopie vernietigde, kunnen weer "
        "bestaan: kijk dat na en vernietig ze opnieuw."
    ),
    "keys_of_before_renewal": lambda _params: _(
        "Deze reservekopie is van vóór de vernieuwing van uw sleutels. Uw gegevens zijn terug, en "
        "de code waarmee u haar opende geldt nu weer. Vernieuw de sleutels opnieuw als die code "
        "bekend kan zijn bij een ander."
    ),
    "keyring_changed": lambda _params: _(
        "Deze computer gebruikt nu een andere sleutelbos dan de vorige keer. De kluis is gewoon "
        "open. Hebt u daar niets voor veranderd, vraag dan na wie dat deed."
    ),
    "key_file_repaired": lambda _params: _(
        "Het sleutelbestand was beschadigd en is hersteld uit de kopie ernaast. Uw gegevens zijn "
        "niet veranderd. Maak vandaag een reservekopie."
    ),
    "checked_after_crash": lambda _params: _(
        "De vorige keer is het programma onverwacht gestopt. De kluis is helemaal nagekeken en "
        "in orde. U hoeft niets te doen."
    ),
}

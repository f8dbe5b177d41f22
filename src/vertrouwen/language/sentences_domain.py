"""What the rules of the practice say: what happened, what is safe, what to do.

`SENTENCES` holds, by the code of a `DomainError`, a function of its parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vertrouwen.language import _

Params = Mapping[str, object]


def _step_without_ground(params: Params) -> str:
    standing = params.get("standing")
    if standing == "gevraagd":
        return _(
            "U hebt om toestemming gevraagd, maar er is nog geen antwoord. De stap blijft gepland."
            " Leg het antwoord vast zodra de melder het geeft."
        )
    if standing == "geweigerd":
        return _(
            "De melder wil deze stap niet. De stap is niet uitgevoerd. Wil de melder nu wel, leg"
            " dan nieuwe toestemming vast."
        )
    if standing == "ingetrokken":
        return _(
            "De melder heeft de toestemming voor deze stap ingetrokken. De stap is niet uitgevoerd."
            " Wil de melder nu wel, leg dan nieuwe toestemming vast."
        )
    if standing == "verlopen":
        return _(
            "De toestemming voor deze stap was op die dag verlopen. De stap blijft gepland. Vraag"
            " de melder opnieuw en leg het antwoord vast."
        )
    if standing == "nog_niet":
        return _(
            "De toestemming voor deze stap is van na die dag. De stap blijft gepland. Kies een dag"
            " waarop de melder al toestemming had gegeven."
        )
    return _(
        "De melder heeft nog geen toestemming gegeven voor deze stap. De stap blijft gepland."
        " Vraag de melder en leg het antwoord vast."
    )


SENTENCES: dict[str, Callable[[Params], str]] = {
    "counting_unit_is_in_use": lambda _params: _(
        "Er is al een verslag vastgesteld dat anders telt. Er is niets gewijzigd. Laat deze keuze"
        " staan, zodat de verslagen van deze organisatie naast elkaar te lezen zijn."
    ),
    # Consent and the gate.
    "step_without_ground": _step_without_ground,
    "step_wrong_form": lambda _params: _(
        "Voor deze stap is toestemming met een handtekening nodig; er is toestemming in een andere"
        " vorm. De stap blijft gepland. Laat de melder tekenen en leg dat vast."
    ),
    "step_in_the_future": lambda _params: _(
        "Deze dag moet nog komen. De stap blijft gepland. Leg hem vast op de dag zelf, of kies een"
        " eerdere dag."
    ),
    "step_of_another_kind": lambda _params: _(
        "Deze stap is van een andere soort. Er is niets vastgelegd. Open de zaak opnieuw."
    ),
    "step_is_carried_out": lambda _params: _(
        "Deze stap is al uitgevoerd en blijft zo staan. Wilt u iets rechtzetten, schrijf dan een"
        " notitie."
    ),
    "step_is_stopped": lambda _params: _(
        "Deze stap is gestopt. Er is niets vastgelegd. Is hij toch nodig, plan dan een nieuwe stap."
    ),
    "step_unknown": lambda _params: _(
        "Deze stap is er niet. Er is niets vastgelegd. Open de zaak opnieuw."
    ),
    "recipient_does_not_fit": lambda _params: _(
        "Deze soort stap hoort niet bij deze ontvanger. Er is nog niets gepland. Kies een andere"
        " ontvanger of een andere soort stap."
    ),
    "consent_ends_before_it_begins": lambda _params: _(
        "De einddatum ligt voor de datum van de toestemming. Er is nog niets vastgelegd. Kies een"
        " latere einddatum of laat hem leeg."
    ),
    "consent_without_form": lambda _params: _(
        "Kies hoe de toestemming is gegeven, bijvoorbeeld mondeling of met een handtekening."
    ),
    "consent_in_the_future": lambda _params: _(
        "Deze dag moet nog komen. Er is nog niets vastgelegd. Kies de dag waarop de melder het zei."
    ),
    "nothing_to_withdraw": lambda _params: _(
        "Hiervoor is nooit toestemming gegeven, dus er is niets in te trekken. Er is niets"
        " veranderd. Wil de melder dit niet, leg dan vast dat de melder weigert."
    ),
    "withdrawal_before_consent": lambda _params: _(
        "De toestemming is van na deze dag. Er is niets veranderd. Kies de dag van de toestemming"
        " of een latere dag."
    ),
    "already_corrected": lambda _params: _(
        "Dit is al een keer verbeterd. Er is niets veranderd. Verbeter de laatste versie."
    ),
    "correction_of_another_case": lambda _params: _(
        "Wat u wilt verbeteren, hoort niet bij deze zaak. Er is niets veranderd. Open de zaak"
        " opnieuw."
    ),
    "no_consent_to_keep_a_file": lambda _params: _(
        "De melder heeft geen toestemming gegeven om een dossier bij te houden. Namen en notities"
        " voor het dossier worden daarom niet bewaard. Leg eerst die toestemming vast, of maak er"
        " een persoonlijke notitie van."
    ),
    "control_stays_with_the_organisation": lambda _params: _(
        "Na een integriteitsmelding ligt de regie bij de organisatie. Dat blijft zo. Er is niets"
        " veranderd."
    ),
    # Breaking confidentiality.
    "breach_without_reasoning": lambda params: _(
        "Leg uit waarom u de geheimhouding doorbreekt, in minstens {least} tekens. Er is nog niets"
        " vastgelegd."
    ).format(least=params.get("least")),
    "breach_consent_not_sought": lambda _params: _(
        "Schrijf op hoe u om toestemming hebt gevraagd en wat de melder zei, of waarom vragen niet"
        " kon. Er is nog niets vastgelegd."
    ),
    "breach_reporter_not_informed": lambda _params: _(
        "Schrijf op hoe de melder vooraf is ingelicht, of waarom dat niet kon. Er is nog niets"
        " vastgelegd."
    ),
    "breach_conditions_not_met": lambda _params: _(
        "Bij een conflict van plichten moeten alle vier de voorwaarden waar zijn. Er is nog niets"
        " vastgelegd. Is er een niet waar, dan blijft de geheimhouding gelden."
    ),
    # Cases.
    "case_unknown": lambda _params: _(
        "Deze zaak is er niet meer. Er is niets veranderd. Ga terug naar de lijst."
    ),
    "case_is_closed": lambda _params: _(
        "Deze zaak is gesloten. Er is niets veranderd. Heropen de zaak om verder te gaan."
    ),
    "case_is_open": lambda _params: _("Deze zaak is al open. Er is niets veranderd."),
    "case_is_not_closed": lambda _params: _(
        "Alleen een gesloten zaak kan worden vernietigd. Er is niets veranderd. Sluit de zaak"
        " eerst."
    ),
    "closing_needs_a_reason": lambda _params: _(
        "Sluiten kan met 'Zaak sluiten'; daar kiest u de reden en de uitkomst. Er is niets"
        " veranderd."
    ),
    "no_report_was_made": lambda _params: _(
        "'Melding gedaan' kan pas nadat een integriteitsmelding als stap is uitgevoerd. Er is niets"
        " veranderd. Plan eerst die stap."
    ),
    "state_not_reachable": lambda _params: _(
        "Deze zaak kan niet terug naar deze status. Er is niets veranderd. Kies een andere status."
    ),
    "closed_before_opened": lambda _params: _(
        "De zaak kan niet gesloten zijn voordat zij begon. Er is nog niets veranderd. Kies een"
        " latere dag."
    ),
    "date_in_the_future": lambda _params: _(
        "Deze dag moet nog komen. Er is nog niets vastgelegd. Kies vandaag of een eerdere dag."
    ),
    "planned_in_the_past": lambda _params: _(
        "Deze dag is al voorbij. Er is nog niets gepland. Kies vandaag of een latere dag, of leg"
        " het contact vast als gehouden."
    ),
    "code_unknown": lambda _params: _(
        "Deze keuze staat niet in de lijst. Er is nog niets vastgelegd. Kies iets uit de lijst."
    ),
    # People, contacts and notes.
    "alias_missing": lambda _params: _(
        "Vul in hoe u deze persoon in de zaak noemt, bijvoorbeeld 'M.' of 'de leidinggevende'."
    ),
    "name_of_an_unknown_reporter": lambda _params: _(
        "Een melder die anoniem is of een alias heeft, krijgt geen naam in het dossier. Er is nog"
        " niets vastgelegd. Haal de naam weg, of kies 'bekend bij u'."
    ),
    "party_unknown": lambda _params: _(
        "Deze persoon staat niet meer in de zaak. Er is niets veranderd. Open de zaak opnieuw."
    ),
    "party_of_another_case": lambda _params: _(
        "Deze persoon hoort bij een andere zaak. Er is niets vastgelegd. Kies iemand uit deze zaak."
    ),
    "party_is_spoken_of": lambda _params: _(
        "Over deze persoon is toestemming gegeven of een besluit genomen; de aanduiding en de"
        " relatie blijven daarom staan. Er is niets veranderd. Gaat het om iemand anders, voeg"
        " die persoon dan toe."
    ),
    "contact_is_a_step": lambda _params: _(
        "Een gesprek met een ander dan de melder is een stap. Er is nog niets vastgelegd. Plan het"
        " als stap, zodat de toestemming klopt."
    ),
    "contact_unknown": lambda _params: _(
        "Dit contact is er niet meer. Er is niets veranderd. Open de zaak opnieuw."
    ),
    "contact_was_held": lambda _params: _("Dit contact is al geweest. Er is niets veranderd."),
    "minutes_out_of_range": lambda _params: _(
        "Dit aantal minuten kan niet kloppen. Er is nog niets vastgelegd. Vul een getal in dat niet"
        " onder nul ligt."
    ),
    "note_is_empty": lambda _params: _("De notitie is leeg. Schrijf eerst iets op."),
    "note_unknown": lambda _params: _(
        "Deze notitie is er niet meer. Er is niets veranderd. Open de zaak opnieuw."
    ),
    "file_note_is_kept": lambda _params: _(
        "Een notitie van het dossier blijft bewaard. Er is niets veranderd. Wilt u iets"
        " rechtzetten, schrijf dan een verbetering."
    ),
    "deadline_unknown": lambda _params: _(
        "Deze termijn is er niet meer. Er is niets veranderd. Open de zaak opnieuw."
    ),
    # Clients.
    "name_missing": lambda _params: _("Vul een naam in."),
    "organisation_exists": lambda _params: _(
        "Er is al een organisatie met deze naam. Er is niets veranderd. Kies een andere naam."
    ),
    "organisation_unknown": lambda _params: _("Kies een organisatie uit de lijst."),
    "organisation_not_active": lambda _params: _(
        "Voor deze organisatie neemt u geen nieuwe zaken aan. Er is nog niets vastgelegd. Zet de"
        " organisatie weer op actief, of kies een andere."
    ),
    "unit_exists": lambda _params: _(
        "Er is al een onderdeel met deze naam. Er is niets veranderd. Kies een andere naam."
    ),
    "unit_of_another_organisation": lambda _params: _(
        "Dit onderdeel hoort bij een andere organisatie. Er is nog niets vastgelegd. Kies een"
        " onderdeel van deze organisatie."
    ),
    "headcount_out_of_range": lambda params: _(
        "Vul een aantal medewerkers in van 0 tot {most}."
    ).format(most=params.get("most")),
    "year_out_of_range": lambda _params: _("Vul een jaartal in, bijvoorbeeld 2026."),
    # Kept as it is.
    "append_only": lambda _params: _(
        "Wat is vastgelegd, blijft staan en wordt niet gewijzigd of verwijderd. Er is niets"
        " veranderd. Wilt u iets rechtzetten, leg dan een verbetering vast."
    ),
    "import_cannot_be_undone": lambda _params: _(
        "Na deze invoer is er iets veranderd, dus zij kan niet meer als geheel ongedaan worden"
        " gemaakt. Er is niets verwijderd. Sluit zaken die er niet horen met de reden 'dubbel'."
    ),
}

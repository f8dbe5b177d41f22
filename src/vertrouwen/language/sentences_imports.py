"""What is said about a registration that is read: refusals, warnings and doubts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from vertrouwen.language import _, grouped, ngettext

Params = Mapping[str, object]


def _joined(names: object) -> str:
    return ", ".join(str(n) for n in cast(Sequence[object], names))


def _not_excel(params: Params) -> str:
    kind = params.get("kind")
    if kind == "pdf":
        return _(
            "Dit is geen Excel-bestand maar een PDF. Sla uw registratie op als .xlsx of .csv "
            "en kies dat bestand. Er is niets ingelezen."
        )
    if kind == "ods":
        return _(
            "Dit is geen Excel-bestand maar een OpenDocument-bestand. Sla het op als .xlsx of "
            ".csv en kies dat bestand. Er is niets ingelezen."
        )
    return _(
        "Dit is geen Excel-bestand, al heet het misschien zo. Sla uw registratie opnieuw op als "
        ".xlsx of .csv en kies dat bestand. Er is niets ingelezen."
    )


def _unreadable(params: Params) -> str:
    line = params["line"]
    if params.get("encoding"):
        return _(
            "Het bestand bevat onleesbare tekens, het eerst op regelnummer {line} (tekenset "
            "{encoding}). Bewaar het opnieuw als CSV met tekenset UTF-8. Er is niets ingelezen."
        ).format(line=line, encoding=str(params["encoding"]).upper())
    return _(
        "Het bestand bevat onleesbare tekens, het eerst op regelnummer {line}. Waarschijnlijk is "
        "het beschadigd; maak opnieuw een CSV-bestand uit uw registratie. Er is niets ingelezen."
    ).format(line=line)


def _no_header(params: Params) -> str:
    headers = _joined(params.get("headers") or ())
    if not headers:
        return _(
            "Er is geen bruikbare kopregel gevonden. Zet boven uw registratie een regel met "
            "kopjes zoals Datum, Organisatie en Aard. Er is niets ingelezen."
        )
    return _(
        "Er is geen bruikbare kopregel gevonden; gevonden kopjes: {headers}. Zet boven uw "
        "registratie een regel met kopjes zoals Datum, Organisatie en Aard, of kies een ander "
        "bestand. Er is niets ingelezen."
    ).format(headers=headers)


REFUSALS: dict[str, Callable[[Params], str]] = {
    "beschadigd": lambda p: _(
        "Het bestand is beschadigd of onvolledig. Open het in uw rekenprogramma, sla het opnieuw "
        "op en probeer het nog eens. Er is niets ingelezen."
    ),
    "geen_excel": _not_excel,
    "te_groot_uitgepakt": lambda p: _(
        "Het bestand wordt te groot na uitpakken ({megabytes} MB) en is daarom niet geopend. Sla "
        "alleen het blad met uw registratie op als nieuw bestand. Er is niets ingelezen."
    ).format(megabytes=p["megabytes"]),
    "te_groot": lambda p: _(
        "Het bestand is groter dan {megabytes} MB. Verdeel uw registratie over meer bestanden. "
        "Er is niets ingelezen."
    ).format(megabytes=p["megabytes"]),
    "wachtwoord": lambda p: _(
        "Het bestand is met wachtwoord beveiligd. Open het in Excel, haal het wachtwoord weg "
        "(Bestand, Info, Werkmap beveiligen), sla het op en kies het opnieuw. Er is niets "
        "ingelezen."
    ),
    "oud_excel": lambda p: _(
        "Dit is een bestand van een oude versie van Excel (.xls). Open het in uw rekenprogramma "
        "en sla het op als .xlsx. Er is niets ingelezen."
    ),
    "onleesbare_tekens": _unreadable,
    "leeg": lambda p: _("Het bestand is leeg. Kies een ander bestand. Er is niets ingelezen."),
    "veld_te_lang": lambda p: _(
        "Op regelnummer {line} is een veld te lang (meer dan {limit} tekens). Misschien mist een "
        "aanhalingsteken. Kort het veld in en probeer het opnieuw. Er is niets ingelezen."
    ).format(line=p["line"], limit=p["limit"]),
    "geen_kopregel": _no_header,
    "te_veel_regels": lambda p: _(
        "Het bestand heeft te veel regels: de bovengrens is {limit} regels per bestand. Verdeel "
        "uw registratie, bijvoorbeeld per jaar. Er is niets ingelezen."
    ).format(limit=grouped(cast(int, p["limit"]))),
    "niet_te_openen": lambda p: _(
        "Het bestand is niet te openen. Controleer of het nog bestaat en of u het mag lezen. Er "
        "is niets ingelezen."
    ),
}

WARNINGS: dict[str, Callable[[Params], str]] = {
    "bladen_gelijk": lambda p: ngettext(
        "Dezelfde regels staan op {count} blad: {sheets}.",
        "Dezelfde registratie staat op {count} bladen: {sheets}. Kies welk blad u wilt inlezen; "
        "samen inlezen zou contacten dubbel tellen.",
        len(cast(Sequence[object], p["sheets"])),
    ).format(
        count=_count_word(len(cast(Sequence[object], p["sheets"]))), sheets=_joined(p["sheets"])
    ),
    "blad_verborgen": lambda p: _("Het verborgen blad {sheet} is niet ingelezen.").format(
        sheet=p["sheet"]
    ),
    "blad_overgeslagen": lambda p: _(
        "Het blad {sheet} is niet ingelezen: daarop staat geen registratie van contacten."
    ).format(sheet=p["sheet"]),
    "blad_namen": lambda p: _(
        "Het blad {sheet} is alleen gebruikt om namen van organisaties te herkennen."
    ).format(sheet=p["sheet"]),
    "formules": lambda p: ngettext(
        "Het bestand bevat formules ({count} cel). Ze zijn niet uitgevoerd; alleen een opgeslagen "
        "uitkomst is gelezen.",
        "Het bestand bevat formules ({count} cellen). Ze zijn niet uitgevoerd; alleen opgeslagen "
        "uitkomsten zijn gelezen.",
        cast(int, p["count"]),
    ).format(count=p["count"]),
    "externe_koppeling": lambda p: _(
        "Het bestand bevat een externe koppeling naar een ander bestand. Die is niet uitgevoerd "
        "en niet gevolgd."
    ),
    "kolommen_verborgen": lambda p: ngettext(
        "Op het blad {sheet} is {count} verborgen kolom niet ingelezen.",
        "Op het blad {sheet} zijn {count} verborgen kolommen niet ingelezen.",
        cast(int, p["count"]),
    ).format(sheet=p["sheet"], count=p["count"]),
    "kolommen_onbekend": lambda p: _(
        "Niet herkend en daarom niet ingelezen: {headers}. U kunt zelf zeggen wat erin staat."
    ).format(headers=_joined(p["headers"])),
    "kolommen_personen": lambda p: _(
        "Kolommen met persoonsgegevens zijn niet ingelezen: {headers}."
    ).format(headers=_joined(p["headers"])),
    "kolom_soort_ontbreekt": lambda p: _(
        "Er is geen kolom die zegt of een contact een melding, een consult of iets anders is."
    ),
    "datums_dubbelzinnig": lambda p: _(
        "Bij sommige datums is niet te zien of de dag of de maand voorop staat. Controleer ze."
    ),
}

FLAG_REASONS: dict[str, Callable[[], str]] = {
    "datum_leeg": lambda: _("De datum ontbreekt."),
    "datum_onmogelijk": lambda: _("Deze datum bestaat niet."),
    "datum_maand_dag": lambda: _(
        "De maand is hoger dan 12: waarschijnlijk zijn dag en maand verwisseld."
    ),
    "datum_onleesbaar": lambda: _("De datum is niet te lezen."),
    "datum_onwaarschijnlijk": lambda: _("De datum ligt in de toekomst of te ver terug."),
    "datum_dubbelzinnig": lambda: _("Dag en maand kunnen verwisseld zijn."),
    "datum_alleen_jaar": lambda: _("Alleen het jaar is bekend."),
    "datum_alleen_maand": lambda: _("De dag ontbreekt; maand en kwartaal zijn bekend."),
    "datum_alleen_kwartaal": lambda: _("Alleen het kwartaal is bekend."),
    "jaar_wijkt_af": lambda: _("Het jaar past niet bij het nummer of de plaats in de lijst."),
    "dubbel": lambda: _("Deze regel is gelijk aan een eerdere regel, het nummer inbegrepen."),
    "mogelijk_dubbel": lambda: _("Deze regel lijkt sterk op een eerdere regel."),
    "nummer_dubbel": lambda: _("Dit nummer komt eerder voor bij een andere inhoud."),
    "bestaat_al": lambda: _("Dit contact staat waarschijnlijk al in uw praktijk."),
    "organisatie_leeg": lambda: _("De organisatie ontbreekt."),
    "organisatie_ontbreekt": lambda: _("Het bestand zegt niet voor welke organisatie dit is."),
    "organisatie_meerdere": lambda: _("Er staan twee organisaties in een cel."),
    "organisatie_vraag": lambda: _("Is dit de organisatie die u bedoelt?"),
    "organisatie_uit_tussenkop": lambda: _("De organisatie is uit een tussenkop overgenomen."),
    "afdeling_vraag": lambda: _("Is dit de afdeling die u bedoelt?"),
    "naam_gelijkend": lambda: _("Een deel van deze naam is herkend."),
    "mogelijk_naam": lambda: _("Hier staat mogelijk de naam van een persoon."),
    "label_vraag": lambda: _("Klopt wat bij dit woord is voorgesteld?"),
    "label_onzeker": lambda: _("Alleen een deel van deze tekst is herkend."),
    "label_onbekend": lambda: _("Dit woord is niet herkend."),
    "label_typefout": lambda: _("Dit woord is gelezen als een tikfout."),
    "meer_waarden": lambda: _("Hier staat meer dan één waarde; er hoort er één."),
    "meer_sporen": lambda: _("De aarden horen bij meer dan één spoor; het spoor volgt de eerste."),
    "spoor_wijkt_af": lambda: _("Het spoor in het bestand past niet bij de aard."),
    "aard_leeg": lambda: _("De aard ontbreekt."),
    "aard_onleesbaar": lambda: _("De aard is niet herkend."),
    "soort_leeg": lambda: _("Het soort contact ontbreekt."),
    "gesprekken_onleesbaar": lambda: _("Het aantal gesprekken is geen getal."),
    "gesprekken_onwaarschijnlijk": lambda: _("Het aantal gesprekken is onwaarschijnlijk."),
    "uren_onleesbaar": lambda: _("De tijd is niet te lezen."),
    "uren_negatief": lambda: _("De tijd is kleiner dan nul."),
    "uren_onwaarschijnlijk": lambda: _("De tijd is onwaarschijnlijk: uren of minuten?"),
    "uren_eenheid_onzeker": lambda: _("Het is niet duidelijk of dit uren of minuten zijn."),
    "afgesloten_voor_datum": lambda: _("De sluitdatum ligt voor de datum van het contact."),
    "afgesloten_onleesbaar": lambda: _("De sluitdatum is niet te lezen."),
    "afgesloten_toekomst": lambda: _("De sluitdatum ligt in de toekomst."),
    "afgesloten_zonder_dag": lambda: _("Van de sluitdatum ontbreekt de dag."),
    "toestemming_onduidelijk": lambda: _("Wat hier over toestemming staat, is niet duidelijk."),
    "stap_zonder_toestemming": lambda: _(
        "Er is een stap met een ander gezet; toestemming staat er niet bij."
    ),
    "formule_zonder_waarde": lambda: _(
        "Hier staat een formule zonder uitkomst; die is niet berekend."
    ),
    "foutwaarde": lambda: _("Hier staat een foutmelding van het rekenprogramma."),
    "kolom_vermoed": lambda: _(
        "De kop van deze kolom is niet bekend; de inhoud wijst op dit veld."
    ),
    "kolom_niet_gelezen": lambda: _(
        "Een kolom die niet wordt ingelezen, gaat hier misschien over."
    ),
    "niets_aangekruist": lambda: _("In deze kolommen is bij deze regel niets aangekruist."),
    "overgenomen": lambda: _("Overgenomen van de regel erboven (idem)."),
}


def _count_word(count: int) -> str:
    words = {2: _("twee"), 3: _("drie"), 4: _("vier")}
    return words.get(count, str(count))


def refusal(code: str, params: Params) -> str:
    """Return why a file was not read, and what to do."""
    return REFUSALS[code](params)


def warning(code: str, params: Params) -> str:
    """Return something to know about a file as a whole."""
    return WARNINGS[code](params)


def reason(code: str) -> str:
    """Return what is doubtful about a field."""
    return FLAG_REASONS[code]()

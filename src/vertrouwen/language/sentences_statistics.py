"""What is said when figures may not be released, or an instance cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from vertrouwen.language import _

Params = Mapping[str, object]

REFUSALS: Mapping[str, Callable[[Params], str]] = {
    "total_small": lambda p: _(
        "Er is geen tabel: in deze periode zijn er te weinig meldingen om getallen te tonen. Alleen"
        " een marge, zoals 0 tot en met 4, mag erin staan."
    ),
    "ledger_tells": lambda p: _(
        "Er is niets uitgebracht: samen met wat al eerder is uitgebracht zou dit verslag een klein"
        " aantal verraden. Boek late meldingen in de volgende periode, of voeg perioden samen."
    ),
    "ledger_contradicts": lambda p: _(
        "Er is niets uitgebracht: de getallen van de eerdere uitgave {edition} kloppen niet met de"
        " meldingen van nu. Herstel het getal dat daar staat, of leg vast dat die uitgave is"
        " ingetrokken."
    ).format(edition=p.get("edition", "")),
    "solver_failed": lambda p: _(
        "Er is niets uitgebracht: het rekenen liep vast. Probeer het opnieuw met minder of grovere"
        " tabellen."
    ),
    "took_too_long": lambda p: _(
        "Er is niets uitgebracht: het rekenen duurt te lang. Probeer het opnieuw met minder of"
        " grovere tabellen."
    ),
    "audit_failed": lambda p: _(
        "Er is niets uitgebracht: bij het narekenen bleek dat een niet-getoond aantal te herleiden"
        " is. Kies minder of grovere tabellen."
    ),
}


def _structural(params: Params) -> str:
    cell = params.get("cell")
    names = cell if isinstance(cell, tuple) else ()
    return _(
        "Deze combinatie heet onmogelijk, maar er zijn meldingen van: {cell}. Haal haar uit"
        " structural, of verbeter de meldingen."
    ).format(cell=" × ".join(f"{dimension} = {code}" for dimension, code in names))


_PLACE: Mapping[str, Callable[[Params], str]] = {
    "instance_unreadable": lambda p: _(
        "Het bestand is er niet of kan niet gelezen worden. Kijk de naam en de map na."
    ),
    "instance_too_large": lambda p: _(
        "De vraag is te groot: meer dan {most}. Maak de tabellen kleiner."
    ).format(most=p.get("most")),
    "instance_no_json": lambda p: _("Dit is geen JSON-bestand. Kies een ander bestand."),
    "instance_other_format": lambda p: _(
        "Dit bestand heeft een andere vorm. Nodig is: {wanted}."
    ).format(wanted=p.get("wanted")),
    "instance_field": lambda p: _(
        "Hier ontbreekt iets, of het heeft een andere vorm dan nodig. Vul het aan volgens de"
        " beschrijving van het bestand."
    ),
    "instance_number": lambda p: _("Hier moet een geheel getal staan, nul of meer."),
    "instance_threshold": lambda p: _(
        "De drempel ({threshold}) moet minstens 3 zijn, en minstens 2 meer dan wat een lezer al kan"
        " weten ({insider})."
    ).format(threshold=p.get("threshold"), insider=p.get("insider")),
    "instance_categories": lambda p: _(
        "De categorieën van {dimension} ontbreken, staan er dubbel of passen niet bij de kalender."
        " Elke melding hoort in precies één categorie."
    ).format(dimension=p.get("dimension")),
    "instance_multi": lambda p: _(
        "{dimension} heeft meer dan één antwoord per melding. Kies één hoofdantwoord per melding."
    ).format(dimension=p.get("dimension")),
    "instance_taxonomy": lambda p: _(
        "De indeling van {dimension} spreekt zichzelf tegen. Een groep is een aantal hele"
        " categorieën, en geen twee heten hetzelfde."
    ).format(dimension=p.get("dimension")),
    "instance_group_twice": lambda p: _(
        "De groep {group} staat er dubbel, of heet zoals een categorie. Geef haar een eigen naam."
    ).format(group=p.get("group")),
    "instance_group_ring": lambda p: _(
        "De groep {group} bevat zichzelf. Haal haar uit haar eigen leden."
    ).format(group=p.get("group")),
    "instance_group_empty": lambda p: _(
        "De groep {group} heeft geen leden. Geef haar categorieën, of haal haar weg."
    ).format(group=p.get("group")),
    "instance_member_unknown": lambda p: _(
        "{member} is geen categorie en geen groep. Verbeter de naam."
    ).format(member=p.get("member")),
    "instance_role": lambda p: _(
        "De rol is identifying, sensitive of neutral, of een rij daarvan."
    ),
    "instance_dimension_twice": lambda p: _("Twee dimensies heten hetzelfde."),
    "instance_dimension_unknown": lambda p: _(
        "De dimensie {dimension} bestaat niet. Verbeter de naam."
    ).format(dimension=p.get("dimension")),
    "instance_category_unknown": lambda p: _(
        "{category} is geen categorie van {dimension}. Verbeter de naam."
    ).format(category=p.get("category"), dimension=p.get("dimension")),
    "instance_column_missing": lambda p: _(
        "De kolom {dimension} ontbreekt bij de meldingen."
    ).format(dimension=p.get("dimension")),
    "instance_structural": _structural,
    "instance_row_length": lambda p: _(
        "Deze regel heeft meer of minder waarden dan er kolommen zijn."
    ),
    "instance_atom_unknown": lambda p: _(
        "Er zijn meldingen in het tijdvak {atom}, maar geen uitgave gaat daarover."
    ).format(atom=p.get("atom")),
}


def _with_place(said: Callable[[Params], str]) -> Callable[[Params], str]:
    def sentence(params: Params) -> str:
        place = params.get("place")
        if not place:
            return said(params)
        return _("In {place}: {said}").format(place=place, said=said(params))

    return sentence


INSTANCE: Mapping[str, Callable[[Params], str]] = {
    code: _with_place(said) for code, said in _PLACE.items()
}

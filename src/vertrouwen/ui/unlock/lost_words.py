"""What could not be read, in words: tables by the names the adviser knows."""

from __future__ import annotations

from collections.abc import Iterable

from vertrouwen.language import _
from vertrouwen.services.found_vault import Lost


def table_name(table: str) -> str:
    """Return what the rows of a table are called on the screens."""
    names = {
        "case_file": _("zaken"),
        "case_fact": _("gegevens van zaken"),
        "case_closing": _("afsluitingen van zaken"),
        "reporter": _("melders"),
        "party": _("andere betrokkenen"),
        "contact": _("gesprekken"),
        "note": _("aantekeningen"),
        "consent": _("toestemmingen"),
        "step": _("stappen"),
        "step_carried_out": _("uitgevoerde stappen"),
        "step_stopped": _("gestopte stappen"),
        "breach": _("doorbroken geheimhouding"),
        "deadline": _("termijnen"),
        "organisation": _("organisaties"),
        "unit": _("organisatieonderdelen"),
        "headcount": _("aantallen medewerkers"),
        "history": _("regels van het logboek"),
        "setting": _("instellingen"),
    }
    return names.get(table, _("gegevens van verslagen en ingelezen bestanden"))


def lost_sentence(lost: Iterable[Lost]) -> str:
    """Return one sentence that says what could not be read; "" when everything was.

    Args:
        lost: by table.
    """
    most: dict[str, int | None] = {}
    for table in lost:
        name = table_name(table.table)
        before = most.get(name, 0)
        most[name] = None if before is None or table.at_most is None else before + table.at_most
    parts = [
        name if count is None else _("{name} (hoogstens {count})").format(name=name, count=count)
        for name, count in most.items()
    ]
    if not parts:
        return ""
    return _("Niet te lezen: een deel van de {parts}.").format(parts=", ".join(parts))

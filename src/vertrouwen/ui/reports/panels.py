"""Beside the report: what was checked, what is not shown, and where the papers go."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from vertrouwen.language import _, ngettext
from vertrouwen.services.make_report import FORMATS, Format, ReportView
from vertrouwen.ui.widgets import Banner, Button, Card, StatusText, WrapLabel

_ICONS: dict[Format, str] = {
    "pdf": "file-text",
    "xlsx": "clipboard-data",
    "csv": "list-check",
    "json": "database",
}


def checked_panel(view: ReportView) -> Banner:
    """Return what was checked, in words that claim no more than that."""
    most = view.threshold - 1
    if not view.tables:
        text = _(
            "Strenge regel: bij 0 tot en met {most} in totaal staat er alleen deze marge in het"
            " verslag, en geen enkele tabel."
        ).format(most=most)
    else:
        text = _(
            "Strenge regel: elk getal is {threshold} of meer, en geen getal van 0 tot en met {most}"
            " is uit te rekenen door tabellen af te trekken van elkaar of van het totaal."
        ).format(threshold=view.threshold, most=most)
    return Banner(text, tone="green", title=_("Niet herleidbaar: getoetst"))


def shown_card(view: ReportView) -> Card:
    """Return how many tables stand there and how many a sentence replaces."""
    card = Card(_("Wat de lezer ziet"))
    card.add(
        StatusText(
            ngettext("{n} tabel getoond", "{n} tabellen getoond", view.shown).format(n=view.shown),
            "eye",
            "neutral",
        )
    )
    card.add(
        StatusText(
            ngettext("{n} tabel niet getoond", "{n} tabellen niet getoond", view.withheld).format(
                n=view.withheld
            ),
            "eye-off",
            "neutral",
        )
    )
    card.add(
        WrapLabel(
            _(
                "Een tabel verschijnt alleen als elke rij {threshold} of meer telt; nul telt ook"
                " als klein. Eerst worden rijen samengenomen. Lukt het dan nog niet, dan staat er"
                " een zin. Per organisatieonderdeel telt dit verslag niet."
            ).format(threshold=view.threshold),
            "secondary",
        )
    )
    card.add_line()
    card.add(
        WrapLabel(
            _(
                "Wat de regel niet ziet: wie wist wie er bij u was. Let daarom ook op wat u erbij"
                " vertelt of schrijft."
            ),
            "secondary",
        )
    )
    return card


def save_card(view: ReportView, chosen: Callable[[Format], None]) -> Card:
    """Return the ways to save an issued report."""
    card = Card(_("Opslaan als"))
    names: dict[Format, str] = {
        "pdf": _("PDF, om te lezen"),
        "xlsx": _("Excel-werkmap"),
        "csv": _("CSV-bestand"),
        "json": _("JSON, om na te rekenen"),
    }
    for format in FORMATS:
        button = Button(names[format], icon=_ICONS[format])
        button.clicked.connect(partial(_choose, chosen, format))
        card.add(button)
    card.add(
        WrapLabel(
            _(
                "U kiest waar het bestand komt; nergens anders staat een kopie. Elke vorm toont"
                " dezelfde getallen."
            ),
            "secondary",
        )
    )
    return card


def _choose(chosen: Callable[[Format], None], format: Format, _checked: bool = False) -> None:
    chosen(format)

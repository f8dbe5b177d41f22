"""The fields of an organisation's profile, for a new one and for changing one."""

from __future__ import annotations

from vertrouwen.domain.organisation import Country, Organisation, usual_retention
from vertrouwen.language import _
from vertrouwen.ui.countries import countries
from vertrouwen.ui.widgets import ComboField, Field, FormPanel, TextArea, TextField


def reporting_periods() -> list[tuple[str, str]]:
    """Return codes and names of the periods a report can cover."""
    return [
        ("kalenderjaar", _("kalenderjaar")),
        ("schooljaar", _("schooljaar (augustus tot en met juli)")),
        ("halfjaar", _("half jaar")),
    ]


def counting_units() -> list[tuple[str, str]]:
    """Return codes and names of what a report counts."""
    return [("meldingen", _("meldingen")), ("contacten", _("contacten"))]


def retention_profiles() -> list[tuple[str, str]]:
    """Return codes and names of how long files are kept."""
    return [
        ("nl_na_verslag", _("vernietigen na sluiten en opname in het verslag (Nederland)")),
        ("be_20_jaar", _("twintig jaar bewaren (België)")),
    ]


def add_profile_fields(
    form: FormPanel, *, country: Country, organisation: Organisation | None = None
) -> None:
    """Add the profile's fields to a form, filled in where there is an organisation already."""
    form.add(
        Field(
            "name",
            _("Naam"),
            TextField(max_length=120),
            hint=_("Zoals u de organisatie in uw verslag noemt."),
            required=True,
        )
    )
    form.add_row(
        Field("sector", _("Sector"), TextField(max_length=60)),
        Field("country", _("Land"), ComboField(countries(), placeholder=None)),
    )
    form.add_row(
        Field(
            "reporting_period",
            _("Verslagperiode"),
            ComboField(reporting_periods(), placeholder=None),
        ),
        Field(
            "counting_unit",
            _("Het verslag telt"),
            ComboField(counting_units(), placeholder=None),
            hint=_("Staat onder elke tabel."),
        ),
    )
    form.add(
        Field(
            "retention_profile",
            _("Bewaren van dossiers"),
            ComboField(retention_profiles(), placeholder=None),
        )
    )
    form.add(
        Field(
            "note",
            _("Afspraken"),
            TextArea(),
            hint=_("Over de opdracht, niet over zaken of personen."),
        )
    )
    if organisation is None:
        form.set_values(
            {
                "country": country,
                "reporting_period": "kalenderjaar",
                "counting_unit": "meldingen",
                "retention_profile": usual_retention(country),
            }
        )
        return
    form.set_values(
        {
            "name": organisation.name,
            "sector": organisation.sector,
            "country": organisation.country,
            "reporting_period": organisation.reporting_period.value,
            "counting_unit": organisation.counting_unit,
            "retention_profile": organisation.retention_profile,
            "note": organisation.note,
        }
    )

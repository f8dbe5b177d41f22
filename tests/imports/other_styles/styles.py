"""Registrations of other, made-up advisers: other columns, orders, languages and habits.

Each style writes one small file and names what its rows must become. A field that is left out of
a truth is not compared; `ASK` means that the adviser must be asked about the field.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path

from openpyxl import Workbook

ASK = object()
Truth = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Style:
    """One way of keeping a registration: a name, a writer, and what its rows must become."""

    name: str
    write: Callable[[Path], Path]
    truth: Truth


def _csv(path: Path, rows: Sequence[Sequence[str]], delimiter: str, encoding: str) -> Path:
    with path.open("w", newline="", encoding=encoding) as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def _english(folder: Path) -> Path:
    """Comma, American dates, English words."""
    rows = [
        [
            "Case no",
            "Date reported",
            "Client",
            "Department",
            "Type of contact",
            "Nature of issue",
            "Reporter",
            "Accused",
            "Channel",
            "Number of talks",
            "Time spent (min)",
            "Next step",
            "Referred to",
            "Outcome",
            "Closed on",
            "Consent (y/n)",
            "Notes",
        ],
        [
            "1",
            "01/15/2024",
            "Northwind Ltd",
            "Sales",
            "Report",
            "Bullying",
            "Employee",
            "Line manager",
            "Phone",
            "2",
            "90",
            "Talk with manager",
            "Company doctor",
            "Improved",
            "02/20/2024",
            "yes",
            "felt heard",
        ],
        [
            "2",
            "02/03/2024",
            "Northwind Ltd",
            "IT",
            "Consultation",
            "Sexual harassment",
            "Former employee",
            "Colleague",
            "E-mail",
            "1",
            "45",
            "none",
            "",
            "Unchanged",
            "02/03/2024",
            "no",
            "",
        ],
        [
            "3",
            "03/28/2024",
            "Harbour School",
            "Primary",
            "Information request",
            "N/A",
            "Parent",
            "n/a",
            "Video call",
            "1",
            "30",
            "none",
            "",
            "n/a",
            "03/28/2024",
            "",
            "",
        ],
        [
            "4",
            "04/02/2024",
            "Northwind",
            "sales",
            "report",
            "Exclusion, gossip",
            "Intern",
            "whole team",
            "WhatsApp",
            "3",
            "150",
            "Formal complaint",
            "Union; Legal adviser",
            "Reporter left",
            "",
            "yes, by e-mail 04/05/2024",
            "",
        ],
        [
            "5",
            "05/30/2024",
            "Harbour School",
            "Primary",
            "signal",
            "Fraud",
            "Teacher",
            "Board",
            "drop-in",
            "1",
            "60",
            "Internal integrity report",
            "Whistleblowers Authority",
            "investigation ongoing",
            "ongoing",
            "",
            "",
        ],
    ]
    return _csv(folder / "english.csv", rows, ",", "utf-8")


_ENGLISH: Truth = [
    {"datum": "2024-01-15", "organisatie": "Northwind Ltd", "soort_contact": "melding",
     "aard": ["pesten"], "rol_melder": "werknemer", "relatie_aangeklaagde": "direct_leidinggevende",
     "kanaal": "telefoon", "aantal_gesprekken": 2, "minuten": 90,
     "gekozen_stap": ["gesprek_leidinggevende"], "doorverwijzing": ["bedrijfsarts"],
     "uitkomst": "verbeterd", "afgesloten_op": "2024-02-20",
     "toestemming": {"status": "gegeven", "vorm": None, "datum": None}},
    {"datum": "2024-02-03", "soort_contact": "consult", "aard": ["seksuele_intimidatie"],
     "rol_melder": "oud_werknemer", "relatie_aangeklaagde": "collega", "kanaal": "email",
     "gekozen_stap": ["geen"], "doorverwijzing": [], "uitkomst": "ongewijzigd", "minuten": 45,
     "toestemming": {"status": "geweigerd", "vorm": None, "datum": None}},
    {"datum": "2024-03-28", "organisatie": "Harbour School", "soort_contact": "informatievraag",
     "aard": ["nvt"], "rol_melder": "ouder", "relatie_aangeklaagde": "nvt", "kanaal": "video"},
    {"datum": "2024-04-02", "organisatie": "Northwind Ltd", "soort_contact": "melding",
     "aard": ["uitsluiting_roddel"], "rol_melder": "stagiair", "relatie_aangeklaagde": "team",
     "kanaal": "chat", "gekozen_stap": ["formele_klacht"], "doorverwijzing": ["vakbond", "jurist"],
     "uitkomst": "melder_vertrokken", "status": "open",
     "toestemming": {"status": "gegeven", "vorm": "email", "datum": "2024-04-05"}},
    {"datum": "2024-05-30", "soort_contact": "signaal", "aard": ["fraude"], "spoor": "integriteit",
     "rol_melder": ASK, "relatie_aangeklaagde": "bestuur", "kanaal": "spreekuur",
     "gekozen_stap": ["integriteitsmelding_intern"],
     "doorverwijzing": ["huis_voor_klokkenluiders"], "uitkomst": "procedure_loopt"},
]  # fmt: skip


def _belgian(folder: Path) -> Path:
    """One sheet per client, Belgian terms, a title above, cells merged downwards."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "Stad Wilgem"
    second = book.create_sheet("WZC De Lindeboom")
    head = [
        "Datum onthaal",
        "Dienst/site",
        "Hoedanigheid",
        "Statuut",
        "Feiten",
        "Tegen wie",
        "Contact via",
        "Type interventie",
        "Doorverwezen",
        "Resultaat",
        "Duur (u)",
    ]
    first.append(["Register vertrouwenspersoon"])
    first.append([])
    first.append(head)
    first.append(
        [
            date(2024, 1, 9),
            "Groendienst",
            "personeelslid",
            "arbeider",
            "OSGW",
            "collega",
            "telefoon",
            "onthaal",
            "PAPSY",
            "lopende procedure",
            1.5,
        ]
    )
    first.append(
        [
            "12/02/2024",
            None,
            "lijnverantwoordelijke",
            "bediende",
            "conflict op het werk",
            "personeelslid",
            "mail",
            "informele interventie: gesprek",
            "",
            "opgelost",
            "0u45",
        ]
    )
    first.append(
        [
            "5/3/2024",
            "Bib",
            "personeelslid",
            "bediende",
            "pesterijen op het werk",
            "lijnverantwoordelijke",
            "zitdag",
            "verzoening",
            "arbeidsarts",
            "ongewijzigd",
            2,
        ]
    )
    first.merge_cells("B4:B5")
    second.append(head)
    second.append(
        [
            "18/04/2024",
            "Zorg",
            "personeelslid",
            "bediende",
            "geweld op het werk",
            "derde",
            "telefonisch",
            "formeel verzoek",
            "PAPSY",
            "",
            "1u",
        ]
    )
    second.append(
        [
            "2/05/2024",
            "Keuken",
            "interim",
            "",
            "burn-out",
            "n.v.t.",
            "teams",
            "tussenkomst bij derde",
            "huisarts",
            "beter",
            "1,5",
        ]
    )
    path = folder / "belgisch.xlsx"
    book.save(path)
    return path


_BELGIAN: Truth = [
    {"datum": "2024-01-09", "organisatie": "Stad Wilgem", "afdeling": "Groendienst",
     "aard": ["be_osgw"], "rol_melder": "werknemer", "relatie_aangeklaagde": "collega",
     "kanaal": "telefoon", "gekozen_stap": ASK, "doorverwijzing": ["papsy"],
     "uitkomst": "procedure_loopt", "minuten": 90},
    {"datum": "2024-02-12", "organisatie": "Stad Wilgem", "afdeling": "Groendienst",
     "aard": ["be_conflict"], "rol_melder": "leidinggevende",
     "relatie_aangeklaagde": ASK, "kanaal": "email",
     "gekozen_stap": ["be_informeel_gesprek"], "uitkomst": "opgelost", "minuten": 45},
    {"datum": "2024-03-05", "afdeling": "Bib", "aard": ["be_pesterijen"],
     "relatie_aangeklaagde": "direct_leidinggevende", "kanaal": "spreekuur",
     "gekozen_stap": ["be_informeel_verzoening"], "doorverwijzing": ["bedrijfsarts"]},
    {"datum": "2024-04-18", "organisatie": "WZC De Lindeboom", "aard": ["be_geweld"],
     "relatie_aangeklaagde": "klant_bezoeker", "gekozen_stap": ["be_formeel_papsy"],
     "doorverwijzing": ["papsy"], "uitkomst": "onbekend", "minuten": 60},
    {"datum": "2024-05-02", "organisatie": "WZC De Lindeboom", "aard": ASK,
     "rol_melder": "inhuur", "relatie_aangeklaagde": "nvt", "kanaal": "video",
     "gekozen_stap": ["be_informeel_interventie"], "doorverwijzing": ["huisarts"],
     "uitkomst": "verbeterd", "minuten": 90},
]  # fmt: skip


def _months(folder: Path) -> Path:
    """Tabs in UTF-16; year and month in columns of their own; no number; minutes."""
    rows = [
        [
            "Jaar",
            "Maand",
            "Opdrachtgever",
            "Vestiging",
            "Melding/consult",
            "Onderwerp",
            "Wie meldt",
            "Over wie",
            "Hoe",
            "Tijd (min)",
            "Gekozen route",
            "Afloop",
            "Toelichting",
        ],
        [
            "2023",
            "januari",
            "Stichting Rietveen",
            "Locatie Oost",
            "consult",
            "werkdruk",
            "medewerkster",
            "organisatie",
            "beeldbellen",
            "50",
            "geen actie",
            "verbetering",
            "druk",
        ],
        [
            "2023",
            "2",
            "Rietveen",
            "oost",
            "melding",
            "verbale agressie; bedreiging",
            "vrijwilligster",
            "bezoeker",
            "tel",
            "75",
            "aangifte",
            "procedure loopt",
            "café",
        ],
        [
            "2023",
            "mrt",
            "Stichting Rietveen",
            "Locatie West",
            "Melding",
            "pestten",
            "medewerker",
            "coleggas",
            "op locatie",
            "uur",
            "zelf aanspreken",
            "",
            "",
        ],
        [
            "2023",
            "april",
            "Stichting Rietveen",
            "West",
            "consult",
            "kantinebeleid",
            "medewerker",
            "beleid",
            "mail",
            "0",
            "geen",
            "nvt",
            "",
        ],
    ]
    return _csv(folder / "maanden.csv", rows, "\t", "utf-16")


_MONTHS: Truth = [
    {"datum": None, "datum_precisie": "maand", "jaar": 2023, "kwartaal": "K1", "maand": "2023-01",
     "organisatie": "Stichting Rietveen", "soort_contact": "consult", "aard": ["werkdruk"],
     "rol_melder": "werknemer", "relatie_aangeklaagde": "organisatie_beleid", "kanaal": "video",
     "minuten": 50, "gekozen_stap": ["geen"], "uitkomst": "verbeterd"},
    {"maand": "2023-02", "organisatie": "Stichting Rietveen",
     "aard": ["agressie_geweld_verbaal", "bedreiging"], "rol_melder": "vrijwilliger",
     "relatie_aangeklaagde": "klant_bezoeker", "minuten": 75,
     "gekozen_stap": ["aangifte_politie"], "uitkomst": "procedure_loopt"},
    {"maand": "2023-03", "aard": ["pesten"], "relatie_aangeklaagde": ASK,
     "kanaal": "fysiek_op_locatie", "gekozen_stap": ["zelf_aanspreken"], "minuten": 60},
    {"maand": "2023-04", "kwartaal": "K2", "aard": ASK,
     "relatie_aangeklaagde": "organisatie_beleid",
     "minuten": 0, "uitkomst": "nvt"},
]  # fmt: skip


def _two_rows(folder: Path) -> Path:
    """A header of two rows with merged groups, time cells, a total, no client column."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Waterschap Vennemeer 2024"
    sheet.append(["Contact", None, "Melder", None, "Aangeklaagde", "Casus", None, "Inzet", None])
    sheet.append(
        ["datum", "wijze", "functie", "afdeling", "relatie", "soort", "aard", "gesprekken", "tijd"]
    )
    for cells in ("A1:B1", "C1:D1", "F1:G1", "H1:I1"):
        sheet.merge_cells(cells)
    sheet.append(
        [
            date(2024, 2, 6),
            "telefoon",
            "medewerker",
            "Zuiveringen",
            "leidinggevende",
            "melding",
            "machtsmisbruik",
            2,
            time(1, 30),
        ]
    )
    sheet.append(
        [
            "do 7 maart 2024",
            "langs geweest",
            "teamleider",
            "Zuivering",
            "eigen medewerker",
            "adviesvraag leidinggevende",
            "samenwerking",
            "1x",
            time(0, 45),
        ]
    )
    sheet.append(
        [
            "3e kwartaal 2024",
            "brief",
            "oud-medewerker",
            None,
            "bestuur",
            "signaal",
            "misstand",
            1,
            "1/2 uur",
        ]
    )
    sheet.append(["Totaal", None, None, None, None, None, None, 4, "=SUM(I3:I5)"])
    path = folder / "twee kopregels.xlsx"
    book.save(path)
    return path


_TWO_ROWS: Truth = [
    {"datum": "2024-02-06", "organisatie": "Waterschap Vennemeer", "afdeling": "Zuiveringen",
     "soort_contact": "melding", "aard": ["machtsmisbruik"], "rol_melder": "werknemer",
     "relatie_aangeklaagde": "direct_leidinggevende", "kanaal": "telefoon",
     "aantal_gesprekken": 2, "minuten": 90},
    {"datum": "2024-03-07", "kanaal": ASK, "rol_melder": "leidinggevende",
     "relatie_aangeklaagde": "ondergeschikte", "soort_contact": "adviesvraag_leidinggevende",
     "aard": ["samenwerking"], "minuten": 45, "aantal_gesprekken": 1},
    {"datum": None, "datum_precisie": "kwartaal", "jaar": 2024, "kwartaal": "K3",
     "rol_melder": "oud_werknemer", "relatie_aangeklaagde": "bestuur", "kanaal": "brief",
     "soort_contact": "signaal", "aard": ["integriteit_nno"], "minuten": 30},
]  # fmt: skip


def _loose(folder: Path) -> Path:
    """Headers that could mean two things, semicolons, decimals, "idem", a person in a cell."""
    rows = [
        ["Contacten VP", "", "", "", "", "", "", "", "", ""],
        [
            "nr",
            "wanneer",
            "bedrijf",
            "team",
            "type",
            "categorie",
            "melder",
            "tegen wie",
            "uur",
            "vervolg",
        ],
        [
            "1",
            "3-1-24",
            "Bakkerij Bos & Zn",
            "Productie",
            "sparren",
            "roddels",
            "bakker",
            "teamgenoten",
            "0,5",
            "geen vervolg",
        ],
        [
            "2",
            "9-1-24",
            "idem",
            "Productie",
            "melding",
            "discriminatie (geloof)",
            "verkoopster",
            "teamleider",
            "1,25",
            "gesprek met leidinggevende",
        ],
        ["", "", "", "", "", "", "", "", "", ""],
        ["februari 2024", "", "", "", "", "", "", "", "", ""],
        [
            "3",
            "14-2-24",
            "Bakkerij Bos en Zn.",
            "Winkel",
            "meldng",
            "sexuele intimidatie verbaal",
            "stagiaire",
            "Testnaam Vosman",
            "2",
            "klacht klachtencommissie",
        ],
        [
            "4",
            "30-2-24",
            "Bakkerij Bos & Zn",
            "Winkel",
            "melding",
            "pesten + uitsluiten",
            "ZZP-er",
            "collega",
            "-1",
            "zelf in gesprek / mediation",
        ],
        [
            "5",
            "21-2-24",
            "Bakkerij Bos & Zn",
            "Winkel",
            "melding",
            "niet pesten",
            "mdw",
            "collega",
            "1",
            "geen",
        ],
    ]
    return _csv(folder / "los.csv", rows, ";", "cp1252")


_LOOSE: Truth = [
    {"datum": "2024-01-03", "organisatie": "Bakkerij Bos & Zn", "soort_contact": "consult",
     "aard": ["uitsluiting_roddel"], "rol_melder": ASK, "relatie_aangeklaagde": "team",
     "minuten": 30, "gekozen_stap": ["geen"]},
    {"datum": "2024-01-09", "organisatie": "Bakkerij Bos & Zn", "aard": ["discriminatie"],
     "relatie_aangeklaagde": "direct_leidinggevende", "minuten": 75,
     "gekozen_stap": ["gesprek_leidinggevende"], "soort_contact": "melding"},
    {"datum": "2024-02-14", "soort_contact": "melding", "aard": ["seksuele_intimidatie_verbaal"],
     "rol_melder": "stagiair", "relatie_aangeklaagde": ASK, "gekozen_stap": ["formele_klacht"]},
    {"datum": ASK, "aard": ["pesten", "uitsluiting_roddel"], "rol_melder": "inhuur",
     "minuten": ASK, "gekozen_stap": ["zelf_aanspreken", "mediation"]},
    {"datum": "2024-02-21", "aard": ASK, "rol_melder": "werknemer", "gekozen_stap": ["geen"]},
]  # fmt: skip


def _unsure(folder: Path) -> Path:
    """English, slashes, never a day above 12: nobody can tell day from month."""
    rows = [
        ["Date", "Company", "Kind of contact", "Nature", "Role", "Time (h)", "Outcome"],
        ["03/04/2024", "Fernhill Inc", "report", "stalking", "employee", "1.5", "resolved"],
        ["02/05/2024", "Fernhill Inc", "consultation", "workload", "manager", "0.75", "better"],
        ["07/07/2024", "Fernhill Inc", "report", "theft", "contractor", "2", "worse"],
    ]
    return _csv(folder / "unsure.csv", rows, ",", "utf-8-sig")


_UNSURE: Truth = [
    {"datum": ASK, "soort_contact": "melding", "aard": ["stalking"], "minuten": 90,
     "uitkomst": "opgelost"},
    {"datum": ASK, "soort_contact": "consult", "aard": ["werkdruk"], "rol_melder": "leidinggevende",
     "minuten": 45, "uitkomst": "verbeterd"},
    {"datum": "2024-07-07", "aard": ["diefstal"], "rol_melder": "inhuur", "minuten": 120,
     "uitkomst": "verslechterd"},
]  # fmt: skip


def _years(folder: Path) -> Path:
    """One sheet per year, dates without a year, two columns for the nature, a name column."""
    book = Workbook()
    for position, year in enumerate((2023, 2024)):
        sheet = book.active if position == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title = str(year)
        sheet.append(
            [
                "Volgnr",
                "Naam melder",
                "Datum",
                "Klant",
                "Locatie",
                "Soort melding",
                "Aard 1",
                "Aard 2",
                "Rol melder",
                "Beklaagde",
                "Kanaal",
                "Aantal minuten",
                "Afgesloten?",
            ]
        )
        sheet.append(
            [
                1,
                "Testnaam Berg",
                "4 januari",
                "Museum Het Spant",
                "Depot",
                "consult",
                "pesten",
                "roddel",
                "medewerker",
                "leidinggevende",
                "telefonisch",
                60,
                "ja",
            ]
        )
        sheet.append(
            [
                2,
                "Testnaam Dal",
                f"12-5-{year}",
                "Museum Spant",
                "Zaal",
                "melding",
                "diefstal",
                None,
                "vrijwilliger",
                "onbekend",
                "mail",
                30,
                "nee",
            ]
        )
        sheet.append(
            [
                3,
                None,
                f"{year}-06-01",
                "Provincie Zandland",
                "Zaal",
                "melding",
                "intimidatie",
                "bedreiging",
                "medewerker",
                "klant",
                "mail",
                1.5,
                "ja",
            ]
        )
    path = folder / "per jaar.xlsx"
    book.save(path)
    return path


_YEARS: Truth = [
    row
    for year in (2023, 2024)
    for row in (
        {"datum": f"{year}-01-04", "organisatie": "Museum Het Spant", "soort_contact": "consult",
         "aard": ["pesten", "uitsluiting_roddel"], "rol_melder": "werknemer",
         "relatie_aangeklaagde": "direct_leidinggevende", "minuten": 60, "status": "afgesloten"},
        {"datum": f"{year}-05-12", "organisatie": "Museum Het Spant", "aard": ["diefstal"],
         "rol_melder": "vrijwilliger", "relatie_aangeklaagde": "onbekend", "minuten": 30,
         "status": "open"},
        {"datum": f"{year}-06-01", "organisatie": "Provincie Zandland",
         "aard": ["intimidatie", "bedreiging"], "minuten": ASK, "status": "afgesloten"},
    )
]  # fmt: skip

STYLES = (
    Style("english", _english, _ENGLISH),
    Style("belgian", _belgian, _BELGIAN),
    Style("months", _months, _MONTHS),
    Style("two_rows", _two_rows, _TWO_ROWS),
    Style("loose", _loose, _LOOSE),
    Style("unsure", _unsure, _UNSURE),
    Style("years", _years, _YEARS),
)

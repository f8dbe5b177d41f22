"""Clients to report on; every case is fictional and drawn by dice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from vertrouwen.domain.organisation import OrganisationId, Period
from vertrouwen.language import Language
from vertrouwen.services.edit_organisations import (
    NewOrganisation,
    add_organisation,
    add_unit,
    set_headcount,
)
from vertrouwen.services.make_report import FORMATS, EditionId, export_edition, release_report
from vertrouwen.services.practice import Practice
from vertrouwen.services.report_choices import ReportChoices, ReportView
from vertrouwen.services.work_out_report import Material, report_material, work_out

ONE_WAY = frozenset({"soort", "spoor", "aard", "rol", "relatie", "kanaal", "kwartaal", "stap"})
_NATURES = ("pesten", "pesten", "pesten", "intimidatie", "intimidatie", "discriminatie", "fraude",
            "werkdruk", "samenwerking")  # fmt: skip
_FACTS = {
    "kind": ("melding", "melding", "melding", "consult"),
    "role": ("werknemer", "werknemer", "werknemer", "leidinggevende", "stagiair"),
    "relation": ("collega", "collega", "direct_leidinggevende", "klant_bezoeker"),
    "channel": ("telefoon", "email", "fysiek_op_locatie"),
    "outcome": ("opgelost", "verbeterd", "onbekend"),
}
_STEPS = ("geen", "zelf_aanspreken", "formele_klacht")


def span(first: str, last: str, label: str = "") -> Period:
    """Return the period from one month to another, such as "2025-01" and "2025-06"."""
    year, month = divmod(int(last[:4]) * 12 + int(last[5:]), 12)
    return Period(
        label=label or f"{first}/{last}",
        first=date.fromisoformat(f"{first}-01"),
        last=date(year, month + 1, 1) - timedelta(days=1),
    )


YEAR_2024, YEAR_2025 = span("2024-01", "2024-12", "2024"), span("2025-01", "2025-12", "2025")
YEAR_2026 = span("2026-01", "2026-12", "2026")
HALVES = span("2025-01", "2025-06", "2025-1"), span("2025-07", "2025-12", "2025-2")
SCHOOL_YEAR = span("2024-08", "2025-07", "2024/2025")


@dataclass
class Client:
    """A client organisation, and what a test does with it."""

    practice: Practice
    id: OrganisationId
    units: list[int] = field(default_factory=list)

    def add(self, day: date, **facts: Any) -> int:
        """Add one case, straight as rows, and return its id."""
        nature = facts.pop("nature", "pesten")
        steps = facts.pop("steps", ("geen",))
        usual = {name: codes[0] for name, codes in _FACTS.items()}
        with self.practice.store.operation("case_for_a_test") as tx:
            last = tx.read_one("SELECT ifnull(max(number_seq), 0) FROM case_file")
            assert last is not None
            case_id = tx.insert(
                "case_file", number_year=day.year, number_seq=last[0] + 1,
                organisation_id=self.id, opened_on=day.isoformat(),
                last_contact_on=day.isoformat(),
                **(usual | {"track": self.practice.vocabulary.track_of(nature)} | facts),
            )  # fmt: skip
            tx.insert("case_fact", case_id=case_id, list="nature", position=1, code=nature)
            for position, code in enumerate(steps, 1):
                tx.insert(
                    "case_fact", case_id=case_id, list="chosen_step", position=position, code=code
                )
        return case_id

    def record(self, number: int, period: Period = YEAR_2025, seed: int = 4) -> None:
        """Add cases with facts at random to a period."""
        dice = random.Random(seed)
        days = (period.last - period.first).days + 1
        for _ in range(number):
            self.add(
                period.first + timedelta(days=dice.randrange(days)),
                nature=dice.choice(_NATURES),
                steps=(dice.choice(_STEPS),),
                unit_id=dice.choice(self.units) if self.units else None,
                **{name: dice.choice(codes) for name, codes in _FACTS.items()},
            )

    def material(self, period: Period = YEAR_2025, **more: Any) -> Material:
        """Return what a report is made from."""
        language: Language = more.pop("language", "nl")
        edition_id = more.pop("edition_id", None)
        return report_material(
            self.practice, self.id, period, ReportChoices(**more), language, edition_id=edition_id
        )

    def look(self, period: Period = YEAR_2025, **more: Any) -> ReportView:
        """Look at a report."""
        return work_out(self.material(period, **more))

    def issue(self, period: Period = YEAR_2025, **more: Any) -> EditionId:
        """Issue a report and return its edition."""
        material = self.material(period, **more)
        edition = release_report(self.practice, material, work_out(material)).subject_id
        assert edition is not None
        return EditionId(edition)

    def exported(self, edition: EditionId, folder: Path, language: Language = "nl") -> Any:
        """Return a report in every format, as bytes."""
        found = {}
        for format in FORMATS:
            path = folder / f"verslag-{language}.{format}"
            export_edition(self.practice, edition, format, path, language)
            found[format] = path.read_bytes()
        return found


def client(
    practice: Practice,
    name: str = "Zorggroep Elzenbrink",
    *,
    employees: int | None = 600,
    units: Sequence[int] = (),
    counting_unit: str = "contacten",
) -> Client:
    """Add a client.

    Args:
        units: headcount of each of its units; 0 leaves it unknown.
    """
    organisation = add_organisation(
        practice, NewOrganisation(name=name, country="NL", counting_unit=counting_unit)
    ).organisation_id
    assert organisation is not None
    made = Client(practice, organisation)
    if employees is not None:
        set_headcount(practice, organisation, 2024, employees)
    for place, headcount in enumerate(units, 1):
        unit = add_unit(practice, organisation, f"Onderdeel {place}").subject_id
        assert unit is not None
        made.units.append(unit)
        if headcount:
            set_headcount(practice, organisation, 2024, headcount, unit)  # type: ignore[arg-type]
    return made

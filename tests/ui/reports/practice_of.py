"""A practice with enough in it to report on; every case is fictional and drawn by dice."""

from __future__ import annotations

import random
from datetime import date, timedelta

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.practice import Practice

_KINDS = ("melding",) * 5 + ("signaal",) * 2 + ("consult",) * 4
_SINGLE = {
    "role": ("werknemer",) * 6 + ("leidinggevende", "stagiair", "inhuur"),
    "relation": ("collega",) * 3 + ("direct_leidinggevende",) * 3 + ("klant_bezoeker", "bestuur"),
    "channel": ("telefoon",) * 3 + ("email",) * 3 + ("fysiek_op_locatie", "spreekuur"),
    "outcome": ("opgelost",) * 2 + ("verbeterd", "ongewijzigd"),
}
_NATURES = (
    ("pesten",) * 5 + ("intimidatie",) * 4 + ("seksuele_intimidatie_verbaal",) * 2
    + ("discriminatie",) + ("beoordeling_loopbaan",) * 3 + ("werkdruk",) * 2 + ("fraude",)
)  # fmt: skip
_STEPS = ("geen",) * 3 + ("gesprek_aangeklaagde",) * 3 + ("formele_klacht",)


def record(
    practice: Practice,
    organisation: OrganisationId,
    number: int,
    seed: int = 4,
    first: date = date(2025, 1, 1),
    days: int = 365,
) -> None:
    """Put cases with facts at random into a period, straight as rows."""
    dice = random.Random(seed)
    with practice.store.operation("cases_for_a_test") as tx:
        last = tx.read_one("SELECT ifnull(max(number_seq), 0) FROM case_file")
        assert last is not None
        for place in range(last[0] + 1, last[0] + 1 + number):
            day = (first + timedelta(days=dice.randrange(days))).isoformat()
            nature = dice.choice(_NATURES)
            case_id = tx.insert(
                "case_file", number_year=first.year, number_seq=place,
                organisation_id=organisation, opened_on=day, last_contact_on=day,
                kind=dice.choice(_KINDS), track=practice.vocabulary.track_of(nature),
                **{name: dice.choice(codes) for name, codes in _SINGLE.items()},
            )  # fmt: skip
            facts = {"nature": nature, "chosen_step": dice.choice(_STEPS)}
            for name, code in facts.items():
                tx.insert("case_fact", case_id=case_id, list=name, position=1, code=code)

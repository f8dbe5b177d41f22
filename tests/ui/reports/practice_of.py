"""A practice with enough in it to report on; every case is fictional and drawn by dice."""

from __future__ import annotations

import random
from datetime import date, timedelta

from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.services.practice import Practice

_KINDS = ("melding", "melding", "melding", "signaal", "consult")
_SINGLE = {
    "role": ("werknemer", "werknemer", "leidinggevende", "stagiair"),
    "relation": ("collega", "collega", "direct_leidinggevende", "hoger_leidinggevende"),
    "channel": ("telefoon", "telefoon", "email", "locatie"),
    "outcome": ("opgelost", "verbeterd"),
}
_NATURES = ("pesten", "pesten", "intimidatie", "intimidatie", "discriminatie", "uitsluiting")


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
    known = {
        name: tuple(code for code in codes if code in practice.vocabulary[name])
        or tuple(c.code for c in practice.vocabulary[name])[:3]
        for name, codes in _SINGLE.items()
    }
    natures = [n for n in _NATURES if n in practice.vocabulary["nature"]]
    with practice.store.operation("cases_for_a_test") as tx:
        last = tx.read_one("SELECT ifnull(max(number_seq), 0) FROM case_file")
        assert last is not None
        for place in range(last[0] + 1, last[0] + 1 + number):
            day = (first + timedelta(days=dice.randrange(days))).isoformat()
            nature = dice.choice(natures)
            case_id = tx.insert(
                "case_file", number_year=first.year, number_seq=place,
                organisation_id=organisation, opened_on=day, last_contact_on=day,
                kind=dice.choice(_KINDS), track=practice.vocabulary.track_of(nature),
                **{name: dice.choice(codes) for name, codes in known.items()},
            )  # fmt: skip
            tx.insert("case_fact", case_id=case_id, list="nature", position=1, code=nature)

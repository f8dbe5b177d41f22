"""The real scheme of a report, and facts at random."""

from __future__ import annotations

import random
from datetime import date, timedelta

from vertrouwen.domain.organisation import Period
from vertrouwen.domain.vocabulary import Vocabulary
from vertrouwen.services.report_scheme import CountedCase
from vertrouwen.services.vocabulary import load_vocabulary

VOCABULARY: Vocabulary = load_vocabulary()
YEAR = Period(label="2025", first=date(2025, 1, 1), last=date(2025, 12, 31))
SCHOOL_YEAR = Period(label="2024/2025", first=date(2024, 8, 1), last=date(2025, 7, 31))
HALF_YEAR = Period(label="2025-1", first=date(2025, 1, 1), last=date(2025, 6, 30))


def random_cases(
    seed: int, number: int, period: Period = YEAR, spread: float = 1.0
) -> list[CountedCase]:
    """Return cases with facts at random; a small spread puts most of them on few codes."""
    dice = random.Random(seed)

    def any_of(name: str) -> str:
        codes = [code.code for code in VOCABULARY[name]]
        offered = codes[: max(2, round(len(codes) * spread))]
        weights = [dice.paretovariate(0.9) for _ in offered]
        return dice.choices(offered, weights)[0]

    days = (period.last - period.first).days + 1
    return [
        CountedCase(
            opened_on=period.first + timedelta(days=dice.randrange(days)),
            kind=any_of("kind"),
            track=any_of("track"),
            nature=dice.choice([None, any_of("nature")]),
            role=any_of("role"),
            relation=any_of("relation"),
            channel=any_of("channel"),
            steps=tuple(any_of("chosen_step") for _ in range(dice.randrange(3))),
            outcome=any_of("outcome"),
        )
        for _ in range(number)
    ]

"""What readers who know many reports can find goes back to the protector, until they find nothing.

By the policy's own measure such readers are none: nobody knows so many. Here they are asked after,
so that there is something to give back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.statistics.instances import Instance, random_instance
from vertrouwen.statistics import feedback
from vertrouwen.statistics.audit import Result, audit
from vertrouwen.statistics.feedback import withstanding
from vertrouwen.statistics.protect import RefusedError, TooLittle
from vertrouwen.statistics.release import Edition


def found_by_knowing(instance: Instance, edition: Edition, more: int) -> Result:
    """Ask only what readers find who know more reports than the policy reckons with."""
    publication = instance.publication(edition)
    policy = publication.policy
    knowing = replace(policy, insider=policy.insider + more, threshold=policy.threshold + more)
    result = audit(replace(publication, policy=knowing), instance.facts)
    return replace(result, findings=tuple(f for f in result.findings if f.code == "insider"))


def given_back(instance: Instance, more: int) -> tuple[Edition, Result]:
    return withstanding(
        instance.protected(),
        edition_of=lambda edition: edition,
        tested=lambda edition: found_by_knowing(instance, edition, more),
        again=lambda too_little: instance.protected(too_little=too_little),
    )


@pytest.mark.parametrize(("seed", "more"), [(2, 3), (10, 3), (33, 3), (36, 2), (45, 2), (62, 2)])
def test_what_they_find_is_withheld_better_the_next_time(seed: int, more: int) -> None:
    instance = random_instance(seed)
    first = instance.protected()
    assert found_by_knowing(instance, first, more).findings

    edition, result = given_back(instance, more)

    assert result.findings == ()
    assert not set(edition.withheld) <= set(first.withheld)
    assert sum(map(instance.weight, edition.withheld)) >= sum(map(instance.weight, first.withheld))
    assert audit(instance.publication(edition), instance.facts).findings == ()


def test_what_no_pattern_can_withhold_stays_found() -> None:
    instance = random_instance(3)

    edition, result = given_back(instance, 2)

    assert edition == instance.protected()
    assert {finding.code for finding in result.findings} == {"insider"}


def test_other_findings_are_not_for_the_protector() -> None:
    instance = random_instance(33)
    edition = instance.protected()
    result = found_by_knowing(instance, edition, 3)
    broken = replace(result, findings=(*result.findings, replace(result.findings[0], code="exact")))

    def again(_too_little: Sequence[TooLittle]) -> Edition:
        raise AssertionError

    found = withstanding(
        edition, edition_of=lambda one: one, tested=lambda _one: broken, again=again
    )

    assert found == (edition, broken)


def test_it_does_not_go_on_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "MOST_ROUNDS", 3)
    instance = random_instance(33)
    edition = instance.protected()
    result = found_by_knowing(instance, edition, 3)
    rounds: list[int] = []

    def again(too_little: Sequence[TooLittle]) -> Edition:
        rounds.append(len(too_little))
        return edition

    found = withstanding(
        edition, edition_of=lambda one: one, tested=lambda _one: result, again=again
    )

    assert found == (edition, result)
    assert len(rounds) == 3


def test_a_cell_that_they_find_may_be_shown_instead() -> None:
    instance = random_instance(33)
    edition = instance.protected()
    secondary = next(
        at for at in edition.withheld if instance.counts[at] >= instance.policy.threshold
    )
    enough = TooLittle(withheld=frozenset(instance.counts) - {()}, cell=secondary)

    other = instance.protected(too_little=(enough,))

    assert secondary not in other.withheld
    with pytest.raises(RefusedError):
        instance.protected(too_little=(replace(enough, cell=None),))

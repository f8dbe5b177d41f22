"""The first wall: in the domain, a carried-out step cannot be constructed without its ground."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vertrouwen.domain.confidentiality import Breach, BreachId
from vertrouwen.domain.consent import (
    Act,
    Answer,
    CaseId,
    Consent,
    ConsentId,
    PartyId,
    Standing,
    covering,
    standing,
)
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.step import (
    CarriedOutStep,
    Ground,
    Refusal,
    Step,
    StepId,
    StepKind,
    gate,
    require_fitting_recipient,
)

CASE = CaseId(1)
TODAY = date(2026, 6, 30)
TALK = StepKind(code="overleg_hr", needs_consent=True)
ADVICE = StepKind(code="advies", needs_consent=False)
TO_HR = Act(kind="overleg_hr", recipient="hr")
STEP = Step(id=StepId(7), case_id=CASE, act=TO_HR)


def word(
    number: int,
    answer: Answer,
    day: date,
    *,
    act: Act = TO_HR,
    until: date | None = None,
    corrects: int | None = None,
    case: CaseId = CASE,
) -> Consent:
    return Consent(
        id=ConsentId(number),
        case_id=case,
        act=act,
        answer=answer,
        dated_on=day,
        valid_until=until,
        form="mondeling_genoteerd" if answer is Answer.GIVEN else None,
        corrects=None if corrects is None else ConsentId(corrects),
    )


def carried_out(day: date, *words: Consent, breaches: tuple[Breach, ...] = ()) -> CarriedOutStep:
    return CarriedOutStep(
        step=STEP, kind=TALK, day=day, recorded_on=TODAY, words=words, breaches=breaches
    )


def breach(day: date, step: int = 7) -> Breach:
    return Breach(
        id=BreachId(1),
        step_id=step,
        ground="acuut_gevaar",
        decided_on=day,
        reasoning="Er dreigt vanavond geweld; wachten op een antwoord kan niet meer.",
        consent_sought="Gebeld, geen gehoor.",
        reporter_informed="Bericht ingesproken vóór het gesprek.",
    )


D1, D5, D9 = date(2026, 3, 1), date(2026, 3, 5), date(2026, 3, 9)


def test_a_step_without_any_consent_cannot_be_constructed() -> None:
    with pytest.raises(DomainError, match="step_without_ground"):
        carried_out(D5)


def test_a_consent_carries_the_step_from_its_day_to_its_last_day() -> None:
    given_word = word(1, Answer.GIVEN, D1, until=D5)
    assert carried_out(D1, given_word).ground == Ground(consent=given_word)
    assert carried_out(D5, given_word).ground == Ground(consent=given_word)
    for day in (D1 - timedelta(days=1), D5 + timedelta(days=1)):
        with pytest.raises(DomainError, match="step_without_ground"):
            carried_out(day, given_word)


@pytest.mark.parametrize("answer", [Answer.ASKED, Answer.REFUSED, Answer.WITHDRAWN])
def test_only_a_given_consent_carries_a_step(answer: Answer) -> None:
    with pytest.raises(DomainError, match="step_without_ground"):
        carried_out(D5, word(1, answer, D1))


@pytest.mark.parametrize("answer", [Answer.REFUSED, Answer.WITHDRAWN])
def test_after_a_no_the_earlier_consent_carries_nothing_not_even_backdated(answer: Answer) -> None:
    words = (word(1, Answer.GIVEN, D1), word(2, answer, D9))
    for day in (D5, D9, TODAY):
        with pytest.raises(DomainError, match="step_without_ground"):
            carried_out(day, *words)


def test_a_consent_written_down_after_a_withdrawal_but_dated_before_it_revives_nothing() -> None:
    words = (
        word(1, Answer.GIVEN, D1),
        word(2, Answer.WITHDRAWN, D9),
        word(3, Answer.GIVEN, D5),
    )
    with pytest.raises(DomainError, match="step_without_ground"):
        carried_out(D5, *words)


def test_a_new_consent_after_a_withdrawal_carries_again() -> None:
    words = (word(1, Answer.GIVEN, D1), word(2, Answer.WITHDRAWN, D5), word(3, Answer.GIVEN, D5))
    assert carried_out(D9, *words).ground.consent == words[2]


def test_a_corrected_consent_carries_nothing() -> None:
    other = Act(kind="overleg_hr", recipient="hr")
    words = (
        word(1, Answer.GIVEN, D1),
        word(2, Answer.ASKED, D1, act=other, corrects=1),
    )
    with pytest.raises(DomainError, match="step_without_ground"):
        carried_out(D5, *words)


def test_correcting_a_withdrawal_never_gives_permission_back() -> None:
    words = (
        word(1, Answer.GIVEN, D1),
        word(2, Answer.WITHDRAWN, D5),
        word(3, Answer.ASKED, D5, corrects=2),
    )
    assert covering(words, TO_HR, D9) is None
    assert standing(words, TO_HR, D9)[0] in (Standing.WITHDRAWN, Standing.ASKED)


@pytest.mark.parametrize(
    "other",
    [
        Act(kind="overleg_hr", recipient="bestuur"),
        Act(kind="brief", recipient="hr"),
        Act(kind="overleg_hr", recipient="hr", party=3),  # type: ignore[arg-type]
    ],
)
def test_a_consent_for_another_act_carries_nothing(other: Act) -> None:
    with pytest.raises(DomainError, match="step_without_ground"):
        carried_out(D5, word(1, Answer.GIVEN, D1, act=other))


def test_a_consent_in_another_case_carries_nothing() -> None:
    with pytest.raises(DomainError, match="step_without_ground"):
        carried_out(D5, word(1, Answer.GIVEN, D1, case=CaseId(2)))


def test_a_step_in_the_future_is_not_carried_out() -> None:
    with pytest.raises(DomainError, match="step_in_the_future"):
        carried_out(TODAY + timedelta(days=1), word(1, Answer.GIVEN, D1))


def test_a_breach_carries_its_own_step_from_its_day_and_no_other() -> None:
    assert carried_out(D5, breaches=(breach(D5),)).ground.breach is not None
    for wrong in (breach(D9), breach(D1, step=8)):
        with pytest.raises(DomainError, match="step_without_ground"):
            carried_out(D5, breaches=(wrong,))


def test_a_conflict_of_duties_needs_all_its_conditions() -> None:
    with pytest.raises(DomainError, match="breach_conditions_not_met"):
        Breach(
            id=BreachId(1),
            step_id=7,
            ground="conflict_van_plichten",
            decided_on=D1,
            reasoning="x" * 60,
            consent_sought="Gevraagd, geweigerd.",
            reporter_informed="Verteld.",
            all_done_for_consent=True,
            in_crisis=True,
            no_other_way=True,
        )


def test_a_kind_that_needs_a_signature_is_not_carried_by_a_spoken_consent() -> None:
    kind = StepKind(code="overleg_hr", needs_consent=True, form="handtekening")
    result = gate(STEP, kind, D5, [word(1, Answer.GIVEN, D1)], [])
    assert isinstance(result, Refusal)
    assert result.wrong_form == "handtekening"


def test_a_spoken_consent_after_a_signed_one_takes_nothing_away() -> None:
    kind = StepKind(code="overleg_hr", needs_consent=True, form="handtekening")
    signed = replace(word(1, Answer.GIVEN, D1), form="handtekening")
    spoken = word(2, Answer.GIVEN, D5)
    assert gate(STEP, kind, D9, [signed, spoken], []) == Ground(consent=signed)
    assert isinstance(
        gate(STEP, kind, D9, [signed, spoken, word(3, Answer.REFUSED, D9)], []), Refusal
    )


def test_a_talk_with_somebody_else_cannot_pass_as_advice() -> None:
    with pytest.raises(DomainError, match="recipient_does_not_fit"):
        require_fitting_recipient(Act(kind="advies", recipient="leidinggevende"), ADVICE)
    hidden = Step(id=StepId(8), case_id=CASE, act=Act(kind="advies", recipient="leidinggevende"))
    assert isinstance(gate(hidden, ADVICE, D5, [], []), Refusal)
    to_reporter = Step(id=StepId(9), case_id=CASE, act=Act(kind="advies", recipient="melder"))
    assert gate(to_reporter, ADVICE, D5, [], []) == Ground()


def test_advice_names_none_of_the_other_people() -> None:
    about = Act(kind="advies", recipient="melder", party=PartyId(3))
    with pytest.raises(DomainError, match="recipient_does_not_fit"):
        require_fitting_recipient(about, ADVICE)
    hidden = Step(id=StepId(8), case_id=CASE, act=about)
    assert isinstance(gate(hidden, ADVICE, D5, [], []), Refusal)


def test_a_step_is_judged_by_its_own_kind() -> None:
    with pytest.raises(DomainError, match="step_of_another_kind"):
        CarriedOutStep(step=STEP, kind=ADVICE, day=D5, recorded_on=TODAY, words=(), breaches=())


@pytest.mark.parametrize("missing", ["reasoning", "consent_sought", "reporter_informed"])
def test_a_breach_of_blanks_cannot_be_constructed(missing: str) -> None:
    with pytest.raises(DomainError) as refused:
        replace(breach(D5), **{missing: " \t\n\xa0" * 20})
    assert refused.value.field == missing


DAYS = st.integers(0, 8).map(lambda n: D1 + timedelta(days=n))
WORDS = st.lists(
    st.tuples(
        st.sampled_from(list(Answer)),
        DAYS,
        st.none() | DAYS,
        st.sampled_from([TO_HR, Act(kind="brief", recipient="hr")]),
        st.none() | st.integers(1, 6),
    ),
    max_size=6,
)


@given(WORDS, DAYS)
def test_adding_a_no_never_opens_the_gate(
    raw: list[tuple[Answer, date, date | None, Act, int | None]], day: date
) -> None:
    words = [
        word(n, answer, on, act=act, until=until if until and until >= on else None)
        for n, (answer, on, until, act, _) in enumerate(raw, 1)
    ]
    before = covering(words, TO_HR, day)
    after = covering([*words, word(99, Answer.WITHDRAWN, day)], TO_HR, day)
    assert after is None or (before is not None and after.order > (day, 99))


@given(WORDS, DAYS)
def test_what_covers_is_a_given_consent_about_exactly_this_act_that_nothing_later_denies(
    raw: list[tuple[Answer, date, date | None, Act, int | None]], day: date
) -> None:
    words = [
        word(n, answer, on, act=act, until=until if until and until >= on else None, corrects=c)
        for n, (answer, on, until, act, c) in enumerate(raw, 1)
    ]
    found = covering(words, TO_HR, day)
    if found is None:
        return
    assert found.answer is Answer.GIVEN
    assert found.act == TO_HR
    assert found.dated_on <= day
    assert found.valid_until is None or day <= found.valid_until
    assert all(w.corrects != found.id for w in words)
    assert not any(w.act == TO_HR and w.ends_permission and w.order > found.order for w in words)

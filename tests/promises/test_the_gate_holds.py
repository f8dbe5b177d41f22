"""All walls together: random histories of a case against a model that shares no code with them."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

import sqlcipher3
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.gate.model import ASKED, GIVEN, REFUSED, WITHDRAWN, ModelAct, ModelCase, Word
from tests.promises.figures import amount, reached
from vertrouwen.domain.confidentiality import Decision
from vertrouwen.domain.consent import Act, Answer, CaseId, ConsentId
from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.people import Identity
from vertrouwen.domain.step import StepId
from vertrouwen.services.break_confidentiality import break_confidentiality
from vertrouwen.services.carry_out_step import carry_out_step
from vertrouwen.services.edit_case import close_case, reopen_case
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.open_case import NewCase, open_case
from vertrouwen.services.plan_step import move_step, plan_step, stop_step
from vertrouwen.services.practice import Practice
from vertrouwen.services.record_consent import ConsentForm, record_consent
from vertrouwen.services.vocabulary import load_vocabulary
from vertrouwen.storage.migrations import migrate
from vertrouwen.storage.unit_of_work import Store

VOCABULARY = load_vocabulary()
FIRST = date(2026, 3, 1)
STEPS = 100_000
ACTS: list[ModelAct] = [
    ("overleg_hr", "hr"),
    ("overleg_hr", "bestuur"),
    ("brief", "hr"),
    ("be_informeel_interventie", "collega"),
    ("advies", "melder"),
]
taken: Counter[str] = Counter()

# Few days and one act before all others, so that words about the same act meet on the same day.
days = st.integers(0, 5).map(lambda n: FIRST + timedelta(days=n))
acts = st.sampled_from([*ACTS, ACTS[0], ACTS[0], ACTS[3]])


class Histories(RuleBasedStateMachine):
    """Consent, withdraw, expire, plan, carry out, correct, close, reopen, clocks forth and back."""

    def __init__(self) -> None:
        super().__init__()
        self.today = FIRST + timedelta(days=4)
        self.connection = sqlcipher3.connect(":memory:", isolation_level=None)
        self.connection.execute("PRAGMA foreign_keys = ON")
        migrate(self.connection)
        store = Store(self.connection, bytes(32), "VP", self._now)
        self.practice = Practice(store, VOCABULARY, self._now)
        organisation = add_organisation(
            self.practice, NewOrganisation(name="Stichting Voorbeeld", country="NL")
        )
        assert organisation.organisation_id is not None
        change = open_case(
            self.practice,
            NewCase(
                organisation_id=organisation.organisation_id,
                unit_id=None,
                opened_on=FIRST,
                kind="melding",
                channel="telefoon",
                identity=Identity.ALIAS,
                alias="M.",
                consent_to_keep_file=None,
                minutes=None,
            ),
        )
        assert change.case_id is not None
        self.case: CaseId = change.case_id
        self.model = ModelCase()

    def _now(self) -> datetime:
        return datetime.combine(self.today, time(12))

    def _compare(self, name: str, expected: bool, run: object) -> int | None:
        taken[name] += 1
        try:
            change = run()  # type: ignore[operator]
        except DomainError as error:
            assert not expected, f"{name}: the model allows it, the program says {error.code}"
            return None
        assert expected, f"{name}: the program allows it, the model does not"
        taken[f"{name}, allowed"] += 1
        return int(change.subject_id)

    @rule(day=days)
    def another_day(self, day: date) -> None:
        taken["another_day"] += 1
        self.today = day

    @rule(
        act=acts,
        answer=st.sampled_from([GIVEN, GIVEN, ASKED, REFUSED, WITHDRAWN]),
        day=days,
        until=st.none() | days,
        form=st.sampled_from(["mondeling_genoteerd", "handtekening"]),
        corrects=st.none() | st.integers(0, 5),
    )
    def say(
        self,
        act: ModelAct,
        answer: str,
        day: date,
        until: date | None,
        form: str,
        corrects: int | None,
    ) -> None:
        names: int | None = None
        if corrects is not None and self.model.words:
            names = self.model.words[corrects % len(self.model.words)].number
        self._say(act, answer, day, until, form, names)

    @precondition(lambda self: self.model.words)
    @rule(
        which=st.integers(0, 20),
        answer=st.sampled_from([GIVEN, GIVEN, REFUSED, WITHDRAWN]),
        later=st.sampled_from([-1, 0, 0, 1]),
    )
    def say_more_about_the_same(self, which: int, answer: str, later: int) -> None:
        """The last word counts, so words about one act must meet, on one day too."""
        word = self.model.words[which % len(self.model.words)]
        day = word.day + timedelta(days=later)
        self._say(word.act, answer, day, None, "mondeling_genoteerd", None)

    def _say(
        self,
        act: ModelAct,
        answer: str,
        day: date,
        until: date | None,
        form: str,
        names: int | None,
    ) -> None:
        word = Word(0, act, answer, day, until, form if answer == GIVEN else None, names)
        expected = self.model.may_say(word, self.today)
        subject = self._compare(
            "say",
            expected,
            lambda: record_consent(
                self.practice,
                self.case,
                ConsentForm(
                    act=Act(kind=act[0], recipient=act[1]),
                    answer=Answer(answer),
                    dated_on=day,
                    valid_until=until,
                    form=word.form,
                    corrects=None if names is None else ConsentId(names),
                ),
            ),
        )
        if subject is not None:
            word.number = subject
            self.model.say(word)

    @rule(act=acts, day=st.none() | days)
    def plan(self, act: ModelAct, day: date | None) -> None:
        subject = self._compare(
            "plan",
            self.model.is_open,
            lambda: plan_step(
                self.practice, self.case, Act(kind=act[0], recipient=act[1]), planned_on=day
            ),
        )
        if subject is not None:
            self.model.pending[subject] = act

    @precondition(lambda self: self.model.pending)
    @rule(which=st.integers(0, 20), day=days)
    def carry_out(self, which: int, day: date) -> None:
        step = sorted(self.model.pending)[which % len(self.model.pending)]
        expected = self.model.may_carry_out(step, day, self.today)
        done = self._compare(
            "carry_out", expected, lambda: carry_out_step(self.practice, StepId(step), day)
        )
        if done is not None:
            del self.model.pending[step]
            self.model.done[step] = day

    @precondition(lambda self: self.model.stopped or self.model.done)
    @rule(which=st.integers(0, 20), day=days)
    def carry_out_what_is_over(self, which: int, day: date) -> None:
        over = sorted(self.model.stopped | set(self.model.done))
        step = over[which % len(over)]
        self._compare(
            "carry_out_what_is_over",
            False,
            lambda: carry_out_step(self.practice, StepId(step), day),
        )

    @precondition(lambda self: self.model.pending and self.model.words)
    @rule()
    def the_database_alone_agrees(self) -> None:
        """Try every consent as the ground of every pending step in raw SQL, and roll back."""
        for step, act in self.model.pending.items():
            for day in (FIRST + timedelta(days=n) for n in range(6)):
                allowed = self.model.consents_for(step, day)
                for word in self.model.words:
                    taken["raw"] += 1
                    is_right = act[0] != "advies" and word.number in allowed
                    assert self._accepts(step, day, word.number) == is_right

    def _accepts(self, step: int, day: date, consent: int) -> bool:
        self.connection.execute("BEGIN")
        try:
            self.connection.execute(
                "INSERT INTO step_carried_out (step_id, carried_out_on, consent_id, recorded_on)"
                " VALUES (?, ?, ?, ?)",
                (step, day.isoformat(), consent, max(day, self.today).isoformat()),
            )
        except sqlcipher3.DatabaseError:
            return False
        else:
            return True
        finally:
            self.connection.execute("ROLLBACK")

    @precondition(lambda self: self.model.pending)
    @rule(which=st.integers(0, 20), day=days)
    def break_confidentiality(self, which: int, day: date) -> None:
        step = sorted(self.model.pending)[which % len(self.model.pending)]
        decision = Decision(
            ground="acuut_gevaar",
            decided_on=day,
            reasoning="Er dreigt vanavond geweld en wachten op een antwoord kan niet meer.",
            consent_sought="Gebeld, geen gehoor.",
            reporter_informed="Bericht ingesproken.",
            all_done_for_consent=False,
            in_crisis=False,
            no_other_way=False,
            harm_near_certain=False,
        )
        decided = self._compare(
            "break_confidentiality",
            day <= self.today,
            lambda: break_confidentiality(self.practice, StepId(step), decision),
        )
        if decided is not None:
            self.model.breaches.setdefault(step, []).append(day)

    @precondition(lambda self: self.model.pending)
    @rule(which=st.integers(0, 20), day=days)
    def move(self, which: int, day: date) -> None:
        taken["move"] += 1
        step = sorted(self.model.pending)[which % len(self.model.pending)]
        move_step(self.practice, StepId(step), day, None)

    @precondition(lambda self: len(self.model.pending) > 3)
    @rule(which=st.integers(0, 20))
    def stop(self, which: int) -> None:
        taken["stop"] += 1
        step = sorted(self.model.pending)[which % len(self.model.pending)]
        stop_step(self.practice, StepId(step))
        self.model.stop(step)

    @precondition(lambda self: self.model.is_open and len(self.model.words) > 6)
    @rule()
    def close(self) -> None:
        taken["close"] += 1
        closed_on = max(self.today, FIRST)
        close_case(self.practice, self.case, "afgerond", "opgelost", "ja", closed_on)
        self.model.close(closed_on)

    @precondition(lambda self: not self.model.is_open)
    @rule()
    def reopen(self) -> None:
        taken["reopen"] += 1
        reopen_case(self.practice, self.case)
        self.model.is_open = True

    @invariant()
    def the_same_steps_are_pending_stopped_and_done(self) -> None:
        read = self.connection.execute
        assert {r[0] for r in read("SELECT id FROM step_pending")} == set(self.model.pending)
        assert {r[0] for r in read("SELECT step_id FROM step_stopped")} == self.model.stopped
        rows = read("SELECT step_id, carried_out_on FROM step_carried_out").fetchall()
        assert dict(rows) == {s: d.isoformat() for s, d in self.model.done.items()}

    def teardown(self) -> None:
        self.connection.close()


def _steps_taken() -> int:
    return sum(
        count for name, count in taken.items() if not name.endswith("allowed") and name != "raw"
    )


def test_random_histories_differ_nowhere_from_the_model() -> None:
    while _steps_taken() < amount(STEPS):
        run_state_machine_as_test(
            Histories,
            settings=settings(
                max_examples=100,
                stateful_step_count=60,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
    kinds = ("say", "plan", "carry_out", "carry_out, allowed", "raw", "close", "reopen")
    assert min(taken[name] for name in kinds) >= 20
    reached(
        "gate",
        "steps that agree with the model",
        good=_steps_taken(),
        tried=_steps_taken(),
        floor=STEPS,
    )

"""A practice on the database thread, a shell around it, and cases to look at."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pytestqt.qtbot import QtBot
from tests.conftest import AUDIT_KEY, KEY, Clock

from vertrouwen.domain.consent import Act, Answer, CaseId
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.domain.people import Identity
from vertrouwen.services.edit_organisations import NewOrganisation, add_organisation
from vertrouwen.services.open_case import FileConsent, NewCase, open_case
from vertrouwen.services.practice import Practice
from vertrouwen.services.record_consent import ConsentForm, record_consent
from vertrouwen.services.vocabulary import load_vocabulary
from vertrouwen.storage.unit_of_work import Store
from vertrouwen.ui.cases.case_screen import CaseScreen
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.tasks import Tasks
from vertrouwen.vault import database
from vertrouwen.vault.authorizer import Authorizer

T = TypeVar("T")
HR = Act(kind="overleg_hr", recipient="hr")
MANAGER = Act(kind="gesprek_leidinggevende", recipient="leidinggevende")
INTEGRITY = Act(kind="integriteitsmelding_intern", recipient="meldpunt")


@dataclass
class World:
    """The practice as the screens have it: every verb runs on the database thread."""

    practice: Practice
    tasks: Tasks
    qtbot: QtBot
    clock: Clock
    problems: list[Exception]
    destroyed: list[int] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.clock().date()

    def do(self, verb: Callable[..., T], *words: Any, **named: Any) -> T:
        """Carry out a verb on the database thread and wait for what it returns."""
        box: list[T] = []
        ready = threading.Event()

        def job() -> None:
            try:
                box.append(verb(self.practice, *words, **named))
            finally:
                ready.set()

        self.tasks.run(job, failed=self.problems.append)
        assert ready.wait(10)
        assert not self.problems, repr(self.problems)
        return box[0]

    def settle(self) -> None:
        """Wait until the database thread has nothing left to do."""
        self.qtbot.waitUntil(lambda: not self.tasks.is_busy, timeout=5000)

    def client(self, name: str = "Hogeschool De Linde", country: str = "NL") -> OrganisationId:
        change = self.do(add_organisation, NewOrganisation(name=name, country=country))
        assert change.organisation_id is not None
        return change.organisation_id

    def case(
        self, client: OrganisationId | None = None, *, keeps_file: bool = True, **changes: Any
    ) -> CaseId:
        """Open a case; `changes` are fields of `NewCase`."""
        new = NewCase(
            organisation_id=client if client is not None else self.client(),
            unit_id=None,
            opened_on=self.today,
            kind="consult",
            channel="telefoon",
            identity=Identity.KNOWN,
            alias="M.",
            consent_to_keep_file=FileConsent(form="handtekening", dated_on=self.today)
            if keeps_file
            else None,
            minutes=30,
            held_at=time(9, 15),
            text="M. vertelt over het rooster." if keeps_file else "",
            personal=False,
        )
        change = self.do(open_case, replace(new, **changes))
        assert change.case_id is not None
        return change.case_id

    def consent(
        self, case_id: CaseId, act: Act, answer: Answer = Answer.GIVEN, **more: Any
    ) -> None:
        form = ConsentForm(
            act=act,
            answer=answer,
            dated_on=more.pop("dated_on", self.today),
            form="mondeling_bevestigd" if answer is Answer.GIVEN else None,
            shared="het rooster" if answer is Answer.GIVEN else "",
            **more,
        )
        self.do(record_consent, case_id, form)

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


@pytest.fixture(autouse=True)
def collect_on_this_thread() -> Iterator[None]:
    """Collect garbage on the window's thread only: widgets may not be destroyed on another."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def world(tasks: Tasks, qtbot: QtBot, database_path: Path, clock: Clock) -> Iterator[World]:
    made: list[Practice] = []
    ready = threading.Event()

    def make() -> None:
        connection = database.connect(database_path, KEY)
        database.harden(connection)
        Authorizer(connection)
        made.append(Practice(Store(connection, AUDIT_KEY, "VP", clock), load_vocabulary(), clock))
        ready.set()

    problems: list[Exception] = []
    tasks.failed.connect(problems.append)
    tasks.run(make)
    assert ready.wait(10)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    yield World(made[0], tasks, qtbot, clock, problems)
    qtbot.waitUntil(lambda: not tasks.is_busy)
    assert not problems, repr(problems)


@pytest.fixture
def case_screen(world: World, shell: Shell, qtbot: QtBot) -> Callable[[CaseId], CaseScreen]:
    """Open the page of a case in a window of the usual size."""

    def show(case_id: CaseId) -> CaseScreen:
        screen = CaseScreen(
            replace(shell, today=world.practice.today), world.practice, world.destroyed.extend
        )
        qtbot.addWidget(screen)
        screen.resize(1280, 800)
        screen.show()
        screen.activateWindow()  # keys that are shortcuts reach an active window only
        qtbot.waitUntil(screen.isActiveWindow)
        screen.open(Route("case", int(case_id)))
        qtbot.waitUntil(lambda: screen.columns.isVisible(), timeout=5000)
        world.settle()
        return screen

    return show

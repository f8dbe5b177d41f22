"""Today shows what is due in order, and keeps quiet what privacy hides."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from tests.conftest import MONDAY, Clock

from vertrouwen.domain.consent import Act, CaseId
from vertrouwen.domain.organisation import OrganisationId
from vertrouwen.domain.people import Identity
from vertrouwen.services.back_up import LAST_BACKUP
from vertrouwen.services.drafts import save_draft
from vertrouwen.services.edit_case import change_state
from vertrouwen.services.edit_deadlines import add_deadline
from vertrouwen.services.open_case import NewCase, open_case
from vertrouwen.services.plan_step import plan_step
from vertrouwen.services.practice import Practice
from vertrouwen.services.read_case import read_case
from vertrouwen.services.record_contact import plan_contact
from vertrouwen.services.rehearse import LAST_REHEARSAL
from vertrouwen.services.settings import set_setting
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.today.today_screen import TodayScreen
from vertrouwen.ui.today.unfinished_card import UnfinishedCard
from vertrouwen.ui.widgets import EmptyState, ListRow


def words(widget: QWidget) -> str:
    """Return all visible text, in order."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.text())


@pytest.fixture
def screen(qtbot: QtBot, shell: Shell, practice: Practice) -> TodayScreen:
    made = TodayScreen(shell, practice)
    qtbot.addWidget(made)
    return made


def shown(qtbot: QtBot, screen: TodayScreen, kind: type[QWidget] = ListRow) -> list[QWidget]:
    screen.refresh()
    qtbot.waitUntil(lambda: bool(screen.findChildren(kind)))
    return list(screen.findChildren(kind))


def a_case(practice: Practice, client: OrganisationId) -> int:
    change = open_case(
        practice,
        NewCase(
            organisation_id=client,
            unit_id=None,
            opened_on=MONDAY,
            kind="melding",
            channel="email",
            identity=Identity.ALIAS,
            alias="M.",
            consent_to_keep_file=None,
            minutes=None,
        ),
    )
    assert change.case_id is not None
    return change.case_id


def test_an_empty_practice_begins_with_the_first_client(qtbot: QtBot, screen: TodayScreen) -> None:
    (empty,) = shown(qtbot, screen, EmptyState)
    empty.action_clicked.emit()  # type: ignore[attr-defined]
    assert screen.shell.navigator.visited == [Route("organisations", extra={"new": True})]


def test_a_planned_step_without_consent_says_that_it_waits(
    qtbot: QtBot, screen: TodayScreen, practice: Practice, client: OrganisationId
) -> None:
    case = a_case(practice, client)
    plan_step(practice, case, Act(kind="overleg_hr", recipient="hr"), MONDAY)
    shown(qtbot, screen)
    assert "wacht op toestemming" in words(screen)


def test_what_is_overdue_comes_first(
    qtbot: QtBot,
    screen: TodayScreen,
    practice: Practice,
    client: OrganisationId,
    clock: Clock,
) -> None:
    case = a_case(practice, client)
    plan_contact(practice, case, "gesprek", "video", MONDAY, None)
    clock.pass_days(1)
    plan_contact(practice, case, "gesprek", "video", practice.today(), None)
    shown(qtbot, screen)
    text = words(screen)
    assert text.index("Te laat") < text.index("Morgen")
    assert "1 dag te laat" in text


def test_privacy_hides_what_a_case_waits_for(
    qtbot: QtBot, screen: TodayScreen, practice: Practice, client: OrganisationId
) -> None:
    case = a_case(practice, client)
    change_state(practice, case, "wacht_op_melder", "denkt na over een brief")
    shown(qtbot, screen)
    assert "denkt na over een brief" in words(screen)
    screen.shell.privacy.set_on(True)
    qtbot.waitUntil(lambda: "Privacystand staat aan" in words(screen))
    assert "denkt na over een brief" not in words(screen)


def test_a_row_leads_to_its_case(
    qtbot: QtBot, screen: TodayScreen, practice: Practice, client: OrganisationId
) -> None:
    case = a_case(practice, client)
    plan_contact(practice, case, "gesprek", "video", MONDAY, None)
    rows = shown(qtbot, screen)
    rows[0].activated.emit()  # type: ignore[attr-defined]
    assert screen.shell.navigator.visited[-1] == Route("case", case)


def test_a_deadline_is_finished_right_here_by_the_keyboard(
    qtbot: QtBot, screen: TodayScreen, practice: Practice, client: OrganisationId
) -> None:
    case = CaseId(a_case(practice, client))
    add_deadline(practice, case, "eigen", MONDAY, text="Terugbellen")
    screen.show()
    before = shown(qtbot, screen)
    row = next(row for row in before if "Terugbellen" in row.accessibleName())
    assert isinstance(row, ListRow)
    assert row.action is not None
    assert "Terugbellen" in row.action.accessibleName()

    row.action.setFocus()
    qtbot.keyClick(row.action, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not screen.shell.tasks.is_busy)

    items = [item for item in read_case(practice, case).timeline if item.text == "Terugbellen"]
    assert [item.is_done for item in items] == [True]
    assert screen.shell.navigator.visited == []


def test_a_planned_contact_opens_its_case(
    qtbot: QtBot, screen: TodayScreen, practice: Practice, client: OrganisationId
) -> None:
    case = CaseId(a_case(practice, client))
    plan_contact(practice, case, "gesprek", "video", MONDAY, None)
    rows = shown(qtbot, screen)
    row = next(row for row in rows if row.accessibleName().lower().find("gesprek") >= 0)
    assert isinstance(row, ListRow)
    assert row.action is None
    row.activated.emit()
    assert screen.shell.navigator.visited == [Route("case", case)]


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (None, "Nog geen reservekopie"),
        (1, None),
        (8, "Reservekopie is oud"),
    ],
)
def test_only_a_backup_that_asks_for_an_act_is_spoken_of(
    age: int | None,
    said: str | None,
    qtbot: QtBot,
    screen: TodayScreen,
    practice: Practice,
    client: OrganisationId,
) -> None:
    a_case(practice, client)
    if age is not None:
        made_on = screen.shell.today() - timedelta(days=age)
        made_at = datetime.combine(made_on, time(12), UTC)
        set_setting(practice, LAST_BACKUP, made_at.isoformat())
    shown(qtbot, screen)
    if said is None:
        assert "Reservekopie" not in words(screen)
    else:
        assert said in words(screen)


def test_once_a_year_the_way_back_is_to_be_rehearsed(
    qtbot: QtBot,
    screen: TodayScreen,
    practice: Practice,
    client: OrganisationId,
) -> None:
    a_case(practice, client)
    fresh = datetime.combine(screen.shell.today(), time(12), UTC)
    set_setting(practice, LAST_BACKUP, fresh.isoformat())
    shown(qtbot, screen)
    assert "herstel te oefenen" not in words(screen)
    long_ago = practice.today() - timedelta(days=365)
    set_setting(practice, LAST_REHEARSAL, long_ago.isoformat())
    screen.refresh()
    qtbot.waitUntil(lambda: "herstel te oefenen" in words(screen))


def test_what_was_begun_is_named_and_found_again(
    qtbot: QtBot, screen: TodayScreen, practice: Practice, client: OrganisationId, shell: Shell
) -> None:
    case_id = a_case(practice, client)
    number = str(read_case(practice, CaseId(case_id)).number)
    typed = {"fields": {"text": "Iets vertrouwelijks"}, "when": ""}
    for key in ("new_contact", f"case:{case_id}:note", "case:999:note", "organisation:new"):
        save_draft(practice, key, typed)
    screen.refresh()
    qtbot.waitUntil(lambda: bool(screen.findChildren(UnfinishedCard)))
    (card,) = screen.findChildren(UnfinishedCard)
    assert "vertrouwelijks" not in words(screen)
    begun = {row.accessibleName(): row for row in card.rows}
    assert set(begun) == {"Nieuw contact", f"{number}, Een notitie", "Organisatie"}
    for name, route in (
        ("Nieuw contact", Route("new_contact")),
        (f"{number}, Een notitie", Route("case", case_id)),
        ("Organisatie", Route("organisations", extra={"new": True})),
    ):
        begun[name].activated.emit()
        assert shell.navigator.current == route


def test_nothing_is_said_of_drafts_when_there_are_none(
    qtbot: QtBot, screen: TodayScreen, practice: Practice, client: OrganisationId
) -> None:
    a_case(practice, client)
    screen.refresh()
    qtbot.waitUntil(lambda: not screen.shell.tasks.is_busy)
    assert not screen.findChildren(UnfinishedCard)

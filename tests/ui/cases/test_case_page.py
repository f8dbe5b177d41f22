"""The page of a case: its story, names only when asked for, facts on the spot, nothing lost."""

from __future__ import annotations

import time as clock_time
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from tests.ui.cases.conftest import HR, MANAGER, World

from vertrouwen.domain.consent import Act, Answer, CaseId
from vertrouwen.domain.contact import NoteKind
from vertrouwen.domain.people import Identity, Reporter
from vertrouwen.services.drafts import drafts, load_draft, save_draft
from vertrouwen.services.edit_case import close_case
from vertrouwen.services.edit_people import add_party, set_reporter
from vertrouwen.services.plan_step import plan_step
from vertrouwen.services.read_case import read_case
from vertrouwen.services.write_note import write_note
from vertrouwen.ui.cases.case_screen import CaseScreen
from vertrouwen.ui.cases.facts import FURTHER, REPORTED
from vertrouwen.ui.cases.timeline import sections
from vertrouwen.ui.screen import Route, Shell
from vertrouwen.ui.widgets import Label, LinkButton, TimelineItem, WrapLabel
from vertrouwen.ui.widgets.dialogs import ConfirmDialog

Show = Callable[[CaseId], CaseScreen]
FORMS = ("contact", "note", "step", "consent", "deadline", "party", "reporter", "state", "close")


def words(widget: object) -> str:
    return " ".join(label.text() for label in widget.findChildren(Label))  # type: ignore[attr-defined]


def named(world: World) -> CaseId:
    case_id = world.case()
    known = Reporter(
        identity=Identity.KNOWN, alias="M.", name="Marit Verzonnen", reach="06 0000 0000"
    )
    world.do(set_reporter, case_id, known)
    return case_id


def test_the_story_has_what_comes_today_and_earlier(world: World, case_screen: Show) -> None:
    case_id = world.case(opened_on=world.ago(9))
    world.consent(case_id, HR, valid_until=world.today + timedelta(days=5))
    world.do(plan_step, case_id, MANAGER, planned_on=world.today + timedelta(days=4))
    screen = case_screen(case_id)
    ahead, now, before = sections(screen._desk)
    assert ahead[0] == "Komt nog" and now[0] == "Vandaag" and before[0] == "Eerder"
    titles = [entry.title for entry in ahead[1]]
    assert "Gesprek met leidinggevende" in titles
    assert "Toestemming loopt af: overleg met HR-adviseur" in titles
    assert titles.index("Gesprek met leidinggevende") > titles.index(
        "Toestemming loopt af: overleg met HR-adviseur"
    )  # newest above
    assert now[1][0].title == "Toestemming gegeven"
    assert "Gesprek" in [entry.title for entry in before[1]]


def test_the_filter_shows_one_kind(world: World, case_screen: Show) -> None:
    case_id = world.case()
    world.do(write_note, case_id, NoteKind.PERSONAL, "Volgende keer naar slapen vragen.")
    screen = case_screen(case_id)
    screen.filter.set_value("note")
    screen.filter.selected.emit("note")

    def shown() -> set[str]:
        items = screen.timeline.findChildren(TimelineItem)
        return {item.entry.title for item in items if item.isVisible()}

    world.qtbot.waitUntil(lambda: shown() == {"Persoonlijke notitie"})


def test_the_name_is_behind_a_link_and_hidden_again_on_leaving(
    world: World, case_screen: Show
) -> None:
    screen = case_screen(named(world))
    assert "Marit" not in words(screen)
    assert screen.context.name_link is not None
    screen.context.name_link.click()
    assert "Marit Verzonnen" in words(screen.context)
    screen.leave()
    assert "Marit" not in "".join(
        label.text() for label in screen.context.findChildren(Label) if label.isVisible()
    )


def test_privacy_hides_client_and_name(world: World, case_screen: Show, shell: Shell) -> None:
    screen = case_screen(named(world))
    assert screen.context.name_link is not None
    screen.context.name_link.click()
    shell.privacy.set_on(True)
    world.settle()

    def said() -> str:
        labels = screen.context.findChildren(Label)
        return "".join(label.text() for label in labels if label.isVisible())

    world.qtbot.waitUntil(lambda: "M." in said())
    assert "Marit" not in said() and "Linde" not in said()
    assert screen.context.name_link is None


def test_the_title_of_the_window_says_the_number_only(world: World, case_screen: Show) -> None:
    screen = case_screen(named(world))
    assert screen.title() == "Zaak 2025-001"


def test_a_fact_is_changed_on_the_spot(world: World, case_screen: Show, qtbot: QtBot) -> None:
    case_id = world.case()
    screen = case_screen(case_id)
    done, total = world.do(read_case, case_id).facts.completeness()
    line = screen.facts.lines["role"]
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Space)
    assert screen.form is not None
    screen.form.field("value").control.set_value("werknemer")
    screen.form.confirm_button.click()
    qtbot.waitUntil(lambda: world.do(read_case, case_id).facts.role == "werknemer")
    qtbot.waitUntil(lambda: screen.facts.bar.accessibleName() != "" and screen.form is None)
    assert world.do(read_case, case_id).facts.completeness() == (done + 1, total)
    qtbot.waitUntil(lambda: "Werknemer" in screen.facts.lines["role"].accessibleName())


def test_the_primary_nature_comes_first(world: World, case_screen: Show, qtbot: QtBot) -> None:
    case_id = world.case()
    screen = case_screen(case_id)
    screen.open_form("fact:natures")
    assert screen.form is not None
    screen.form.field("value").control.set_value(("pesten", "intimidatie"))
    screen.form.field("primary").control.set_value("intimidatie")
    screen.form.confirm_button.click()
    qtbot.waitUntil(lambda: world.do(read_case, case_id).facts.natures == ("intimidatie", "pesten"))


def test_facts_are_codes_only(world: World, case_screen: Show) -> None:
    screen = case_screen(world.case())
    for name in (*REPORTED, *FURTHER):
        screen.open_form(f"fact:{name}")
        assert screen.form is not None
        typed = [
            field
            for field in screen.form.findChildren(QLineEdit)
            if not isinstance(field.parent(), QComboBox)
        ]
        assert not typed, name


def test_a_form_gets_back_what_was_typed(world: World, case_screen: Show, qtbot: QtBot) -> None:
    case_id = world.case()
    screen = case_screen(case_id)
    screen.open_form("note")
    world.settle()
    assert screen.form is not None
    screen.form.field("text").control.setPlainText("Half geschreven")
    key = f"case:{case_id}:note"
    qtbot.waitUntil(lambda: world.do(load_draft, key) is not None, timeout=2000)
    screen.close_form()
    screen.open_form("note")
    qtbot.waitUntil(
        lambda: screen.form is not None and screen.form.field("text").value() == "Half geschreven"
    )
    assert "teruggezet" in words(screen.form)
    screen.form.confirm_button.click()
    qtbot.waitUntil(lambda: screen.form is None)
    world.settle()
    assert key not in world.do(drafts)


class ShownWindows(QObject):
    """The windows that came on screen, however shortly, since this was made."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.found.append(type(watched).__name__)
        return False


def test_no_form_opens_a_window_of_its_own(world: World, case_screen: Show, qtbot: QtBot) -> None:
    screen = case_screen(world.case(keeps_file=False))
    seen = ShownWindows()
    for name in FORMS:
        screen.open_form(name)
        world.settle()
        assert not seen.found, name


def test_escape_closes_without_loss(world: World, case_screen: Show, qtbot: QtBot) -> None:
    case_id = world.case()
    screen = case_screen(case_id)
    screen.open_form("note")
    world.settle()
    assert screen.form is not None
    area = screen.form.field("text").control
    area.setPlainText("Nog niet klaar")
    area.setFocus()
    qtbot.keyClick(area, Qt.Key.Key_Escape)
    assert screen.form is None
    world.settle()
    assert world.do(load_draft, f"case:{case_id}:note") is not None


def test_a_live_draft_is_offered_when_the_case_opens(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    body = {"fields": {"text": "Verder schrijven", "place": "dossier"}, "when": "16-06-2025 10:00"}
    world.do(save_draft, f"case:{case_id}:note", body)
    screen = case_screen(case_id)
    assert screen.offer.isVisible()
    screen.offer.action_clicked.emit()
    qtbot.waitUntil(
        lambda: screen.form is not None and screen.form.field("text").value() == "Verder schrijven"
    )


def test_a_draft_of_what_is_over_goes_and_is_told(
    world: World, case_screen: Show, heard: list[str]
) -> None:
    case_id = world.case()
    body = {"fields": {"text": "Te laat"}, "when": "16-06-2025 10:00"}
    key = f"case:{case_id}:move:{10**6}"
    world.do(save_draft, key, body)
    screen = case_screen(case_id)
    assert not screen.offer.isVisible()
    world.settle()
    assert world.do(load_draft, key) is None
    assert ["weggehaald" in text for text in heard] == [True]


def test_a_change_elsewhere_leaves_the_open_form_alone(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    world.do(plan_step, case_id, MANAGER)
    screen = case_screen(case_id)
    step = world.do(read_case, case_id).pending_steps[0].id
    screen.open_form(f"consent:step:{step}")
    world.settle()
    assert screen.form is not None
    screen.form.field("shared").control.setPlainText("alleen het roos")
    world.consent(case_id, HR, Answer.ASKED)
    screen.refresh()
    world.settle()
    assert screen.form is not None and screen.timeline.inline is screen.form
    assert screen.form.field("shared").value() == "alleen het roos"


def test_one_filled_button_per_view(world: World, case_screen: Show) -> None:
    screen = case_screen(world.case())
    assert screen.add_button._kind == "primary"
    screen.open_form("contact")
    assert screen.add_button._kind == "secondary"
    screen.close_form()
    assert screen.add_button._kind == "primary"


def test_everything_can_be_added_from_one_menu(world: World, case_screen: Show) -> None:
    screen = case_screen(world.case())
    screen.primary_new()
    assert [action.text() for action in screen.acts.menu.actions()] == [
        "Contact",
        "Notitie",
        "Stap",
        "Toestemming",
        "Termijn",
        "Andere betrokkene",
    ]
    screen.acts.menu.close()


def test_a_contact_ahead_becomes_an_appointment(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    screen = case_screen(case_id)
    screen.open_form("contact")
    form = screen.form
    assert form is not None
    form.field("channel").control.set_value("video")
    form.field("held_on").control.set_value(world.today + timedelta(days=3))
    assert form.confirm_button.text() == "Afspraak plannen"
    assert not form.field("text").isVisible()
    form.confirm_button.click()
    qtbot.waitUntil(
        lambda: any(
            item.kind == "contact" and item.is_future
            for item in world.do(read_case, case_id).timeline
        )
    )


def test_closing_asks_for_a_reason_and_the_case_can_be_reopened(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    screen = case_screen(case_id)
    screen.open_form("close")
    assert screen.form is not None
    screen.form.confirm_button.click()
    assert screen.form.field("reason").error()
    screen.form.field("reason").control.set_value("afgerond")
    screen.form.confirm_button.click()
    qtbot.waitUntil(lambda: not screen.add_button.isEnabled())
    world.settle()
    _icon, text, deed = screen.acts.further()[0]
    assert text == "Zaak heropenen"
    deed()
    qtbot.waitUntil(screen.add_button.isEnabled)


def test_a_closed_case_is_destroyed_only_after_it_was_asked(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    screen = case_screen(case_id)
    assert not any("vernietigen" in text for _icon, text, _deed in screen.acts.further())
    world.do(close_case, case_id, "afgerond", "onbekend", "onbekend", world.today)
    screen.refresh()
    world.settle()
    number = str(world.do(read_case, case_id).number)

    def ask() -> ConfirmDialog:
        _icon, text, deed = screen.acts.further()[-1]
        assert text == "Zaak vernietigen…"
        deed()
        assert isinstance(screen.acts.dialog, ConfirmDialog)
        return screen.acts.dialog

    dialog = ask()
    assert number in dialog.accessibleName()
    assert "Wat blijft" in dialog.accessibleDescription()
    assert dialog.focusWidget() is dialog.cancel_button
    dialog.cancel_button.click()
    world.settle()
    assert world.do(read_case, case_id).closed_on is not None
    ask().act_button.click()
    qtbot.waitUntil(lambda: world.destroyed == [case_id])
    world.settle()
    assert screen.shell.navigator.visited[-1] == Route("cases")


def test_a_name_is_asked_only_with_a_file(world: World, case_screen: Show) -> None:
    screen = case_screen(world.case(keeps_file=False))
    screen.open_form("reporter")
    assert screen.form is not None
    assert not screen.form.field("name").isVisible()
    assert "nog geen toestemming gegeven om een dossier" in words(screen.form)


def test_other_people_stand_by_alias(world: World, case_screen: Show) -> None:
    case_id = world.case()
    world.do(add_party, case_id, "collega", "L.", "Lars Verzonnen")
    screen = case_screen(case_id)
    assert screen.people.isVisible()
    assert "L." in words(screen.people) and "Lars" not in words(screen.people)


def test_an_unknown_case_says_so(world: World, case_screen: Show, qtbot: QtBot) -> None:
    screen = case_screen(world.case())
    from vertrouwen.ui.screen import Route

    screen.open(Route("case", 999))
    qtbot.waitUntil(screen.problem.isVisible)
    assert not screen.columns.isVisible()


def test_every_form_has_names_on_every_control(world: World, case_screen: Show) -> None:
    case_id = world.case()
    world.do(plan_step, case_id, MANAGER)
    step = world.do(read_case, case_id).pending_steps[0].id
    screen = case_screen(case_id)
    for name in (*FORMS, f"consent:step:{step}", f"breach:{step}", f"move:{step}", "withdraw:file"):
        screen.open_form(name)
        assert screen.form is not None, name
        assert screen.form.accessibleName(), name
        for kind in (QAbstractButton, QLineEdit, QAbstractScrollArea, QComboBox):
            for control in screen.form.findChildren(kind):
                if control.focusPolicy() != Qt.FocusPolicy.NoFocus and control.isVisible():
                    said = control.accessibleName() or getattr(control, "text", lambda: "")()
                    assert said, (name, control)
        world.settle()


def test_two_hundred_entries_do_not_keep_one_waiting(world: World, case_screen: Show) -> None:
    case_id = world.case()

    def write(practice: object) -> None:
        for number in range(200):
            write_note(practice, case_id, NoteKind.FILE, f"Notitie {number}. " + "Woorden. " * 30)  # type: ignore[arg-type]

    world.do(write)
    screen = case_screen(case_id)
    case = world.do(read_case, case_id)
    begun = clock_time.perf_counter()
    screen._show(case, [])
    assert clock_time.perf_counter() - begun < 0.3  # 100 ms on a quiet machine
    world.qtbot.waitUntil(
        lambda: len(screen.timeline.findChildren(TimelineItem)) >= 200, timeout=8000
    )


def test_long_words_do_not_widen_the_page(world: World, case_screen: Show) -> None:
    case_id = world.case(text="Onuitsprekelijk" * 40 + " en gewone woorden")
    screen = case_screen(case_id)
    assert screen.width() <= 1280
    labels = [label for label in screen.timeline.findChildren(WrapLabel) if label.isVisible()]
    assert labels and all(label.width() <= screen.timeline.width() for label in labels)
    assert screen.timeline.width() < screen.columns.width()


def test_the_regie_links_name_their_act(world: World, case_screen: Show) -> None:
    case_id = world.case()
    world.consent(case_id, HR)
    screen = case_screen(case_id)
    names = {link.accessibleName() for link in screen.regie.findChildren(LinkButton)}
    assert names == {"Intrekken: Overleg met HR-adviseur", "Intrekken: Dossier bijhouden"}


def test_no_text_in_the_story_is_cut(world: World, case_screen: Show, qtbot: QtBot) -> None:
    case_id = world.case(text="Opmerkingen over het rooster. " * 6 + "\nM. wil dat het stopt.")
    world.do(plan_step, case_id, Act(kind="contact_werk", recipient="melder"))
    screen = case_screen(case_id)

    def cut() -> list[str]:
        labels = screen.timeline.findChildren(WrapLabel)
        return [
            label.accessibleName() or "text"
            for label in labels
            if label.isVisible() and label.height() < label.heightForWidth(label.width())
        ]

    qtbot.waitUntil(lambda: cut() == [])

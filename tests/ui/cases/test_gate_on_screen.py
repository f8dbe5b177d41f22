"""The gate on screen: a blocked step explains itself, and opens only by what the reporter says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.cases.conftest import HR, INTEGRITY, MANAGER, World

from vertrouwen.domain.confidentiality import Decision
from vertrouwen.domain.consent import FILE_KEEPING, Act, Answer, CaseId, Standing
from vertrouwen.services.break_confidentiality import break_confidentiality
from vertrouwen.services.plan_step import plan_step
from vertrouwen.services.read_case import read_case
from vertrouwen.services.record_consent import ConsentForm, record_consent, withdraw_consent
from vertrouwen.ui.cases.case_screen import CaseScreen
from vertrouwen.ui.cases.consent_form import ConsentPanel
from vertrouwen.ui.cases.withdraw import WithdrawPanel
from vertrouwen.ui.widgets import BlockedButton, CheckBox, ComboField, Label, LinkButton, RadioGroup

INTERVENTION = Act(kind="be_informeel_interventie", recipient="aangeklaagde")
Show = Callable[[CaseId], CaseScreen]


def words(widget: object) -> str:
    """Return all that a form says."""
    return " ".join(label.text() for label in widget.findChildren(Label))  # type: ignore[attr-defined]


def buttons(screen: CaseScreen, text: str) -> list[QPushButton]:
    return [b for b in screen.timeline.findChildren(QPushButton) if b.text() == text]


def blocked(screen: CaseScreen) -> BlockedButton:
    (found,) = screen.timeline.findChildren(BlockedButton)
    return found


def fill_consent(form: ConsentPanel) -> None:
    form.field("form").control.set_value("mondeling_bevestigd")
    form.field("shared").control.set_value("De opmerkingen in het werkoverleg.")


def test_a_blocked_step_explains_itself_and_opens_the_form(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    world.do(plan_step, case_id, MANAGER)
    screen = case_screen(case_id)
    button = blocked(screen)
    assert button.isEnabled() and button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert "toestemming geeft voor precies deze stap" in button.accessibleDescription()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert isinstance(screen.form, ConsentPanel)
    assert screen.timeline.inline is screen.form
    assert "toestemming geeft voor precies deze stap" in words(screen.form)


@pytest.mark.parametrize(
    ("answer", "standing", "said"),
    [
        (Answer.ASKED, Standing.ASKED, "er is nog geen antwoord"),
        (Answer.REFUSED, Standing.REFUSED, "gaf op 16 juni geen toestemming"),
    ],
)
def test_the_form_says_what_the_reporter_answered_before(
    world: World, case_screen: Show, answer: Answer, standing: Standing, said: str
) -> None:
    case_id = world.case()
    world.consent(case_id, MANAGER, answer)
    world.do(plan_step, case_id, MANAGER)
    screen = case_screen(case_id)
    blocked(screen).click()
    assert screen.form is not None
    assert said in words(screen.form)


def test_the_form_says_that_consent_was_withdrawn_or_has_expired(
    world: World, case_screen: Show
) -> None:
    case_id = world.case(opened_on=world.ago(20))
    world.consent(case_id, HR, dated_on=world.ago(10))
    world.do(withdraw_consent, case_id, HR, world.ago(2))
    world.consent(case_id, MANAGER, dated_on=world.ago(10), valid_until=world.ago(3))
    withdrawn = world.do(plan_step, case_id, HR).subject_id
    expired = world.do(plan_step, case_id, MANAGER).subject_id
    screen = case_screen(case_id)
    screen.open_form(f"consent:step:{withdrawn}")
    assert screen.form is not None and "trok de toestemming op 14 juni in" in words(screen.form)
    screen.open_form(f"consent:step:{expired}")
    assert "gold tot en met 13 juni" in words(screen.form)


def test_nothing_in_the_form_is_consent_beforehand(world: World, case_screen: Show) -> None:
    case_id = world.case()
    world.do(plan_step, case_id, MANAGER)
    screen = case_screen(case_id)
    blocked(screen).click()
    assert screen.form is not None
    assert screen.form.field("form").value() is None
    assert screen.form.field("shared").value() == ""
    assert not any(box.isChecked() for box in screen.form.findChildren(CheckBox))
    screen.form.confirm_button.click()
    world.settle()
    assert screen.form.field("form").error()
    assert world.do(read_case, case_id).permissions[-1].consent is None


def test_there_is_no_way_past_the_reporter(world: World, case_screen: Show) -> None:
    case_id = world.case()
    world.do(plan_step, case_id, MANAGER)
    screen = case_screen(case_id)
    blocked(screen).click()
    assert screen.form is not None
    acts = {b.text() for b in screen.form.findChildren(QPushButton) if b.text()}
    assert acts == {
        "Toestemming vastleggen",
        "M. weigert",
        "Sluiten",
        "Gevraagd, nog geen antwoord: alleen dat vastleggen",
        "Geheimhouding doorbreken…",
    }


def test_the_recipient_of_a_step_is_fixed(world: World, case_screen: Show) -> None:
    case_id = world.case()
    world.do(plan_step, case_id, MANAGER)
    screen = case_screen(case_id)
    blocked(screen).click()
    assert screen.form is not None
    to = screen.form.field("to").control
    assert isinstance(to, ComboField)
    assert [to.itemText(i) for i in range(to.count())] == ["Leidinggevende van M."]


def test_recording_consent_makes_the_step_possible(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    step = world.do(plan_step, case_id, MANAGER).subject_id
    screen = case_screen(case_id)
    blocked(screen).click()
    assert isinstance(screen.form, ConsentPanel)
    fill_consent(screen.form)
    qtbot.keyClick(
        screen.form.field("shared").control, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(lambda: not screen.timeline.findChildren(BlockedButton))
    world.settle()
    (act,) = buttons(screen, "Uitvoeren")
    assert isinstance(act, LinkButton)
    act.click()
    assert screen.form is not None
    assert "werkoverleg" in words(screen.form)
    screen.form.field("minutes").control.set_value(25)
    screen.form.confirm_button.click()
    qtbot.waitUntil(lambda: not world.do(read_case, case_id).pending_steps)
    done = next(i for i in world.do(read_case, case_id).timeline if i.key == f"step:{step}")
    assert done.is_done and done.ground == "consent" and done.minutes == 25


def test_a_refusal_is_recorded_and_stops_the_step(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    world.do(plan_step, case_id, MANAGER)
    screen = case_screen(case_id)
    blocked(screen).click()
    assert isinstance(screen.form, ConsentPanel)
    screen.form.refuse_button.click()
    qtbot.waitUntil(lambda: screen.form is None)
    case = world.do(read_case, case_id)
    assert not case.pending_steps
    assert [p.standing for p in case.permissions if p.act == MANAGER] == [Standing.REFUSED]


def test_a_question_without_an_answer_is_recorded_as_such(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    world.do(plan_step, case_id, MANAGER)
    screen = case_screen(case_id)
    blocked(screen).click()
    assert isinstance(screen.form, ConsentPanel)
    screen.form.asked_link.click()
    qtbot.waitUntil(lambda: screen.form is None)
    case = world.do(read_case, case_id)
    assert case.pending_steps[0].standing is Standing.ASKED
    qtbot.waitUntil(lambda: len(screen.timeline.findChildren(BlockedButton)) == 1)


def test_an_error_of_the_practice_stands_beside_its_field(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    world.do(plan_step, case_id, MANAGER)
    screen = case_screen(case_id)
    blocked(screen).click()
    assert isinstance(screen.form, ConsentPanel)
    fill_consent(screen.form)
    screen.form.field("dated_on").control.set_value(world.today + timedelta(days=3))
    screen.form.confirm_button.click()
    qtbot.waitUntil(lambda: bool(screen.form and screen.form.field("dated_on").error()))
    assert screen.form.field("shared").value()  # nothing that was typed is lost


def test_a_withdrawal_shows_what_it_stops_and_asks_what_was_done(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    world.consent(case_id, MANAGER)
    world.do(plan_step, case_id, MANAGER, planned_on=world.today + timedelta(days=4))
    screen = case_screen(case_id)
    row = next(r for r in screen.regie.rows if r.permission.act == MANAGER)
    assert row.action is not None and row.action.text() == "Intrekken"
    row.action.click()
    assert isinstance(screen.form, WithdrawPanel)
    said = words(screen.form)
    assert "Deze stappen stoppen meteen:" in said and "20 juni" in said
    assert "Is een stap al uitgevoerd? Leg dat eerst vast." in said
    screen.form.confirm_button.click()
    qtbot.waitUntil(lambda: not world.do(read_case, case_id).pending_steps)


def test_withdrawing_the_file_says_that_names_are_erased(world: World, case_screen: Show) -> None:
    case_id = world.case()
    screen = case_screen(case_id)
    row = next(r for r in screen.regie.rows if r.permission.act == FILE_KEEPING)
    assert row.action is not None
    row.action.click()
    assert screen.form is not None
    assert "Naam en bereikbaarheid van M. en namen van anderen worden gewist" in words(screen.form)


def test_control_passes_only_after_a_warning_that_was_confirmed(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    screen = case_screen(case_id)
    screen.open_form("step")
    assert screen.form is not None
    screen.form.field("kind").control.set_value("overleg_hr")
    assert not screen.form.field("understood").isVisible()
    screen.form.field("kind").control.set_value(INTEGRITY.kind)
    screen.form.field("recipient").control.set_value(INTEGRITY.recipient)
    assert screen.form.field("understood").isVisible()
    assert "gaat de regie over naar de organisatie" in words(screen.form)
    screen.form.confirm_button.click()
    assert screen.form.field("understood").error()
    screen.form.field("understood").control.set_value(True)
    screen.form.confirm_button.click()
    qtbot.waitUntil(lambda: bool(world.do(read_case, case_id).pending_steps))


def test_carrying_out_an_integrity_report_warns_again_and_shows_who_decides(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    world.consent(case_id, INTEGRITY)
    step = world.do(plan_step, case_id, INTEGRITY).subject_id
    screen = case_screen(case_id)
    assert "bij de melder" in [
        chip.text() for chip in screen.regie.findChildren(type(screen.regie._chip))
    ]
    screen.open_form(f"carry_out:{step}")
    assert screen.form is not None
    screen.form.confirm_button.click()
    assert screen.form.field("understood").error()
    assert world.do(read_case, case_id).pending_steps
    screen.form.field("understood").control.set_value(True)
    screen.form.confirm_button.click()
    qtbot.waitUntil(lambda: not world.do(read_case, case_id).pending_steps)
    qtbot.waitUntil(lambda: screen.regie._chip.text() == "bij de organisatie")


def test_a_consult_becomes_a_report_on_the_integrity_track_only_knowingly(
    world: World, case_screen: Show
) -> None:
    from dataclasses import replace

    from vertrouwen.services.edit_case import set_facts

    case_id = world.case()
    facts = world.do(read_case, case_id).facts
    world.do(set_facts, case_id, replace(facts, kind="consult", track="integriteit"))
    screen = case_screen(case_id)
    screen.open_form("fact:kind")
    assert screen.form is not None
    screen.form.field("value").control.set_value("signaal")
    assert not screen.form.field("understood").isVisible()
    screen.form.field("value").control.set_value("melding")
    assert screen.form.field("understood").isVisible()
    screen.form.confirm_button.click()
    assert screen.form.field("understood").error()
    assert world.do(read_case, case_id).facts.kind == "consult"


def test_breaking_confidentiality_asks_for_every_condition_and_once_more(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case()
    world.do(plan_step, case_id, MANAGER)
    screen = case_screen(case_id)
    blocked(screen).click()
    assert isinstance(screen.form, ConsentPanel)
    screen.form.breach_link.click()
    form = screen.form
    assert form is not None and not screen.timeline.isVisible()
    form.field("ground").control.set_value("conflict_van_plichten")
    form.field("reasoning").control.set_value(
        "M. is in direct gevaar en niemand anders weet ervan."
    )
    form.field("consent_sought").control.set_value("Drie keer gevraagd; M. zei nee.")
    form.field("reporter_informed").control.set_value("Gisteren gebeld en uitgelegd.")
    form.confirm_button.click()
    assert form.field("ground").error()  # not one of the four is ticked
    for box in form.findChildren(CheckBox):
        box.setChecked(True)
    form.confirm_button.click()
    dialog = form.dialog
    assert dialog.cancel_button.hasFocus() or dialog.cancel_button.isDefault()
    assert not world.do(read_case, case_id).pending_steps[0].can_carry_out_today
    dialog.accept()
    qtbot.waitUntil(lambda: world.do(read_case, case_id).pending_steps[0].can_carry_out_today)


def test_without_a_file_there_is_no_file_note_but_a_way_to_get_there(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case(keeps_file=False)
    screen = case_screen(case_id)
    screen.open_form("note")
    form = screen.form
    assert form is not None
    place = form.field("place").control
    assert isinstance(place, RadioGroup) and place.value() == "persoonlijk"
    form.field("text").control.set_value("Afspraken over het rooster.")
    place.set_value("dossier")
    form.confirm_button.click()
    assert form.field("place").error()
    form.file_consent_asked.emit()
    assert isinstance(screen.form, ConsentPanel)
    screen.form.field("form").control.set_value("handtekening")
    screen.form.confirm_button.click()
    qtbot.waitUntil(lambda: screen.form is not None and not isinstance(screen.form, ConsentPanel))
    qtbot.waitUntil(
        lambda: (
            screen.form is not None
            and screen.form.field("text").value() == "Afspraken over het rooster."
        )
    )
    assert world.do(read_case, case_id).keeps_file


def test_a_belgian_intervention_says_everywhere_that_it_needs_a_signature(
    world: World, case_screen: Show, qtbot: QtBot
) -> None:
    case_id = world.case(world.client(country="BE"))
    world.do(plan_step, case_id, INTERVENTION)
    world.consent(case_id, INTERVENTION)  # by word of mouth, confirmed
    screen = case_screen(case_id)
    assert "handtekening" in words(screen.timeline)
    assert "handtekening" in words(screen.regie)
    screen.open_form("consent")
    form = screen.form
    assert isinstance(form, ConsentPanel)
    assert "handtekening" not in words(form)
    form.field("kind").control.set_value(INTERVENTION.kind)
    assert "handtekening" in words(form)


def test_what_was_noted_with_a_refusal_is_not_offered_to_share(
    world: World, case_screen: Show
) -> None:
    case_id = world.case()
    refusal = ConsentForm(
        act=MANAGER, answer=Answer.REFUSED, dated_on=world.today, shared="het rooster"
    )
    world.do(record_consent, case_id, refusal)
    step = world.do(plan_step, case_id, MANAGER).subject_id
    decision = Decision(
        ground="acuut_gevaar",
        decided_on=world.today,
        reasoning="M. is in direct gevaar en niemand anders weet ervan.",
        consent_sought="Drie keer gevraagd; M. zei nee.",
        reporter_informed="Gisteren gebeld en uitgelegd.",
    )
    world.do(break_confidentiality, step, decision)
    screen = case_screen(case_id)
    screen.open_form(f"carry_out:{step}")
    assert screen.form is not None
    assert "het rooster" not in words(screen.form)

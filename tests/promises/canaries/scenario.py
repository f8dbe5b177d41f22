"""A day's work through the windows of the program, a canary in every field.

Usage: python -m tests.promises.canaries.scenario --data FOLDER (inside, the program's own words)

The program runs as it does for the adviser, from its own beginning to its own end; only the hands
are ours. What was typed where goes to the pipe REPORT_FD, one line each; an exit code other than
0 says that a step did not come off.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.promises.canaries.hands import Hands, Steps, drive, report
from tests.promises.canaries.words import canary
from vertrouwen.__main__ import main
from vertrouwen.ui.app import App
from vertrouwen.ui.basics.text_controls import PasswordField
from vertrouwen.ui.cases.case_screen import CaseScreen
from vertrouwen.ui.first_start.client_page import ClientPage
from vertrouwen.ui.first_start.code_page import CodePage
from vertrouwen.ui.first_start.practice_page import PracticePage
from vertrouwen.ui.first_start.welcome_page import WelcomePage
from vertrouwen.ui.imports.screen import CHOOSE, COLUMNS, LABELS, RESULT, ROWS
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.screen import Route
from vertrouwen.ui.unlock.window import UnlockWindow
from vertrouwen.ui.widgets.dialogs import ConfirmDialog

PASSPHRASE = f"{canary('wachtzin')} {canary('wachtzin, tweede helft')}"
REGISTRATION, BACKUP, BACKUPS = "REGISTRATION", "BACKUP", "BACKUPS"
"""Variables that name the file to bring in, the file of a backup and the folder of others."""


def first_start(do: Hands) -> Steps:
    """From nothing to a practice with a client."""
    frame = do.window.frame  # type: ignore[attr-defined]
    assert isinstance(frame.page, WelcomePage)
    frame.next_button.click()
    yield lambda: do.calm() and bool(do.window.findChildren(PasswordField))
    for field in do.window.findChildren(PasswordField)[:2]:
        QTest.keyClicks(field, PASSPHRASE)
    report("canary wachtzin")
    report("canary wachtzin, tweede helft")
    yield lambda: frame.next_button.isEnabled()
    frame.next_button.click()
    yield lambda: isinstance(frame.page, CodePage)
    code = frame.page.panel._keys.code
    report(f"secret {code}")
    frame.page.panel.cover()
    for field in frame.page.panel.fields:
        QTest.keyClicks(field.control, code.split("-")[field.number - 1])
    yield lambda: frame.next_button.isEnabled()
    frame.next_button.click()
    yield lambda: isinstance(frame.page, PracticePage)
    do.type(frame.page.name.control, "naam van de vertrouwenspersoon")
    frame.page.country.control.set_value("NL")
    yield lambda: frame.next_button.isEnabled()
    frame.next_button.click()
    yield lambda: isinstance(frame.page, ClientPage)
    do.type(frame.page.name.control, "eerste organisatie")
    frame.next_button.click()
    yield lambda: isinstance(do.app.window, MainWindow) and do.calm()


def organisation(do: Hands) -> Steps:
    """The profile of the client, and a unit."""
    do.main.shell.navigator.go(Route("organisation", 1))
    yield do.calm
    do.press("Profiel wijzigen")
    do.fill(do.form(), "organisatie")
    do.form().confirm_button.click()
    yield do.calm
    do.press("Onderdeel toevoegen")
    do.fill(do.form(), "onderdeel")
    do.form().confirm_button.click()
    yield do.calm


def new_contact(do: Hands) -> Steps:
    """Somebody comes to talk, and a file may be kept."""
    do.main.shell.navigator.go(Route("new_contact"))
    screen = do.screen("new_contact")
    yield lambda: screen.form is not None and do.calm()
    chosen = {"kind": "melding", "channel": "telefoon", "identity": "alias", "minutes": 40}
    do.fill(
        screen.form,
        "nieuw contact",
        **chosen,
        keeps_file=True,
        form="handtekening",
        place="dossier",
    )
    screen.form.confirm_button.click()
    yield lambda: do.main.shell.navigator.current.screen == "case" and do.calm()


def case(do: Hands) -> Steps:
    """People, notes, consent, steps with and without it, deadlines, and a state."""
    screen: CaseScreen = do.screen("case")
    yield lambda: screen._desk is not None and do.calm()
    act = {"kind": "gesprek_leidinggevende", "recipient": "leidinggevende"}
    today = do.main.shell.today()
    forms: list[tuple[str, dict[str, Any]]] = [
        ("reporter", {"identity": "bekend"}),
        ("party", {"relation": "collega"}),
        ("note", {"place": "dossier"}),
        ("note", {"place": "persoonlijk"}),
        ("contact", {"channel": "video", "minutes": 20}),
        ("step", {**act, "planned_on": today}),
        ("consent", {**act, "form": "mondeling_bevestigd"}),
        ("step", {"kind": "overleg_hr", "recipient": "hr", "planned_on": today}),
        ("deadline", {"due_on": today + timedelta(days=9)}),
        ("state", {"state": "wacht_op_melder"}),
    ]
    for number, (name, chosen) in enumerate(forms):
        yield from one_form(do, screen, name, f"{name} {number}", chosen)
    first, second = (
        item.key.removeprefix("step:")
        for item in sorted(screen._desk.case.timeline, key=lambda item: item.key)  # type: ignore[union-attr]
        if item.key.startswith("step:")
    )
    yield from one_form(do, screen, f"carry_out:{first}", "uitgevoerde stap", {"minutes": 30})
    yield from one_form(do, screen, f"breach:{second}", "doorbreking", {"ground": "aangifteplicht"})


def one_form(do: Hands, screen: CaseScreen, name: str, place: str, chosen: dict[str, Any]) -> Steps:
    """Open one form of a case, fill it in and confirm it."""
    screen.open_form(name)
    form = screen.form
    assert form is not None, name
    yield do.calm
    do.fill(form, place, **chosen)
    form.confirm_button.click()
    QCoreApplication.processEvents()
    for dialog in do.window.findChildren(ConfirmDialog):
        if dialog.isVisible():
            dialog.act_button.click()
    yield lambda: screen.form is None and do.calm()


def bring_in(do: Hands) -> Steps:
    """The registration kept until today, through the dialog of files."""
    do.main.shell.navigator.go(Route("import"))
    screen = do.screen("import")

    def reached(step: int) -> Callable[[], bool]:
        return lambda: screen.steps.current == step and not screen.work.is_running and do.calm()

    yield reached(CHOOSE)
    screen.choose.choose()
    yield do.choose_file(os.environ[REGISTRATION])
    yield reached(COLUMNS)
    do.press("Verder naar de")
    yield reached(LABELS)
    do.press("Verder naar con")
    yield reached(ROWS)
    screen._forward.click()
    yield reached(RESULT)


def search(do: Hands) -> Steps:
    """Look for a word in the palette and in the list of cases."""
    do.main.open_palette()
    palette = do.main._palette
    edit = palette.findChild(QLineEdit)
    assert edit is not None
    do.type(edit, "organisatie: name")
    yield lambda: do.calm() and palette._model.rowCount() > 0
    edit.clear()
    do.type(edit, "gezocht en nergens te vinden")
    yield do.calm
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    do.main.shell.navigator.go(Route("cases"))
    yield do.calm
    box = next(e for e in do.screen("cases").findChildren(QLineEdit) if e.isVisible())
    do.type(box, "gezocht in de lijst")
    yield do.calm
    do.main.shell.privacy.set_on(True)
    yield do.calm
    do.main.shell.privacy.set_on(False)


def issue_report(do: Hands) -> Steps:
    """A report with words of one's own, issued and not exported."""
    do.main.shell.navigator.go(Route("reports"))
    yield do.calm
    do.main.shell.navigator.go(Route("report", 2, {"period": "2025-01-01"}))
    screen = do.screen("report")
    yield lambda: settled(do, screen)
    text = screen.figures.text
    screen.figures.switch.set_value("text")
    for name in ("introduction", "highlights", "advice"):
        do.type(text.field(name).control.widget(), f"verslag: {name}")
    text.flush()
    yield lambda: settled(do, screen)
    do.press("Voorbeeld")
    yield lambda: settled(do, screen)
    screen.acts._issue()
    yield lambda: screen.live.view is not None and screen.live.view.edition_id is not None
    yield lambda: settled(do, screen)


def settled(do: Hands, screen: Any) -> bool:
    """Whether a report has everything that was asked for."""
    is_working = screen.live.is_working or screen.live.is_counting_costs
    return do.calm() and not is_working and screen.live.view is not None


def back_up(do: Hands) -> Steps:
    """A backup by hand, and a folder for those that are made by themselves, also at the lock."""
    do.main.shell.navigator.go(Route("settings"))
    yield do.calm
    do.press("Reservekopie maken…")
    yield do.choose_file(os.environ[BACKUP])
    yield lambda: do.calm() and Path(os.environ[BACKUP]).exists()
    do.press("Map toevoegen…")
    folder = Path(os.environ[BACKUPS])
    yield do.choose_file(str(folder))
    yield lambda: do.calm() and any(folder.iterdir())


def lock(do: Hands) -> Steps:
    """Something half typed, and then the lock: the process ends and another begins."""
    do.main.shell.navigator.go(Route("case", 1))
    screen: CaseScreen = do.screen("case")
    yield lambda: screen._desk is not None and do.calm()
    screen.open_form("note")
    assert screen.form is not None
    do.type(screen.form.field("text").control.widget(), "half getypt")
    yield do.calm
    do.app.lock()
    yield lambda: False


def unlock(do: Hands) -> Steps:
    """Open again, see that what was typed is there, and end."""
    assert isinstance(do.app.window, UnlockWindow)
    yield lambda: do.calm() and bool(do.window.findChildren(PasswordField))
    field = next(f for f in do.window.findChildren(PasswordField) if f.isVisible())
    QTest.keyClicks(field, PASSPHRASE)
    do.press("Ontgrendelen")
    yield lambda: isinstance(do.app.window, MainWindow) and do.calm()
    do.main.shell.navigator.go(Route("case", 1))
    screen: CaseScreen = do.screen("case")
    yield lambda: screen._desk is not None and do.calm()
    screen.open_form("note")
    yield do.calm
    assert screen.form is not None
    assert canary("half getypt") in screen.form.field("text").value()
    report("done")
    do.window.close()
    yield lambda: False


def before_the_lock(do: Hands) -> Steps:
    """Everything up to the lock."""
    acts = (first_start, organisation, new_contact, case, bring_in, search, issue_report, back_up)
    for act in (*acts, lock):
        report(f"act {act.__name__}")
        yield from act(do)


def start() -> int:
    """Run the program with our hands on it."""
    is_second = "--locked-at" in sys.argv
    real_run, real_exec = App.run, os.execv

    def run(app: App) -> int:
        hands = Hands(app)
        begin = app.begin

        def begun() -> bool:
            is_there = begin()
            drive(app, unlock(hands) if is_second else before_the_lock(hands))
            return is_there

        app.begin = begun  # type: ignore[method-assign]
        return real_run(app)

    def execute(path: str, arguments: list[str]) -> NoReturn:
        if "--locked-at" in arguments:
            place = arguments.index("vertrouwen")
            arguments = [*arguments[:place], __spec__.name, *arguments[place + 1 :]]
        real_exec(path, arguments)

    App.run = run  # type: ignore[method-assign]
    os.execv = execute  # type: ignore[assignment]
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(start())

"""A day's work through the windows of the program, a canary in every field.

Usage: python -m tests.promises.canaries.scenario --data FOLDER (inside, the program's own words)

The program runs as it does for the adviser, from its own beginning to its own end; only the hands
are ours. What was typed where goes to the pipe REPORT_FD, one line each; an exit code other than
0 says that a step did not come off.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Generator
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit, QWidget

from tests.promises.canaries.words import canary
from vertrouwen.__main__ import main
from vertrouwen.ui.app import App
from vertrouwen.ui.cases.case_screen import CaseScreen
from vertrouwen.ui.first_start.client_page import ClientPage
from vertrouwen.ui.first_start.code_page import CodePage
from vertrouwen.ui.first_start.practice_page import PracticePage
from vertrouwen.ui.first_start.welcome_page import WelcomePage
from vertrouwen.ui.imports.screen import CHOOSE, COLUMNS, LABELS, RESULT, ROWS
from vertrouwen.ui.main_window import MainWindow
from vertrouwen.ui.screen import Route
from vertrouwen.ui.unlock.window import UnlockWindow
from vertrouwen.ui.widgets import ComboField, FormPanel, RadioGroup, TextArea, TextField
from vertrouwen.ui.widgets.dialogs import ConfirmDialog
from vertrouwen.ui.widgets.text_controls import PasswordField

Steps = Generator[Callable[[], bool]]
LOOK_MS = 10
PATIENCE = 4_000
"""How often a step is looked at before it counts as stuck."""
FAILED = 7
PASSPHRASE = f"{canary('wachtzin')} {canary('wachtzin, tweede helft')}"
REGISTRATION, BACKUP, BACKUPS = "REGISTRATION", "BACKUP", "BACKUPS"
"""Variables that name the file to bring in, the file of a backup and the folder of others."""


class Hands:
    """What the adviser does with a window."""

    def __init__(self, app: App) -> None:
        """Get hold of the program."""
        self.app = app

    @property
    def window(self) -> QWidget:
        """The window that stands there."""
        assert self.app.window is not None
        return self.app.window

    @property
    def main(self) -> MainWindow:
        """The window of the practice."""
        assert isinstance(self.app.window, MainWindow)
        return self.app.window

    def screen(self, key: str) -> Any:
        """The screen of this name."""
        return self.main.screen_of(key)

    def calm(self) -> bool:
        """Whether nothing is under way."""
        return not self.app.tasks.is_busy

    def type(self, widget: QWidget, what: str, *, long: bool = False) -> None:
        """Type the canary of one place, key by key."""
        word = canary(what)
        text = " ".join([word] * 12) if long else word
        QTest.keyClicks(widget, text)
        report(f"canary {what}")

    def press(self, text: str, inside: QWidget | None = None) -> None:
        """Press the visible button with these words."""
        QCoreApplication.processEvents()
        place = inside or self.window
        for button in place.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and button.text().startswith(text):
                button.click()
                return
        seen = [b.text() for b in place.findChildren(QAbstractButton) if b.isVisible()]
        raise AssertionError(f"no button {text}: {seen}")

    def fill(self, form: FormPanel, place: str, /, **chosen: Any) -> None:
        """Choose what is named, type a canary into each text, take the first of other choices."""
        for name, value in chosen.items():
            control = form.field(name).control
            control.set_value(value)
            control.edited.emit()  # type: ignore[attr-defined]
        QCoreApplication.processEvents()
        for name, field in list(form._fields.items()):
            control = field.control
            if name in chosen or not field.isVisibleTo(form):
                continue
            if type(control) in (TextField, TextArea):
                control.set_value("")
                self.type(control.widget(), f"{place}: {name}", long=name in LONG)
            elif isinstance(control, ComboField) and control.value() is None:
                first = next(
                    (i for i in range(control.count()) if control.itemData(i) is not None), None
                )
                if first is not None:
                    control.setCurrentIndex(first)
                    control.edited.emit()
            elif isinstance(control, RadioGroup) and control.value() is None:
                raise AssertionError(f"{place}: nothing chosen for {name}")

    def form(self) -> FormPanel:
        """The form that is open."""
        QCoreApplication.processEvents()
        return next(f for f in self.window.findChildren(FormPanel) if f.isVisible())

    def choose_file(self, path: str) -> Callable[[], bool]:
        """Return a step that chooses a file once the dialog is there."""

        def chosen() -> bool:
            for dialog in self.app.qt.topLevelWidgets():  # type: ignore[attr-defined]
                found = dialog if isinstance(dialog, QFileDialog) else None
                found = found or dialog.findChild(QFileDialog)
                if found is not None and found.isVisible():
                    edit = found.findChild(QLineEdit, "fileNameEdit")
                    assert edit is not None
                    # Folders one has been to are what a dialog likes to remember.
                    found.setDirectory(str(Path(path).parent))
                    edit.setText(Path(path).name)
                    found.accept()
                    return True
            return False

        return chosen


LONG = frozenset({"reasoning"})


def report(line: str) -> None:
    """Tell the test what was typed where."""
    os.write(int(os.environ["REPORT_FD"]), f"{line}\n".encode())


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


def drive(app: App, steps: Steps) -> None:
    """Carry out steps, each as soon as what it waits for is there."""
    timer = QTimer(app)
    timer.setInterval(LOOK_MS)
    waited: list[Callable[[], bool]] = [lambda: True]
    looks = [0]

    def look() -> None:
        try:
            looks[0] += 1
            if not waited[0]():
                if looks[0] > PATIENCE:
                    give_up(f"stuck: {seen()}")
                return
            looks[0] = 0
            waited[0] = next(steps)
        except StopIteration:
            timer.stop()
        except BaseException:
            give_up(traceback.format_exc())

    def seen() -> list[str]:
        labels = app.window.findChildren(QLabel) if app.window is not None else []
        return [label.text() for label in labels if label.isVisible() and label.text()]

    def give_up(why: str) -> NoReturn:
        report(f"failed {why}")
        os._exit(FAILED)

    timer.timeout.connect(look)
    timer.start()


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

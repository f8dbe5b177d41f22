"""The wizard: file, columns, words, rows, result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.language.sentences import sentence
from vertrouwen.services.import_draft import Begun
from vertrouwen.services.import_registration import (
    Answers,
    Decisions,
    Imported,
    ImportRun,
    Registration,
    RowDecision,
    RowKey,
    can_undo_import,
    cells_in_doubt,
    duplicates_in_vault,
    import_cases,
    left_out,
    preview,
    rows_to_import,
    undo_import,
    with_mapping,
)
from vertrouwen.services.practice import Change, Practice
from vertrouwen.services.read_organisations import organisations
from vertrouwen.ui.imports.choose_page import ChoosePage
from vertrouwen.ui.imports.columns_page import ColumnsPage
from vertrouwen.ui.imports.labels_page import LabelsPage
from vertrouwen.ui.imports.long_work import LongWork, Told
from vertrouwen.ui.imports.result_page import ResultPage, reasons
from vertrouwen.ui.imports.review import Review, key_of
from vertrouwen.ui.imports.rows_page import RowsPage
from vertrouwen.ui.imports.steps_bar import StepButtons, StepsBar
from vertrouwen.ui.imports.unfinished import UnfinishedWork
from vertrouwen.ui.imports.words import RowWords, consent_label
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.widgets import (
    Banner,
    PageHeader,
    confirm,
)

T = TypeVar("T")
CHOOSE, COLUMNS, LABELS, ROWS, RESULT = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A file that was read, and the names of the clients that are known."""

    registration: Registration
    clients: tuple[str, ...]


class ImportScreen(Screen):
    """Brings in a registration, step by step; until the last step nothing is stored."""

    key = "import"
    place = "organisations"

    def __init__(self, shell: Shell, practice: Practice) -> None:
        """Begin at the first step."""
        super().__init__(shell)
        self._practice = practice
        self._registration: Registration | None = None
        self._clients: tuple[str, ...] = ()
        self._kept: dict[RowKey, RowDecision] = {}
        self._begun: Begun | None = None
        self._run_id: int | None = None
        words = RowWords(practice.vocabulary)
        header = PageHeader(_("Registratie inlezen"), back=_("Organisaties"))
        header.back_clicked.connect(lambda: shell.navigator.go(Route("organisations")))
        self.page.addWidget(header)
        self.steps = StepsBar(
            [_("Bestand"), _("Kolommen"), _("Woorden"), _("Controleren"), _("Inlezen")]
        )
        self.page.addWidget(self.steps)
        self.banner = Banner("", tone="brick")
        self.page.addWidget(self.banner)
        self.choose = ChoosePage()
        self.columns = ColumnsPage()
        self.labels = LabelsPage(words, lambda: shell.privacy.is_on)
        self.rows = RowsPage(words, shell.today, lambda: shell.privacy.is_on)
        self.result = ResultPage()
        self.work = LongWork(shell.tasks)
        self._unfinished = UnfinishedWork(shell.tasks, practice, self._state, self)
        self._unfinished.found.connect(self._show_begun)
        self._stack = QStackedWidget()
        for page in (self.choose, self.columns, self.labels, self.rows, self.result, self.work):
            self._stack.addWidget(page)
        self.page.addWidget(self._stack, 1)
        self._foot = StepButtons()
        self._back, self._forward = self._foot.back, self._foot.forward
        self._back.clicked.connect(self._step_back)
        self._forward.clicked.connect(self._step_forward)
        self.page.addWidget(self._foot)
        self.choose.chosen.connect(lambda path: self.read(Path(path)))
        self.choose.undo_clicked.connect(self._ask_undo)
        self.choose.resume_clicked.connect(self._resume)
        self.choose.forget_clicked.connect(self._unfinished.forget)
        for page in (self.columns, self.labels, self.rows):
            page.edited.connect(self._unfinished.keep_soon)
        self.rows.counted.connect(self._show_count)
        self.result.undo_clicked.connect(self._ask_undo)
        self.result.cases_clicked.connect(lambda: shell.navigator.go(Route("cases")))
        self.result.again_clicked.connect(self.start)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._forward_by_key)
        self._go(CHOOSE)

    def title(self) -> str:
        """Return the name of the place."""
        return _("Registratie inlezen")

    def open(self, route: Route) -> None:
        """Begin anew after a finished import; otherwise go on where one was."""
        if self.steps.current == RESULT and not self.work.is_running:
            self.start()
        self.refresh()

    def refresh(self) -> None:
        """Find out whether the last import can still be undone."""
        self.run(lambda: can_undo_import(self._practice), self._show_undo)
        if self.steps.current == ROWS and not self.work.is_running:
            self.rows.refresh()
        elif self.steps.current == LABELS and not self.work.is_running:
            self.labels.refresh()
        if self._registration is None:
            self._unfinished.look()

    def on_changed(self, change: object) -> None:
        """Look again whether the last import can be undone; the wizard itself stays."""
        self.run(lambda: can_undo_import(self._practice), self._show_undo)

    def primary_new(self) -> None:
        """Choose a file."""
        if not self.work.is_running:
            self.start()
            self.choose.choose()

    def regions(self) -> list[QWidget]:
        """Return the page and the buttons below it; beside a table also its panel."""
        if self.steps.current == LABELS:
            return [self.labels.table, self.labels.panel, self._forward]
        if self.steps.current == ROWS:
            return [self.rows.table, self.rows.panel, self._forward]
        return [self._stack, self._foot]

    def start(self) -> None:
        """Begin at the first step, with nothing chosen."""
        self._registration, self._kept, self._run_id = None, {}, None
        self.banner.set_text("")
        self._go(CHOOSE)
        self._unfinished.look()
        self.on_changed(None)

    def read(self, path: Path, unfinished: Begun | None = None) -> None:
        """Read a file and go to its columns.

        Args:
            unfinished: what was answered about it before, to go on with.
        """
        practice = self._practice
        kept = dict(unfinished.decisions) if unfinished is not None else {}

        def job(told: Told) -> _Read:
            registration = preview(practice, path, told)
            if unfinished is not None:
                registration = with_mapping(practice, registration, unfinished.answers, told)
            names = tuple(row.name for row in organisations(practice))
            return _Read(registration=registration, clients=names)

        def done(found: _Read) -> None:
            self._registration, self._clients, self._kept = found.registration, found.clients, kept
            self.columns.show_registration(found.registration, found.clients)
            self._go(COLUMNS)

        self._run_long(_("De registratie wordt gelezen"), job, done, back=CHOOSE)

    # Steps forward and back

    def _go(self, step: int) -> None:
        self.steps.set_current(step)
        self._stack.setCurrentIndex(step)
        self._foot.setVisible(step in (COLUMNS, LABELS, ROWS))
        words = {
            COLUMNS: _("Verder naar de woorden"),
            LABELS: _("Verder naar controleren"),
        }
        if step in words:
            self._forward.setText(words[step])
            self._forward.setEnabled(True)
            self._forward.updateGeometry()
        self.shell.announce(self.steps.accessibleName())
        places: dict[int, QWidget] = {
            CHOOSE: self.choose.drop.button,
            LABELS: self.labels.table,
            ROWS: self.rows.table,
        }
        place = places.get(step)
        if place is not None:
            place.setFocus()

    def _show_count(self, count: int) -> None:
        text = ngettext("{n} zaak inlezen", "{n} zaken inlezen", count).format(n=count)
        self._forward.setText(text)
        self._forward.setEnabled(count > 0)
        self._forward.updateGeometry()

    def _step_back(self) -> None:
        step = self.steps.current
        if step == ROWS:
            self._kept = dict(self.rows.review.answers)
        self.banner.set_text("")
        self._go(step - 1)

    def _forward_by_key(self) -> None:
        if self._foot.isVisible() and self._forward.isEnabled():
            self._step_forward()

    def _step_forward(self) -> None:
        self.banner.set_text("")
        step = self.steps.current
        if step == COLUMNS:
            problem = self.columns.problem()
            if problem:
                self.banner.set_text(problem, tone="amber")
            else:
                self._read_again(self.columns.answers(), COLUMNS, self._columns_read)
        elif step == LABELS:
            self._read_again(self.labels.answers(), LABELS, self._review)
        elif step == ROWS and self.rows.panel.settle():
            self._import()

    def _columns_read(self) -> None:
        registration = self._registration
        if registration is None:
            return
        # After a choice between sheets there are columns to look at first.
        if self.columns.problem() or not self.columns.has_columns:
            self.columns.show_registration(registration, self._clients)
            self._go(COLUMNS)
            return
        self.labels.show_registration(registration, self._clients)
        self._go(LABELS)

    def _read_again(self, answers: Answers, step: int, then: Callable[[], None]) -> None:
        registration = self._registration
        if registration is None:
            return
        if answers == registration.answers:
            then()
            return

        def done(found: Registration) -> None:
            self._registration = found
            then()

        self._run_long(
            _("De registratie wordt opnieuw gelezen"),
            lambda told: with_mapping(self._practice, registration, answers, told),
            done,
            back=step,
        )

    def _review(self) -> None:
        registration = self._registration
        if registration is None:
            return

        def job(told: Told) -> Review:
            return Review(
                registration.preview.rows,
                duplicates_in_vault(self._practice, registration),
                cells_in_doubt(registration, told),
                self._kept,
            )

        def done(review: Review) -> None:
            units = (u for names in registration.preview.units.values() for u in names)
            names = {
                "organisatie": (*registration.preview.organisations, *self._clients),
                "afdeling": tuple(dict.fromkeys(units)),
            }
            self.rows.show_review(review, names)
            self._go(ROWS)

        self._run_long(_("De regels worden vergeleken met uw praktijk"), job, done, back=LABELS)

    # Bringing in and taking out

    def _import(self) -> None:
        registration, review = self._registration, self.rows.review
        if registration is None:
            return
        decisions = Decisions(rows=review.decisions(), consent_label=consent_label())
        self._kept = dict(review.answers)

        def job(told: Told) -> Imported:
            found = registration.preview
            stored = import_cases(
                self._practice,
                rows_to_import(found, decisions),
                registration.signature,
                registration.answers.to_json(),
                told,
            )
            return replace(stored, left_out=tuple(map(key_of, left_out(found, decisions))))

        def done(imported: Imported) -> None:
            self._run_id = imported.subject_id
            self.result.show_result(imported, reasons(review, set(imported.left_out)))
            self._go(RESULT)
            self._registration = None
            self._unfinished.forget()

        self.steps.set_current(RESULT)
        self._run_long(_("De zaken worden opgeslagen"), job, done, back=ROWS)

    def _show_undo(self, run: ImportRun | None) -> None:
        self.choose.show_undo(run.rows if run is not None else None)
        if run is not None:
            self._run_id = run.id
        if self.result.undo_button is not None and self.steps.current == RESULT:
            self.result.undo_button.setEnabled(run is not None)

    def _ask_undo(self) -> None:
        confirm(
            self,
            _("Invoer ongedaan maken?"),
            _(
                "Alle zaken, notities, organisaties en onderdelen van deze invoer verdwijnen uit uw"
                " praktijk. Uw bestand blijft zoals het is; u kunt het opnieuw inlezen."
            ),
            _("Invoer ongedaan maken"),
            self._undo,
        )

    def _undo(self) -> None:
        run_id = self._run_id
        if run_id is None:
            return

        def done(_change: Change) -> None:
            self.start()
            self.shell.notify(_("De invoer is ongedaan gemaakt."))

        self.run(
            lambda: undo_import(self._practice, run_id),
            done,
            lambda error: self.banner.set_text(sentence(error), tone="brick"),
        )

    # Long work

    def _run_long(
        self, words: str, job: Callable[[Told], T], done: Callable[[T], None], back: int
    ) -> None:
        """Run a job in place of the page; after a stop or a failure go back to a step."""

        def failed(error: Exception) -> None:
            self._go(back)
            self.banner.set_text(sentence(error), tone="brick")
            self.shell.announce(self.banner.text())

        def stopped() -> None:
            self._go(back)
            self.banner.set_text(_("U bent gestopt. Er is niets opgeslagen."), tone="accent")

        self.banner.set_text("")
        self._stack.setCurrentWidget(self.work)
        self._foot.setVisible(False)
        self.work.start(words, job, done, failed, stopped)

    # Unfinished work

    def leave(self) -> None:
        """Keep what was answered a moment ago."""
        self._unfinished.keep_now()

    def _state(self) -> Begun | None:
        registration, step = self._registration, self.steps.current
        if registration is None or self.work.is_running:
            return None
        answers = registration.answers
        if step == COLUMNS:
            answers = self.columns.answers()
        elif step == LABELS:
            answers = self.labels.answers()
        decisions = self.rows.review.answers if step == ROWS else self._kept
        return Begun(path=registration.path, answers=answers, decisions=dict(decisions))

    def _show_begun(self, unfinished: Begun | None) -> None:
        self._begun = unfinished
        name = unfinished.path.name if unfinished is not None else None
        self.choose.show_begun(name, is_hidden=self.shell.privacy.is_on)

    def _resume(self) -> None:
        """Read the file of the draft again, with everything that was answered."""
        if self._begun is not None:
            self.read(self._begun.path, self._begun)

"""The wizard: file, columns, words, rows, result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from vertrouwen.language import _, ngettext
from vertrouwen.language.sentences import sentence
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
from vertrouwen.ui.imports.result_page import ResultPage, reasons
from vertrouwen.ui.imports.review import Review, key_of
from vertrouwen.ui.imports.rows_page import RowsPage
from vertrouwen.ui.imports.steps_bar import StepsBar
from vertrouwen.ui.imports.words import RowWords, consent_label
from vertrouwen.ui.screen import Route, Screen, Shell
from vertrouwen.ui.tasks import Progress
from vertrouwen.ui.widgets import (
    Banner,
    Button,
    Column,
    PageHeader,
    PrimaryButton,
    ProgressPanel,
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
        self._progress: Progress | None = None
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
        self.labels = LabelsPage(words)
        self.rows = RowsPage(words, shell.today, lambda: shell.privacy.is_on)
        self.result = ResultPage()
        self._busy = Column()
        self.panel = ProgressPanel("")
        self.panel.cancelled.connect(self._cancel)
        self._busy.add(self.panel)
        self._busy.add_stretch()
        self._stack = QStackedWidget()
        for page in (self.choose, self.columns, self.labels, self.rows, self.result, self._busy):
            self._stack.addWidget(page)
        self.page.addWidget(self._stack, 1)
        self.page.addWidget(self._footer())
        self.choose.chosen.connect(lambda path: self.read(Path(path)))
        self.choose.undo_clicked.connect(self._ask_undo)
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
        if self.steps.current == RESULT and self._progress is None:
            self.start()
        self.refresh()

    def refresh(self) -> None:
        """Find out whether the last import can still be undone."""
        self.run(lambda: can_undo_import(self._practice), self._show_undo)
        if self.steps.current == ROWS:
            self.rows.refresh()

    def on_changed(self, change: object) -> None:
        """Look again whether the last import can be undone; the wizard itself stays."""
        self.run(lambda: can_undo_import(self._practice), self._show_undo)

    def primary_new(self) -> None:
        """Choose a file."""
        if self._progress is None:
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
        self.on_changed(None)

    def read(self, path: Path) -> None:
        """Read a file and go to its columns."""
        practice = self._practice

        def job(told: Callable[[int, int], None]) -> _Read:
            registration = preview(practice, path, told)
            names = tuple(row.name for row in organisations(practice))
            return _Read(registration=registration, clients=names)

        def done(found: _Read) -> None:
            self._registration, self._clients, self._kept = found.registration, found.clients, {}
            self.columns.show_registration(found.registration, found.clients)
            self._go(COLUMNS)

        self._run_long(_("De registratie wordt gelezen"), job, done, back=CHOOSE)

    # Steps forward and back

    def _footer(self) -> QWidget:
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._back = Button(_("Vorige stap"), icon="chevron-left")
        self._back.clicked.connect(self._step_back)
        self._forward = PrimaryButton("", shortcut="Ctrl+Return")
        self._forward.clicked.connect(self._step_forward)
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._forward)
        return self._foot

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
        elif step == ROWS:
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

        def job(told: Callable[[int, int], None]) -> Review:
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

        def job(told: Callable[[int, int], None]) -> Imported:
            return import_cases(
                self._practice,
                rows_to_import(registration.preview, decisions),
                registration.signature,
                registration.answers.to_json(),
                told,
            )

        def done(imported: Imported) -> None:
            self._run_id = imported.subject_id
            missing = {key_of(row) for row in left_out(registration.preview, decisions)}
            self.result.show_result(imported, reasons(review, missing))
            self._go(RESULT)

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
        self,
        words: str,
        job: Callable[[Callable[[int, int], None]], T],
        done: Callable[[T], None],
        back: int,
    ) -> None:
        """Run a job with a bar and a way to stop; after a stop or a failure go back to a step."""
        self.banner.set_text("")
        self.panel.set_text(words)
        self.panel.set_progress(0, 0)
        self._stack.setCurrentWidget(self._busy)
        self._foot.setVisible(False)
        self.panel.cancel_button.setFocus()

        def told_job(progress: Progress) -> T:
            def told(count: int, total: int) -> None:
                progress.report(count, total)
                progress.check()

            return job(told)

        def finished(result: T) -> None:
            self._progress = None
            done(result)

        def failed(error: Exception) -> None:
            self._progress = None
            self._go(back)
            self.banner.set_text(sentence(error), tone="brick")
            self.shell.announce(self.banner.text())

        def stopped() -> None:
            self._progress = None
            self._go(back)
            self.banner.set_text(_("U bent gestopt. Er is niets opgeslagen."), tone="accent")

        self._progress = self.shell.tasks.run_long(
            told_job,
            finished,
            failed,
            owner=self,
            progress=self.panel.set_progress,
            on_cancel=stopped,
        )

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

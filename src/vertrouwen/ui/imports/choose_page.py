"""Step 1: which file, and what happens with it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from vertrouwen.language import _
from vertrouwen.ui.imports.words import cases_count
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import (
    Button,
    Card,
    Icon,
    Label,
    LinkButton,
    PrimaryButton,
    ScrollColumn,
    WrapLabel,
)
from vertrouwen.ui.widgets.file_dialogs import ask_file

_ENDINGS = (".xlsx", ".xlsm", ".csv", ".txt", ".tsv")


class _DropPlace(QFrame):
    """A dashed plane on which a file may be dropped.

    Signals:
        chosen: path of the file.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._is_over = False
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 28, 24, 28)
        box.setSpacing(10)
        centre = Qt.AlignmentFlag.AlignHCenter
        box.addWidget(Icon("file-import", "accent", 40), 0, centre)
        box.addWidget(Label(_("Sleep uw registratie hierheen"), "heading"), 0, centre)
        box.addWidget(
            Label(_("Een Excel-bestand (.xlsx) of een CSV-bestand"), "body", "ink2"), 0, centre
        )
        box.addSpacing(6)
        self.button = PrimaryButton(_("Bestand kiezen…"), icon="folder", shortcut="Ctrl+N")
        box.addWidget(self.button, 0, centre)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            self._is_over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: object) -> None:
        self._is_over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._is_over = False
        self.update()
        event.acceptProposedAction()
        self.chosen.emit(event.mimeData().urls()[0].toLocalFile())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme().color("accent" if self._is_over else "field"), 1.5)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme().color("accent_soft" if self._is_over else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)


class ChoosePage(ScrollColumn):
    """Choose a file; take the last import out again.

    Signals:
        chosen: path of the file.
        undo_clicked: the last import is to be undone.
        resume_clicked: go on with the file that was begun.
        forget_clicked: do not go on with it.
    """

    chosen = Signal(str)
    undo_clicked = Signal()
    resume_clicked = Signal()
    forget_clicked = Signal()

    def __init__(self) -> None:
        """Make the page."""
        super().__init__(spacing=16)
        self._begun = Card(_("U was bezig met een registratie"))
        self._begun_text = WrapLabel("")
        self.resume_button = Button(_("Verder gaan"), icon="arrow-right")
        self.resume_button.clicked.connect(self.resume_clicked)
        forget = LinkButton(_("Niet verder gaan"), icon="x")
        forget.clicked.connect(self.forget_clicked)
        acts = QHBoxLayout()
        acts.setSpacing(12)
        acts.addWidget(self.resume_button)
        acts.addWidget(forget)
        acts.addStretch(1)
        self._begun.add(self._begun_text)
        self._begun.body.addLayout(acts)
        self._begun.setVisible(False)
        self.add(self._begun)
        self.drop = _DropPlace()
        self.drop.chosen.connect(self.chosen)
        self.drop.button.clicked.connect(self.choose)
        self.add(self.drop)
        self.add(_what_happens())
        self._undo = Card(_("Laatst ingelezen"))
        self._undo_text = WrapLabel("")
        self.undo_button = Button(_("Invoer ongedaan maken…"), icon="arrow-back-up")
        self.undo_button.clicked.connect(self.undo_clicked)
        self._undo.add(self._undo_text)
        self._undo.body.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._undo.setVisible(False)
        self.add(self._undo)
        self.column.add_stretch()

    def show_undo(self, rows: int | None) -> None:
        """Offer to undo the last import with so many cases; None hides the offer."""
        self._undo.setVisible(rows is not None)
        if rows is not None:
            self._undo_text.setText(
                _(
                    "De laatste invoer bracht {cases} binnen. U kunt die als geheel ongedaan maken"
                    " zolang u daarna niets hebt gewijzigd."
                ).format(cases=cases_count(rows))
            )

    def show_begun(self, name: str | None, is_hidden: bool = False) -> None:
        """Offer to go on with a file that was begun; None hides the offer.

        Args:
            is_hidden: its name is not shown (privacy mode).
        """
        self._begun.setVisible(name is not None)
        if name is not None:
            text = _("Uw antwoorden zijn bewaard. Er is nog niets ingelezen.")
            if not is_hidden:
                text = _("Bestand: {name}.").format(name=name) + " " + text
            self._begun_text.setText(text)

    def choose(self) -> None:
        """Open the dialog to choose a file."""
        endings = " ".join(f"*{ending}" for ending in _ENDINGS)
        filters = [_("Registraties") + f" ({endings})", _("Alle bestanden") + " (*)"]
        ask_file(self, _("Registratie kiezen"), filters, lambda path: self.chosen.emit(str(path)))


def _what_happens() -> Card:
    card = Card(_("Wat er met uw bestand gebeurt"))
    for icon, text in (
        ("eye", _("Het bestand wordt alleen gelezen. Het blijft zoals het is.")),
        (
            "list-check",
            _("U ziet eerst wat er van elke regel wordt opgeslagen. Pas daarna beslist u."),
        ),
        (
            "note",
            _(
                "Opmerkingen komen mee als persoonlijke notitie. Ook wat er over toestemming"
                " staat, is dan een notitie. Het geldt niet als toestemming voor een stap."
            ),
        ),
        (
            "arrow-back-up",
            _("De invoer is als geheel ongedaan te maken, tot u daarna iets wijzigt."),
        ),
    ):
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Icon(icon, "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(WrapLabel(text), 1)
        card.body.addLayout(row)
    return card

"""A form in the page: fields, one confirming button, Esc to close, drafts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.ui.basics.banners import Banner
from vertrouwen.ui.basics.buttons import LinkButton, PrimaryButton, announce
from vertrouwen.ui.basics.chips import Icon
from vertrouwen.ui.basics.containers import Card
from vertrouwen.ui.basics.field import Field
from vertrouwen.ui.basics.text import WrapLabel
from vertrouwen.ui.theme import theme
from vertrouwen.ui.tokens import Tone

DRAFT_PAUSE_MS = 800
"""From the first keystroke to `draft_ready`; a draft is in the vault within two seconds."""


class FormPanel(Card):
    """A form as a card.

    Signals:
        confirmed: the button or Ctrl+Enter, and every field is in order.
        closed: Esc or the link; nothing is lost, the draft stays.
        draft_ready: the raw state of the form, shortly after it was edited.
    """

    confirmed = Signal()
    closed = Signal()
    draft_ready = Signal(dict)
    other_names: ClassVar[Mapping[str, str]] = {}
    """Fields of the use case that have another name in this form."""

    def __init__(
        self,
        title: str = "",
        confirm: str = "",
        icon: str = "",
        tone: Tone = "accent",
        text: str = "",
        close: str = "",
    ) -> None:
        """Make an empty form.

        Args:
            title: heading and accessible name.
            confirm: verb of the confirming button; "" gives "Opslaan".
            icon: name of an icon before the heading.
            tone: of that icon.
            text: a few sentences under the heading.
            close: words of the closing link; "" gives "Sluiten".
        """
        super().__init__()
        self.setAccessibleName(title)
        self.body.setContentsMargins(0, 6, 0, 6)
        if title:
            head = QHBoxLayout()
            head.setSpacing(10)
            if icon:
                head.addWidget(Icon(icon, theme().tone_token(tone), 20))
            head.addWidget(WrapLabel(title, "heading", "ink"), 1)
            self.body.addLayout(head)
        if text:
            self.body.addWidget(WrapLabel(text, "body", "ink2"))
        self._banner = Banner(tone="brick")
        self.body.addWidget(self._banner)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(5)
        self.body.addLayout(self._rows)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self.confirm_button = PrimaryButton(confirm or _("Opslaan"), shortcut="Ctrl+Return")
        self.confirm_button.clicked.connect(self._confirm)
        self.close_link = LinkButton(close or _("Sluiten"), shortcut="Esc")
        self.close_link.clicked.connect(self._close)
        self._buttons.addWidget(self.confirm_button)
        self._buttons.addWidget(self.close_link)
        self._buttons.addStretch(1)
        self.body.addLayout(self._buttons)
        self.footer = QVBoxLayout()
        self.body.addLayout(self.footer)
        self._fields: dict[str, Field] = {}
        self._extra = 0
        self._is_touched = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DRAFT_PAUSE_MS)
        self._pause.timeout.connect(self.flush_draft)
        self._bind("Ctrl+Return", self._confirm)
        self._bind("Ctrl+Enter", self._confirm)
        self._bind("Esc", self._close)

    def add(self, widget: QWidget) -> None:
        """Put a field, or something else, on a row of its own."""
        if isinstance(widget, Field):
            self.add_row(widget)
        else:
            self._rows.addWidget(widget)

    def add_row(self, *fields: Field, stretch: Sequence[int] | None = None) -> None:
        """Put fields beside each other.

        Args:
            fields: from left to right.
            stretch: share of each; equal when left out.
        """
        row = QHBoxLayout()
        row.setSpacing(16)
        for index, field in enumerate(fields):
            self._fields[field.name] = field
            field.edited.connect(self._edited)
            row.addWidget(field, stretch[index] if stretch else 1, Qt.AlignmentFlag.AlignTop)
        self._rows.addLayout(row)

    def add_widget(self, widget: QWidget) -> None:
        """Put something that is not a field between the fields."""
        self._rows.addWidget(widget)

    def add_button(self, button: QPushButton) -> None:
        """Put a second act between the confirming button and the closing link."""
        self._extra += 1
        self._buttons.insertWidget(self._extra, button)

    def field(self, name: str) -> Field:
        """Return the field of this name."""
        return self._fields[name]

    def has_field(self, name: str) -> bool:
        """Whether there is a field of this name."""
        return name in self._fields

    def values(self) -> dict[str, Any]:
        """Return the value of each field by name."""
        return {name: field.value() for name, field in self._fields.items()}

    def set_values(self, values: dict[str, Any]) -> None:
        """Fill in fields by name; fields not named stay."""
        for name, value in values.items():
            self._fields[name].control.set_value(value)
        self._settle()

    def draft(self) -> dict[str, Any]:
        """Return the raw state of each field, as JSON can keep it."""
        return {name: field.control.draft() for name, field in self._fields.items()}

    def flush_draft(self) -> None:
        """Hand out the draft now when something was typed since the last time."""
        if self._is_touched:
            self._is_touched = False
            self._pause.stop()
            self.draft_ready.emit(self.draft())

    def load_draft(self, draft: dict[str, Any]) -> None:
        """Put back what `draft` returned; names that no longer exist are left out."""
        for name, state in draft.items():
            if name in self._fields:
                self._fields[name].control.restore(state)
        self._settle()

    def set_errors(self, errors: dict[str, str]) -> None:
        """Show messages beside fields and go to the first of them."""
        for name, text in errors.items():
            self._fields[name].set_error(text)
        self._focus_first_error()

    def set_banner(self, text: str, tone: Tone = "brick") -> None:
        """Show a message above the fields; "" takes it away."""
        self._banner.set_text(text, tone)

    def refuse(self, problem: Exception) -> None:
        """Say why the form was not carried out, and let it be tried again.

        Args:
            problem: shown beside the question it is about when that is in sight.
        """
        # Imported late: the unlock window has fields, but no form that is refused.
        from vertrouwen.language.sentences import sentence

        text = sentence(problem)
        field: str | None = getattr(problem, "field", None)
        field = self.other_names.get(field or "", field)
        self.set_busy(False)
        if field in self._fields and self._fields[field].isVisibleTo(self):
            self.set_errors({field: text})
        else:
            self.set_banner(text)
            self.confirm_button.setFocus()
            announce(self, text)

    def set_busy(self, is_busy: bool) -> None:
        """Close the buttons while the form is being carried out."""
        self.confirm_button.setEnabled(not is_busy)

    def set_confirm_text(self, text: str) -> None:
        """Name another act on the confirming button."""
        self.confirm_button.setText(text)

    def focus_first(self) -> None:
        """Go to the first field."""
        for field in self._fields.values():
            if field.isVisibleTo(self):
                field.control.widget().setFocus(Qt.FocusReason.TabFocusReason)
                return

    def showEvent(self, event: QShowEvent) -> None:
        """Let Tab reach the buttons after the fields, which came into the form later."""
        super().showEvent(event)
        stops = [widget for widget in self._in_focus_order() if _takes_tab(widget)]
        parts = [*_widgets_of(self._buttons), *_widgets_of(self.footer)]
        after = [
            widget
            for part in parts
            for widget in stops
            if widget is part or part.isAncestorOf(widget)
        ]
        fields = [widget for widget in stops if widget not in after]
        for first, second in pairwise([*fields[-1:], *after]):
            self.setTabOrder(first, second)

    def _in_focus_order(self) -> Iterator[QWidget]:
        widget: QWidget | None = self.nextInFocusChain()
        while widget is not None and widget is not self:
            if self.isAncestorOf(widget):
                yield widget
            widget = widget.nextInFocusChain()

    def _bind(self, keys: str, slot: Any) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    def _edited(self) -> None:
        # not restarted by the next key, so that steady typing is kept as well
        self._is_touched = True
        if not self._pause.isActive():
            self._pause.start()

    def _settle(self) -> None:
        self._is_touched = False
        self._pause.stop()

    def _close(self) -> None:
        self.flush_draft()
        self.closed.emit()

    def _confirm(self) -> None:
        if not self.confirm_button.isEnabled():
            return
        shown = [field for field in self._fields.values() if field.isVisibleTo(self)]
        if all([field.validate() for field in shown]):
            self.confirmed.emit()
        else:
            self._focus_first_error()

    def _focus_first_error(self) -> None:
        for field in self._fields.values():
            if field.error():
                field.control.widget().setFocus(Qt.FocusReason.OtherFocusReason)
                return


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _widgets_of(layout: QBoxLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        widget = item.widget() if item is not None else None
        if widget is not None:
            yield widget

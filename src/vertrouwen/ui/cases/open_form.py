"""The one form that is open on the page of a case: where it stands, and what follows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from vertrouwen.language import _
from vertrouwen.services.drafts import drop_draft
from vertrouwen.services.practice import Change
from vertrouwen.services.read_case import Permission
from vertrouwen.ui.cases.case_form import CaseForm
from vertrouwen.ui.cases.consent_form import ConsentPanel
from vertrouwen.ui.cases.desk import CaseDesk
from vertrouwen.ui.cases.facts import FactsCard
from vertrouwen.ui.cases.forms import (
    FILE_CONSENT,
    Opened,
    act_name,
    draft_key,
    form_name,
    form_title,
    make_form,
    saved_words,
)
from vertrouwen.ui.cases.in_sight import bring_in_sight
from vertrouwen.ui.cases.story_column import StoryColumn
from vertrouwen.ui.cases.withdraw import WithdrawPanel

_FACT = "fact:"


class OpenForm(QObject):
    """At most one form at a time; opening another closes it, and none loses what was typed.

    Signals:
        changed: True when a form is open, False when none is.
        focus_lost: a form on top of the column closed while it had the focus.
        saved: anchor of the form that was saved, before the case is read anew.
    """

    changed = Signal(bool)
    focus_lost = Signal()
    saved = Signal(str)

    def __init__(self, story: StoryColumn, facts: FactsCard, parent: QObject) -> None:
        """Begin without a form.

        Args:
            story: holds forms above the story or under an entry.
            facts: holds the form of one fact.
            parent: the page.
        """
        super().__init__(parent)
        self._story, self._facts = story, facts
        self._desk: CaseDesk | None = None
        self._opened: Opened | None = None
        self._name = ""
        self._afterwards = ""
        self._wanted = ""
        self._offered = ""
        story.offer.action_clicked.connect(lambda: self.open(self._offered))

    @property
    def form(self) -> CaseForm | None:
        """The form that is open, if any."""
        return self._opened.form if self._opened is not None else None

    @property
    def is_on_fact(self) -> bool:
        """Whether the open form edits a fact, so that the card of facts must stay as it is."""
        return self._opened is not None and self._opened.anchor.startswith(_FACT)

    def forget(self) -> None:
        """Close the form and leave the case."""
        self.close()
        self._desk = None
        self._afterwards = ""
        self._story.offer.set_text("")

    def want(self, name: str) -> None:
        """Open this form once the case was read; "" wants none."""
        self._wanted = name

    def follow(self, desk: CaseDesk) -> None:
        """Work with the case as it was read last."""
        self._desk = desk

    def flush(self) -> None:
        """Hand out what was typed since the last draft."""
        if self._opened is not None:
            self._opened.form.flush_draft()

    # ------------------------------------------------------------ opening and closing

    def open(self, name: str) -> None:
        """Open a form in place of the one that is open; see `forms` for names."""
        if self._opened is not None and self._name == name:
            self._opened.form.focus_first()
            return
        self.close()
        opened = self._open_with(name, None)
        if opened is not None:
            in_view = self._story.timeline.item(opened.anchor) if self._is_inline() else opened.form
            bring_in_sight(in_view)
            opened.form.focus_first()

    def open_wanted(self, kept: list[str], is_first: bool) -> None:
        """Open what was wanted; else, at the first sight of a case, offer an unfinished form.

        Args:
            kept: keys of all drafts.
            is_first: the case has only now come on screen.
        """
        if self._wanted:
            name, self._wanted = self._wanted, ""
            self.open(name)
        elif is_first and self._opened is None:
            self._offer_draft(kept)

    def close(self) -> None:
        """Close the open form; what was typed is kept as a draft."""
        opened = self._opened
        if opened is None:
            return
        opened.form.flush_draft()
        focused = QApplication.focusWidget()
        had_focus = focused is not None and opened.form.isAncestorOf(focused)
        is_inline = self._is_inline()
        self._set(None, "")
        if is_inline:
            self._story.timeline.close_inline()
            return
        opened.form.hide()
        opened.form.deleteLater()
        self._story.close_above()
        if had_focus and opened.anchor.startswith(_FACT):
            self._facts.lines[opened.anchor.removeprefix(_FACT)].setFocus()
        elif had_focus:
            self.focus_lost.emit()

    def show_story(self) -> None:
        """Build the story anew; a form under an entry goes on where it was."""
        if self._desk is None:
            return
        inline = self._opened if self._is_inline() else None
        typed = inline.form.draft() if inline is not None else {}
        self.flush()
        self._story.show_case(self._desk)
        if inline is not None:
            name, self._opened = self._name, None
            self._open_with(name, typed)

    def _open_with(self, name: str, typed: dict[str, object] | None) -> Opened | None:
        desk = self._desk
        opened = make_form(desk, name) if desk is not None else None
        if desk is None or opened is None:
            self._set(None, "")
            return None
        form = opened.form
        self._connect(form, name)
        self._set(opened, name)
        self._story.offer.set_text("")
        if opened.anchor.startswith(_FACT):
            self._facts.open_editor(opened.anchor.removeprefix(_FACT), form)
        elif opened.anchor:
            self._story.open_under(desk, opened.anchor, form)
        else:
            self._story.open_above(form, opened.is_page)
        form.show()  # a layout would show it a turn later, and focus goes to what is seen
        if typed is None:
            form.begin()
        else:
            form.take_over(typed)
        return opened

    def _is_inline(self) -> bool:
        return self._opened is not None and self._opened.form is self._story.timeline.inline

    def _set(self, opened: Opened | None, name: str) -> None:
        self._opened, self._name = opened, name
        self.changed.emit(opened is not None)

    # ------------------------------------------------------------ what leads to a form

    def record_for(self, permission: Permission) -> None:
        """Open the form of consent for an act; under its step when one waits."""
        pending = permission.pending_steps
        name = f"step:{int(pending[0])}" if pending else act_name(permission.act)
        self.open(f"consent:{name}")

    def _offer_draft(self, kept: list[str]) -> None:
        """Offer the newest draft; one whose step or contact is over has no form, and goes."""
        desk = self._desk
        assert desk is not None
        without_form = []
        for key in kept:
            name = form_name(int(desk.case.id), key)
            if name is None:
                continue
            opened = make_form(desk, name)
            if opened is None:
                without_form.append((key, name))
                continue
            opened.form.deleteLater()
            self._offered = name
            self._story.offer.set_text(
                _("U was bezig met: {form}. Uw concept is bewaard.").format(form=form_title(name))
            )
            break
        if without_form and not desk.practice.is_read_only:
            self._drop(desk, [key for key, _name in without_form])
            desk.shell.notify(
                _(
                    "Een concept hoorde bij iets wat inmiddels is afgehandeld ({form}). Het is "
                    "weggehaald."
                ).format(form=form_title(without_form[0][1]))
            )

    def _connect(self, form: CaseForm, name: str) -> None:
        form.closed.connect(self.close)
        form.saved.connect(lambda change: self._saved(name, change))
        form.file_consent_asked.connect(lambda: self._first(FILE_CONSENT, name))
        if isinstance(form, ConsentPanel):
            step = name.removeprefix("consent:step:")
            form.breach_asked.connect(lambda: self.open(f"breach:{step}"))
        if isinstance(form, WithdrawPanel):
            form.carry_out_asked.connect(lambda step: self._first(f"carry_out:{step}", name))

    def _first(self, name: str, afterwards: str) -> None:
        """Open one form, and the present one again after it was saved."""
        self.open(name)
        self._afterwards = afterwards

    def _saved(self, name: str, change: Change) -> None:
        desk = self._desk
        assert desk is not None
        afterwards, self._afterwards = self._afterwards, ""
        self.saved.emit(self._opened.anchor if self._opened is not None else "")
        self.close()
        desk.shell.announce(saved_words(name))
        if name == f"withdraw:{FILE_CONSENT.removeprefix('consent:')}":
            self._forget_names(desk)
        if afterwards:
            # The change is told to the screens right after this; the form follows the new case.
            self._wanted = afterwards

    def _forget_names(self, desk: CaseDesk) -> None:
        """Drop drafts that may hold a name: there is no file any more."""
        self._drop(desk, [draft_key(int(desk.case.id), name) for name in ("reporter", "party")])

    def _drop(self, desk: CaseDesk, keys: list[str]) -> None:
        practice = desk.practice

        def drop() -> None:
            for key in keys:
                drop_draft(practice, key)

        desk.shell.tasks.run(drop, owner=self)

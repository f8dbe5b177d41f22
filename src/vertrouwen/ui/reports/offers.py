"""Which tables the report holds, how fine each is, and what each costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from vertrouwen.language import _
from vertrouwen.services.report_choices import TableOffer
from vertrouwen.ui.reports.words import offer_cost, refusal_sentence
from vertrouwen.ui.theme import theme
from vertrouwen.ui.widgets import CheckBox, Column, MenuButton, WrapLabel

_INDENT = 30
"""Pixels, at 100 % text, of what stands below the words of a box."""


class OfferRow(Column):
    """One table: a box to tick, why it cannot be chosen or what it costs, how fine it is.

    Signals:
        ticked: the box was ticked or not by the adviser.
        level_chosen: dimension and level; -1 leaves it to the program.
    """

    ticked = Signal()
    level_chosen = Signal(str, int)

    def __init__(self, offer: TableOffer) -> None:
        """Make the row of a table."""
        super().__init__(spacing=0)
        self.offer = offer
        self.box_ = CheckBox(offer.title, wraps=True)
        self.box_.edited.connect(self._toggled)
        self._level = MenuButton("", icon="chevron-down")
        self._level.set_compact()
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.box_, 1)
        row.addWidget(self._level, 0, Qt.AlignmentFlag.AlignTop)
        self.add(line)
        self._said = WrapLabel("", "secondary", "ink3")
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(theme().px(_INDENT), 0, 0, theme().px(3))
        below.addWidget(self._said, 1)
        self.add(self._below)
        self._is_quiet = False
        self.show_offer(offer, is_pinned=False)

    def show_offer(self, offer: TableOffer, *, is_pinned: bool) -> None:
        """Show how a table stands now.

        Args:
            is_pinned: the adviser chose how fine it is.
        """
        self.offer = offer
        self._is_quiet = True
        self.box_.setChecked(offer.is_chosen)
        self._is_quiet = False
        can_be_chosen = offer.refusal is None
        self.box_.setEnabled(can_be_chosen)
        said = offer_cost(offer) if offer.refusal is None else refusal_sentence(offer.refusal)
        self._said.setText(said)
        self._said.updateGeometry()
        self.box_.setAccessibleDescription(said)
        has_levels = can_be_chosen and offer.is_chosen and offer.levels > 1
        self._level.setVisible(has_levels)
        if has_levels:
            self._offer_levels(offer, is_pinned)
        self._below.setVisible(bool(said))

    def _offer_levels(self, offer: TableOffer, is_pinned: bool) -> None:
        now = _("{level} van {levels}").format(level=offer.level + 1, levels=offer.levels)
        self._level.setText(f"{offer.level + 1}/{offer.levels}")
        self._level.setToolTip(_("Hoe fijn deze tabel is; 1 is het fijnst"))
        self._level.setAccessibleName(
            _("{title}: indeling {now}, 1 is het fijnst").format(title=offer.title, now=now)
        )
        self._level.updateGeometry()
        self._level.clear_actions()
        ours = _("Laat het programma kiezen")
        self._level.add_action(ours, partial(self._choose, -1), None if is_pinned else "check")
        for level in range(offer.levels):
            words = _("Indeling {level}").format(level=level + 1)
            if level == 0:
                words = _("Indeling 1, het fijnst")
            elif level == offer.levels - 1:
                words = _("Indeling {level}, het grofst").format(level=level + 1)
            is_now = is_pinned and level == offer.level
            self._level.add_action(words, partial(self._choose, level), "check" if is_now else None)

    def untick(self) -> None:
        """Leave the table out, without telling."""
        self._is_quiet = True
        self.box_.setChecked(False)
        self._is_quiet = False

    def _choose(self, level: int) -> None:
        self.level_chosen.emit(self.offer.dimension, level)

    def _toggled(self) -> None:
        if not self._is_quiet:
            self.ticked.emit()


class Offers(Column):
    """The tables of the report, in their fixed order.

    Signals:
        edited: other tables or levels were chosen.
    """

    edited = Signal()

    def __init__(self) -> None:
        """Make an empty list."""
        super().__init__(spacing=5)
        self._rows: dict[str, OfferRow] = {}
        self._levels: dict[str, int] = {}
        self._is_by_hand = False

    @property
    def rows(self) -> Mapping[str, OfferRow]:
        """The rows by the name of their table."""
        return self._rows

    def show_offers(self, offers: Sequence[TableOffer], pinned: Mapping[str, int]) -> None:
        """Show how every table stands; a row that has the keyboard keeps it.

        Args:
            pinned: dimension -> level that the adviser chose.
        """
        self._levels = dict(pinned)
        if [offer.name for offer in offers] != list(self._rows):
            self.clear()
            self._rows = {}
            for offer in offers:
                row = OfferRow(offer)
                row.ticked.connect(self._tick)
                row.level_chosen.connect(self._pin)
                self._rows[offer.name] = row
                self.add(row)
        for offer in offers:
            self._rows[offer.name].show_offer(offer, is_pinned=offer.dimension in pinned)

    def show_costs(self, offers: Sequence[TableOffer]) -> None:
        """Say what tables would cost that are not chosen."""
        for offer in offers:
            row = self._rows.get(offer.name)
            if row is not None and not row.box_.isChecked():
                row.show_offer(offer, is_pinned=offer.dimension in self._levels)

    def chosen(self) -> frozenset[str] | None:
        """Return the names of the ticked tables; None while the program chooses."""
        if not self._is_by_hand:
            return None
        return frozenset(
            name for name, row in self._rows.items()
            if row.box_.isChecked() and row.box_.isEnabled()
        )  # fmt: skip

    def levels(self) -> Mapping[str, int]:
        """Return the levels that the adviser chose: dimension -> level."""
        return dict(self._levels)

    def forget(self) -> None:
        """Leave tables and levels to the program again, without telling."""
        self._levels, self._is_by_hand = {}, False
        self.clear()
        self._rows = {}

    def pin(self, dimension: str, level: int) -> None:
        """Choose how fine a dimension is; -1 leaves it to the program."""
        self._pin(dimension, level)

    def untick(self, name: str) -> None:
        """Leave a table out."""
        if name in self._rows:
            self._rows[name].box_.setChecked(False)

    def untick_crossings(self) -> None:
        """Leave every cross table out, and tell it once."""
        for row in self._rows.values():
            if row.offer.is_crossing:
                row.untick()
        self._tick()

    def _tick(self) -> None:
        self._is_by_hand = True
        self.edited.emit()

    def _pin(self, dimension: str, level: int) -> None:
        if level < 0:
            self._levels.pop(dimension, None)
        else:
            self._levels[dimension] = level
        self.edited.emit()

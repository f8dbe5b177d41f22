"""The middle of the report page: the figures, the adviser's own words, or the printed pages."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QImage

from vertrouwen.language import _
from vertrouwen.services.report_choices import ReadCell, ReportView
from vertrouwen.ui.reports import panels
from vertrouwen.ui.reports.own_text import OwnText
from vertrouwen.ui.reports.pages import Pages
from vertrouwen.ui.reports.table import FigureTable, TableSection
from vertrouwen.ui.reports.why import Chosen, WhyCard
from vertrouwen.ui.reports.words import names_units
from vertrouwen.ui.widgets import Card, Column, EmptyState, Label, SegmentedFilter, WrapLabel

TABLES, TEXT, PAGES = "tables", "text", "pages"


class Figures(Column):
    """What stands in the middle.

    Signals:
        cell_chosen: the `Chosen` at which one looks, or None.
        page_chosen: which of the three is shown.
        organisations_wanted: there is nobody to report to, and the adviser goes there.
    """

    cell_chosen = Signal(object)
    page_chosen = Signal(str)
    organisations_wanted = Signal()

    def __init__(self) -> None:
        """Make the middle; nothing is shown yet."""
        super().__init__(spacing=12)
        self.switch = SegmentedFilter(
            [(TABLES, _("Tabellen")), (TEXT, _("Uw tekst")), (PAGES, _("Pagina's"))]
        )
        self.switch.setAccessibleName(_("Wat u ziet"))
        self.switch.selected.connect(self._switched)
        self.add(self.switch)
        self.tables = Column(spacing=16)
        self.text = OwnText()
        self.pages = Pages()
        self._veil = WrapLabel(
            _("In de privacystand is uw tekst verborgen, en wat onderdelen bij naam noemt.")
        )
        for part in (self._veil, self.tables, self.text, self.pages):
            self.add(part)
        self.add_stretch()
        self._card: Card | None = None
        self._head = Column(spacing=8)
        self._sections: list[TableSection] = []
        self._chosen: Chosen | None = None
        self._hides_names = False
        self._veil.hide()
        self.text.hide()
        self.pages.hide()

    @property
    def is_empty(self) -> bool:
        """Whether there is no report to look at."""
        return self._card is None

    @property
    def sections(self) -> list[TableSection]:
        """The tables that are shown, in their order."""
        return self._sections

    def show_view(self, view: ReportView, why: WhyCard, *, hides_names: bool) -> None:
        """Show the tables of a report; the cell at which one looks stays chosen.

        Args:
            why: taken out of the middle before it is emptied.
            hides_names: leave out what names a unit, and the adviser's own words.
        """
        self._hides_names = hides_names
        self.switch.show()
        self._show_page(self.page())
        self._rescue(why)
        if self._card is None:
            self.tables.clear()
            self._card, self._head = Card(), Column(spacing=8)
            self._card.body.setContentsMargins(0, 6, 0, 6)
            self._card.add(self._head)
            self.tables.add(self._card)
        self._show_head(view)
        self._show_tables(view, self._card)
        before, self._chosen = self._chosen, None
        if before is not None:
            self._choose_again(before)

    def show_nothing(self, why: WhyCard) -> None:
        """Show no figures; why is said elsewhere."""
        self._rescue(why)
        self.tables.clear()
        self._card, self._sections, self._chosen = None, [], None
        self.switch.hide()
        self._show_page(TABLES)
        self._veil.hide()

    def show_no_client(self, text: str) -> None:
        """Show where to begin, in the place of figures."""
        empty = EmptyState(
            "clipboard-data",
            _("Nog geen verslagen"),
            text,
            action=_("Naar Organisaties"),
            action_icon="arrow-right",
        )
        empty.action_clicked.connect(self.organisations_wanted)
        self.tables.add(empty)

    def show_images(self, images: list[QImage]) -> None:
        """Show the printed pages."""
        self.pages.show_images(images)

    def section_of(self, name: str) -> TableSection | None:
        """Return the section of a table."""
        for section in self._sections:
            if section.figures.table.name == name:
                return section
        return None

    def page(self) -> str:
        """Return which of the three is shown."""
        return str(self.switch.value())

    def _rescue(self, why: WhyCard) -> None:
        """Take the explanation out before its table may go."""
        if self.tables.isAncestorOf(why):
            why.setParent(None)

    def _show_head(self, view: ReportView) -> None:
        self._head.clear()
        self._head.add(Label(_("Kerncijfers"), "heading"))
        self._head.add(panels.key_figures_section(view))
        if view.is_band_only:
            self._head.add(
                WrapLabel(
                    _(
                        "Bij zo weinig contacten staat er alleen deze marge in het verslag, en geen"
                        " enkele tabel."
                    )
                    if view.counting_unit == "contacten"
                    else _(
                        "Bij zo weinig meldingen staat er alleen deze marge in het verslag, en geen"
                        " enkele tabel."
                    )
                )
            )

    def _show_tables(self, view: ReportView, card: Card) -> None:
        """Show the tables in their order; one that was there already keeps the keyboard."""
        old = {section.figures.table.name: section for section in self._sections}
        self._sections = []
        tables = [t for t in view.tables if not (self._hides_names and names_units(t.name))]
        for place, table in enumerate(tables, start=1):
            section = old.pop(table.name, None)
            if section is None:
                section = TableSection(table)
                section.figures.cell_chosen.connect(self._cell_chosen)
            else:
                section.show_table(table)
            if card.body.indexOf(section) != place:
                card.body.insertWidget(place, section)
            self._sections.append(section)
        for section in old.values():
            card.body.removeWidget(section)
            section.hide()
            section.deleteLater()

    def _switched(self, page: str) -> None:
        self._show_page(page)
        self.page_chosen.emit(page)

    def _show_page(self, page: str) -> None:
        self.tables.setVisible(page == TABLES)
        self.text.setVisible(page == TEXT and not self._hides_names)
        self.pages.setVisible(page == PAGES)
        self._veil.setVisible(self._hides_names and page != PAGES)

    def _cell_chosen(self, cell: ReadCell | None) -> None:
        figures = self.sender()
        if not isinstance(figures, FigureTable):
            return
        for section in self._sections:
            if section.figures is not figures:
                section.figures.let_go()
        self._chosen = None if cell is None else _chosen(figures, figures.currentIndex(), cell)
        self.cell_chosen.emit(self._chosen)

    def _choose_again(self, before: Chosen) -> None:
        section = self.section_of(before.table)
        if section is None or not section.figures.choose(before.cell.at, before.place):
            self.cell_chosen.emit(None)


def _chosen(figures: FigureTable, index: QModelIndex, cell: ReadCell) -> Chosen:
    table = figures.table
    place = index.column() - 1
    return Chosen(
        table=table.name,
        cell=cell,
        row=table.rows[index.row()].label,
        column=table.columns[place],
        place=place,
        is_earlier=not table.is_crossing and place > 0,
        names_column=table.is_crossing,
    )

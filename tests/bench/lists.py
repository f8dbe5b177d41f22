"""The list of cases on screen, beside Qt's own views and models."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from tests.bench.figures import Figure, Pair, p95, side_by_side
from tests.bench.practices import Filled

_PAGES = 30
"""Pages scrolled through; the list keeps forty of 64 rows."""


def measure(filled: Filled) -> Iterator[Figure]:
    """Measure with every case of a practice, closed ones too."""
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb")
    # Imported here: the other groups do without Qt, and memory is measured beside this process.
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QApplication, QTableView

    from vertrouwen.services.list_cases import CaseFilter, case_rows, list_case_ids
    from vertrouwen.ui.cases.delegate import ONE_LINE, CaseDelegate
    from vertrouwen.ui.cases.model import CASE_ROLE, CaseListModel, Page, Wanted
    from vertrouwen.ui.cases.table import CaseTable
    from vertrouwen.ui.theme import Theme, theme

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["bench"])
    Theme(app).apply("light", 1.0)

    def wait(is_done: Callable[[], bool]) -> None:
        while not is_done():
            app.processEvents()

    with filled.vault() as (_, practice):
        found = list_case_ids(practice, CaseFilter(include_closed=True))

        def fetch(
            wanted: Wanted, arrived: Callable[[Page], None], _failed: Callable[[Exception], None]
        ) -> None:
            arrived(Page(rows=case_rows(practice, wanted.ids), hits={}))

        def dressed(view: CaseTable) -> CaseTable:
            view.setItemDelegate(CaseDelegate(view, practice.vocabulary, practice.today))
            view.verticalHeader().setDefaultSectionSize(theme().px(ONE_LINE))
            view.resize(1000, 760)
            return view

        def ours() -> tuple[CaseTable, CaseListModel]:
            model = CaseListModel(fetch, lambda _case, _hit: "")
            model.show(found.ids, {})
            view = dressed(CaseTable())
            model.setParent(view)
            view.setModel(model)
            return view, model

        views: list[QTableView] = []

        def show_ours(_: int) -> None:
            view, model = ours()
            view.show()
            wait(lambda: model.is_loaded(0))
            view.viewport().repaint()
            views.append(view)

        def show_empty(_: int) -> None:
            view = QTableView()
            view.setModel(QStandardItemModel(0, 1, view))
            view.resize(1000, 760)
            view.show()
            app.processEvents()
            view.viewport().repaint()
            views.append(view)

        times: list[Pair] = []
        for number in range(12):
            pair = side_by_side(show_ours, show_empty, 1, warm_up=0)
            if number:
                times.append(pair)
            while views:
                views.pop().deleteLater()
            app.processEvents()
        shown = Pair(
            ours=tuple(pair.ours[0] for pair in times),
            floor=tuple(pair.floor[0] for pair in times),
        )
        yield shown.figure("rows shown, beside an empty view", found.total, aim=5)

        view, model = ours()
        plain = dressed(CaseTable())
        items = QStandardItemModel(0, 1, plain)
        for case in case_rows(practice, found.ids[: _PAGES * 64]):
            item = QStandardItem(str(case.number))
            item.setData(case, CASE_ROLE)
            items.appendRow(item)
        items.insertRows(items.rowCount(), found.total - items.rowCount())
        plain.setModel(items)
        for each in (view, plain):
            each.show()
            app.processEvents()
        rows_on_page = view.viewport().height() // theme().px(ONE_LINE)
        last = min(_PAGES * 64, found.total) // rows_on_page - 1

        def scroll(which: CaseTable, page: int) -> None:
            which.verticalScrollBar().setValue(page * rows_on_page)
            which.viewport().repaint()

        for page in range(last):
            scroll(view, page)
            wait(lambda page=page: model.is_loaded((page + 1) * rows_on_page - 1))  # type: ignore[misc]
        pair = side_by_side(
            lambda n: scroll(view, n % last), lambda n: scroll(plain, n % last), 3 * last
        )
        yield pair.figure(
            "one page of scrolling, p95", found.total, aim=1.4, of=p95, note="pages in memory"
        )
        for each in (view, plain):
            each.deleteLater()
        app.processEvents()

"""Structure of a PDF for people who have it read aloud: headings, paragraphs, tables, pictures.

reportlab writes no structure. Here each piece of text on a page is marked with a number, and a tree
of elements beside the pages says what the pieces are and in which order they are read. What is
marked by nobody (lines, backgrounds, the foot of the page) is an artifact: it is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

Scope = Literal["Row", "Column"]


class Element:
    """One element of the structure.

    Args:
        tag: a standard structure type of PDF, such as "H1", "P" or "TD".
        alternative: what is read aloud in the place of a picture or a sign.
        scope: of a header of a table, what it is the header of.
    """

    def __init__(self, tag: str, *, alternative: str = "", scope: Scope | None = None) -> None:
        self.tag = tag
        self.alternative = alternative
        self.scope = scope
        self.kids: list[Element | tuple[int, int]] = []

    def add(self, tag: str, *, alternative: str = "", scope: Scope | None = None) -> Element:
        """Return a new last part of this element."""
        kid = Element(tag, alternative=alternative, scope=scope)
        self.kids.append(kid)
        return kid

    @property
    def is_drawn(self) -> bool:
        """Whether a piece of some page belongs to it already."""
        return any(isinstance(kid, tuple) for kid in self.kids)


class TaggedCanvas(Canvas):
    """A canvas that marks what is drawn, and writes the structure at its end.

    Pages are kept until `save`, so that their number is known before the first one is written.
    """

    def __init__(self, root: Element, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._root = root
        self._kept: list[dict[str, Any]] = []
        self._marks: list[Element] = []
        self._marked_pages: list[tuple[PDFObjectReference, list[Element]]] = []
        self._begin_page()

    @contextmanager
    def marked(self, element: Element | None) -> Iterator[None]:
        """Everything drawn inside belongs to this element; without one it is an artifact."""
        if element is None:
            yield
            return
        element.kids.append((len(self._kept), len(self._marks)))
        self._write("EMC", f"/{element.tag} <</MCID {len(self._marks)}>> BDC")
        self._marks.append(element)
        yield
        self._write("EMC", "/Artifact BMC")

    def showPage(self) -> None:
        """Keep the page until the number of pages is known."""
        self._write("EMC")
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]
        self._begin_page()

    def save(self) -> None:
        """Write every page with its frame, then the structure."""
        document: Any = self._doc  # type: ignore[attr-defined]
        pages = self._kept
        marked = self._marked_pages
        for number, page in enumerate(pages):
            self.__dict__.update(page)
            self._write("/Artifact BMC")
            self.draw_frame(number + 1, len(pages))
            self._write("EMC")
            marked.append((PDFObjectReference(document.thisPageName()), self._marks))
            super().showPage()
            written = document.Pages.pages[-1]
            written.StructParents, written.Tabs = number, PDFName("S")
            written.__NoDefault__ = [*written.__NoDefault__, "StructParents", "Tabs"]
        _write_structure(document, self._root, marked)
        super().save()

    def draw_frame(self, page: int, pages: int) -> None:
        """Draw what stands on every page beside its text."""

    def _begin_page(self) -> None:
        self._marks = []
        self._write("/Artifact BMC")

    def _write(self, *operators: str) -> None:
        self._code.extend(operators)  # type: ignore[attr-defined]


class TaggedParagraph(Paragraph):
    """A paragraph that belongs to an element of the structure, also when a page cuts it."""

    element: Element | None = None
    outline: str = ""

    def draw(self) -> None:
        """Draw it; the heads of a table that are repeated on a next page are read once."""
        canvas: Any = self.canv
        element = self.element
        if element is not None and element.scope == "Column" and element.is_drawn:
            element = None
        if self.outline:
            key = f"heading-{self.outline}"
            canvas.bookmarkHorizontal(key, 0, self.height)
            canvas.addOutlineEntry(self.outline, key, 0)
        with canvas.marked(element):
            super().draw()

    def split(self, available_width: float, available_height: float) -> list[Any]:
        """Return the parts of it that go on this page and on the next one."""
        parts: list[Any] = super().split(available_width, available_height)
        for part in parts:
            part.element = self.element
        return parts


def _write_structure(
    document: PDFDocument, root: Element, pages: list[tuple[PDFObjectReference, list[Element]]]
) -> None:
    document_: Any = document
    names: dict[Element, str] = {}

    def name_all(element: Element) -> None:
        names[element] = f"Element{len(names)}"
        for kid in element.kids:
            if isinstance(kid, Element):
                name_all(kid)

    def write(element: Element, parent: str) -> None:
        entry: dict[str, Any] = {
            "Type": PDFName("StructElem"),
            "S": PDFName(element.tag),
            "P": PDFObjectReference(parent),
            "K": PDFArray(
                PDFObjectReference(names[kid])
                if isinstance(kid, Element)
                else PDFDictionary({"Type": PDFName("MCR"), "Pg": pages[kid[0]][0], "MCID": kid[1]})
                for kid in element.kids
            ),
        }
        if element.alternative:
            entry["Alt"] = PDFString(element.alternative)
        if element.scope is not None:
            entry["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName(element.scope)})
        document_.Reference(PDFDictionary(entry), names[element])
        for kid in element.kids:
            if isinstance(kid, Element):
                write(kid, names[element])

    name_all(root)
    write(root, "StructureRoot")
    numbers: list[Any] = []
    for place, (_page, marks) in enumerate(pages):
        numbers += [place, PDFArray(PDFObjectReference(names[element]) for element in marks)]
    tree = PDFDictionary(
        {
            "Type": PDFName("StructTreeRoot"),
            "K": PDFObjectReference(names[root]),
            "ParentTree": PDFDictionary({"Nums": PDFArray(numbers)}),
            "ParentTreeNextKey": len(pages),
        }
    )
    document_.Reference(tree, "StructureRoot")
    document_.Catalog.StructTreeRoot = tree
    document_.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

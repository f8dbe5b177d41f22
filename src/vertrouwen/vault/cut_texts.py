"""Texts whose end could not be read.

Where a page with the rest of a long text has a wrong seal, SQLCipher gives zeros in its place, also
for the texts after it, and the error only to whoever reads another kind of page.
"""

from __future__ import annotations

from collections.abc import Iterable

_ON_THE_FIRST_PAGE = 400


def has_cut_text(row: Iterable[object]) -> bool:
    """Tell whether a row that was read holds a text that ends in zeros.

    A text of a few hundred characters lies with its row, and is read with it or not at all.
    """
    return any(
        type(value) is str and len(value) > _ON_THE_FIRST_PAGE and value[-1] == "\0"
        for value in row
    )

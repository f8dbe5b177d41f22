"""No export holds a number that its edition withholds: not as text, not hidden, not worked out.

The withheld numbers are rare ones of six digits and more: any of them in any byte is a leak.
A paper never sees them; it could only work them out from totals, and that is looked for here.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from tests.documents.reports import QUESTIONS, edition_of, report, scheme
from vertrouwen.documents.annual_report import annual_report_pdf
from vertrouwen.documents.figures import figures_csv, figures_json, figures_xlsx
from vertrouwen.documents.report import Report
from vertrouwen.language import LANGUAGES, Language
from vertrouwen.statistics.count import ATOM, Facts, count
from vertrouwen.statistics.release import Edition
from vertrouwen.statistics.scheme import TOTAL, At

SEEDS = range(4)
WRITERS: tuple[Callable[[Report], bytes], ...] = (
    annual_report_pdf,
    figures_csv,
    figures_json,
    figures_xlsx,
)


def year_of_canaries(seed: int, year: int) -> tuple[Edition, set[int]]:
    """Return an edition over six-digit counts, and the numbers it does not state."""
    dice = random.Random(f"{seed} {year}")
    names = tuple(QUESTIONS)
    offered = {name: [entry[0] for entry in QUESTIONS[name].categories] for name in names}
    rows = {
        (f"{year}-{dice.randrange(12) + 1:02d}", *(dice.choice(offered[n]) for n in names)): (
            dice.randrange(100_000, 999_999)
        )
        for _ in range(150)
    }
    counts = count(Facts(columns=(ATOM, *names), rows=rows), scheme(year))
    hidden = {at: dice.random() < 0.45 for at in counts}

    def is_shown(at: At, _number: int) -> bool:
        return at == TOTAL or not hidden[at]

    made = edition_of(counts, year, is_shown=is_shown)
    shown = {figure.value for figure in made.figures} | {made.total}
    return made, {number for number in counts.values() if number > 99_999} - shown


def canary_report(seed: int, language: Language) -> tuple[Report, set[int]]:
    earlier, canaries = [], set()
    for year in (2023, 2024, 2025):
        edition, withheld = year_of_canaries(seed, year)
        earlier.append(edition)
        canaries |= withheld
    stated = {n for e in earlier for n in (e.total, *(f.value for f in e.figures))}
    made = report(edition=earlier.pop(), earlier=tuple(earlier), language=language)
    return made, canaries - stated


def pieces(body: bytes) -> Iterator[str]:
    """Return every text a reader or a program can get out of a file, however it is packed."""
    yield body.decode("latin-1")
    yield body.decode("utf-8", errors="ignore")
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for entry in archive.infolist():
                yield entry.filename + entry.comment.decode("latin-1")
                yield archive.read(entry).decode("utf-8")
    if body.startswith(b"%PDF"):
        yield from _pieces_of_pdf(body)


def _pieces_of_pdf(body: bytes) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(body))
    yield str(reader.metadata)
    for page in reader.pages:
        yield page.extract_text()
    for number in range(1, len(reader.xref[0]) + 1):
        entry: Any = reader.get_object(number)
        if isinstance(entry, StreamObject):
            data = entry.get_data()
            yield data.decode("latin-1")
            yield data.decode("utf-16-be", errors="ignore")
        yield from _strings(entry)


def _strings(entry: Any) -> Iterator[str]:
    if isinstance(entry, DictionaryObject):
        for value in entry.values():
            yield from _strings(value)
    elif isinstance(entry, ArrayObject):
        for value in entry:
            yield from _strings(value)
    else:
        yield str(entry)


def numbers_in(body: bytes) -> set[int]:
    return {
        int(found)
        for piece in pieces(body)
        for found in re.findall(r"(?<![0-9.])[0-9]{6,9}(?![0-9.])", piece)
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_withheld_number_is_in_any_byte_of_any_export(seed: int, language: Language) -> None:
    made, canaries = canary_report(seed, language)
    assert len(canaries) > 50
    for write in WRITERS:
        assert not numbers_in(write(made)) & canaries


def test_the_search_finds_a_number_wherever_it_hides() -> None:
    """A search that finds nothing proves nothing unless it finds what is there."""
    made, canaries = canary_report(0, "nl")
    shown = {figure.value for figure in made.edition.figures if figure.value}
    for write in WRITERS:
        found = numbers_in(write(made))
        assert len(found & shown) > 20
        assert made.edition.total in found
    hidden = canaries.pop()
    told = report(edition=made.edition, adviser=f"N. {hidden}")
    for write in (annual_report_pdf, figures_xlsx):
        assert hidden in numbers_in(write(told))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/cache.xml", f"<v>{hidden}</v>")
    assert hidden in numbers_in(packed.getvalue())
    assert str(hidden).encode() not in zlib.compress(str(hidden).encode() * 3)

"""Where the adviser's own words say more than the figures of the report do.

Only warnings: a sentence may well be right, and only the adviser can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from vertrouwen.documents.report import Report, Texts
from vertrouwen.services.report_choices import TextWarning
from vertrouwen.statistics.scheme import At

NUMBER_WORDS = {
    # Dutch; "een" is an article far more often than a number, so only with its accents.
    "nul": 0, "geen enkele": 0, "één": 1, "eén": 1, "eenmaal": 1, "eenmalig": 1, "twee": 2,
    "tweemaal": 2, "beide": 2, "allebei": 2, "drie": 3, "driemaal": 3, "vier": 4, "vijf": 5,
    "zes": 6, "zeven": 7, "acht": 8, "negen": 9, "tien": 10, "elf": 11, "twaalf": 12,
    "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18,
    "negentien": 19, "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50,
    # English; "one" alone is as often a pronoun.
    "zero": 0, "none": 0, "once": 1, "two": 2, "twice": 2, "both": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_PART_WORDS = ("de helft", "een kwart", "een derde", "half of", "a quarter", "a third",
               "de meerderheid", "most of")  # fmt: skip
_NUMBER = re.compile(r"(?<![\w.,-])\d{1,6}(?:[.,]\d+)?\s?%?(?![\w])")
_WORDS = re.compile(
    r"\b(?:" + "|".join(re.escape(w) for w in sorted({*NUMBER_WORDS, *_PART_WORDS}, key=len)[::-1])
    + r")\b",
    re.IGNORECASE,
)  # fmt: skip
_DATE = re.compile(
    r"\b\d{1,2}(?:[-/]\d{1,2}(?:[-/]\d{2,4})?|\s+(?:jan|feb|maart|mrt|march|apr|mei|may|jun|jul|aug|"
    r"sep|okt|oct|nov|dec)\w*)",
    re.IGNORECASE,
)
_YEARS = range(1990, 2201)
_SHORTEST_LABEL = 4


def text_warnings(report: Report, texts: Texts) -> tuple[TextWarning, ...]:
    """Return what in the texts is not in the figures, in the order in which it is read."""
    shown = _shown_numbers(report)
    withheld = _withheld_labels(report)
    found: list[TextWarning] = []
    for field in fields(Texts):
        text: str = getattr(texts, field.name)
        named = list(_names(text, dict.fromkeys(report.labels.categories.values())))
        places = [
            *((start, end, code) for start, end, code in _numbers(text, shown)
              if not any(first <= start < last for first, last, _code in named)),
            *_names(text, withheld),
        ]  # fmt: skip
        found += [
            TextWarning(field=field.name, code=code, found=text[start:end], start=start)
            for start, end, code in sorted(places)
        ]
    return tuple(found)


def _shown_numbers(report: Report) -> frozenset[int]:
    numbers = {f.value for f in report.edition.figures if f.value is not None}
    numbers |= {edition.total for _, edition in report.trend if edition.total is not None}
    if report.edition.total is not None:
        numbers.add(report.edition.total)
    return frozenset(numbers)


def _withheld_labels(report: Report) -> dict[str, None]:
    """Return the words of every category of which the own number is not shown."""
    found: dict[str, None] = {}
    shown: set[At] = {f.at for f in report.edition.figures if f.value is not None}
    for (name, code), label in report.labels.categories.items():
        at: At = ((name, code),)
        is_unit = name == "afdeling" and code.isdigit()
        is_printed = code in report.edition.categories.get(name, {})
        if at not in shown and (is_printed or is_unit):
            found.setdefault(label)
    return found


def _numbers(text: str, shown: frozenset[int]) -> Iterator[tuple[int, int, str]]:
    dates = [match.span() for match in _DATE.finditer(text)]
    for match in _NUMBER.finditer(text):
        said = match[0].strip()
        if any(start <= match.start() < end for start, end in dates):
            continue
        is_plain = said.isdigit()
        if is_plain and (int(said) in shown or int(said) in _YEARS):
            continue
        yield match.start(), match.start() + len(said), "number_not_shown"
    for match in _WORDS.finditer(text):
        number = NUMBER_WORDS.get(match[0].casefold())
        if number is None or number not in shown:
            yield match.start(), match.end(), "number_not_shown"


def _names(text: str, labels: dict[str, None]) -> Iterator[tuple[int, int, str]]:
    for label in labels:
        if len(label) >= _SHORTEST_LABEL:
            pattern = rf"(?<!\w){re.escape(label)}(?!\w)"
            for match in re.finditer(pattern, text, re.IGNORECASE):
                yield match.start(), match.end(), "names_withheld"

"""Where the adviser's own words say more than the figures of the report do.

Only warnings: a sentence may well be right, and only the adviser can tell.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache

from vertrouwen import resources
from vertrouwen.documents.report import Report, Texts
from vertrouwen.services.report_choices import TextWarning
from vertrouwen.statistics.scheme import At

_DUTCH = [
    "nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
    "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
]  # fmt: skip
_DUTCH_TENS = [
    "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig",
]  # fmt: skip
_ENGLISH = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _number_words() -> dict[str, int]:
    """Return the words of the numbers to a hundred, in both languages.

    Dutch "een" is an article far more often than a number, so only with its accents; English "one"
    alone is as often a pronoun.
    """
    words = {"geen enkele": 0, "eén": 1, "eenmaal": 1, "eenmalig": 1, "tweemaal": 2, "beide": 2,
             "allebei": 2, "driemaal": 3, "honderd": 100, "none": 0, "once": 1, "twice": 2,
             "both": 2, "hundred": 100}  # fmt: skip
    words |= {word: number for number, word in enumerate(_DUTCH)}
    words |= {word: number for number, word in enumerate(_ENGLISH) if number != 1}
    for tens, (dutch, english) in enumerate(zip(_DUTCH_TENS, _ENGLISH_TENS, strict=True), start=2):
        words[dutch] = words[english] = tens * 10
        for unit in range(1, 10):
            spoken = "een" if unit == 1 else _DUTCH[unit]
            joint = "ën" if spoken.endswith("e") else "en"
            words[f"{spoken}{joint}{dutch}"] = tens * 10 + unit
            words[f"{english}-{_ENGLISH[unit]}"] = tens * 10 + unit
    return words


NUMBER_WORDS = _number_words()
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
_ROLE = "rol"
_PLURALS = "(?:s|'s|n|en|es)?"


def text_warnings(report: Report, texts: Texts) -> tuple[TextWarning, ...]:
    """Return what in the texts is not in the figures, in the order in which it is read."""
    shown = _shown_numbers(report)
    withheld = _withheld_labels(report)
    functions = _withheld_functions(report)
    found: list[TextWarning] = []
    for field in fields(Texts):
        text: str = getattr(texts, field.name)
        named = list(_names(text, dict.fromkeys(report.labels.categories.values())))
        places = [
            *((start, end, code) for start, end, code in _numbers(text, shown)
              if not any(first <= start < last for first, last, _code in named)),
            *_names(text, withheld),
            *(found for found in _names(text, functions, endings=_PLURALS)
              if not any(first <= found[0] < last for first, last, _code in named)),
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


def _withheld_functions(report: Report) -> dict[str, None]:
    """Return the words of every function that has no shown number of its own."""
    printed = report.edition.categories.get(_ROLE, {})
    alone = {
        next(iter(printed[code]))
        for figure in report.edition.figures
        for name, code in figure.at
        if name == _ROLE and len(figure.at) == 1 and figure.value is not None
        if len(printed[code]) == 1
    }
    return dict.fromkeys(
        w for leaf, words in _functions().items() if leaf not in alone for w in words
    )


@cache
def _functions() -> Mapping[str, list[str]]:
    file = resources.path("report", "functions.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _names(text: str, labels: dict[str, None], endings: str = "") -> Iterator[tuple[int, int, str]]:
    for label in labels:
        if len(label) >= _SHORTEST_LABEL:
            pattern = rf"(?<!\w){re.escape(label)}{endings}(?!\w)"
            for match in re.finditer(pattern, text, re.IGNORECASE):
                yield match.start(), match.end(), "names_withheld"

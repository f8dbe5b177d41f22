"""Words on screen and paper: Dutch in the code, other languages from gettext catalogues.

The screen's language is set once with `use`; a paper has a language of its own and asks for
its `translations`. `sentences_*.py` turn the error codes of one room into sentences that say
what happened, what is safe and what to do.
"""

from __future__ import annotations

import gettext
import os
from typing import Literal

from vertrouwen import resources

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
NAMES: dict[str, str] = {"nl": "Nederlands", "en": "English"}
"""Each language under its own name, so that one finds it back."""

_loaded: dict[Language, gettext.NullTranslations] = {"nl": gettext.NullTranslations()}
_current: Language = "nl"


def translations(language: Language) -> gettext.NullTranslations:
    """Return the catalogue of one language; Dutch is the language of the code itself."""
    if language not in _loaded:
        _loaded[language] = gettext.translation(
            "vertrouwen", str(resources.path("locale")), languages=[language]
        )
    return _loaded[language]


def use(language: Language) -> None:
    """Choose the language of the screen."""
    global _current
    translations(language)
    _current = language


def of_the_locale() -> Language:
    """Return what a terminal is answered in: English in an English locale, Dutch elsewhere."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.lower().startswith("en") else "nl"
    return "nl"


def current() -> Language:
    """Return the language of the screen."""
    return _current


def _(message: str) -> str:
    """Translate one sentence into the language of the screen."""
    return translations(_current).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate one sentence that depends on a count."""
    return translations(_current).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Translate a word whose meaning depends on where it stands."""
    return translations(_current).pgettext(context, message)


def grouped(number: int) -> str:
    """Write a whole number with its thousands apart, as the language of the screen does."""
    return f"{number:,}".replace(",", "." if _current == "nl" else ",")

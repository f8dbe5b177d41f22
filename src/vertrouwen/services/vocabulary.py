"""Reading the code lists from the program's resources."""

from __future__ import annotations

import tomllib
from functools import cache

from vertrouwen import resources
from vertrouwen.domain.vocabulary import Vocabulary, parse


@cache
def load_vocabulary() -> Vocabulary:
    """Return all code lists; they are read once.

    Raises:
        ValueError: a list contradicts itself.
    """
    return parse(
        {
            file.stem: tomllib.loads(file.read_text(encoding="utf-8"))
            for file in sorted(resources.path("vocabulary").glob("*.toml"))
        }
    )

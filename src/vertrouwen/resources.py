"""Where fonts, icons, vocabularies, translations and demo data lie."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parent / "resources_data"
_CHECKOUT = Path(__file__).parents[2] / "resources"


def path(*parts: str) -> Path:
    """Return the path of one resource.

    Args:
        parts: folder and file names below the resources folder.
    """
    root = _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT
    return root.joinpath(*parts)

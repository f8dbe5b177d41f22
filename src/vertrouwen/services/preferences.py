"""What the program must know before a vault is open: language, colours, text size.

Nothing of the practice stands here, so it may lie in plain text beside the vault.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from vertrouwen.language import LANGUAGES, Language

ColourMode = Literal["system", "light", "dark"]
COLOUR_MODES: tuple[ColourMode, ...] = get_args(ColourMode)
TEXT_SCALES = (1.0, 1.1, 1.25, 1.5)

_NAME = "preferences.json"
_LARGEST_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """How the adviser likes the program.

    Args:
        language: of the screen.
        colours: light, dark, or as the system says.
        text_scale: 1.0 to 1.5.
    """

    language: Language = "nl"
    colours: ColourMode = "system"
    text_scale: float = 1.0


def load_preferences(folder: Path) -> Preferences:
    """Read the preferences; what is missing, strange or unreadable takes its default."""
    try:
        with (folder / _NAME).open("rb") as file:
            fields = json.loads(file.read(_LARGEST_BYTES))
    except (OSError, ValueError, RecursionError):
        return Preferences()
    return _read(fields) if isinstance(fields, dict) else Preferences()


def save_preferences(folder: Path, preferences: Preferences) -> None:
    """Write the preferences in one step.

    Raises:
        OSError: the folder cannot be written; the old preferences still stand.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = folder / f"{_NAME}.new"
    new.write_text(json.dumps(asdict(preferences), sort_keys=True) + "\n", encoding="ascii")
    new.replace(folder / _NAME)


def _read(fields: dict[str, Any]) -> Preferences:
    found = Preferences()
    if fields.get("language") in LANGUAGES:
        found = replace(found, language=fields["language"])
    if fields.get("colours") in COLOUR_MODES:
        found = replace(found, colours=fields["colours"])
    scale = fields.get("text_scale")
    if isinstance(scale, int | float) and 1.0 <= scale <= 1.5:
        found = replace(found, text_scale=float(scale))
    return found

"""What the program must know before a vault is open: its looks, and when it locks and blurs.

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
LOCK_MINUTES = (1, 2, 5, 10, 15)

_NAME = "preferences.json"
_LARGEST_BYTES = 4096
_LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """How the adviser likes the program.

    Args:
        language: of the screen.
        colours: light, dark, or as the system says.
        text_scale: 1.0 to 1.5.
        lock_minutes: after how long without any input the program locks; of `LOCK_MINUTES`.
        locks_minimised: lock when the window is minimised.
        blurs_when_left: blur the windows while another program has the keyboard.
        is_private: names are hidden; it stays so over a lock.
        may_be_captured: the system may put the windows on a shared screen or a picture of it.
        window_size: width and height of the window when the program last ended; None before.
        is_maximised: it filled the screen then.
    """

    language: Language = "nl"
    colours: ColourMode = "system"
    text_scale: float = 1.0
    lock_minutes: int = 5
    locks_minimised: bool = False
    blurs_when_left: bool = True
    is_private: bool = False
    may_be_captured: bool = False
    window_size: tuple[int, int] | None = None
    is_maximised: bool = False

    @property
    def looks(self) -> tuple[Language, ColourMode, float]:
        """What a window is built from; another look needs another window."""
        return self.language, self.colours, self.text_scale


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
    if fields.get("lock_minutes") in LOCK_MINUTES:
        found = replace(found, lock_minutes=int(fields["lock_minutes"]))
    for name in (
        "locks_minimised",
        "blurs_when_left",
        "is_private",
        "may_be_captured",
        "is_maximised",
    ):
        if isinstance(fields.get(name), bool):
            found = replace(found, **{name: fields[name]})
    size = fields.get("window_size")
    if isinstance(size, list) and len(size) == 2 and all(_is_length(side) for side in size):
        found = replace(found, window_size=(size[0], size[1]))
    return found


def _is_length(side: object) -> bool:
    return type(side) is int and 0 < side <= _LONGEST

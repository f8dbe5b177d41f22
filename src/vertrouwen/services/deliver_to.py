"""Where a sealed backup goes, told to the next process of this program.

Not among its arguments: those stand in the list of processes, which everybody on the computer may
read, and the name of a folder may be the name of a client.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

VARIABLE = "VERTROUWEN_DELIVER_TO"


def as_environment(folders: Sequence[Path]) -> dict[str, str]:
    """Return what tells the next process about these folders; nothing where there are none."""
    return {VARIABLE: json.dumps([str(folder) for folder in folders])} if folders else {}


def take_from_environment() -> list[Path]:
    """Return the folders this process was told about, and tell no process of its own."""
    text = os.environ.pop(VARIABLE, "[]")
    with suppress(ValueError, TypeError):
        return [Path(folder) for folder in json.loads(text)]
    return []

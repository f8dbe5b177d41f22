"""Python's search for waste, kept on the thread of the windows.

Python looks for waste on whichever thread happens to ask for memory. What it finds there may be a
widget, or something that listens to a socket, and to end those on another thread ends the program.
So it looks only when the thread of the windows has nothing to do for anybody.
"""

from __future__ import annotations

import gc


def leave_for_later() -> None:
    """Have Python look for no waste by itself from now on."""
    gc.disable()


def look() -> None:
    """Look for waste as far as Python itself would have by now; on the thread of the windows."""
    made, limits = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if made[generation] > limits[generation]:
            gc.collect(generation)
            return

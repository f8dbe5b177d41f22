"""The end of a locked process and the start of the next: in time, whatever holds it up."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NoReturn

INTERRUPT_SECONDS = 0.7
"""After so long a statement that still runs in the database is broken off."""
END_SECONDS = 1.4
"""After so long the process ends, whatever it is doing."""
_KILL_SECONDS = 2.0
"""After so long the kernel ends it, should not even a thread of Python get its turn."""
_FAILED = 1


class Restart:
    """Replaces this process by a new one at the unlock window.

    Only the end of a process takes keys and words out of memory, so nothing may keep it from
    ending: no keyring that does not answer, no long sum, no slow statement.
    """

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Prepare it.

        Args:
            arguments: of the program that comes after, without its name.
            environment: what it is told out of the list of processes.
        """
        self._arguments, self._environment = list(arguments), dict(environment)
        self._once = threading.Lock()

    def set_deadline(self, interrupt: Callable[[], None]) -> None:
        """Restart in `END_SECONDS` at the latest; until then what was typed can be saved.

        Args:
            interrupt: breaks off what the database does; called on another thread.
        """
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, _KILL_SECONDS)

        def wait() -> None:
            time.sleep(INTERRUPT_SECONDS)
            try:
                interrupt()
            finally:
                time.sleep(END_SECONDS - INTERRUPT_SECONDS)
                self.now()

        threading.Thread(target=wait, name="lock", daemon=True).start()

    def now(self) -> NoReturn:
        """End this process and begin the next; may be called from any thread."""
        self._once.acquire()
        is_frozen = bool(getattr(sys, "frozen", False))
        # -P: no program out of the folder somebody happened to start this one in.
        itself = [] if is_frozen else ["-P", "-m", "vertrouwen"]
        command = [sys.executable, *itself, *self._arguments]
        try:
            os.environ.update(self._environment)
            if sys.platform == "win32":
                from PySide6.QtCore import QProcess

                QProcess.startDetached(command[0], command[1:])
                os._exit(0)
            # The kernel's alarm would ring in the next process too.
            signal.setitimer(signal.ITIMER_REAL, 0)
            os.execv(command[0], command)  # noqa: S606 - this program, by its own path
        finally:
            # There is no way back: a process that stays would keep the key.
            os._exit(_FAILED)

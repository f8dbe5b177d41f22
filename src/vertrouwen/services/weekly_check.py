"""The weekly check of an open vault: every page, the structure, the chain of history, its heads."""

from __future__ import annotations

from datetime import datetime, timedelta

from vertrouwen.services.check_vault import Watch
from vertrouwen.services.practice import Practice
from vertrouwen.services.settings import set_setting, setting
from vertrouwen.storage.unit_of_work import ChainWalk

LAST_CHECK = "check.last_at"
PERIOD = timedelta(days=7)


def is_check_due(practice: Practice) -> bool:
    """Tell whether the vault was not checked for a week, or the clock went back since."""
    text = setting(practice, LAST_CHECK)
    if practice.watch is None:
        return False
    if not text:
        return True
    since = practice.now() - datetime.fromisoformat(text)
    return not timedelta(0) <= since < PERIOD


def last_check(practice: Practice) -> datetime | None:
    """Return when the whole vault was last found in order, or None."""
    text = setting(practice, LAST_CHECK)
    return datetime.fromisoformat(text) if text else None


class WeeklyCheck:
    """One check; its parts are called one after another, the first on any thread.

    Args:
        practice: open.
        watch: of its vault.
    """

    def __init__(self, practice: Practice, watch: Watch) -> None:
        self._practice, self._watch = practice, watch
        self._walk: ChainWalk | None = None

    def read_pages(self) -> None:
        """Read every page and the structure, beside the work that goes on.

        Raises:
            VaultError: `database_damaged`, which something written meanwhile may look like too;
                or an environment error.
        """
        self._watch.check_pages()

    def confirm(self, suspicion: Exception) -> None:
        """Read every page again while nothing is written: on the database thread.

        Raises:
            VaultError: `database_damaged`: so it is; the next opening looks at everything.
        """
        if getattr(suspicion, "code", "") != "database_damaged":
            raise suspicion
        self._watch.confirm_pages()

    def advance(self) -> bool:
        """Look at the next rows of history; at its end at its heads; return whether there is more.

        Raises:
            VaultError: `history_broken` or `vault_rolled_back`; the next opening looks at
                everything.
            StorageError: a row cannot be read.
        """
        if self._walk is None:
            self._walk = self._watch.walk_chain()
        if not self._walk.is_over:
            self._walk.advance()
            return True
        self._watch.judge(self._walk)
        set_setting(self._practice, LAST_CHECK, self._practice.now().isoformat())
        return False

"""Whether the open vault is whole, and the one that was closed last.

At each opening the database is held against the head of history that the key file keeps, and the
one the keyring keeps; after a clean exit also against the digest of the closed file. A long file is
read for that after the opening, in turns, and in any case before the first thing is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from vertrouwen.storage.unit_of_work import ChainWalk, Store
from vertrouwen.vault import keyring_head
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.freshness import is_sealed_over, sealed_head

if TYPE_CHECKING:
    from vertrouwen.vault.freshness import SlowDigest
    from vertrouwen.vault.open_vault import OpenVault
    from vertrouwen.vault.remembered import Head

TURN_BYTES = 16 * 1024 * 1024
"""How much of a long file is read in one turn: some hundredths of a second."""


class Watch:
    """Looks after one open vault, from its opening to its close.

    Args:
        vault: open; nothing was written to it yet.
        store: its rows.
    """

    def __init__(self, vault: OpenVault, store: Store) -> None:
        self._vault, self._store = vault, store
        self._pending: SlowDigest | None = None
        self._finding: VaultError | None = None

    @property
    def is_reading(self) -> bool:
        """Whether the digest of the file is still to be read."""
        return self._pending is not None

    def look(self) -> None:
        """Hold what was opened against what was closed.

        Raises:
            VaultError: `vault_rolled_back` with `what` ("database": the whole file is older;
                "pages": parts of it are; "keys": the key file is), and the moments `found` and
                `expected`; `history_broken`; `database_damaged` or an environment error.
            StorageError: a page that cannot be read.
        """
        traces = self._vault.traces
        if traces.is_accepted:
            return
        if not traces.was_closed:
            walk = self.walk_chain()
            while not walk.is_over:
                walk.advance()
            self.judge(walk)
        else:
            self._look_at_heads()
        head = self._vault.head
        if head is None or head.database is None or traces.was_interrupted:
            return
        if traces.digest is not None:
            self._compare(traces.digest)
        else:
            self._pending = self._vault.slow_digest()

    def read_on(self, turn_bytes: int = TURN_BYTES) -> bool:
        """Read the digest of the file for a turn; return whether there is more to read.

        Args:
            turn_bytes: how much; 0 reads to the end.

        Raises:
            VaultError: as `look`; raised again each time it is asked.
        """
        if self._finding is not None:
            raise VaultError(self._finding.code, **self._finding.params)
        if self._pending is None:
            return False
        digest = self._pending.advance(turn_bytes)
        if digest is None:
            return True
        self._pending = None
        try:
            self._compare(digest)
        except VaultError as error:
            self._finding = error
            raise
        return False

    def before_writing(self) -> None:
        """Read what is left of the digest: after the first change it would say nothing.

        Raises:
            VaultError: as `look`.
        """
        if self._pending is not None or self._finding is not None:
            self.read_on(0)

    def before_migrating(self) -> None:
        """Forget the digest of the file: a migration changes it without a row of history."""
        self.before_writing()
        head = self._vault.head
        if head is not None and head.database is not None:
            self._vault.keep_head(self._sealed())

    def take_as_it_is(self) -> None:
        """Take the vault as the newest there is from now on, here and in the keyring."""
        head = self._sealed()
        self._vault.keep_head(head)
        if self._uses_keyring():
            keyring_head.keep(self._vault.vault_id, head)

    def begin_with_keyring(self) -> None:
        """Let a keyring that opens the vault from now on remember this moment.

        It may remember a later one, of a vault that was moved aside: that would be held against
        this one if the program died.

        Raises:
            VaultError: as `look`, or an environment error.
        """
        self.before_writing()
        if self._vault.is_trusted:
            self.take_as_it_is()

    def close(self) -> None:
        """Close the vault and keep the head of its history.

        Raises:
            VaultError: an environment error, or as `look`; the vault is closed all the same.
        """
        try:
            self.before_writing()
            row_id, at, link = self._newest()
            audit_key = self._vault.audit_key
        except BaseException:
            self._vault.close_as_found()
            raise
        is_kept = self._vault.is_trusted
        self._vault.close(lambda digest: sealed_head(audit_key, row_id, at, link, digest))
        if is_kept and self._uses_keyring():
            keyring_head.keep(self._vault.vault_id, sealed_head(audit_key, row_id, at, link))

    # While it is open (services.weekly_check)

    def check_pages(self) -> None:
        """Run both integrity checks beside the work that goes on; on any thread.

        Raises:
            VaultError: `database_damaged`, which something written meanwhile may look like too.
        """
        self._vault.check_beside()

    def confirm_pages(self) -> None:
        """Run both integrity checks while nothing is written: on the database thread.

        Raises:
            VaultError: `database_damaged`; the exit will not be called clean.
        """
        try:
            self._vault.check_beside()
        except VaultError as error:
            self._distrust(error)

    def walk_chain(self) -> ChainWalk:
        """Return what holds the chain of history against its key, some rows at a time."""
        return ChainWalk(self._store, self._vault.audit_key)

    def judge(self, walk: ChainWalk) -> None:
        """Say what a walk that is over found, and look at the heads.

        Raises:
            VaultError: `history_broken` or `vault_rolled_back`; the exit will not be called clean.
        """
        try:
            if walk.broken_at is not None:
                raise VaultError("history_broken", number=walk.broken_at)
            self._look_at_heads()
        except VaultError as error:
            self._distrust(error)

    def _distrust(self, error: VaultError) -> NoReturn:
        self._vault.is_trusted = False
        raise VaultError(error.code, **error.params)

    def _look_at_heads(self) -> None:
        head = self._vault.head
        known = keyring_head.recall(self._vault.vault_id) if self._uses_keyring() else None
        for expected in (head, known):
            if expected is not None:
                self._require_row_of(expected)
        if known is not None and head is not None and known.id > head.id:
            raise self._rolled_back("keys")

    def _require_row_of(self, head: Head) -> None:
        row = self._store.row_of_history(head.id)
        if row is not None and is_sealed_over(head, self._vault.audit_key, row[1]):
            return
        is_there = row is not None and row[0] == head.at
        raise self._rolled_back("keys" if is_there else "database", head.at)

    def _compare(self, digest: bytes) -> None:
        """Hold the digest of the file against the head's; a file that went on was left open."""
        head = self._vault.head
        if head is None or digest == head.database:
            return
        is_ahead = self._newest()[0] > head.id
        if is_ahead and not self._vault.traces.was_closed:
            return
        # What looks older may be damaged: then it is called that.
        self._vault.check_beside()
        raise self._rolled_back("keys" if is_ahead else "pages", head.at)

    def _rolled_back(self, what: str, expected: str = "") -> VaultError:
        return VaultError(
            "vault_rolled_back", what=what, found=self._newest()[1], expected=expected
        )

    def _newest(self) -> tuple[int, str, bytes]:
        row_id, link = self._store.head()
        row = self._store.row_of_history(row_id)
        return row_id, row[0] if row is not None else "", link

    def _sealed(self) -> Head:
        return sealed_head(self._vault.audit_key, *self._newest())

    def _uses_keyring(self) -> bool:
        return any(slot.backend is not None for slot in self._vault.slots)

"""The one place where objects are built and joined."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vertrouwen.services.vault_access import VaultAccess

if TYPE_CHECKING:
    from vertrouwen.services.practice import Practice
    from vertrouwen.vault.found import ReadableVault
    from vertrouwen.vault.open_vault import OpenVault

VAULT = "vault"
ACTOR = "vp"
"""Who works with the program, as history names the adviser."""

Clock = Callable[[], datetime]


def own_folder() -> Path:
    """Return the folder of the adviser's own practice: the vault and the preferences."""
    from vertrouwen.vault.folder import default_folder

    return default_folder().parent


def local_now() -> datetime:
    """Return the moment, with the time zone of this computer."""
    return datetime.now().astimezone()


def vault_access(data: Path, clock: Clock = local_now, keyring_seconds: float = 60) -> VaultAccess:
    """Join a data folder, its vault and the practice within.

    Args:
        data: folder in which the folder of the vault lies or will lie.
        clock: gives the present moment with a time zone.
        keyring_seconds: how long a keyring may take.
    """

    def make_practice(vault: OpenVault | ReadableVault) -> Practice:
        # Imported here: nothing of this is needed before the vault is open.
        from vertrouwen.services.check_vault import Watch
        from vertrouwen.services.practice import Practice
        from vertrouwen.services.vocabulary import load_vocabulary
        from vertrouwen.storage.migrations import migrate, newest_version, version_of
        from vertrouwen.storage.unit_of_work import Store
        from vertrouwen.vault.open_vault import OpenVault

        if not isinstance(vault, OpenVault):
            from vertrouwen.services.destroy_case import destroyed_at_opening
            from vertrouwen.services.found_vault import lost_of, refuse_writing

            connection, vocabulary = vault.connection, load_vocabulary()
            migrate(connection)
            # An older vault may still hold what was destroyed since: nobody looks at that again.
            store = Store(connection, vault.audit_key, ACTOR, clock)
            destroyed_at_opening(Practice(store, vocabulary, clock), vault)
            store = Store(connection, vault.audit_key, ACTOR, clock, before_writing=refuse_writing)
            return Practice(store, vocabulary, clock, lost=lost_of(vault))
        store = Store(
            vault.connection,
            vault.audit_key,
            ACTOR,
            clock,
            make_room=vault.give_up_ballast,
            before_writing=lambda: watch.before_writing(),
        )
        watch = Watch(vault, store)
        found = version_of(vault.connection)
        if found:
            watch.look()
        if 0 < found < newest_version():
            watch.before_migrating()
            vault.copy_before_migration()
        migrate(vault.connection, allow_schema_changes=vault.allow_schema_changes)
        return Practice(store, load_vocabulary(), clock, watch=watch)

    def newest_schema() -> int:
        from vertrouwen.storage.migrations import newest_version

        return newest_version()

    return VaultAccess(data / VAULT, make_practice, newest_schema, keyring_seconds)


def deliver(data: Path | None, folders: Sequence[Path]) -> int:
    """Bring the backup that was sealed at the end to its folders; without window, vault or key.

    Args:
        data: folder of the practice; None is the adviser's own.
        folders: where it goes.

    Returns:
        The exit code: 0, for what fails is tried again, and said, at the next start.
    """
    from vertrouwen.services.automatic_backup import deliver_pending

    folder = data.absolute() if data is not None else own_folder()
    deliver_pending(folder / VAULT, folders, lambda: None)
    return 0


def run(
    data: Path | None,
    locked_at: str = "",
    is_minimised: bool = False,
    deliver_to: Sequence[Path] = (),
) -> int:
    """Show the window until it is closed, and return the exit code.

    Args:
        data: folder of the practice; None is the adviser's own.
        locked_at: time of day at which the program locked itself, if it did.
        is_minimised: begin without taking the screen.
        deliver_to: folders for the backup that was sealed when it locked.
    """
    from vertrouwen.ui import waste

    waste.leave_for_later()
    _spare_search_for_features()
    from vertrouwen.ui import failures
    from vertrouwen.ui.app import App

    folder = data.absolute() if data is not None else own_folder()
    restart = ["--data", str(folder)] if data is not None else []
    app = App(
        access=vault_access(folder),
        folder=folder,
        clock=local_now,
        restart=restart,
        locked_at=locked_at,
        is_minimised=is_minimised,
        deliver_to=deliver_to,
    )
    # From here on: that there is no screen may be said in Qt's own words.
    failures.hide_words_of_qt()
    return app.run()


def _spare_search_for_features() -> None:
    """Keep PySide from reading the source of every module that is imported after it.

    It looks there for the `from __feature__ import` that renames Qt's methods; this program has
    none, and the search is a tenth of its start. Without this it starts all the same.
    """
    import_module("PySide6.QtCore")
    feature: Any = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        # Every module counts as one that uses PySide without any feature, as our own ones do.
        feature._mod_uses_pyside = lambda _module: True

"""Breaking off what the database does, when the program must end."""

from __future__ import annotations

from vertrouwen.services.vault_access import VaultAccess


def break_off(access: VaultAccess) -> None:
    """Break off the statement that runs now; called from any thread.

    What was saved stays saved, the broken statement leaves nothing behind, and what waits for the
    database gets its turn.
    """
    if access.is_open:
        access.opened_vault.connection.interrupt()

"""Settings of the practice as rows."""

from __future__ import annotations

from vertrouwen.storage.unit_of_work import Reader, Transaction


def get(store: Reader, key: str, default: str = "") -> str:
    """Return one setting."""
    row = store.read_one("SELECT value FROM setting WHERE key = ?", (key,))
    return str(row[0]) if row else default


def put(tx: Transaction, key: str, value: str) -> None:
    """Set one setting."""
    tx.execute(
        "INSERT INTO setting (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )

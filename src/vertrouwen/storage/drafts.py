"""Drafts as rows: what was typed and not yet confirmed."""

from __future__ import annotations

import json
from typing import Any

from vertrouwen.storage.unit_of_work import Reader, Transaction


def save(tx: Transaction, key: str, body: dict[str, Any]) -> None:
    """Keep a draft in place of the one before."""
    tx.execute(
        "INSERT INTO draft (key, body, saved_at) VALUES (?, ?, ?) ON CONFLICT (key)"
        " DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at",
        (key, json.dumps(body, ensure_ascii=False), tx.now.isoformat(timespec="seconds")),
    )


def load(store: Reader, key: str) -> dict[str, Any] | None:
    """Return a draft, or None."""
    row = store.read_one("SELECT body FROM draft WHERE key = ?", (key,))
    return dict(json.loads(row[0])) if row else None


def drop(tx: Transaction, key: str) -> None:
    """Take a draft away."""
    tx.execute("DELETE FROM draft WHERE key = ?", (key,))


def keys(store: Reader) -> list[str]:
    """Return the keys of all drafts, the latest first."""
    return [row[0] for row in store.read("SELECT key FROM draft ORDER BY saved_at DESC, key")]

"""Drafts: what was typed and not yet confirmed, so that nothing is lost at a lock or a crash."""

from __future__ import annotations

from typing import Any

from vertrouwen.services.practice import Practice
from vertrouwen.storage import drafts as rows


def save_draft(practice: Practice, key: str, body: dict[str, Any]) -> None:
    """Keep a draft in place of the one before; nothing a screen shows changes by it.

    In a practice that is only looked at nothing is kept: what is typed there is refused once, when
    it is to be saved, and not while it is typed.

    Args:
        key: names the form, such as "note:12".
        body: what JSON can hold.
    """
    if practice.is_read_only:
        return
    with practice.store.operation("save_draft", subject="draft") as tx:
        rows.save(tx, key, body)


def load_draft(practice: Practice, key: str) -> dict[str, Any] | None:
    """Return a draft, or None."""
    return rows.load(practice.store, key)


def drop_draft(practice: Practice, key: str) -> None:
    """Take a draft away."""
    if not practice.is_read_only and rows.load(practice.store, key) is not None:
        with practice.store.operation("drop_draft", subject="draft") as tx:
            rows.drop(tx, key)


def drafts(practice: Practice) -> list[str]:
    """Return the keys of all drafts, the latest first."""
    return rows.keys(practice.store)

"""What a client is called while names are hidden."""

from __future__ import annotations

from vertrouwen.language import _


def hidden_client(organisation_id: int | str) -> str:
    """Return a number in place of the name: everywhere the same, whatever else is listed."""
    return _("Organisatie {n}").format(n=organisation_id)

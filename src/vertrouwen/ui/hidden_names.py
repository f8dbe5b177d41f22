"""What is hidden in privacy mode, and what a client is called meanwhile."""

from __future__ import annotations

from vertrouwen.language import _


def hidden_client(organisation_id: int | str) -> str:
    """Return a number in place of the name: everywhere the same, whatever else is listed."""
    return _("Organisatie {n}").format(n=organisation_id)


def what_is_hidden() -> str:
    """Say what the privacy mode hides, and what not."""
    return _(
        "Namen en organisaties zijn verborgen, ook in lijsten en bij het zoeken. Wat u in notities "
        "schreef, blijft leesbaar op de pagina van de zaak."
    )

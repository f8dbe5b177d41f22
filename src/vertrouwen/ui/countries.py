"""The country profiles as choices."""

from __future__ import annotations

from vertrouwen.language import _


def countries() -> list[tuple[str, str]]:
    """Return codes and names of the country profiles."""
    return [("NL", _("Nederland")), ("BE", _("België"))]

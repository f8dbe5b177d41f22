"""Settings of the practice that lie in the vault."""

from __future__ import annotations

from vertrouwen.domain.errors import DomainError
from vertrouwen.domain.organisation import COUNTRIES
from vertrouwen.services.practice import (
    COUNTRY_SETTING,
    NAME_SETTING,
    Change,
    Practice,
)
from vertrouwen.storage import settings

MINIMUM_UNITS = (50, 100, 250)
"""Employees from which a unit may be a row; fewer than the first is never safe enough."""
_MINIMUM_UNIT = "minimum_unit"


def set_profile(practice: Practice, name: str, country: str) -> Change:
    """Write who the adviser is.

    Args:
        country: "NL" or "BE".

    Raises:
        DomainError: the name is missing or the country unknown.
    """
    if not name.strip():
        raise DomainError("name_missing", field="name")
    if country not in COUNTRIES:
        raise DomainError("code_unknown", field="country")
    with practice.store.operation("set_profile", subject="setting") as tx:
        settings.put(tx, NAME_SETTING, name.strip())
        settings.put(tx, COUNTRY_SETTING, country)
    return Change(operation="set_profile")


def minimum_unit(practice: Practice) -> int:
    """Return from how many employees on a unit is a row in a report."""
    return int(settings.get(practice.store, _MINIMUM_UNIT, str(MINIMUM_UNITS[0])))


def set_minimum_unit(practice: Practice, least: int) -> Change:
    """Set from how many employees on a unit is a row in a report.

    Raises:
        DomainError: it is none of `MINIMUM_UNITS`.
    """
    if least not in MINIMUM_UNITS:
        raise DomainError("code_unknown", field="minimum_unit")
    return set_setting(practice, _MINIMUM_UNIT, str(least))


def setting(practice: Practice, key: str, default: str = "") -> str:
    """Return one setting."""
    return settings.get(practice.store, key, default)


def set_setting(practice: Practice, key: str, value: str) -> Change:
    """Set one setting; its key, never its value, stands in history."""
    with practice.store.operation("set_setting", subject=key) as tx:
        settings.put(tx, key, value)
    return Change(operation="set_setting")

"""The keys of a vault that are on paper before they are on the disk, and that paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vertrouwen.language import Language


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NewKeys:
    """What is on paper before anything is on the disk.

    Args:
        code: the recovery code, its groups joined by hyphens.
        vault_id: 16 random bytes that name the vault on the sheet and in every backup.
    """

    code: str
    vault_id: bytes

    @property
    def groups(self) -> tuple[str, ...]:
        """The eight groups of five."""
        return tuple(self.code.split("-"))


def emergency_sheet(keys: NewKeys, language: Language, made_on: datetime) -> bytes:
    """Return the emergency sheet as a PDF in memory; it is printed and never saved."""
    from vertrouwen.documents.emergency_sheet import emergency_sheet as write
    from vertrouwen.vault.recovery_code import parse
    from vertrouwen.vault.slots import sheet_mark

    return write(
        code=keys.code,
        vault_id=keys.vault_id,
        language=language,
        made_on=made_on.date(),
        mark=sheet_mark(parse(keys.code).secret, keys.vault_id),
    )

"""The slots of a vault that is being made: the code on paper, and one daily way in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vertrouwen.vault import recovery_code
from vertrouwen.vault.errors import VaultError
from vertrouwen.vault.key_file import KeyFile
from vertrouwen.vault.keys import MasterKey
from vertrouwen.vault.slots import SlotType, new_passphrase_secret, strict_secret, wrap

if TYPE_CHECKING:
    from vertrouwen.vault.keyring_device import KeyringDevice


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class WantedKeys:
    """What shall open a vault.

    Args:
        recovery_code: the code that was shown to the adviser.
        passphrase: the daily way in where there is no keyring.
        device: the keyring as the daily way in.
        strict: both are given, and only both together open the vault.
    Raises:
        VaultError: `daily_slot_required` (neither passphrase nor device, or not both where both
            are needed).
    """

    recovery_code: str
    passphrase: str | None
    device: KeyringDevice | None
    strict: bool = False

    def __post_init__(self) -> None:
        """Refuse a vault without a daily way in."""
        given = (self.passphrase is not None) + (self.device is not None)
        if given < 1 + self.strict:
            raise VaultError("daily_slot_required")

    def wrap(self, master_key: MasterKey) -> tuple[KeyFile, Callable[[KeyFile], None]]:
        """Wrap a new master key under each secret.

        Returns:
            The key file, and what opens every slot of it once it was read back.
        Raises:
            VaultError: a passphrase, keyring or recovery code error.
        """
        wrapped = [
            (wrap(master_key, slot_type, secret, backend=backend), secret)
            for slot_type, secret, backend in self._secrets(master_key.vault_id)
        ]
        keys = KeyFile(
            vault_id=master_key.vault_id,
            check_value=master_key.check_value,
            slots=tuple(slot for slot, _ in wrapped),
        )

        def verify(read: KeyFile) -> None:
            for slot, secret in wrapped:
                read.require_opens(slot, secret, master_key)

        return keys, verify

    def _secrets(self, vault_id: bytes) -> Iterator[tuple[SlotType, bytes, str | None]]:
        code = recovery_code.parse(self.recovery_code).secret
        # What the person typed comes before the keyring: a passphrase that will not do costs no
        # question there.
        typed = b"" if self.passphrase is None else new_passphrase_secret(self.passphrase)
        yield SlotType.RECOVERY, code, None
        if typed and not self.strict:
            yield SlotType.PASSPHRASE, typed, None
        if self.device is None:
            return
        fetched = self.device.secret_for(vault_id)
        if self.strict:
            yield SlotType.STRICT, strict_secret(fetched.secret, typed), fetched.backend
        else:
            yield SlotType.DEVICE, fetched.secret, fetched.backend

"""What a passphrase costs in tests: the least that is ever accepted, and nothing is measured."""

from __future__ import annotations

from vertrouwen.vault.kdf import MEMORY_KIB_LIMITS, PASSES_LIMITS, Argon2id


def cheap_cost() -> Argon2id:
    """Return the cost that tests put in place of `calibration.calibrated`."""
    return Argon2id.generate(MEMORY_KIB_LIMITS[0], PASSES_LIMITS[0])

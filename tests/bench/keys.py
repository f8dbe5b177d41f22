"""Opening a practice with the keys of this computer: a fresh process, a real keyring."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.practices import PASSPHRASE, Filled
from tests.secret_service import SecretService, is_installed
from vertrouwen.vault import key_file
from vertrouwen.vault.kdf import Argon2id

_REPEATS = 5
# What the window does between the answer of the adviser and the list: modules are loaded in it
# that no window needed before. It prints seconds.
_UNLOCK = """
import sys, threading, time
from pathlib import Path
from vertrouwen.bootstrap import vault_access
access = vault_access(Path(sys.argv[1]))
access.claim()
ways = access.ways()
never = threading.Event()
begun = time.perf_counter()
if ways.strict:
    access.unlock_strict(sys.argv[2], never)
else:
    access.unlock_with_device(never)
print(time.perf_counter() - begun)
access.close()
"""
_CHANGE = """
import sys, threading
from pathlib import Path
from vertrouwen.bootstrap import vault_access
from vertrouwen.services import change_keys
access = vault_access(Path(sys.argv[1]))
access.unlock_with_recovery_code(sys.argv[3])
never = threading.Event()
if sys.argv[4] == "device":
    change_keys.use_device(access, never)
elif sys.argv[4] == "strict":
    change_keys.use_strict(access, sys.argv[2], never)
else:
    change_keys.use_passphrase(access, sys.argv[2])
access.close()
"""


def measure(filled: Filled) -> Iterator[Figure]:
    """Measure each daily way with the keyring; the vault opens with its passphrase afterwards."""
    if not is_installed():
        return
    with tempfile.TemporaryDirectory(prefix="sb", ignore_cleanup_errors=True) as home:
        service = SecretService(Path(home))
        try:
            service.start()
            for way, aim in (("device", 0.3), ("strict", 1.5)):
                _run(service, _CHANGE, filled, way)
                taken = [float(_run(service, _UNLOCK, filled, way)) for _ in range(_REPEATS)]
                yield Figure(
                    measure=f"unlock, {way}",
                    cases=filled.cases,
                    ours=statistics.median(taken),
                    aim=aim,
                    note=_cost(filled),
                )
            _run(service, _CHANGE, filled, "passphrase")
        finally:
            service.stop()


def _run(service: SecretService, program: str, filled: Filled, way: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, str(filled.data), PASSPHRASE, filled.code, way],
        env=service.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def _cost(filled: Filled) -> str:
    keys, _ = key_file.read_either(filled.folder.path)
    for slot in keys.slots:
        if isinstance(slot.kdf, Argon2id):
            return f"Argon2id over {slot.kdf.memory_kib // 1024} MiB, {slot.kdf.passes} passes"
    return "without Argon2id"

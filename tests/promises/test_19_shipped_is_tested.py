"""Promise 19: what we ship is what we tested.

Every wheel is pinned to an exact version by its hashes, and what is installed here is what is
pinned; the list of what is inside (SBOM) says the same, and names the OpenSSL that is really
linked; the finished program rehearses what matters where it stands.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import runpy
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sqlcipher3 import dbapi2

from tests.promises.figures import IS_FULL, reached
from vertrouwen.self_test import SelfTest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
SBOM = runpy.run_path(str(ROOT / "packaging" / "sbom.py"))


def pins(lock: str) -> list[tuple[Requirement, list[str]]]:
    return list(SBOM["locked"](ROOT / lock))


def applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate()


def wheels(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the wheels of a document by name and version."""
    return {
        (part["name"], part["version"]): part
        for part in document["components"]
        if part.get("purl", "").startswith("pkg:pypi/")
    }


def inside(document: dict[str, Any], wheel: str) -> dict[str, dict[str, Any]]:
    """Return what a document says is inside a wheel, by name."""
    return {
        part["name"]: part
        for (name, _version), found in wheels(document).items()
        if name == wheel
        for part in found.get("components", ())
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_every_wheel_is_pinned_by_its_hashes_and_is_the_one_installed(lock: str) -> None:
    good = tried = 0
    wrong: list[str] = []
    for requirement, hashes in pins(lock):
        tried += 1
        exact = re.fullmatch(r"==[^*,\s]+", str(requirement.specifier))
        pinned = bool(exact) and bool(hashes)
        pinned = pinned and all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in hashes)
        if pinned and lock == "requirements-dev.lock" and applies(requirement):
            installed = metadata.version(requirement.name)
            pinned = f"=={installed}" == str(requirement.specifier)
        good += pinned
        if not pinned:
            wrong.append(str(requirement))
    assert wrong == []
    reached(19, f"wheels pinned by hash, {lock}", good=good, tried=tried, floor=tried)


def test_nothing_is_installed_that_no_lock_knows() -> None:
    known = {canonicalize_name(r.name) for lock in LOCKS for r, _ in pins(lock)}
    installed = {canonicalize_name(d.metadata["Name"]) for d in metadata.distributions()}
    assert installed - known <= {"vertrouwen", "pip", "setuptools"}


def test_the_list_of_what_is_inside_agrees_with_the_lock() -> None:
    document = SBOM["document"]()
    found = wheels(document)
    good = tried = 0
    for requirement, hashes in pins("requirements.lock"):
        tried += 1
        version = str(requirement.specifier).removeprefix("==")
        part = found[canonicalize_name(requirement.name), version]
        said = {h["content"] for ref in part["externalReferences"] for h in ref["hashes"]}
        good += said == set(hashes) and all(part["licenses"])
    assert len(found) == tried, "the list names a wheel that no lock has"
    reached(19, "wheels in the SBOM as in the lock", good=good, tried=tried, floor=tried)


def test_the_openssl_that_is_stated_is_the_one_that_is_linked() -> None:
    connection = dbapi2.connect(":memory:")
    connection.execute("PRAGMA key = \"x'00'\"")
    linked = connection.execute("PRAGMA cipher_provider_version").fetchone()[0]
    cipher = connection.execute("PRAGMA cipher_version").fetchone()[0]
    connection.close()
    parts = inside(SBOM["document"](), "sqlcipher3")
    openssl = parts["OpenSSL"]
    assert linked.startswith(f"OpenSSL {openssl['version']} ")
    assert cipher.startswith(parts["SQLCipher"]["version"])
    assert parts["SQLite"]["version"] == dbapi2.sqlite_version
    for words in (openssl["version"], "statically", "updated by", "operating system"):
        assert words in openssl["description"]
    reached(19, "statement for OpenSSL as linked", good=1, tried=1, floor=1)


@pytest.mark.parametrize(
    ("wheel", "part"),
    [
        ("pyside6-essentials", "Qt"),
        ("highspy", "HiGHS"),
        ("argon2-cffi-bindings", "libargon2"),
        ("cryptography", "OpenSSL"),
        ("pypdfium2", "PDFium"),
    ],
)
def test_what_a_wheel_brings_along_is_named_with_its_version(wheel: str, part: str) -> None:
    found = inside(SBOM["document"](), wheel)[part]
    assert re.match(r"\d+\.\d+", found["version"])
    assert found["licenses"]


def test_the_list_is_the_same_each_time_it_is_written(tmp_path: Path) -> None:
    digests = set()
    for name in ("one", "two"):
        subprocess.run(
            [sys.executable, str(ROOT / "packaging" / "sbom.py"), str(tmp_path / name)], check=True
        )
        digests.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_the_finished_program_passes_its_own_test(tmp_path: Path) -> None:
    """In the full run the frozen program, made anew; elsewhere the program as it is installed."""
    command = [sys.executable, "-m", "vertrouwen"]
    if IS_FULL:
        subprocess.run(
            [
                *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
                *("--distpath", str(tmp_path / "dist"), "--workpath", str(tmp_path / "work")),
                str(ROOT / "packaging" / "vertrouwen.spec"),
            ],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        bundle = tmp_path / "dist" / "vertrouwen"
        command = [str(bundle / "vertrouwen")]
        shipped = json.loads(next(bundle.rglob("sbom.cdx.json")).read_bytes())
        assert wheels(shipped) == wheels(SBOM["document"]()), "the bundle lists other wheels"
        listed = {part["name"] for part in shipped["components"]}
        listed |= {path.name for path in Path(dbapi2.__file__).parents[1].rglob("*.so*")}
        libraries = {path.name for path in bundle.rglob("lib*.so*")}
        assert libraries <= listed, "the bundle holds a library nobody lists"
    tested = subprocess.run(
        [*command, "self-test"],
        # Nothing of this checkout: what is not in the bundle is missing.
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTHON")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    passed = sum(line.startswith(("goed ", "good ", "pass")) for line in tested.stdout.splitlines())
    assert tested.returncode == 0, tested.stdout + tested.stderr
    place = "frozen" if IS_FULL else "installed"
    checks = len(list(SelfTest(tmp_path).checks()))
    reached(19, f"checks of the {place} self-test", good=passed, tried=checks, floor=checks)

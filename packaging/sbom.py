"""Writes what the program is made of as a CycloneDX 1.6 document: python packaging/sbom.py FILE

The wheels, their versions and their hashes come from requirements.lock, the licences from
LICENSES.md, and what is bundled inside a wheel (OpenSSL above all) is asked of the library that is
linked here. The same lock on the same platform gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shutil
import ssl
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
NAME = "sbom.cdx.json"
NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
"""That of addresses (RFC 9562); the serial number follows from the content."""
NOT_SHIPPED = frozenset(
    {"editables", "hatchling", "packaging", "pathspec", "pluggy", "tomlkit", "trove-classifiers"}
)
"""In the lock to build the program's own wheel; not in the bundle."""

_SQLCIPHER_OPENSSL = (
    "OpenSSL {version}, linked statically into the sqlcipher3 wheel. It is neither the OpenSSL of "
    "the operating system nor the one inside cryptography, and no update of those reaches it. "
    "SQLCipher takes AES-256-CBC, HMAC-SHA-512, PBKDF2 and random numbers from it; it opens no "
    "connection and reads no certificate. It is updated by pinning a newer sqlcipher3 wheel (make "
    "locks), building again and publishing a new bundle. The version was read from the linked "
    "library with PRAGMA cipher_provider_version; a test holds this document against it."
)
_PYTHON_OPENSSL = (
    "OpenSSL {version}, to which the interpreter is linked: its hashlib and hmac may take SHA-256 "
    "from it. The program opens no connection. It comes from the machine the bundle is built on, "
    "and is updated by updating that machine and building again."
)
_CRYPTOGRAPHY_OPENSSL = (
    "OpenSSL {version}, linked statically into the cryptography wheel. The program takes HKDF and "
    "AES-256-GCM from it. It is updated by pinning a newer cryptography wheel (make locks)."
)


def main(target: str) -> None:
    """Write the document."""
    write(Path(target))


def write(path: Path, foreign: Sequence[Path] = ()) -> None:
    """Write the document; what stood there is replaced.

    Args:
        path: of the document.
        foreign: libraries that the bundle takes from this machine, and not from a wheel.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document(foreign), indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def document(foreign: Sequence[Path] = ()) -> dict[str, Any]:
    """Return the whole document; see `write`."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    program = f"pkg:pypi/{project['name']}@{project['version']}"
    wheels = list(_wheels())
    content: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": program,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"expression": project["license"]}],
                "purl": program,
            },
            "lifecycles": [{"phase": "build"}],
            "properties": [
                {"name": "vertrouwen:platform", "value": f"{sys.platform} {platform.machine()}"},
                {"name": "vertrouwen:lock", "value": _digest(ROOT / "requirements.lock")},
            ],
        },
        "components": [_python(), *wheels, *_libraries(foreign)],
        "dependencies": list(_dependencies(program, project, wheels)),
    }
    moment = os.environ.get("SOURCE_DATE_EPOCH")
    if moment:
        content["metadata"]["timestamp"] = datetime.fromtimestamp(int(moment), UTC).isoformat()
    same = json.dumps(content, sort_keys=True)
    content["serialNumber"] = f"urn:uuid:{uuid.uuid5(NAMESPACE, same)}"
    return content


def locked(lock: Path) -> Iterator[tuple[Requirement, list[str]]]:
    """Yield each requirement of a lock with its SHA-256 digests."""
    for line in lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if line.strip():
            requirement, *hashes = line.split("--hash=sha256:")
            yield Requirement(requirement.strip()), [text.strip() for text in hashes]


def _digest(path: Path) -> str:
    return f"{path.name} sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def _wheels() -> Iterator[dict[str, Any]]:
    licences = _licences()
    for requirement, hashes in locked(ROOT / "requirements.lock"):
        name = canonicalize_name(requirement.name)
        version = str(requirement.specifier).removeprefix("==")
        purl = f"pkg:pypi/{name}@{version}"
        wheel: dict[str, Any] = {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "purl": purl,
            "licenses": [licences[name]],
            "scope": "excluded" if name in NOT_SHIPPED else "required",
            "externalReferences": [
                {
                    "type": "distribution",
                    "url": purl,
                    "comment": "The files pip may install; which one depends on the platform.",
                    "hashes": [{"alg": "SHA-256", "content": digest} for digest in hashes],
                }
            ],
        }
        if requirement.marker is not None:
            wheel["properties"] = [{"name": "vertrouwen:only", "value": str(requirement.marker)}]
        if requirement.marker is None or requirement.marker.evaluate():
            inside = _INSIDE.get(name, list)()
            if inside:
                wheel["components"] = inside
        yield wheel


def _licences() -> dict[str, dict[str, Any]]:
    """Return the licence of each package as LICENSES.md has it."""
    found: dict[str, dict[str, Any]] = {}
    for line in (ROOT / "LICENSES.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith("| "):
            continue
        names, said = (cell.strip() for cell in line.split("|")[1:3])
        said = re.split(r"[;(]| with ", said)[0].strip()
        is_expression = re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:OR|AND) [A-Za-z0-9.+-]+)*", said)
        licence = {"expression": said} if is_expression else {"license": {"name": said}}
        for name in re.split(r"[ ,()]+", names):
            found.setdefault(canonicalize_name(name), licence)
    return found


def _part(
    name: str, version: str, licence: str, *, said: str = "", cpe: str = "", read_from: str
) -> dict[str, Any]:
    """Return what is inside a wheel, with where its version was read."""
    part: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"{read_from.split(':')[0]}#{name.lower()}",
        "name": name,
        "version": version,
        "purl": f"pkg:generic/{name.lower()}@{version.replace(' ', '-')}",
        "licenses": [{"expression": licence}],
        "description": said.format(version=version) or f"{name} {version}, inside the wheel.",
        "properties": [{"name": "vertrouwen:version-read-from", "value": read_from}],
    }
    if cpe:
        part["cpe"] = f"cpe:2.3:a:{cpe}:{version.split(' ')[0]}:*:*:*:*:*:*:*"
    return part


def _in_sqlcipher3() -> list[dict[str, Any]]:
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(":memory:")
    connection.execute("PRAGMA key = \"x'00'\"")

    def ask(pragma: str) -> str:
        return str(connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    provider, openssl = ask("cipher_provider"), ask("cipher_provider_version")
    cipher = ask("cipher_version")
    connection.close()
    if provider != "openssl":
        raise SystemExit(f"SQLCipher works with {provider} here; the statement speaks of OpenSSL.")
    return [
        _part(
            "OpenSSL",
            openssl.removeprefix("OpenSSL ").split()[0],
            "Apache-2.0",
            said=_SQLCIPHER_OPENSSL,
            cpe="openssl:openssl",
            read_from="sqlcipher3: PRAGMA cipher_provider_version",
        ),
        _part(
            "SQLCipher",
            cipher.split()[0],
            "BSD-3-Clause",
            cpe="zetetic:sqlcipher",
            read_from="sqlcipher3: PRAGMA cipher_version",
        ),
        _part(
            "SQLite",
            dbapi2.sqlite_version,
            "blessing",
            cpe="sqlite:sqlite",
            read_from="sqlcipher3: sqlite_version",
        ),
    ]


def _in_cryptography() -> list[dict[str, Any]]:
    from cryptography.hazmat.backends.openssl import backend

    return [
        _part(
            "OpenSSL",
            backend.openssl_version_text().removeprefix("OpenSSL ").split()[0],
            "Apache-2.0",
            said=_CRYPTOGRAPHY_OPENSSL,
            cpe="openssl:openssl",
            read_from="cryptography: openssl_version_text",
        )
    ]


def _in_argon2() -> list[dict[str, Any]]:
    from _argon2_cffi_bindings import lib

    number = int(lib.ARGON2_VERSION_NUMBER)
    return [
        _part(
            "libargon2",
            f"{number >> 4}.{number & 15}",
            "CC0-1.0 OR Apache-2.0",
            said="Argon2 {version}: the algorithm; the library has no other version to tell.",
            read_from="argon2-cffi-bindings: ARGON2_VERSION_NUMBER",
        )
    ]


def _in_pyside() -> list[dict[str, Any]]:
    from PySide6.QtCore import qVersion

    return [_part("Qt", qVersion(), "LGPL-3.0-only", cpe="qt:qt", read_from="pyside6: qVersion")]


def _in_highspy() -> list[dict[str, Any]]:
    from highspy import _core

    numbers = (_core.HIGHS_VERSION_MAJOR, _core.HIGHS_VERSION_MINOR, _core.HIGHS_VERSION_PATCH)
    return [_part("HiGHS", ".".join(map(str, numbers)), "MIT", read_from="highspy: HIGHS_VERSION")]


def _in_pypdfium2() -> list[dict[str, Any]]:
    from pypdfium2.version import PDFIUM_INFO

    version = str(PDFIUM_INFO.tag)
    licence = "Apache-2.0 AND BSD-3-Clause"
    return [_part("PDFium", version, licence, read_from="pypdfium2: PDFIUM_INFO")]


def _in_pillow() -> list[dict[str, Any]]:
    from PIL import features

    names = {
        "libjpeg_turbo": "IJG AND BSD-3-Clause AND Zlib",
        "zlib_ng": "Zlib",
        "libtiff": "libtiff",
        "freetype2": "FTL OR GPL-2.0-only",
        "webp": "BSD-3-Clause",
        "jpg_2000": "BSD-2-Clause",
    }
    return [
        _part(name, str(features.version(name)), licence, read_from="pillow: features")
        for name, licence in names.items()
        if features.version(name)
    ]


_INSIDE = {
    "sqlcipher3": _in_sqlcipher3,
    "cryptography": _in_cryptography,
    "argon2-cffi-bindings": _in_argon2,
    "pyside6-essentials": _in_pyside,
    "highspy": _in_highspy,
    "pypdfium2": _in_pypdfium2,
    "pillow": _in_pillow,
}


def _python() -> dict[str, Any]:
    """Return the interpreter, which only the bundle brings along."""
    version = platform.python_version()
    return {
        "type": "platform",
        "bom-ref": "python",
        "name": platform.python_implementation(),
        "version": version,
        "purl": f"pkg:generic/python@{version}",
        "cpe": f"cpe:2.3:a:python:python:{version}:*:*:*:*:*:*:*",
        "licenses": [{"expression": "PSF-2.0"}],
        "description": "The interpreter inside the bundle, with the libraries it was built with.",
        "components": [
            _part(
                "OpenSSL",
                ssl.OPENSSL_VERSION.removeprefix("OpenSSL ").split()[0],
                "Apache-2.0",
                said=_PYTHON_OPENSSL,
                cpe="openssl:openssl",
                read_from="python: ssl.OPENSSL_VERSION",
            )
        ],
    }


def _libraries(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Yield each library of this machine with its digest and, on a Debian, its package."""
    for path in sorted(paths, key=lambda path: path.name):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        library: dict[str, Any] = {
            "type": "library",
            "bom-ref": f"machine#{path.name}",
            "name": path.name,
            "hashes": [{"alg": "SHA-256", "content": digest}],
            "description": "Taken from the machine the bundle was built on.",
        }
        package = _package_of(path)
        if package is not None:
            name, version = package
            library["version"] = version
            library["purl"] = f"pkg:deb/debian/{name}@{quote(version)}"
        yield library


def _package_of(path: Path) -> tuple[str, str] | None:
    """Return the Debian package a file belongs to, and its version; None elsewhere."""
    if shutil.which("dpkg-query") is None:
        return None
    real = str(path.resolve())
    # Packages of before the folders were merged still name their files without /usr.
    for name in (real, real.removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "-S", name], capture_output=True, check=False)
        if found.returncode == 0:
            package = found.stdout.decode().partition(":")[0]
            told = subprocess.run(
                ["dpkg-query", "-W", "-f", "${Version} ", package], capture_output=True, check=True
            )
            return package, told.stdout.decode().split()[0]
    return None


def _dependencies(
    program: str, project: dict[str, Any], wheels: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield who needs whom, as the packages that are installed here say."""
    references: dict[str, list[str]] = {}
    for wheel in wheels:
        references.setdefault(wheel["name"], []).append(wheel["bom-ref"])

    def needed(texts: list[str]) -> list[str]:
        wanted = [r for r in map(Requirement, texts) if r.marker is None or r.marker.evaluate()]
        found = {ref for r in wanted for ref in references.get(canonicalize_name(r.name), ())}
        return sorted(found)

    yield {"ref": "python", "dependsOn": ["python#openssl"]}
    yield {"ref": program, "dependsOn": ["python", *needed(project["dependencies"])]}
    for wheel in wheels:
        try:
            installed = metadata.distribution(wheel["name"])
        except metadata.PackageNotFoundError:
            continue
        if installed.version == wheel["version"]:
            inside = [part["bom-ref"] for part in wheel.get("components", ())]
            needs = [*inside, *needed(installed.requires or [])]
            yield {"ref": wheel["bom-ref"], "dependsOn": needs}


if __name__ == "__main__":
    main(*sys.argv[1:])

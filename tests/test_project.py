"""What is committed can be trusted: locks, licences, catalogues, no traces of a machine."""

from __future__ import annotations

import io
import os
import pwd
import re
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NOT_COMMITTED = {
    ".git",
    *(line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()),
}
CATALOGUES = sorted((ROOT / "resources" / "locale").glob("*/LC_MESSAGES/*.po"))
_collected = runpy.run_path(str(ROOT / "packaging" / "words.py"))["collected"]
PLACEHOLDER = re.compile(r"\{\w*|%\(\w+\)|%[sd]")


def _language(path: Path) -> str:
    return path.parts[-3]


def _entries(lock: str) -> list[str]:
    """Return each requirement of a lock with its hashes, on one line."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip()]


def _pins(lock: str) -> dict[str, Version]:
    """Return the version each package of a lock is pinned to."""
    requirements = [Requirement(entry.split("--hash")[0]) for entry in _entries(lock)]
    return {
        canonicalize_name(requirement.name): Version(str(requirement.specifier).removeprefix("=="))
        for requirement in requirements
    }


def _committed_files() -> Iterator[Path]:
    """Yield the files of the checkout that belong to the project."""
    for top in ROOT.iterdir():
        if top.name in NOT_COMMITTED:
            continue
        for path in [top] if top.is_file() else top.rglob("*"):
            if path.is_file() and NOT_COMMITTED.isdisjoint(path.parts):
                yield path


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_trusts_contents_and_names_no_address(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
    for entry in _entries(lock):
        assert re.fullmatch(
            r"[a-z0-9-]+==\S+( ;[^-].*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", entry
        ), entry[:80]


def test_the_development_lock_holds_the_runtime_lock() -> None:
    runtime, development = (_pins(lock) for lock in LOCKS)
    assert runtime.items() <= development.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_the_project(lock: str) -> None:
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["build"]]
    if lock == "requirements-dev.lock":
        wanted += PROJECT["optional-dependencies"]["dev"]
    pins = _pins(lock)
    for requirement in map(Requirement, wanted):
        assert pins[canonicalize_name(requirement.name)] in requirement.specifier


@pytest.mark.parametrize("lock", LOCKS)
def test_the_qt_that_dies_on_python_3_11_is_never_locked(lock: str) -> None:
    assert Version("6.11.3") <= _pins(lock)["pyside6-essentials"] < Version("6.12")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_its_licence_listed(lock: str) -> None:
    listed = {
        canonicalize_name(name)
        for line in (ROOT / "LICENSES.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
        for name in re.findall(r"[\w.-]+", line.split("|")[1])
    }
    assert set(_pins(lock)) - listed == set()


def test_no_committed_file_names_a_machine() -> None:
    home = pwd.getpwuid(os.getuid()).pw_dir
    # Written in two halves, so that this file does not find itself.
    traces = {str(ROOT), f"{home}/", "/work" + "/", "/opt" + "/", "/ro" + "ot/", "/Use" + "rs/"}
    traces |= {"pypi" + ".org", "python" + "hosted", "npm" + "js.", "deb.deb" + "ian"}
    found = [
        (path.relative_to(ROOT).as_posix(), trace)
        for path in _committed_files()
        for trace in traces
        if trace.encode() in path.read_bytes()
    ]
    assert found == []


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream)


def _forms(text: str | list[str] | tuple[str, ...]) -> list[str]:
    """Return a sentence, or each plural form of it."""
    return [text] if isinstance(text, str) else list(text)


def test_there_is_an_english_catalogue() -> None:
    assert "en" in {path.parts[-3] for path in CATALOGUES}


@pytest.mark.parametrize("path", CATALOGUES, ids=_language)
def test_every_sentence_is_translated(path: Path) -> None:
    said = {(entry.id, entry.context) for entry in _collected() if entry.id}
    translated = {
        (entry.id, entry.context)
        for entry in _catalogue(path)
        if not entry.fuzzy and all(_forms(entry.string))
    }
    assert said - translated == set()


@pytest.mark.parametrize("path", CATALOGUES, ids=_language)
def test_a_translation_uses_the_values_of_its_sentence(path: Path) -> None:
    for entry in _catalogue(path):
        if entry.id:
            known = set(PLACEHOLDER.findall(" ".join(_forms(entry.id))))
            used = set(PLACEHOLDER.findall(" ".join(_forms(entry.string))))
            assert used == known, entry.id


@pytest.mark.parametrize("path", CATALOGUES, ids=_language)
def test_the_compiled_catalogue_is_the_written_one(path: Path) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, _catalogue(path))
    assert path.with_suffix(".mo").read_bytes() == compiled.getvalue()


def test_every_page_and_picture_that_is_pointed_to_exists() -> None:
    pages = [ROOT / "README.md", ROOT / "LICENSES.md", *(ROOT / "docs").rglob("*.md")]
    gone = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert gone == []

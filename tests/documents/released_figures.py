"""The format `released-figures/1` as a reader of the file would check it."""

from __future__ import annotations

from typing import Any

FIELDS = {"format", "generator", "parameters", "dimensions", "sensitive_sets", "editions"}
ROLES = {"identifying", "sensitive", "neutral"}


def problems(document: dict[str, Any]) -> list[str]:
    """Return what is wrong with a document; nothing is taken from the program."""
    found: list[str] = []
    parameters = document["parameters"]
    if document["format"] != "released-figures/1":
        found.append("format")
    if parameters["threshold"] < parameters["insider"] + 2:
        found.append("parameters")
    if not set(document) <= FIELDS:
        found.append("fields")
    sets: dict[str, dict[str, frozenset[str]]] = {}
    for dimension in document["dimensions"]:
        sets[dimension["name"]] = _sets(dimension, found)
    for edition in document["editions"]:
        found += _problems_of(edition, sets, parameters["threshold"])
    return found


def _sets(dimension: dict[str, Any], found: list[str]) -> dict[str, frozenset[str]]:
    leaves = dimension["categories"]
    known = {name: frozenset([name]) for name in leaves}
    for group in dimension.get("groups", []):
        if group["name"] in known or not group["members"]:
            found.append("two sets of one name, or an empty one")
        if not frozenset(group["members"]) <= set(leaves):
            found.append("group with unknown members")
        known[group["name"]] = frozenset(group["members"])
    roles = dimension["role"] if isinstance(dimension["role"], list) else [dimension["role"]]
    if not set(roles) <= ROLES:
        found.append("role")
    if "atoms" in dimension and set(dimension["atoms"]) != set(leaves):
        found.append("atoms")
    if not set(dimension.get("implicit", [])) <= set(leaves):
        found.append("implicit")
    return known


def _problems_of(
    edition: dict[str, Any], sets: dict[str, dict[str, frozenset[str]]], least: int
) -> list[str]:
    found: list[str] = []
    seen: dict[tuple[tuple[str, str], ...], Any] = {}
    for table in edition["tables"]:
        here = set()
        for cell in table["cells"]:
            at = tuple(sorted(cell["at"].items()))
            if at in here:
                found.append("a cell stands twice in a table")
            here.add(at)
            if not set(cell["at"]) <= set(table["dimensions"]):
                found.append("a cell of another table")
            if any(code not in sets[name] for name, code in at):
                found.append("unknown category")
            if seen.setdefault(at, cell) != cell:
                found.append("one cell, two figures")
            if cell["value"] is not None and cell["value"] < least:
                found.append("small number")
            if cell["value"] is not None and set(cell) != {"at", "value"}:
                found.append("a shown cell with an interval")
    if () in seen and seen[()]["value"] != edition["total"]:
        found.append("total differs")
    return found

"""The format `released-figures/1` as a reader of the file would check it."""

from __future__ import annotations

from typing import Any


def problems(document: dict[str, Any]) -> list[str]:
    """Return what is wrong with a document; nothing is taken from the program."""
    found: list[str] = []
    least = document["parameters"]["threshold"]
    if document["format"] != "released-figures/1":
        found.append("format")
    if least < document["parameters"]["insider"] + 2:
        found.append("parameters")
    if set(document) != {"format", "parameters", "dimensions", "sensitive_sets", "editions"}:
        found.append("fields")
    sets: dict[str, dict[str, frozenset[str]]] = {}
    for dimension in document["dimensions"]:
        leaves = dimension["categories"]
        known = {name: frozenset([name]) for name in leaves}
        for group in dimension.get("groups", []):
            known[group["name"]] = frozenset(group["members"])
            if not frozenset(group["members"]) <= set(leaves):
                found.append("group with unknown members")
        if len(known) != len(leaves) + len(dimension.get("groups", [])):
            found.append("two categories of one name")
        if dimension["role"] not in ("identifying", "sensitive", "neutral"):
            found.append("role")
        sets[dimension["name"]] = known
    for edition in document["editions"]:
        found += _problems_of(edition, sets, least)
    atoms = {atom for edition in document["editions"] for atom in edition["atoms"]}
    for dimension in document["dimensions"]:
        for parts in dimension.get("atoms", {}).values():
            if not set(parts) <= atoms:
                found.append("atoms")
    return found


def _problems_of(
    edition: dict[str, Any], sets: dict[str, dict[str, frozenset[str]]], least: int
) -> list[str]:
    found: list[str] = []
    if edition["total"] is None and edition["tables"]:
        found.append("tables without a total")
    for table in edition["tables"]:
        (name,) = table["dimensions"]
        covered: list[str] = []
        total = 0
        for cell in table["cells"]:
            if cell["value"] < least:
                found.append("small number")
            if not cell["at"]:
                if cell["value"] != edition["total"]:
                    found.append("total differs")
                continue
            label = cell["at"].get(name)
            if label not in sets[name]:
                found.append("unknown category")
                continue
            covered += sets[name][label]
            total += cell["value"]
        if total != edition["total"]:
            found.append("sum differs")
        leaves = frozenset().union(*sets[name].values())
        if len(covered) != len(set(covered)) or set(covered) != leaves:
            found.append("not every report has one place")
    return found

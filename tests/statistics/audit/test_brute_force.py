"""The audit finds just what a list of all tables shows."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statistics.audit.brute import Attack, Verdict, World, world
from vertrouwen.statistics.audit import Finding, audit


def as_verdict(world: World, finding: Finding) -> Verdict:
    edition = next(e for e in world.publication.editions if e.id == finding.edition)
    atoms = finding.params.get("atoms")
    mask = world.mask(edition, finding.at, None if atoms is None else frozenset(atoms))
    if finding.code.startswith(("unlisted", "derived")):
        return finding.code, mask
    if finding.code == "group":
        name, label = finding.params["dimension"], finding.params["set"]
        sets = {(s.dimension, s.name): s.leaves for s in world.publication.sensitive_sets}
        leaves = sets.get((str(name), str(label))) or edition.categories[str(name)][str(label)]
        return "group", mask, frozenset(i for i in mask if world.cells[i][1] not in leaves)
    return finding.code, finding.edition, finding.at


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9))
def test_what_the_audit_finds_is_what_all_tables_show(seed: int) -> None:
    small = world(seed)
    attack = Attack(small)
    expected = attack.verdicts()

    result = audit(small.publication, small.facts if small.with_facts else None, all_intervals=True)

    found = {as_verdict(small, f) for f in result.findings if f.code != "algorithm"}
    assert found == expected
    newest = small.publication.editions[-1]
    masks = {at: small.mask(newest, at) for at in newest.withheld}
    assert result.intervals == {at: attack.interval(mask) for at, mask in masks.items()}

"""Every instance of the bench at its stated optimum, every stated refusal refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.statistics.released import BENCHMARKS, read
from vertrouwen.imports.instance import Instance, parse_instance
from vertrouwen.statistics.audit import audit
from vertrouwen.statistics.joint import union
from vertrouwen.statistics.ledger import Ledger
from vertrouwen.statistics.problem import Form, Optional, Problem
from vertrouwen.statistics.protect import RefusedError, margin_weight, protect, unit_weight
from vertrouwen.statistics.release import Edition, Publication
from vertrouwen.statistics.scheme import TOTAL, At, at_cell
from vertrouwen.statistics.suppress import suppress

WEIGHTS = {"unit": unit_weight, "margin8": margin_weight}
INSTANCES = {path.stem: read(path.name) for path in sorted(BENCHMARKS.glob("*.json"))}
CASES = {
    f"{name}: {case['id']}": (name, case)
    for name, content in INSTANCES.items()
    for case in content["cases"]
    if case["task"] != "audit"
}
PROTECTED = {
    key: value
    for key, value in CASES.items()
    if value[1].get("criterion") in ("S", "S+L") and not value[1]["expected"].get("must_be_refused")
}
REFUSED = {
    key: value for key, value in CASES.items() if value[1]["expected"].get("must_be_refused")
}
FOREIGN = {key: value for key, value in CASES.items() if value[1].get("criterion") in ("D", "G")}


def protected(instance: Instance, weights: str) -> Edition:
    return protect(
        instance.scheme,
        instance.policy,
        instance.facts,
        edition_id=instance.edition_id,
        atoms=instance.atoms,
        ledger=instance.before,
        weight=WEIGHTS[weights],
    )


def test_every_case_of_the_bench_is_tried() -> None:
    assert {*PROTECTED, *REFUSED, *FOREIGN} == set(CASES)
    assert (len(PROTECTED), len(REFUSED), len(FOREIGN)) == (32, 2, 10)


@pytest.mark.parametrize("case", PROTECTED)
def test_an_instance_is_protected_at_its_optimum(case: str) -> None:
    name, content = PROTECTED[case]
    instance = parse_instance(INSTANCES[name])
    expected = content["expected"]

    edition = protected(instance, content["weights"])

    weight = WEIGHTS[content["weights"]]
    assert sum(map(weight, edition.withheld)) == pytest.approx(expected["objective"])
    if content["weights"] == "unit":
        assert len(edition.withheld) == expected["withheld"]
        assert edition.shown == expected["shown"]
    publication = Publication(
        policy=instance.policy,
        dimensions=instance.scheme.dimensions,
        editions=(*instance.before, edition),
    )
    assert audit(publication, instance.facts).findings == ()


@pytest.mark.parametrize("case", REFUSED)
def test_what_may_not_be_released_is_refused(case: str) -> None:
    name, _content = REFUSED[case]
    instance = parse_instance(INSTANCES[name])

    with pytest.raises(RefusedError) as refused:
        protected(instance, "unit")

    assert refused.value.code == ("total_small" if "refuse" in name else "ledger_tells")


@pytest.mark.parametrize("case", [c for c in FOREIGN if FOREIGN[c][1]["criterion"] == "D"])
def test_primary_cells_of_others_are_protected_at_the_same_cost(case: str) -> None:
    """Criterion D: nobody can narrow a primary cell down to less than one below to one above."""
    name, content = FOREIGN[case]
    desk = _desk(name)
    primary = _primary(desk, content)
    optional: list[Optional] = []
    forms: list[Form] = []
    for cell in (c for c in desk.scheme.cells if c != TOTAL):
        columns = desk.columns(desk.newest.atoms, desk.leaves(cell))
        number = desk.count_of(cell)
        if cell in primary:
            low, high, owner = float(max(number - 1, 0)), float(number + 1), None
        else:
            low, high, owner = None, None, len(optional)
            weight = 1.0 if content["weights"] == "unit" else number + 1e-4
            optional.append(Optional(at=cell, columns=columns, value=number, weight=weight))
        forms.append(
            Form(
                columns=columns,
                low=low,
                high=high,
                at=cell,
                scope=desk.newest.atoms,
                owner=owner,
            )
        )

    withheld = _suppressed(desk, optional, forms)

    expected = content["expected"]
    assert len(desk.scheme.cells) == expected["cells"]
    assert len(primary) == expected["primary"]
    secondary = [o for o in optional if o.at in withheld]
    assert len(secondary) == expected["secondary"]
    if content["weights"] == "count":
        assert sum(o.value for o in secondary) == expected["sum_of_secondary"]
    if "secondary_cells" in expected:
        assert withheld == {at_cell(cell) for cell in expected["secondary_cells"]}


@pytest.mark.parametrize("case", [c for c in FOREIGN if FOREIGN[c][1]["criterion"] == "G"])
def test_nobody_learns_that_nearly_all_of_a_group_are_of_one_kind(case: str) -> None:
    """Criterion G: of all but r reports of a municipality a reader must allow more than k."""
    name, content = FOREIGN[case]
    desk = _desk(name)
    known = content["k"]
    optional: list[Optional] = []
    forms: list[Form] = []
    for cell in (c for c in desk.scheme.cells if c != TOTAL):
        columns = desk.columns(desk.newest.atoms, desk.leaves(cell))
        optional.append(Optional(at=cell, columns=columns, value=desk.count_of(cell), weight=1.0))
        owner = len(optional) - 1
        forms.append(
            Form(
                columns=columns,
                low=None,
                high=None,
                at=cell,
                scope=desk.newest.atoms,
                owner=owner,
            )
        )
    statements = []
    for group, kind, outside in desk.statements:
        whole, left = desk.count_of(group), desk.counted(desk.newest.atoms, outside)
        if left <= known and whole > left:
            statements.append(f"{group[0][1]}: all but {left} of {whole} are {kind[0][1]}")
            forms.append(
                Form(
                    columns=desk.columns(desk.newest.atoms, outside),
                    low=None,
                    high=known + 1,
                    at=group,
                    scope=desk.newest.atoms,
                )
            )

    withheld = _suppressed(desk, optional, forms)

    expected = content["expected"]
    assert len(desk.scheme.cells) == expected["cells"]
    assert sorted(statements) == sorted(expected["statements"])
    assert len(withheld) == expected["withheld"]


def _desk(name: str) -> Ledger:
    instance = parse_instance(INSTANCES[name])
    return Ledger(
        instance.scheme,
        instance.policy,
        instance.facts,
        edition_id=instance.edition_id,
        atoms=instance.atoms,
        before=(),
    )


def _primary(desk: Ledger, content: dict[str, Any]) -> set[At]:
    if "primary" in content:
        return {at_cell(cell) for cell in content["primary"]}
    low, most = content["primary_rule"].split(" <= n <= ")
    return {c for c in desk.scheme.cells if int(low) <= desk.count_of(c) <= int(most)}


def _suppressed(desk: Ledger, optional: list[Optional], forms: list[Form]) -> set[At]:
    problem = Problem(
        joint=desk.joint,
        truth=desk.truth,
        impossible=union(desk.impossible),
        known=[desk.stated_total(desk.newest)],
        optional=optional,
        forms=forms,
    )
    hidden = suppress(problem, lambda: None)
    return {o.at for o, is_hidden in zip(optional, hidden, strict=True) if is_hidden}

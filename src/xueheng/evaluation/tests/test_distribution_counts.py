"""Counts of a run's results by group and level, on a folder small enough to count by hand."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from xueheng.evaluation.core.public import write_parquet
from xueheng.evaluation.distributions import kept
from xueheng.evaluation.distributions.counting import YEAR, Group, keep_counts
from xueheng.evaluation.distributions.kept import groups_at

DAY = date(2026, 8, 31)
DISTRICT, EAST, WEST, E1, E2, W1 = 1, 10, 20, 11, 12, 21
CLASSES = {E1: (EAST, 12), E2: (EAST, 11), W1: (WEST, 15)}
"""Class → its school and how many pupils."""


def grades_on(units: Iterable[int], day: date) -> dict[int, str]:
    assert day == DAY
    return {unit: "13" if unit in (E1, W1) else "14" for unit in units}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The first three pupils of each class are good, the fourth lacks data, to the fifth it does not apply; the others
    pass. The only leaf with levels is known of the first class alone.
    """
    rows = [(c, s, at) for c, (s, many) in CLASSES.items() for at in range(many)]
    state = ["missing" if at == 3 else "not_applying" if at == 4 else "known" for _, _, at in rows]
    level = ["good" if at < 3 else None if at in (3, 4) else "pass" for _, _, at in rows]
    subjects = [str(1000 + at) for at in range(len(rows))]
    nodes = {
        "subject": subjects, "total.state": state, "total.level": level,
        "group.common.class": [str(c) for c, _, _ in rows], "group.common.school": [str(s) for _, s, _ in rows],
        "group.common.district": [str(DISTRICT)] * len(rows),
    }  # fmt: skip
    leaves = {
        "subject": subjects,
        "run.state": ["known" if c == E1 else "missing" for c, _, _ in rows],
        "run.level": ["pass" if c == E1 else None for c, _, _ in rows],
    }
    write_parquet(pa.table(nodes), tmp_path / "nodes.parquet")
    write_parquet(pa.table(leaves), tmp_path / "leaves.parquet")
    keep_counts(tmp_path, grades_on, DAY)
    monkeypatch.setattr(kept, "base_folder", lambda run: tmp_path)
    return tmp_path


def test_a_district_is_told_with_its_schools(folder: Path) -> None:
    """38 pupils: three good in each of three classes; 38 − 9 − 3 − 3 = 23 pass, 3 lack data."""
    groups = groups_at(5, DISTRICT)
    assert groups is not None
    assert (dict(groups.mine["total"].levels), groups.mine["total"].missing) == ({"good": 9, "pass": 23}, 3)
    schools = {group.unit: dict(columns["total"].levels) for group, columns in groups.under.items()}
    assert schools == {EAST: {"good": 6, "pass": 13}, WEST: {"good": 3, "pass": 10}}
    assert not any(columns["total"].hidden for columns in groups.under.values())


def test_a_school_is_told_by_grade_and_by_class(folder: Path) -> None:
    groups = groups_at(5, EAST)
    assert groups is not None
    assert groups.above == DISTRICT
    sizes = {(group.entity, group.unit, group.part): columns["total"].total for group, columns in groups.under.items()}
    assert sizes == {("class", E1, ""): 10, ("class", E2, ""): 9, (YEAR, EAST, "13"): 10, (YEAR, EAST, "14"): 9}


def test_a_class_of_nine_results_hides_its_grade_and_the_one_beside_it(folder: Path) -> None:
    """Nine have a level in the second class, so nine have one in its grade; 19 − 10 would give both away."""
    groups = groups_at(5, EAST)
    assert groups is not None
    assert {group for group, columns in groups.under.items() if columns["total"].hidden} == set(groups.under)


def test_a_grade_is_told_with_its_classes(folder: Path) -> None:
    groups = groups_at(5, EAST, "13")
    assert groups is not None
    assert groups.entity == YEAR
    assert groups.mine["total"].total == 10
    assert list(groups.under) == [Group("class", E1)]


def test_a_leaf_is_counted_as_the_whole_is(folder: Path) -> None:
    groups = groups_at(5, DISTRICT)
    assert groups is not None
    assert (dict(groups.mine["run"].levels), groups.mine["run"].missing) == ({"pass": 12}, 26)


def test_a_class_has_nothing_under_it(folder: Path) -> None:
    groups = groups_at(5, W1)
    assert groups is not None
    assert (groups.entity, groups.above, dict(groups.under)) == ("class", WEST, {})


def test_of_a_unit_without_results_nothing_is_told(folder: Path) -> None:
    assert groups_at(5, 99) is None
    assert groups_at(5, EAST, "16") is None

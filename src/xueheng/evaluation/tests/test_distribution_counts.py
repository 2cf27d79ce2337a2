"""Counts of a run's results by group and level, on a folder small enough to count by hand."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from xueheng.evaluation.core.public import write_parquet
from xueheng.evaluation.distributions import kept
from xueheng.evaluation.distributions.counting import COUNTS, SCHEMA, YEAR, Group, keep_counts
from xueheng.evaluation.distributions.kept import groups_at
from xueheng.evaluation.distributions.lacking import Lacking

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
    pass. A run is recorded of the first class alone; bars of one girl of the second, beyond the scale's table, and of
    the third they are not asked.
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
        "run.value": pa.array([81 if c == E1 else None for c, _, _ in rows], pa.int64()),
        "run.level": ["pass" if c == E1 else None for c, _, _ in rows],
        "bar.state": ["not_applying" if c == W1 else "missing" for c, _, _ in rows],
        "bar.value": pa.array([7 if c == E2 and at == 0 else None for c, _, at in rows], pa.int64()),
        "bar.level": pa.nulls(len(rows), pa.string()),
    }
    write_parquet(pa.table(nodes), tmp_path / "nodes.parquet")
    write_parquet(pa.table(leaves), tmp_path / "leaves.parquet")
    keep_counts(tmp_path, {"total": ("run", "bar")}, grades_on, DAY)
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


def test_who_was_not_tested_is_told_apart_from_whom_it_does_not_concern(folder: Path) -> None:
    """Each class's fourth lacks data: in the first class the run is there and the bars are not, in the others nothing
    is. The run: 11 and 15 have no record. The bars: one of 23 has a value that is no score; of the third class's 15
    they are not asked.
    """
    groups = groups_at(5, DISTRICT)
    assert groups is not None
    assert groups.mine["total"].lacking == Lacking(nothing=2, partly=1, not_applying=3)
    assert groups.mine["run"].lacking == Lacking(nothing=26, partly=0, not_applying=0)
    assert groups.mine["bar"].lacking == Lacking(nothing=22, partly=1, not_applying=15)
    west = next(columns for group, columns in groups.under.items() if group.unit == WEST)
    assert (west["bar"].asked, west["bar"].lacking) == (0, Lacking(0, 0, 15))
    assert west["total"].lacking == Lacking(nothing=1, partly=0, not_applying=1)


def test_counts_of_before_are_still_told_without_a_reason(folder: Path) -> None:
    """As they were written: 9 good, 23 pass and 3 that lack data, nothing of whom it does not apply to."""
    rows = [("district", DISTRICT, "", 0, "total", what, many, False) for what, many in
            (("good", 9), ("pass", 23), ("-missing", 3))]  # fmt: skip
    plain = SCHEMA.remove_metadata()
    cells = [pa.array(cells, field.type) for cells, field in zip(zip(*rows, strict=True), plain, strict=True)]
    write_parquet(pa.Table.from_arrays(cells, schema=plain), folder / COUNTS)
    groups = groups_at(5, DISTRICT)
    assert groups is not None
    told = groups.mine["total"]
    assert (dict(told.levels), told.missing, told.lacking) == ({"good": 9, "pass": 23}, 3, None)


def test_a_class_of_whom_the_standard_asks_nothing_is_not_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A standard of one stage: twelve pupils of another class are no "does not apply" of it."""
    state = ["known"] * 11 + ["not_applying"] * 13
    nodes = {
        "subject": [str(each) for each in range(24)], "total.state": state,
        "total.level": ["good" if each == "known" else None for each in state],
        "group.common.class": [str(E1)] * 12 + [str(W1)] * 12,
        "group.common.school": [str(EAST)] * 12 + [str(WEST)] * 12,
    }  # fmt: skip
    write_parquet(pa.table(nodes), tmp_path / "nodes.parquet")
    write_parquet(pa.table({"subject": nodes["subject"], "run.state": state}), tmp_path / "leaves.parquet")
    keep_counts(tmp_path, {"total": ("run",)}, grades_on, DAY)
    monkeypatch.setattr(kept, "base_folder", lambda run: tmp_path)
    east = groups_at(5, EAST)
    assert east is not None
    assert east.mine["total"].lacking == Lacking(0, 0, 1)
    assert groups_at(5, WEST) is None


def test_a_class_has_nothing_under_it(folder: Path) -> None:
    groups = groups_at(5, W1)
    assert groups is not None
    assert (groups.entity, groups.above, dict(groups.under)) == ("class", WEST, {})


def test_of_a_unit_without_results_nothing_is_told(folder: Path) -> None:
    assert groups_at(5, 99) is None
    assert groups_at(5, EAST, "16") is None

"""What stands beside the core must do the same work: the leaf values of Polars and pandas are those of fractions."""

from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from benchmarks.leaves import FRACTIONS, Leaf, read_leaves
from benchmarks.make_district_year import make
from tests.district_year.exact import Pupil, pupils_of, worked_out

ROWS = 60_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("yardsticks")
    make(ROWS, folder, seed=3)
    return folder


@pytest.fixture(scope="module")
def exact(folder: Path) -> dict[int, Pupil]:
    schools = {groups["school"] for groups in pupils_of(folder).values()}
    return {pupil.subject: pupil for pupil in worked_out(folder, sorted(schools))}


def value_in(row: dict[str, Any], leaf: Leaf, *, nothing: int | None = None) -> Fraction | None:
    """A leaf's value in a row of a leaf table, as the workload says it; `nothing` stands for missing."""
    cell = row[leaf.name]
    if leaf.kind in FRACTIONS:
        den = row[f"{leaf.name}_den"]
        return Fraction(int(cell), int(den)) * (100 if leaf.kind == "ratio" else 1) if den else None
    missing = cell is None or (leaf.kind in ("max", "latest") and cell == nothing)
    return None if missing else Fraction(int(cell))


def differing(rows: list[dict[str, Any]], exact: dict[int, Pupil], *, nothing: int | None = None) -> list[Any]:
    assert {row["subject"] for row in rows} == exact.keys()
    return [
        (row["subject"], leaf.name)
        for row in rows
        for leaf in read_leaves()
        if value_in(row, leaf, nothing=nothing) != exact[row["subject"]].values[leaf.name]
    ]


def test_polars_gives_the_same_leaf_values(folder: Path, exact: dict[int, Pupil]) -> None:
    pytest.importorskip("polars", reason="polars is installed for benchmarks alone: requirements/bench.txt")
    polars_leaves = import_module("benchmarks.polars_leaves")
    assert differing(polars_leaves.leaf_table(folder).to_dicts(), exact) == []


def test_pandas_gives_the_same_leaf_values(folder: Path, exact: dict[int, Pupil]) -> None:
    pytest.importorskip("pandas", reason="pandas is installed for benchmarks alone: requirements/bench.txt")
    pandas_leaves = import_module("benchmarks.pandas_leaves")
    rows = pandas_leaves.leaf_table(folder).to_dict("records")
    assert differing(rows, exact, nothing=pandas_leaves.NOTHING) == []


def test_a_pupil_without_records_is_in_the_tables_too(exact: dict[int, Pupil], folder: Path) -> None:
    """Some leaf is missing for somebody, else the comparison would not try it."""
    missing = {leaf for pupil in exact.values() for leaf, value in pupil.values.items() if value is None}
    kinds = {leaf.kind for leaf in read_leaves() if leaf.name in missing}
    assert kinds == {"mean", "max", "latest", "ratio"}

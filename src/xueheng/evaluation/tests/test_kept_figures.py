"""What a run's page reads of the distributions of many units."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xueheng.evaluation import kept_results
from xueheng.evaluation.kept_results import GroupFigure, figures_of

CLASSES, SCHOOL, DISTRICT = (11, 12, 13), 2, 1


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    rows = [
        {"group": str(unit), "entity": entity, "column": column, "statistic": "mean", "value": f"{unit}.0", "count": 40}
        for entity, units in (("class", CLASSES), ("school", (SCHOOL,)), ("district", (DISTRICT,)))
        for column in ("total", "a")
        for unit in units
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "groups.parquet")
    monkeypatch.setattr(kept_results, "base_folder", lambda number: tmp_path)
    return 7


def units(figures: list[GroupFigure], column: str) -> list[int]:
    return [figure.unit for figure in figures if figure.column == column]


def test_the_largest_kinds_of_unit_come_first_and_the_others_are_counted(run: int) -> None:
    figures, more = figures_of(run, [*CLASSES, SCHOOL, DISTRICT], 3)
    assert set(units(figures, "total")) == set(units(figures, "a")) == {DISTRICT, SCHOOL, 11}
    assert more == 2
    assert next(f for f in figures if f.unit == 11) == GroupFigure(11, "class", "total", "mean", "11.0", 40)


def test_units_that_were_not_asked_for_are_neither_listed_nor_counted(run: int) -> None:
    figures, more = figures_of(run, [12, SCHOOL], 5)
    assert set(units(figures, "total")) == {12, SCHOOL}
    assert more == 0


def test_a_run_without_the_file_has_no_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_results, "base_folder", lambda number: tmp_path)
    assert figures_of(7, [SCHOOL], 5) == ([], 0)

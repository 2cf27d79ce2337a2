"""What a run's page reads of the distributions of many units."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xueheng.evaluation import kept_results
from xueheng.evaluation.kept_results import GroupFigure, figures_of, row_of

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


@pytest.mark.parametrize("statistics", [True, False])
def test_one_subject_is_found_in_whichever_part_of_the_file_she_is(tmp_path: Path, statistics: bool) -> None:
    """Parts of two rows; the third part spans the subject that is not there."""
    rows = [{"subject": str(number), "total": at} for at, number in enumerate((11, 14, 12, 13, 16, 18))]
    path = tmp_path / "results.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=2, write_statistics=statistics)
    assert row_of(tmp_path, 14) == {"subject": "14", "total": "1"}
    assert row_of(tmp_path, 13) == {"subject": "13", "total": "3"}
    assert row_of(tmp_path, 17) is None


def test_what_nothing_is_known_of_stays_empty_and_a_run_without_results_has_nobody(tmp_path: Path) -> None:
    assert row_of(tmp_path, 7) is None
    rows = [{"subject": "7", "total": None, "level": "good"}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "results.parquet")
    assert row_of(tmp_path, 7) == {"subject": "7", "total": None, "level": "good"}

"""A live answer is the batch's, to the last digit."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from benchmarks.live import answered
from benchmarks.make_district_year import TYPES
from benchmarks.record_store import RecordStore, Row, make_store
from benchmarks.workload import PUPIL, STANDARD, library, period, pupils, type_name
from xueheng.evaluation.core.public import Dataset, Evaluation, LiveStandard, Records, evaluate, results_table
from xueheng.language.public import Library

PUPILS = (0, 1, 2)


@pytest.fixture(scope="module")
def definitions() -> Library:
    return library()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> RecordStore:
    path: Path = tmp_path_factory.mktemp("live") / "records.sqlite"
    make_store(path, pupils=len(PUPILS), records_of_each=3_000, seed=5)
    return RecordStore(path)


def records_table(pupil: int, rows: list[Row]) -> pa.Table:
    """One pupil's records of one type as the batch reads them."""
    ids, days, recorders, verified, values = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    return pa.table(
        {
            "id": pa.array(ids, pa.int64()),
            "subject": pa.array([pupil] * len(rows), pa.int64()),
            "day": pa.array(days, pa.int32()),
            "recorder": pa.array(recorders, pa.int64()),
            "verified": pa.array(map(bool, verified), pa.bool_()),
            "value": pa.array(values, pa.int64()),
        }
    )


def everybody(store: RecordStore) -> Dataset:
    """All pupils of the store, in class 0 of school 0."""
    records = {}
    for type_ in range(TYPES):
        tables = [records_table(pupil, store.of(pupil)[type_]) for pupil in PUPILS]
        records[type_name(type_)] = Records(table=pa.concat_tables(tables))
    zeros = pa.array([0] * len(PUPILS))
    return Dataset(records, {PUPIL: pupils(pa.array(PUPILS), zeros, zeros)})


def row_of(evaluation: Evaluation, pupil: int) -> dict[str, Any]:
    (row,) = [row for row in results_table(evaluation).to_pylist() if row["subject"] == pupil]
    return dict(row)


def test_one_pupil_alone_is_as_among_all(store: RecordStore, definitions: Library) -> None:
    year = period(definitions)
    batch = evaluate(definitions, STANDARD, everybody(store), year)
    live = LiveStandard(definitions, STANDARD, year)
    for pupil in PUPILS:
        alone = answered(live, store, pupil)
        assert row_of(alone, pupil) == row_of(batch, pupil)
        answers = {column.code: alone.answer(pupil, column.code) for column in alone.columns}
        assert answers == {column.code: batch.answer(pupil, column.code) for column in batch.columns}
    assert len({row_of(batch, pupil)["total"] for pupil in PUPILS}) == len(PUPILS)

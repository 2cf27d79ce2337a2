"""Records in Parquet files: exact units in, anything that is not exact refused."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.reference_evaluator.authoring import column, decimal, evidence, fold, library, measure, spans_table
from xueheng.evaluation.core import public
from xueheng.evaluation.core.dataset import Dataset, Records
from xueheng.evaluation.core.run import EngineName
from xueheng.evaluation.core.tests.school import LI, PUPIL, YEAR, day
from xueheng.language.library_definitions import Library

MONEY = decimal(2, 0, 1000)
GIFT = evidence("gift", amount=MONEY)
ENGINES: tuple[EngineName, ...] = ("duckdb", "sqlite")
COLUMNS = {"subject": "pupil_no", "day": "on", "amount": "amount"}
DAYS = pa.array([day("2025-08-31"), day("2025-09-01"), day("2025-10-01")], pa.date32())


def library_of_gifts() -> Library:
    return library(PUPIL, GIFT, measure("m", fold("sum", "gift", column("amount", MONEY))))


def file(folder: Path, columns: Mapping[str, Any], name: str = "gift.parquet") -> Path:
    path = folder / name
    pq.write_table(pa.table({"pupil_no": ["li", "li", "li"], **columns}), path)
    return path


def total(*files: Path, engine: EngineName = "duckdb", columns: Mapping[str, str] | None = None) -> object:
    made = library_of_gifts()
    records = {"p.gift": Records(files=files, columns=columns or COLUMNS)}
    data = Dataset(records, {"pupil": spans_table(PUPIL, [LI])})
    return public.measure_values(made, ["p.m"], data, YEAR, engine=engine)["p.m", "pupil"]["li"]


@pytest.mark.parametrize("engine", ENGINES)
def test_integers_are_hundredths(tmp_path: Path, engine: EngineName) -> None:
    # 31 August lies before the period; 12.34 + 0.66 = 13
    path = file(tmp_path, {"on": DAYS, "amount": pa.array([9900, 1234, 66], pa.int32())})
    assert total(path, engine=engine) == 13


@pytest.mark.parametrize("engine", ENGINES)
def test_decimals_and_dates_in_files(tmp_path: Path, engine: EngineName) -> None:
    tenths = pa.array([Decimal("99.0"), Decimal("12.3"), Decimal("0.5")], pa.decimal128(9, 1))
    assert total(file(tmp_path, {"on": DAYS, "amount": tenths}), engine=engine) == Fraction("12.8")
    numbers = pa.array([(d.as_py() - date(1970, 1, 1)).days for d in DAYS], pa.int32())
    assert total(file(tmp_path, {"on": numbers, "amount": tenths}), engine=engine) == Fraction("12.8")
    moments = pa.array([datetime(2025, 8, 31, 23, 59), datetime(2025, 9, 1), datetime(2026, 8, 31, 23, 59)])  # noqa: DTZ001
    assert total(file(tmp_path, {"on": moments, "amount": tenths}), engine=engine) == Fraction("12.8")


@pytest.mark.parametrize("engine", ENGINES)
def test_several_files_are_one_type_and_absent_columns_are_empty(tmp_path: Path, engine: EngineName) -> None:
    amounts = pa.array([100, 200, None], pa.int64())
    one, two = (file(tmp_path, {"on": DAYS, "amount": amounts}, f"{n}.parquet") for n in "ab")
    assert total(one, two, engine=engine) == 4  # 2.00 twice; 1.00 lies before the period, the rest is blank
    assert total(one, engine=engine, columns={"subject": "pupil_no", "day": "on"}) == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_unverified_rows_of_a_file_do_not_count(tmp_path: Path, engine: EngineName) -> None:
    seen = pa.array([True, False, True])
    path = file(tmp_path, {"on": DAYS, "amount": pa.array([100, 200, 300]), "seen": seen})
    assert total(path, engine=engine, columns={**COLUMNS, "verified": "seen"}) == 3


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("amounts", "rule"),
    [
        (pa.array([1.0, 2.0, 3.0]), "XH-R008"),
        (pa.array([Decimal("0.001")] * 3, pa.decimal128(9, 3)), "XH-R007"),
    ],
    ids=["floating point", "too many decimals"],
)
def test_what_is_not_exact_is_refused(tmp_path: Path, engine: EngineName, amounts: pa.Array, rule: str) -> None:
    with pytest.raises(public.RunError, match=rule):
        total(file(tmp_path, {"on": DAYS, "amount": amounts}), engine=engine)


@pytest.mark.parametrize("amount", [100_001, -1])
def test_numbers_in_files_outside_their_bounds_are_refused(tmp_path: Path, amount: int) -> None:
    with pytest.raises(public.RunError, match="XH-R006") as refused:
        total(file(tmp_path, {"on": DAYS, "amount": pa.array([0, amount, 100_000])}))
    assert "gift.parquet" in str(refused.value)


def test_the_bounds_themselves_are_let_in(tmp_path: Path) -> None:
    assert total(file(tmp_path, {"on": DAYS, "amount": pa.array([0, 0, 100_000])})) == 1000


HUNDREDTHS = pa.array([Decimal("0.00"), Decimal("0.00"), Decimal("1000.01")], pa.decimal128(9, 2))


def test_decimals_in_files_outside_their_bounds_are_refused(tmp_path: Path) -> None:
    with pytest.raises(public.RunError, match="XH-R006"):
        total(file(tmp_path, {"on": DAYS, "amount": HUNDREDTHS}))


def test_numbers_outside_their_bounds_are_refused_without_statistics(tmp_path: Path) -> None:
    path = tmp_path / "bare.parquet"
    amounts = pa.array([0, 0, 100_001])
    pq.write_table(pa.table({"pupil_no": ["li"] * 3, "on": DAYS, "amount": amounts}), path, write_statistics=False)
    with pytest.raises(public.RunError, match="XH-R006"):
        total(path)


def test_numbers_outside_their_bounds_are_refused_on_sqlite(tmp_path: Path) -> None:
    with pytest.raises(public.RunError, match="XH-R006"):
        total(file(tmp_path, {"on": DAYS, "amount": pa.array([0, 0, 100_001])}), engine="sqlite")


def test_decimals_beyond_64_bits_are_refused_as_out_of_bounds(tmp_path: Path) -> None:
    huge = pa.array([Decimal(0), Decimal(0), Decimal(10**20)], pa.decimal128(38, 0))
    with pytest.raises(public.RunError, match="XH-R006"):
        total(file(tmp_path, {"on": DAYS, "amount": huge}))

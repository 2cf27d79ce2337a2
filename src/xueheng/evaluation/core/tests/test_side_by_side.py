"""Foldings at the same time, and their answers put side by side: the same as one after another and joined."""

from collections.abc import Iterator

import pyarrow as pa
import pytest
from sqlglot import exp, parse_one

from xueheng.evaluation.core.engines.duckdb import DuckDB
from xueheng.evaluation.core.engines.forms import SumOverflowed
from xueheng.evaluation.core.engines.places import Places
from xueheng.evaluation.core.run import together
from xueheng.evaluation.core.steps import Check, Step
from xueheng.wording import Text

SAID = Text("汇总", "folding")
HELD = pa.table({"subject": [3, 1, 3], "minutes": [30, 20, 2**62]})


@pytest.fixture(params=[1, 2])
def engine(request: pytest.FixtureRequest) -> Iterator[DuckDB]:
    made = DuckDB(threads=request.param)
    made.register("held", HELD)
    yield made
    made.close()


def made_as(name: str, query: str) -> exp.Expr:
    found = parse_one(f"CREATE TEMPORARY TABLE {name} AS {query}", dialect="duckdb")
    assert isinstance(found, exp.Create)
    return found


def asked(engine: DuckDB, query: str) -> list[tuple[object, ...]]:
    return sorted(engine.fetch(parse_one(query, dialect="duckdb")))


def test_tables_made_at_the_same_time_are_all_there_afterwards(engine: DuckDB) -> None:
    counts = "SELECT subject, count(*) AS n FROM held GROUP BY subject"
    sums = "SELECT subject, sum(minutes) AS m FROM held GROUP BY subject"  # 128 bits: no Arrow table holds them
    for _ in engine.run_beside([made_as("counts", counts), made_as("sums", sums)]):
        pass
    assert asked(engine, "SELECT subject, n, m FROM counts JOIN sums USING (subject)") == [
        (1, 1, 20),
        (3, 2, 2**62 + 30),
    ]
    engine.run(exp.Drop(this=exp.to_table("counts"), kind="TABLE"))
    assert asked(engine, "SELECT m FROM sums WHERE subject = 1") == [(20,)]


def test_a_sum_that_leaves_63_bits_stops_at_its_own_statement(engine: DuckDB) -> None:
    fits = made_as("fits", "SELECT subject, count(*) AS n FROM held GROUP BY subject")
    leaves = made_as("leaves", "SELECT CAST(sum(minutes) * 4 AS BIGINT) AS m FROM held")
    running = engine.run_beside([fits, leaves])
    next(running)
    with pytest.raises(SumOverflowed):
        next(running)


def test_only_steps_that_say_so_run_with_the_one_before() -> None:
    def step(name: str, *, beside: bool = False) -> Step:
        return Step(SAID, made_as(name, "SELECT 1 AS n"), beside=beside)

    check = Check(SAID, parse_one("SELECT 1"), ValueError)
    steps: list[Step | Check] = [step("a"), step("b"), step("c", beside=True), step("d", beside=True), check, step("e")]
    assert [len(group) for group in together(steps)] == [1, 3, 1, 1]


@pytest.mark.parametrize("keys", [[5, 7, 6, 1], ["e", "g", "f", "a"]])
def test_cells_stand_beside_their_keys(keys: list[int] | list[str]) -> None:
    places = Places(pa.array(keys))
    some = places.rows_in(pa.array([keys[2], keys[0]]))  # 7 and 1 have no row there
    assert some.of(pa.array([60, 50])).to_pylist() == [50, None, 60, None]
    assert some.of(pa.array([None, 50], pa.int64())).to_pylist() == [50, None, None, None]
    assert some.of(pa.array(["f", "e"])).to_pylist() == ["e", None, "f", None]
    assert some.of(pa.array([9, 60, 50]).slice(1)).to_pylist() == [50, None, 60, None]
    every = places.rows_in(pa.array(keys[::-1]))
    assert every.of(pa.array([10, 60, 70, 50])).to_pylist() == [50, 70, 60, 10]
    none = places.rows_in(pa.array(keys[:0]))
    assert none.of(pa.array([], pa.int64())).to_pylist() == [None] * 4


def test_a_key_outside_the_list_is_nobody() -> None:
    rows = Places(pa.array([5, 6])).rows_in(pa.array([4, 6, 7, 900]))
    assert rows.of(pa.array([1, 2, 3, 4])).to_pylist() == [None, 2]

"""Answers by rows: shared out among connections where that is the same, asked whole where it is not."""

import pyarrow as pa
import pytest
import sqlglot
from sqlglot import exp

from xueheng.evaluation.core.engines.duckdb import ROWS_AT_ONCE, DuckDB

PUPILS = 3 * ROWS_AT_ONCE + 7


@pytest.fixture
def engine() -> DuckDB:
    made = DuckDB(threads=2)
    pupils = pa.table({"subject": pa.array(range(PUPILS)), "points": pa.array([n % 100 for n in range(PUPILS)])})
    made._take_in("pupils", pupils)
    made.register("classes", pa.table({"code": [0, 1], "title": ["一班", "二班"]}))
    return made


def asked(sql: str) -> exp.Select:
    found = sqlglot.parse_one(sql, dialect="duckdb")
    assert isinstance(found, exp.Select)
    return found


def test_each_row_has_its_answer_once_and_in_its_place(engine: DuckDB) -> None:
    query = asked(
        "WITH layer0 AS (SELECT q.subject, q.points * 2 AS twice FROM pupils AS q WHERE q.points <> 7) "
        "SELECT q.subject, q.twice, c.title FROM layer0 AS q LEFT JOIN classes AS c ON c.code = q.subject % 2"
    )
    assert engine._answers_by_rows(query, "pupils")
    found = engine.arrow_by_rows(query, "pupils").sort_by("subject").to_pydict()
    expected = [n for n in range(PUPILS) if n % 100 != 7]
    assert found["subject"] == expected
    assert found["twice"] == [n % 100 * 2 for n in expected]
    assert found["title"] == [("一班", "二班")[n % 2] for n in expected]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT q.subject, SUM(q.points) OVER () AS s FROM pupils AS q",
        "SELECT q.subject, (SELECT MAX(points) FROM pupils) AS s FROM pupils AS q",
        "SELECT q.points AS subject, COUNT(*) AS s FROM pupils AS q GROUP BY q.points",
        "SELECT DISTINCT q.points AS subject FROM pupils AS q",
        "SELECT q.subject, o.points FROM pupils AS q JOIN pupils AS o ON o.subject = q.subject + 1",
        "SELECT q.subject FROM pupils AS q LIMIT 3",
        "SELECT q.subject, first_known(q.points) AS s FROM pupils AS q",
    ],
)
def test_a_question_about_several_rows_is_asked_whole(engine: DuckDB, sql: str) -> None:
    assert not engine._answers_by_rows(asked(sql), "pupils")


def test_a_total_over_all_pupils_counts_all_of_them(engine: DuckDB) -> None:
    query = asked("SELECT q.subject, COUNT(*) OVER () AS all_of_them FROM pupils AS q")
    assert set(engine.arrow_by_rows(query, "pupils").column("all_of_them").to_pylist()) == {PUPILS}


def test_a_table_that_other_connections_do_not_know_is_not_read_by_rows(engine: DuckDB) -> None:
    query = asked("SELECT q.subject, o.x FROM pupils AS q LEFT JOIN only_here AS o ON o.subject = q.subject")
    assert not engine._answers_by_rows(query, "pupils")

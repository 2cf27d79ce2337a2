"""One small plan as SQL, the same for each engine: what the planner writes is read here by people."""

import pytest

from tests.reference_evaluator.authoring import column, compares, dataset, fold, library, measure, num
from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.instances import Instance
from xueheng.evaluation.core.run import EngineName, engine_named
from xueheng.evaluation.core.steps import Step
from xueheng.evaluation.core.tests.school import EXERCISE, LI, MINUTES, PUPIL, YEAR
from xueheng.evaluation.core.windows import Windows

# Days 20332 to 20696 are 1 September 2025 to 31 August 2026.
FOLDED = (
    'CREATE TEMPORARY TABLE "folded1" AS SELECT ("r"."subject") AS "subject", (COUNT(*)) AS "s0" '
    'FROM "records2" AS "r" WHERE (NOT (("r"."subject") IS NULL)) AND ("r"."day" >= 20332) '
    'AND ("r"."day" <= 20696) AND "r"."verified" AND ("r"."minutes" >= 30) GROUP BY "r"."subject"'
)


@pytest.mark.parametrize("engine", ["duckdb", "sqlite"])
def test_a_count_is_one_aggregate_of_the_rows_that_count(engine: EngineName) -> None:
    long = compares(column("minutes", MINUTES), ">=", num(30))
    made = library(PUPIL, EXERCISE, measure("m", fold("count", "exercise", long)))
    runs_on = engine_named(engine)
    data = dataset(made, {"pupil": [LI]}, {})
    plan = Builder(made, data, Windows(made.calendar_for("p"), YEAR), runs_on).build([Instance("p.m", "pupil")])
    steps = [s.sql.sql(dialect=engine) for s in plan.steps if isinstance(s, Step)]
    runs_on.close()
    assert [s for s in steps if "COUNT" in s] == [FOLDED]
    # the subjects; counted; put side by side, the parts let go; made into values, the parts let go
    assert [s.partition(" ")[0] for s in steps] == ["CREATE", "CREATE", "CREATE", "DROP", "DROP", "CREATE", "DROP"]

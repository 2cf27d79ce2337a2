"""Populations settled: who belongs on the population's day. One undecided member stops the run, for leaving her
out or in would move a denominator in silence.
"""

from sqlglot import exp

from xueheng.evaluation.core.instances import RUN
from xueheng.evaluation.core.planner import Planner
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.rows import MemberRows, span_holds
from xueheng.evaluation.core.steps import Check
from xueheng.evaluation.core.trees import (
    absent,
    all_columns,
    binary,
    call,
    column,
    equal,
    named,
    ordered,
    over,
    relation,
    select,
    subquery,
    whole,
)
from xueheng.evaluation.core.windows import day_number
from xueheng.language.public import Population
from xueheng.wording import Text


def settle_members(builder: Planner, population: Population) -> tuple[str, str]:
    """Plan the relations of all who stand on the population's day, and of its members among them; their names."""
    on_day = builder.fresh("spans")
    builder.create(on_day, _spans_on(builder, population), Text("统计范围当日在册", "standing on the population's day"))
    if population.where is None:
        return on_day, on_day
    scope = MemberRows(builder, population.of, RUN, members=population.of, spans_relation=on_day)
    condition = builder.lowering(scope).condition(population.where)
    undecided = scope.select([column("subject", "a")], absent(condition), limit=1)
    builder.plan.steps.append(Check(Text("", ""), undecided, lambda row: _undecided(population, row[0])))
    name = builder.fresh("members")
    builder.create(name, scope.select([all_columns("a")], condition), Text("确定统计范围", "settling the population"))
    return on_day, name


def _undecided(population: Population, subject: object) -> RunError:
    name, kind = population.name.rpartition(".")[2], population.of.rpartition(".")[2]
    return RunError(
        "XH-R001",
        Text(
            f"统计范围 {name}：{kind} {subject} 缺少条件所用的值，既不能算在内，也不能算在外",
            f"population {name}: what its condition asks is unknown for {kind} {subject}; it is neither in nor out",
        ),
        Text("请补全该对象的属性后重新运行", "complete that subject's attributes and run again"),
    )


def _spans_on(builder: Planner, population: Population) -> exp.Select:
    """Spans that hold the population's day; for any day of the period, each subject's last such span."""
    spans, star = builder.spans(population.of), all_columns("s")
    if population.on != "any_day":
        day = whole(builder.windows.day(population.on))
        return select([star, named(day, "on_day")], relation(spans, "s"), where=span_holds("s", day))
    start, end = (whole(day_number(d)) for d in (builder.windows.period.start, builder.windows.period.end))
    last = call("MIN" if builder.engine.name == "sqlite" else "LEAST", column("to_day", "s"), end)
    rank = over(exp.RowNumber(), [column("subject", "s")], [ordered(column("from_day", "s"), desc=True)])
    overlapping = binary(
        exp.And, binary(exp.LTE, column("from_day", "s"), end), binary(exp.GTE, column("to_day", "s"), start)
    )
    ranked = select([star, named(last, "on_day"), named(rank, "rank")], relation(spans, "s"), where=overlapping)
    return select([exp.Star()], subquery(ranked, "s"), where=equal(column("rank"), whole(1)))

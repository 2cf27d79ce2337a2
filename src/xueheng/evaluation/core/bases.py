"""The tables that measures are added to: every subject of a grain once, with what is said of it."""

from sqlglot import exp

from xueheng.evaluation.core.grains import codes_of, dimension_of, entity_of, pair
from xueheng.evaluation.core.planner import Planner
from xueheng.evaluation.core.relations import codes_table
from xueheng.evaluation.core.stored import WideTable
from xueheng.evaluation.core.trees import (
    SQL,
    binary,
    both,
    case,
    column,
    equal,
    named,
    ordered,
    relation,
    select,
    subquery,
    whole,
)
from xueheng.evaluation.core.windows import day_number
from xueheng.wording import Text

EXISTENCE = ("subject", "x_from", "x_to", "x_there")


def subjects_base(builder: Planner, entity: str) -> WideTable:
    """Every subject once: existence in the period, attributes and ancestors as on the day of its tree."""
    spans, name = builder.spans(entity), builder.fresh("subjects")
    start, end = (whole(day_number(d)) for d in (builder.windows.period.start, builder.windows.period.end))
    tree = whole(day_number(builder.windows.period.tree_day))
    overlaps = binary(exp.And, binary(exp.LTE, column("from_day"), end), binary(exp.GTE, column("to_day"), start))
    existence = select(
        [
            column("subject"),
            named(exp.Min(this=column("from_day")), "x_from"),
            named(exp.Max(this=column("to_day")), "x_to"),
            named(exp.Max(this=case([(overlaps, whole(1))], whole(0))), "x_there"),
        ],
        relation(spans),
        group=[column("subject")],
    )
    on = both(
        [
            equal(column("subject", "s"), column("subject", "e")),
            binary(exp.LTE, column("from_day", "s"), tree),
            binary(exp.GTE, column("to_day", "s"), tree),
        ]
    )
    said = said_of(builder, entity)
    query = select(
        [*(column(c, "e") for c in EXISTENCE), *(column(c, "s") for c in said)],
        subquery(existence, "e"),
        [(relation(spans, "s"), on, "left")],
        order=[ordered(column("subject", "e"))],
    )
    builder.create(name, query, Text("整理评价对象", "listing the subjects"))
    return WideTable(name, entity, ("subject",), (*EXISTENCE, *said))


def said_of(builder: Planner, entity: str) -> list[str]:
    """The columns of a subject's attributes (a_…) and ancestors (g_…)."""
    kept = builder.plan.relations[builder.spans(entity)].column_names
    return [c for c in kept if c not in ("subject", "from_day", "to_day")]


def pairs_base(builder: Planner, grain: str, base: str) -> WideTable:
    """Every pair of a subject and a code once, with what is said of the subject; `base` is the subjects' table."""
    entity, by, name, codes = entity_of(grain), dimension_of(grain), builder.fresh("pairs"), builder.fresh("codes")
    builder.plan.relations[codes] = codes_table(codes_of(builder.library, grain))
    own, code = f"a_{by}", column("code", "c")
    columns: list[SQL] = [
        named(pair(column("subject", "e"), code), "subject"),
        *(column(c, "e") for c in EXISTENCE[1:]),
        *(column(c, "e") for c in said_of(builder, entity) if c != own),
        named(code, own),
        named(column("subject", "e"), f"g_{entity}"),
    ]
    query = select(columns, relation(base, "e"), [(relation(codes, "c"), None, "cross")])
    builder.create(name, query, Text("整理评价对象", "listing the subjects"))
    return WideTable(name, grain, ("subject",), tuple(c.alias_or_name for c in columns))

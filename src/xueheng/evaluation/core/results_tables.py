"""Results of other standards as relations: computed in this run, or pinned and read as they stand."""

from fractions import Fraction
from typing import Any

import pyarrow as pa
from sqlglot import exp

from xueheng.evaluation.core.dataset import PinnedResults
from xueheng.evaluation.core.exact import Exact, Int, Number
from xueheng.evaluation.core.exact_cells import Columns, cell_columns, number_columns, recast
from xueheng.evaluation.core.needs import nodes_of
from xueheng.evaluation.core.planner import Planner
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.scored import KNOWN, MISSING, NOT_APPLYING, Scored
from xueheng.evaluation.core.stored import ResultsTable, Stored, Wanted, store
from xueheng.evaluation.core.trees import SQL, cast, column, select, subquery
from xueheng.evaluation.core.values import Plain, Squared, Truth, Value
from xueheng.language.public import Kind, Library, Standard, Type
from xueheng.wording import Text

STATES = {"known": KNOWN, "missing": MISSING, "not_applying": NOT_APPLYING}


# -- computed -----------------------------------------------------------------------------------


def computed(builder: Planner, nodes: list[Scored], query: exp.Select, wanted: set[Wanted]) -> ResultsTable:
    """Plan the relation of a standard scored in this run."""
    name, exact = builder.fresh("results"), builder.exact
    columns: list[SQL] = [column("subject", "x")]
    stored: dict[Wanted, Stored] = {}
    states: dict[str, str] = {}
    for scored in nodes:
        if scored.leaf:
            states[scored.code] = f"s{scored.index}"
            columns.append(column(f"s{scored.index}", "x"))
        for what, value in _of_node(exact, scored).items():
            if (scored.code, what) in wanted:
                stored[(scored.code, what)], more = store(exact, f"{what[0]}{scored.index}x", value)
                columns += more
    builder.create(name, select(columns, subquery(query, "x")), Text("他项标准的结果", "results of another standard"))
    return ResultsTable(name, stored, states)


def _of_node(exact: Exact, scored: Scored) -> dict[str, Value]:
    """What a node has, read from the published columns of its index."""
    found: dict[str, Value] = {}
    if scored.points is not None:
        low, high = min(scored.points.num.low, 0), max(scored.points.num.high, 0)
        form = Number(Int(scored.points.num.sql, low, high, scored.points.num.tier), scored.points.den)
        found["points"] = _digits(exact, f"n{scored.index}", f"d{scored.index}", form)
    if scored.value is not None:
        value = scored.value.value(exact, "x")
        if isinstance(value, (Number, Squared)):
            number = value.square if isinstance(value, Squared) else value
            kept = _digits(exact, f"v{scored.index}", f"u{scored.index}", number)
            found["value"] = Squared(kept) if isinstance(value, Squared) else kept
        else:
            sql = column(f"v{scored.index}", "x")
            found["value"] = Truth(sql) if isinstance(value, Truth) else Plain(sql)
    if scored.table_level or (scored.levels and scored.points is not None):
        found["level"] = Plain(cast(column(f"e{scored.index}", "x"), "text"))
    return found


def _digits(exact: Exact, num: str, den: str, form: Number) -> Number:
    """A published fraction: over its own denominator where that is the same for all, else in lowest terms."""
    top = Int(recast(exact, column(num, "x"), form.num.tier), form.num.low, form.num.high, form.num.tier)
    if form.den.value is not None:
        return Number(top, form.den)
    tier = max(form.num.tier, form.den.tier)
    reduced = Int(recast(exact, column(num, "x"), tier), form.num.low, form.num.high, tier)
    return Number(reduced, Int(recast(exact, column(den, "x"), tier), 1, form.den.high, tier))


# -- pinned -------------------------------------------------------------------------------------


def pinned_table(builder: Planner, found: PinnedResults, wanted: set[Wanted], subject: pa.DataType) -> ResultsTable:
    """The relation of pinned results. `subject`: how the run names subjects.

    Raises RunError XH-R017 where the results lack a node that is asked for: they are of another version.
    """
    name, exact = builder.fresh("results"), builder.exact
    kinds = value_kinds(builder.library, builder.library.standards[found.standard])
    columns: Columns = {"subject": found.table.column("subject").combine_chunks().cast(subject)}
    stored: dict[Wanted, Stored] = {}
    states: dict[str, str] = {}
    for number, (code, what) in enumerate(sorted(wanted)):
        if code in kinds and code not in states:
            states[code] = f"s{number}"
            cells = _column(found, f"{code}.state")
            columns[states[code]] = pa.array([None if c is None else STATES[c] for c in cells], pa.int64())
        more, stored[(code, what)] = _pinned_column(exact, found, code, what, kinds.get(code), f"p{number}")
        columns.update(more)
    builder.plan.relations[name] = pa.table(columns)
    return ResultsTable(name, stored, states)


def _pinned_column(
    exact: Exact, found: PinnedResults, code: str, what: str, kind: Type | None, name: str
) -> tuple[Columns, Stored]:
    if what == "level":
        return {f"{name}_v": pa.array(_column(found, f"{code}.level"), pa.string())}, Stored(name, "plain")
    cells = _column(found, f"{code}.{what}")
    of = kind.kind if what == "value" and kind is not None else Kind.NUMBER
    if of in (Kind.CODE, Kind.TEXT, Kind.YES_NO):
        columns, value = cell_columns(exact, name, name, cells, of)
        return columns, Stored(name, "truth" if isinstance(value, Truth) else "plain")
    dens = (
        _column(found, f"{code}.{what}_den") if f"{code}.{what}_den" in found.table.column_names else [1] * len(cells)
    )
    numbers = [None if n is None else Fraction(int(n), int(d or 1)) for n, d in zip(cells, dens, strict=True)]
    columns, number = number_columns(exact, name, name, numbers)
    return columns, Stored(name, "squared" if of is Kind.VARIATION else "number", number.num, number.den)


def _column(found: PinnedResults, name: str) -> list[Any]:
    if name not in found.table.column_names:
        raise RunError(
            "XH-R017",
            Text(
                f"所给的“{found.standard}”{found.version} 版结果里没有“{name}”",
                f'the results of "{found.standard}" {found.version} have no "{name}"',
            ),
            Text("请给出现行版本的结果", "give results of the version that is read here"),
        )
    return list(found.table.column(name).to_pylist())


def value_kinds(library: Library, standard: Standard) -> dict[str, Type]:
    """The type of each leaf's value."""
    return {
        node.code: library.measures[(node.measure, standard.of)].type
        for node in nodes_of(standard.root)
        if node.measure is not None
    }

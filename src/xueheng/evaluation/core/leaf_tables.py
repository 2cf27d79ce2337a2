"""Leaves of a standard's results as rows: one for each leaf that applies to a subject."""

import math
from collections.abc import Sequence

from sqlglot import exp

from xueheng.evaluation.core.exact import Exact, Int, Number
from xueheng.evaluation.core.exact_cells import recast
from xueheng.evaluation.core.needs import nodes_of
from xueheng.evaluation.core.planner import Planner
from xueheng.evaluation.core.results_tables import value_kinds
from xueheng.evaluation.core.scored import NOT_APPLYING
from xueheng.evaluation.core.stored import LeafTable, ResultsTable
from xueheng.evaluation.core.trees import SQL, binary, column, named, relation, select, text, union_all, whole
from xueheng.language.public import Kind, Standard
from xueheng.wording import Text

ALIAS = "l"


def leaf_table(builder: Planner, standard: Standard, results: ResultsTable) -> LeafTable:
    """Plan the rows of a standard's leaves."""
    exact, name = builder.exact, builder.fresh("leaves")
    leaves = [node for node in nodes_of(standard.root) if node.measure is not None]
    kinds = value_kinds(builder.library, standard)
    columns: list[list[SQL]] = [[] for _ in leaves]
    numbers: dict[str, Number] = {}
    for what in ("points", "value"):
        if what == "value" and any(kinds[leaf.code].kind is not Kind.NUMBER for leaf in leaves):
            continue
        found = [results.value(exact, (leaf.code, what), "x") for leaf in leaves]
        read = _united(exact, what, [n if isinstance(n, Number) else None for n in found], columns)
        if read is not None:
            numbers[what] = read
    weight = _united(exact, "weight", [exact.number(leaf.weight) for leaf in leaves], columns)
    if weight is not None:
        numbers["weight"] = weight
    selects = [
        select(
            [named(column("subject", "x"), "subject"), named(text(leaf.code), "code"), *mine],
            relation(results.name, "x"),
            where=binary(exp.NEQ, column(results.states[leaf.code], "x"), whole(NOT_APPLYING)),
        )
        for leaf, mine in zip(leaves, columns, strict=True)
    ]
    builder.create(name, union_all(selects), Text("他项标准的各项", "leaves of another standard"))
    return LeafTable(name, numbers)


def _united(exact: Exact, name: str, numbers: Sequence[Number | None], columns: list[list[SQL]]) -> Number | None:
    """Add to each leaf's columns its number, all in one form; how that is read. None where no leaf has one."""
    known = [n for n in numbers if n is not None]
    if not known:
        return None
    if all(n.steady for n in known):
        common = math.lcm(*(n.den.value or 1 for n in known))
        scaled = [
            None if n is None else exact.multiply(n.num, exact.constant(common // (n.den.value or 1))) for n in numbers
        ]
        return Number(_integers(exact, f"{name}_n", scaled, columns), exact.constant(common))
    num = _integers(exact, f"{name}_n", [None if n is None else n.num for n in numbers], columns)
    den = _integers(exact, f"{name}_d", [None if n is None else n.den for n in numbers], columns)
    return Number(num, Int(den.sql, 1, den.high, den.tier))


def _integers(exact: Exact, name: str, integers: Sequence[Int | None], columns: list[list[SQL]]) -> Int:
    known = [i for i in integers if i is not None]
    tier = max(i.tier for i in known)
    for one, mine in zip(integers, columns, strict=True):
        mine.append(named(recast(exact, exp.Null(), tier) if one is None else exact.lift(one, tier), name))
    return Int(column(name, ALIAS), min(i.low for i in known), max(i.high for i in known), tier)

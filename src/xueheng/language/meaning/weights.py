"""Weights: one per part, or rows of weights of which the first that applies holds."""

from fractions import Fraction

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.nodes import below, entries, items, number
from xueheng.language.meaning.scope import Scope
from xueheng.language.meaning.typing_expressions import condition
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Entry, Node, Scalar
from xueheng.language.standard_definitions import WeightRow


def plain_weights(checking: Checking, parts: tuple[Entry, ...]) -> None:
    """Either every part says its weight or none does: a forgotten one counts 1, which is hardly meant."""
    without = [part.key for part in parts if below(part.value, "weight") is None]
    if len(without) < len(parts):
        for key in without:
            checking.report("XH-S007", key.place, node=key.text)


def weight_rows(checking: Checking, key: Scalar, body: Node, scope: Scope) -> tuple[WeightRow, ...]:
    """Rows of weights; each names parts of this node and adds up to what the first row adds up to."""
    parts = [entry.key.text for entry in entries(below(body, "parts"))]
    rows: list[WeightRow] = []
    first: Fraction | None = None
    for item in items(below(body, "weights")):
        weigh: list[tuple[str, Fraction]] = []
        for entry in entries(below(item, "weigh")):
            if entry.key.text not in parts:
                hint = did_you_mean(entry.key.text, parts)
                checking.report("XH-S005", entry.key.place, name=entry.key.text, node=key.text, hint=hint)
            weight = number(entry.value)
            if weight is not None:
                weigh.append((entry.key.text, weight))
        total = sum((weight for _, weight in weigh), Fraction(0))
        if first is not None and total != first:
            named = below(item, "weigh")
            checking.report("XH-S003", named.place if named else item.place, total=_said(total), above=_said(first))
        first = total
        rows.append(WeightRow(condition(checking, below(item, "when"), scope), tuple(weigh)))
    return tuple(rows)


def _said(total: Fraction) -> str:
    return str(total.numerator) if total.denominator == 1 else str(float(total))

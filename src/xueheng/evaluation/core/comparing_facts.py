"""What a cause was before and after, as text: a value and its points, a weight, the rule that acted."""

from fractions import Fraction
from math import isqrt
from typing import Any

from xueheng.evaluation.core.comparing_causes import CauseKind, Definitions, raw_points
from xueheng.evaluation.core.comparing_sides import Side
from xueheng.evaluation.core.comparing_trees import NodeRule, Tree, TreeNode
from xueheng.evaluation.core.formulas import cell_text, exact_text
from xueheng.language.public import Kind, Type

WITH_STATE = (
    "records", "measure", "value", "scale", "value_scale", "missing", "applying", "added", "removed", "policy", "needs",
)  # fmt: skip


def facts_of(definitions: Definitions, code: str, kind: CauseKind, a: Side, b: Side) -> dict[str, str]:
    """Facts by name, each with `_before` or `_after`: value, points, state, weight, rule; only those that are there."""
    found: dict[str, str] = {}
    for end, tree, side in (("before", definitions.before, a), ("after", definitions.after, b)):
        node = tree.nodes.get(code)
        if node is None:
            continue
        if kind in WITH_STATE:
            found |= {f"{name}_{end}": text for name, text in _leaf(node, side).items()}
        if kind in ("weight", "weight_row", "added", "removed"):
            weight = weight_text(tree, node, side)
            found |= {f"weight_{end}": weight} if weight else {}
        if kind == "rule":
            rule = acting_rule(tree, code, side)
            found |= {f"rule_{end}": rule.title.zh, f"rule_{end}_en": rule.title.en} if rule is not None else {}
    return found


def _leaf(node: TreeNode, side: Side) -> dict[str, str]:
    found = {"state": side.state(node.code) or ""}
    if side.counts(node.code):
        found["points"] = _number_text(*side.digits(node.code))
    value = value_text(node, side.value(node.code))
    return found | ({"value": value} if value else {})


def value_text(node: TreeNode, value: tuple[Any, Any]) -> str:
    """A leaf's value as people read it; '' for none."""
    if node.measure is None or value[0] is None:
        return ""
    kind = Kind(node.measure["kind"])
    if kind is Kind.VARIATION:
        return _root(Fraction(int(value[0]), int(value[1])))
    if kind is Kind.NUMBER:
        return _number_text(int(value[0]), int(value[1]))
    if kind in (Kind.DATE, Kind.TIME):
        return cell_text(int(value[0]), Type(kind))
    return cell_text(value[0] if isinstance(value[0], bool) else str(value[0]), Type(kind))


def _number_text(above: int, below: int) -> str:
    return str(above) if below == 1 else exact_text(Fraction(above, below))


def _root(square: Fraction) -> str:
    """A variation, kept as its square, to four decimals."""
    return f"≈{exact_text(Fraction(isqrt(int(square * 10**8)), 10**4))}"


def weight_text(tree: Tree, node: TreeNode, side: Side) -> str:
    """The weight of a part as written, in the row that applied to the subject; '' where weights do not count."""
    parent = tree.nodes.get(node.parent) if node.parent is not None else None
    if parent is None or parent.combine != "weighted":
        return ""
    return exact_text(tree.weights(parent.code, side.row(parent.code))[node.code])


def acting_rule(tree: Tree, code: str, side: Side) -> NodeRule | None:
    """The rule that changed a node's points, if one did."""
    raw = raw_points(tree, code, side) if side.counts(code) else None
    if raw is None or raw == side.points(code):
        return None
    return next((rule for rule in tree.nodes[code].rules if rule.after(raw) == side.points(code)), None)

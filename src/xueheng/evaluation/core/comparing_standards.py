"""What changed between two versions of a standard, node by node, in words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xueheng.evaluation.core.comparing_trees import NodeRule, Tree, TreeNode, read_tree
from xueheng.evaluation.core.formulas import exact_text
from xueheng.wording import Text

NOTHING = Text("—", "—")
WHAT = {
    "added": Text("新增的指标", "indicator added"),
    "removed": Text("去掉的指标", "indicator removed"),
    "moved": Text("所属的上级", "the node above"),
    "weight": Text("权重", "weight"),
    "weights": Text("按条件的权重", "weights by condition"),
    "scale": Text("赋分规则", "scale"),
    "measure": Text("统计办法", "measure"),
    "rules": Text("否决、封顶或加分", "rules"),
    "levels": Text("等级线", "where levels begin"),
    "decimals": Text("取位", "decimals"),
    "if_missing": Text("缺了怎么办", "what follows when missing"),
    "needs": Text("至少要有", "needs at least"),
    "when": Text("对谁适用", "to whom it applies"),
    "combine": Text("合成办法", "how it is combined"),
    "title": Text("名称", "title"),
}
POLICY = {
    "zero": Text("按 0 分计", "counts as 0"),
    "leave_out": Text("不计，其余按权重分配", "left out, the others share its weight"),
    "block": Text("上一级没有得分", "no points above it"),
}
COMBINE = {
    "weighted": Text("加权平均", "weighted"),
    "sum": Text("相加", "sum"),
    "least": Text("取最低", "the lowest"),
    "profile": Text("并列，不合成", "side by side"),
    "": NOTHING,
}
ACTS = {
    "at_most": Text("不超过 {}", "at most {}"),
    "at_least": Text("不低于 {}", "at least {}"),
    "times": Text("乘以 {}", "times {}"),
    "plus": Text("加 {}", "plus {}"),
}


@dataclass(frozen=True, slots=True)
class TreeChange:
    """One difference between two standards. `what` is a key of WHAT; `decision`: whose it is, where a layer says so."""

    code: str
    title: Text
    what: str
    before: Text
    after: Text
    decision: Text | None = None


def tree_changes(before: Tree, after: Tree) -> list[TreeChange]:
    """Every difference that can change a result, and titles; in the order of the later tree, removed nodes last."""
    found: list[TreeChange] = []
    if before.applies != after.applies and _digest(before.applies) != _digest(after.applies):
        root = after.nodes["total"]
        found.append(TreeChange("total", root.title, "when", _when(before.applies), _when(after.applies)))
    for code, node in after.nodes.items():
        other = before.nodes.get(code)
        if other is None:
            found.append(TreeChange(code, node.title, "added", NOTHING, described(node), _decision(node, "add")))
        else:
            found += _between(other, node)
            if (change := _weights_by_condition(before, after, code)) is not None:
                found.append(change)
    gone = (node for code, node in before.nodes.items() if code not in after.nodes)
    return [*found, *(TreeChange(node.code, node.title, "removed", described(node), NOTHING) for node in gone)]


def standard_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[TreeChange]:
    """The same of two standards as data (`tree_data`)."""
    return tree_changes(read_tree(before), read_tree(after))


def described(node: TreeNode) -> Text:
    """A node in a few words: its weight and scale."""
    weight = Text(f"权重 {exact_text(node.weight)}", f"weight {exact_text(node.weight)}")
    if node.scale is None:
        return weight
    return Text(f"{weight.zh}；{node.scale.words.zh}", f"{weight.en}; {node.scale.words.en or node.scale.words.zh}")


@dataclass(frozen=True, slots=True)
class _Aspect:
    """One thing of a node that may change: what decides whether it did, how it is told, and what a layer calls it."""

    what: str
    key: Callable[[TreeNode], object]
    words: Callable[[TreeNode], Text]
    layer: str = ""


def _between(a: TreeNode, b: TreeNode) -> Iterator[TreeChange]:
    for aspect in ASPECTS:
        if aspect.key(a) != aspect.key(b):
            decision = _decision(b, aspect.layer) or _decision(a, aspect.layer)
            yield TreeChange(b.code, b.title, aspect.what, aspect.words(a), aspect.words(b), decision)


def _decision(node: TreeNode, what: str) -> Text | None:
    """Whose decision a layer's change is."""
    for change in node.changed:
        if change["what"] == what:
            said, title = change["decision"], change["decision"]["title"]
            when = f" {said['on']}" if said["on"] else ""
            return Text(f"{title['zh'] or said['owner']}{when}", f"{title['en'] or said['owner']}{when}")
    return None


def _digest(condition: tuple[Text, str] | None) -> str:
    return "" if condition is None else condition[1]


def _when(condition: tuple[Text, str] | None) -> Text:
    return Text("全部", "everybody") if condition is None else condition[0]


def _measure(node: TreeNode) -> Text:
    """The measure's name, with the beginning of its digest: an equal name may count otherwise."""
    if node.measure is None:
        return NOTHING
    mark, title = node.measure["digest"][:8], node.measure["title"]
    return Text(f"{title['zh']}（{mark}）", f"{title['en']} ({mark})")


def rule_words(rule: NodeRule) -> Text:
    """A rule in words."""
    act, amount = ACTS[rule.act], exact_text(rule.amount)
    return Text(
        f"{rule.title.zh}：{rule.words.zh} 时{act.zh.format(amount)}",
        f"{rule.title.en or rule.title.zh}: {act.en.format(amount)} where {rule.words.en or rule.words.zh}",
    )


def _rules(node: TreeNode) -> Text:
    return _joined([rule_words(rule) for rule in node.rules])


def _weights_by_condition(before: Tree, after: Tree, code: str) -> TreeChange | None:
    """The weights that stand in other rows or are others; what stayed is left out."""
    a, b = before.nodes[code], after.nodes[code]
    old, new = ([(row.digest, row.weigh) for row in node.weights] for node in (a, b))
    if old == new:
        return None
    alike = len(old) == len(new) and all(one[0] == two[0] for one, two in zip(old, new, strict=True))
    said: tuple[list[Text], list[Text]] = ([], [])
    for place in range(max(len(old), len(new))):
        one = old[place][1] if place < len(old) else {}
        two = new[place][1] if place < len(new) else {}
        changed = [part for part in dict.fromkeys((*one, *two)) if not alike or one.get(part) != two.get(part)]
        if changed:
            for tree, node, row, to in ((before, a, one, said[0]), (after, b, two, said[1])):
                if place < len(node.weights):
                    to.append(_row(tree, node.weights[place].words, {p: row.get(p) for p in changed}))
    decision = _decision(b, "weigh") or _decision(a, "weigh")
    return TreeChange(code, b.title, "weights", _joined(said[0]), _joined(said[1]), decision)


def _row(tree: Tree, when: Text, weigh: Mapping[str, Fraction | None]) -> Text:
    """A row of weights, with the titles of its parts."""
    titles = {code: tree.nodes[code].title if code in tree.nodes else Text(code) for code in weigh}
    shown = {code: "—" if weight is None else exact_text(weight) for code, weight in weigh.items()}
    zh = "，".join(f"{titles[code].zh} {weight}" for code, weight in shown.items())
    en = ", ".join(f"{titles[code].en or titles[code].zh} {weight}" for code, weight in shown.items())
    return Text(f"{when.zh}：{zh}", f"{when.en or when.zh}: {en}")


def _levels(node: TreeNode) -> Text:
    marks = [(v, "" if v.at_least is None else f" ≥ {exact_text(v.at_least)}") for v in node.levels]
    return _joined([Text(f"{v.title.zh}{mark}", f"{v.title.en or v.title.zh}{mark}") for v, mark in marks])


def _joined(said: list[Text]) -> Text:
    return Text("；".join(t.zh for t in said), "; ".join(t.en or t.zh for t in said)) if said else NOTHING


ASPECTS = (
    _Aspect("moved", lambda n: n.parent, lambda n: Text(n.parent or "—")),
    _Aspect("weight", lambda n: n.weight, lambda n: Text(exact_text(n.weight)), "weigh"),
    _Aspect("when", lambda n: _digest(n.when), lambda n: _when(n.when)),
    _Aspect("measure", lambda n: n.measure["digest"] if n.measure else "", _measure),
    _Aspect("scale", lambda n: n.scale and n.scale.digest, lambda n: n.scale.words if n.scale else NOTHING, "raise"),
    _Aspect("combine", lambda n: n.combine, lambda n: COMBINE[n.combine]),
    _Aspect("if_missing", lambda n: n.if_missing, lambda n: POLICY[n.if_missing]),
    _Aspect("needs", lambda n: n.needs, lambda n: Text(f"{exact_text(n.needs)}%")),
    _Aspect("rules", lambda n: [(rule.digest, rule.act, rule.amount) for rule in n.rules], _rules),
    _Aspect("levels", lambda n: [(level.code, level.at_least) for level in n.levels], _levels),
    _Aspect("decimals", lambda n: n.decimals, lambda n: Text("—" if n.decimals is None else str(n.decimals))),
    _Aspect("title", lambda n: n.title, lambda n: n.title),
)
"""Everything of a node that is compared."""

"""Comparisons in words: directions, causes, and one sentence for each of them."""

from collections.abc import Iterable
from fractions import Fraction

from xueheng.cli.documents.exact_numbers import half_up, plain_decimal
from xueheng.cli.documents.standard_tree import TOTAL, TOTAL_WORDS
from xueheng.evaluation.core.public import (
    KIND_WORDS,
    Cause,
    CauseKind,
    Comparison,
    Ladder,
    Movement,
    Mover,
    ResultsFolder,
    Standing,
)
from xueheng.wording import Text

BEFORE, AFTER = Text("原来", "before"), Text("现在", "after")
HIDDEN = Text("○ 已隐去", "○ hidden")
NO_GROUP = Text("（没有写明）", "(not stated)")
KIND_NOTES: dict[CauseKind, Text] = {
    "scale": Text("测得的值没有变，得分变了", "the value is the same, its points are not"),
    "levels": Text("按原来的等级线不会变", "by the old marks nothing would have moved"),
    "value_scale": Text("两样都变了，分不开", "the two cannot be told apart"),
    "value": Text("两样都变了，分不开", "the two cannot be told apart"),
}
SHOWN_DECIMALS = 4
NO_RESULT = ("missing", "not_applying")


def titles_of(comparison: Comparison) -> dict[str, Text]:
    """The titles of all nodes of both standards, the later one's first."""
    before, after = comparison.sides.before.tree, comparison.sides.after.tree
    return {code: node.title for code, node in {**before.nodes, **after.nodes}.items()} | {TOTAL: TOTAL_WORDS}


def headline_words(movement: Movement) -> Text:
    """What a headline is called."""
    return TOTAL_WORDS if movement.ladder.code == TOTAL else movement.title


def run_words(folder: ResultsFolder) -> Text:
    """One side in a few words: version, period and layer."""
    layer = Text("，校本层", ", a layer") if folder.layer == "own" else Text("", "")
    if folder.layer == "own" and folder.overlay != folder.path.resolve().name:
        layer = Text(f"，校本层 {folder.overlay}", f", layer {folder.overlay}")
    path = folder.path.resolve()
    name = f"{path.parent.name}/{path.name}" if path.name == "base" else path.name
    return Text(
        f"{name}：{folder.version} 版，{folder.period.label}{layer.zh}",
        f"{name}: version {folder.version}, {folder.period.label}{layer.en}",
    )


def signed(points: Fraction) -> str:
    """Points with their sign; one without an end is marked ≈.

    >>> signed(Fraction(5, 2)), signed(Fraction(-1, 3)), signed(Fraction(0))
    ('+2.5', '≈−0.3333', '0')
    """
    units = half_up(abs(points), SHOWN_DECIMALS)
    mark = "" if (points * 10**SHOWN_DECIMALS).denominator == 1 else "≈"
    sign = "+" if points > 0 else "−" if points < 0 else ""
    return f"{mark}{sign}{plain_decimal(units, SHOWN_DECIMALS)}"


def group_words(title: Text, kind: CauseKind) -> Text:
    """A group of movers by its main cause."""
    said = KIND_WORDS[kind]
    return Text(f"{title.zh}：{said.zh}", f"{title.en or title.zh}: {said.en}")


def cause_words(cause: Cause, title: Text) -> Text:
    """One cause in a sentence, with the points it gave or took."""
    said = _said(cause, title)
    if not cause.points:
        return said
    points = signed(cause.points)
    return Text(f"{said.zh}（{points} 分）", f"{said.en} ({points} points)")


def _said(cause: Cause, title: Text) -> Text:
    zh, en = f"“{title.zh}”", f'"{title.en or title.zh}"'
    match cause.kind:
        case "records" | "measure" | "value" | "value_scale":
            what, how = KIND_WORDS[cause.kind], _changes(cause)
            return Text(f"{zh}的{what.zh}{how.zh}", f"{en}: {what.en}{how.en}")
        case "scale":
            value = cause.facts.get("value_after", "")
            points = _arrow(cause, "points")
            same = Text(f"，同样是 {value}" if value else "", f", the value stays {value}" if value else "")
            return Text(f"{zh}的赋分变了{same.zh}：{points}", f"{en}: its scale changed{same.en}: {points}")
        case "weight" | "weight_row":
            weights = _arrow(cause, "weight")
            row = cause.kind == "weight_row"
            return Text(
                f"{zh}{'适用了另一行权重' if row else '的权重变了'}：{weights}",
                f"{en}: {'another row of weights' if row else 'its weight'}: {weights}",
            )
        case "added" | "removed":
            added = cause.kind == "added"
            weight = cause.facts.get("weight_after" if added else "weight_before", "")
            more = Text(f"（权重 {weight}）" if weight else "", f" (weight {weight})" if weight else "")
            return Text(f"{'新增' if added else '去掉'}了{zh}{more.zh}", f"{en} was {cause.kind}{more.en}")
        case "missing" | "applying" | "policy":
            return _absence(cause, zh, en)
        case "needs":
            now = cause.facts.get("state_after", "") != "missing"
            return Text(
                f"{zh}里已有的部分{'现在够' if now else '现在不够'}规定的权重，权重变了",
                f"what is known of {en} is {'enough now' if now else 'not enough now'}: its weights changed",
            )
        case "rule":
            return _rule(cause, zh, en)
        case "levels":
            return Text(
                "等级线或取位变了，按原来的不会变",
                "the levels' marks or decimals changed; by the old ones nothing moves",
            )
    said = KIND_WORDS[cause.kind]
    return Text(f"{zh}：{said.zh}", f"{en}: {said.en}")


def _changes(cause: Cause) -> Text:
    """What a leaf's value and points were and are."""
    value, points = _arrow(cause, "value"), _arrow(cause, "points")
    zh, en = (f"：{value}" if value else ""), (f": {value}" if value else "")
    if points:
        zh, en = (
            f"{zh}，得分 {points}" if zh else f"：得分 {points}",
            f"{en}, points {points}" if en else f": points {points}",
        )
    return Text(zh, en)


def _arrow(cause: Cause, name: str) -> str:
    """`60 → 40`; '' where neither is there, or they are the same."""
    before, after = (cause.facts.get(f"{name}_{end}", "") for end in ("before", "after"))
    if not before and not after:
        return ""
    return f"{before or '—'} → {after or '—'}"


def _absence(cause: Cause, zh: str, en: str) -> Text:
    states = (cause.facts.get("state_before", ""), cause.facts.get("state_after", ""))
    if cause.kind == "policy":
        return Text(f"缺了{zh}怎么办，规定变了", f"what follows when {en} is missing changed")
    if cause.kind == "applying":
        now = states[1] != "not_applying"
        return Text(
            f"{zh}{'现在适用' if now else '现在不适用'}", f"{en} {'applies now' if now else 'does not apply now'}"
        )
    if states[1] == "missing":
        return Text(f"{zh}现在缺记录", f"{en} is missing now")
    if states[0] == "missing":
        return Text(f"{zh}原来缺记录", f"{en} was missing before")
    return Text(f"{zh}一边缺记录", f"{en} lacks records on one side")


def _rule(cause: Cause, zh: str, en: str) -> Text:
    before, after = cause.facts.get("rule_before", ""), cause.facts.get("rule_after", "")
    was, now = cause.facts.get("rule_before_en") or before, cause.facts.get("rule_after_en") or after
    if before and after:
        if before == after:
            return Text(f"{zh}仍按“{after}”处理，作用的大小变了", f'{en}: "{now}" acts as before, by another amount')
        return Text(f"{zh}由“{before}”改按“{after}”处理", f'{en}: "{now}" acts instead of "{was}"')
    if after:
        return Text(f"{zh}现在按“{after}”处理", f'{en}: "{now}" acts now')
    return Text(f"{zh}不再按“{before}”处理", f'{en}: "{was}" acts no more')


def standing_words(standing: Standing, ladder: Ladder) -> Text:
    """Level and points: 良好 81.3."""
    title = ladder.title(standing.label)
    if standing.shown is None:
        return title
    if not standing.label:
        return Text(standing.shown)
    return Text(f"{title.zh} {standing.shown}", f"{title.en or title.zh} {standing.shown}")


def mover_words(mover: Mover, ladder: Ladder, titles: dict[str, Text], most: int = 3) -> Text:
    """One mover in a sentence: where it stood, where it stands, and the greatest causes."""
    was, now = standing_words(mover.before, ladder), standing_words(mover.after, ladder)
    head = Text(f"{was.zh} → {now.zh}", f"{was.en or was.zh} → {now.en or now.zh}")
    if mover.difference:
        points = signed(mover.difference)
        head = Text(f"{head.zh}（{points}）", f"{head.en} ({points})")
    told = [cause_words(cause, titles.get(cause.node, Text(cause.node))) for cause in mover.causes[:most]]
    rest = len(mover.causes) - len(told)
    if rest > 0:
        told.append(Text(f"另有 {rest} 处小的变化", f"{rest} smaller ones"))
    return Text(f"{head.zh}：{'；'.join(t.zh for t in told)}", f"{head.en}: {'; '.join(t.en for t in told)}")


def in_label_order(ladder: Ladder, labels: Iterable[str]) -> list[str]:
    """Labels as tables have them: levels best first, then those without a result."""
    return sorted(labels, key=lambda label: (label in NO_RESULT, -ladder.rank(label), label))

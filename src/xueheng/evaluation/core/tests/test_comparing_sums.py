"""Random trees before and after a random change: the causes of every node add up to its difference exactly."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reference_evaluator.authoring import YES_NO, node, title
from tests.reference_evaluator.nodes import Answer, Asked
from tests.reference_evaluator.nodes import Tree as ReferenceTree
from tests.reference_evaluator.scales import Scored
from xueheng.evaluation.core.comparing_causes import Causes, Definitions
from xueheng.evaluation.core.comparing_sides import NodeCells, Side
from xueheng.evaluation.core.comparing_trees import NodeRule, NodeScale, Tree, TreeNode, WeightRowData
from xueheng.language.standard_definitions import PointsScale, Rule, StandardNode, WeightRow
from xueheng.language.typed import Constant, Expression, ScaleInput
from xueheng.wording import Text

TRUE, FALSE = Constant(True, YES_NO), Constant(False, YES_NO)
SCALE = PointsScale(ScaleInput(YES_NO))
WORD = Text("x", "x")
Values = dict[str, Fraction | None]


class Growing:
    """Grows a tree, and changes one."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.codes = chance, 0

    def tree(self) -> StandardNode:
        root = self.inner(self.chance.randint(1, 3))
        return replace(root, code="total", when=None, if_missing="block")

    def code(self) -> str:
        self.codes += 1
        return f"n{self.codes}"

    def leaf(self) -> StandardNode:
        made = node(self.code(), measure="m", scale=SCALE, **self.settled())
        return replace(made, measure=made.code)

    def settled(self) -> dict[str, Any]:
        chance = self.chance
        return {
            "weight": Fraction(chance.choice(("1", "2", "12.5", "30", "1/3", "0"))),
            "if_missing": chance.choice(("zero", "leave_out", "leave_out", "block")),
            "when": chance.choice((None, None, None, None, TRUE, FALSE)),
        }

    def inner(self, depth: int) -> StandardNode:
        chance = self.chance
        parts = [
            self.inner(depth - 1) if depth > 1 and chance.random() < 0.5 else self.leaf()
            for _ in range(chance.randint(1, 4))
        ]
        return self.combined(node(self.code(), *parts, **self.settled()))

    def combined(self, made: StandardNode) -> StandardNode:
        chance = self.chance
        rules = tuple(self.rule() for _ in range(chance.choice((0, 0, 1, 2))))
        combine = chance.choice(("weighted", "weighted", "weighted", "sum", "least"))
        made = replace(made, combine=combine, rules=rules, needs=Fraction(chance.choice((0, 0, 50))))  # type: ignore[arg-type]
        return replace(made, weights=self.rows(made)) if chance.random() < 0.3 else replace(made, weights=())

    def rows(self, made: StandardNode) -> tuple[WeightRow, ...]:
        def row(when: Expression | None) -> WeightRow:
            named = self.chance.sample(made.parts, self.chance.randint(1, len(made.parts)))
            weigh = tuple((p.code, Fraction(self.chance.randint(1, 9))) for p in made.parts if p in named)
            return WeightRow(when, weigh)

        return row(self.chance.choice((TRUE, FALSE))), row(None)

    def rule(self) -> Rule:
        act = self.chance.choice(("at_most", "at_least", "times", "plus"))
        amount = Fraction(self.chance.randint(1, 3)) if act == "times" else Fraction(self.chance.randint(-5, 90))
        return Rule(self.chance.choice((TRUE, FALSE)), act, amount, WORD, node("x").place)  # type: ignore[arg-type]

    def changed(self, made: StandardNode) -> StandardNode:
        """The tree with some nodes weighed, treated, combined, added or taken away otherwise."""
        chance = self.chance
        parts = [self.changed(part) for part in made.parts if len(made.parts) == 1 or chance.random() > 0.1]
        if made.parts and (chance.random() < 0.15 or not parts):
            parts.append(self.leaf())
        found = replace(made, parts=tuple(parts))
        if chance.random() < 0.3:
            found = replace(found, **self.settled())
        if found.parts:
            same = {part.code for part in parts} >= {c for row in made.weights for c, _ in row.weigh}
            return self.combined(found) if chance.random() < 0.3 or not same else found
        return found


def evaluated(root: StandardNode, values: Values) -> dict[str, Answer]:
    """States and points by the reference, where conditions are true or false by themselves."""
    asked = Asked(
        holds=lambda condition, _: condition is TRUE,
        value_of=values.get,
        score=lambda _, code, value: Scored(value if isinstance(value, Fraction) else None, None),
    )
    return ReferenceTree(root, asked).answers(None)


def row_of(made: StandardNode) -> int | None:
    """The first row of weights that holds."""
    if not made.weights:
        return None
    return next((n for n, row in enumerate(made.weights, 1) if row.when is None or row.when is TRUE), -1)


def all_nodes(made: StandardNode) -> list[StandardNode]:
    return [made, *(below for part in made.parts for below in all_nodes(part))]


def side(root: StandardNode, values: Values) -> Side:
    answers, cells = evaluated(root, values), {}
    for made in all_nodes(root):
        answer, value = answers[made.code], values.get(made.code) if not made.parts else None
        points = (None, None) if answer.points is None else answer.points.as_integer_ratio()
        value_digits = (None, None) if value is None else value.as_integer_ratio()
        row = row_of(made) if answer.state != "not_applying" else -1
        cells[made.code] = NodeCells(*([c] for c in (answer.state, *points, *value_digits, None, row)))
    return Side(cells, 0)


def as_data(root: StandardNode, scale: str) -> Tree:
    """The tree as results would keep it."""
    parents = {part.code: made.code for made in all_nodes(root) for part in made.parts}
    nodes = {}
    for made in all_nodes(root):
        rows = tuple(WeightRowData(WORD, str(row.when), dict(row.weigh)) for row in made.weights)
        rules = tuple(NodeRule(r.act, r.amount, WORD, WORD, str(r.when)) for r in made.rules)
        parts = tuple(part.code for part in made.parts)
        nodes[made.code] = TreeNode(
            made.code, WORD, parents.get(made.code), parts, not made.parts, made.weight, rows, None,
            made.combine if made.parts else "", made.if_missing, made.needs, rules, None, (), None,
            None if made.parts else NodeScale("points", WORD, scale), (),
        )  # fmt: skip
    return Tree("p.s", title("s"), "1", None, WORD, False, {}, nodes)


@settings(max_examples=600, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**40))
def test_causes_add_up(seed: int) -> None:
    chance = Random(seed)
    growing = Growing(chance)
    before = growing.tree()
    after = replace(growing.changed(before), code="total", when=None, if_missing="block")
    if chance.random() < 0.3:
        after = before
    marks = tuple(Fraction(x) for x in ("0", "12", "33.3", "50", "61", "75", "100"))
    codes = {made.code for root in (before, after) for made in all_nodes(root)}
    was: Values = {code: chance.choice((None, *marks)) for code in sorted(codes)}
    now: Values = {c: v if chance.random() < 0.6 else chance.choice((None, *marks)) for c, v in was.items()}
    a, b = side(before, was), side(after, now)
    causes = Causes(Definitions(as_data(before, "s"), as_data(after, "s"), same_data=False))
    for code in codes:
        if a.counts(code) and b.counts(code):
            found = causes.of(code, a, b)
            assert sum(found.values(), Fraction(0)) == b.points(code) - a.points(code), (seed, code, found)
            backward = Causes(Definitions(as_data(after, "s"), as_data(before, "s"), same_data=False)).of(code, b, a)
            assert sum(backward.values(), Fraction(0)) == a.points(code) - b.points(code), (seed, code)
            if before is after:
                assert {kind for _, kind in found} <= {"records", "missing", "rule"}, (seed, code, found)

"""Random standards: trees of every way to combine, every policy, rows of weights, rules, levels, every scale."""

from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Any

from tests.property.growing import HIGHEST_FLOOR, Dimension, Growing, Made, MadeStandard, nodes_below
from tests.property.phrases import Names, condition, number
from tests.property.world import LADDER, RANGES, WORDS
from tests.reference_evaluator.authoring import (
    EXACT,
    PACK,
    PLACE,
    attribute,
    code_of,
    column,
    compares,
    decimal,
    known,
    node,
    num,
    population,
    standard,
    sums,
    title,
    whole,
)
from xueheng.language import typed
from xueheng.language.standard_definitions import (
    BandScale,
    Level,
    LineScale,
    PassScale,
    PercentileScale,
    PointsScale,
    Rule,
    Scale,
    Standard,
    StandardNode,
    TableScale,
    WeightRow,
)
from xueheng.language.typed import Expression, Kind, Type

LEVELS = (
    Level("gold", Fraction(90), title("gold")),
    Level("silver", Fraction("60.5"), title("silver")),
    Level("bronze", Fraction(0), title("bronze")),
)
LEVEL = code_of(*(level.code for level in LEVELS))
BOUNDS = tuple(Fraction(x) for x in ("-20", "-3", "0", "0.5", "1", "2", "4.5", "7", "12", "40"))
POINTS = tuple(Fraction(x) for x in ("0", "10", "33.3", "50", "60.45", "75.5", "89.5", "89.96", "100"))
WEIGHTS = tuple(Fraction(x) for x in ("1", "1", "2", "5", "12.5", "30"))


@dataclass
class Planting:
    """A tree as it grows for one kind of subject, or for one grain. `percentiles`: whether a leaf may ask for one."""

    growing: Growing
    of: str
    by: Dimension | None = None
    percentiles: bool = True
    codes: int = 0

    @property
    def chance(self) -> Random:
        return self.growing.chance

    def code(self) -> str:
        self.codes += 1
        return f"n{self.codes}"

    def names(self) -> Names:
        return self.growing.asked(self.of, by=self.by)

    def measures(self) -> list[Made]:
        """What a leaf may measure: in a grain mostly what is of that grain."""
        own = [m for m in self.growing.made if m.measure.of == self.of and m.floor <= HIGHEST_FLOOR]
        plain = [m for m in own if m.by is None]
        if self.by is None:
            return plain
        return 3 * [m for m in own if m.by is not None and m.by.name == self.by.name] + plain

    def leaf(self, profile: bool) -> StandardNode:
        """A measure with a scale; within a profile sometimes without."""
        chance = self.chance
        made = chance.choice(self.measures())
        scale = None if profile and chance.random() < 0.15 else random_scale(self, made)
        if scale is None and not profile:
            scale = PassScale(known(typed.ScaleInput(made.measure.type)))
        return node(
            self.code(),
            measure=made.measure.name.removeprefix(f"{PACK}."),
            scale=scale,
            **self._settled(leaf=True, pointless=scale is None),
        )

    def _settled(self, leaf: bool, pointless: bool = False) -> dict[str, Any]:
        chance = self.chance
        return {
            "weight": chance.choice(WEIGHTS),
            "when": condition(chance, self.names(), 1) if chance.random() < 0.12 else None,
            "if_missing": "leave_out" if pointless else chance.choice(("zero", "leave_out", "leave_out", "block")),
            "needs": Fraction(0) if leaf else Fraction(chance.choice((0, 0, 0, 50, 75, 100))),
            "levels": LEVELS if chance.random() < (0.1 if leaf else 0.4) and not pointless else (),
            "decimals": None if pointless else chance.choice((None, None, 0, 1, 2)),
        }

    def inner(self, depth: int, combine: str) -> StandardNode:
        """A node with two to four parts."""
        chance = self.chance
        profile = combine == "profile"
        parts = tuple(
            self.inner(depth - 1, chance.choice(("weighted", "weighted", "sum", "least")))
            if depth > 1 and chance.random() < 0.4
            else self.leaf(profile)
            for _ in range(chance.randint(2, 4))
        )
        made = node(self.code(), *parts, combine=combine, **self._settled(leaf=False))
        if profile:
            return replace(made, needs=Fraction(0))
        rows = self._weights(parts) if chance.random() < 0.25 else ()
        rules = tuple(self._rule(parts) for _ in range(chance.randint(1, 2))) if chance.random() < 0.35 else ()
        return replace(made, weights=rows, rules=rules)

    def _weights(self, parts: tuple[StandardNode, ...]) -> tuple[WeightRow, ...]:
        chance, rows = self.chance, []
        for _ in range(chance.randint(1, 2)):
            named = chance.sample(parts, chance.randint(1, len(parts)))
            weigh = tuple((part.code, chance.choice(WEIGHTS)) for part in parts if part in named)
            rows.append(WeightRow(condition(chance, self.names(), 1), weigh))
        if chance.random() < 0.5:
            rows.append(WeightRow(None, tuple((part.code, chance.choice(WEIGHTS)) for part in parts)))
        return tuple(rows)

    def _rule(self, parts: tuple[StandardNode, ...]) -> Rule:
        """A rule that reads nodes below, and sometimes what else is known of the subject."""
        chance = self.chance
        names = Names()
        for below in all_below(parts):
            if below.scale is not None or below.parts:
                names.add(typed.NodeResult(below.code, "points", EXACT))
            if below.levels:
                names.add(typed.NodeResult(below.code, "level", LEVEL))
            if below.measure:
                made = next(m for m in self.measures() if m.measure.name == below.measure)
                if not made.huge:
                    names.add(typed.NodeResult(below.code, "value", made.measure.type))
        names = names + self.names() if chance.random() < 0.3 else names
        act = chance.choice(("at_most", "at_least", "times", "plus"))
        amount = {"times": ("0", "0.5", "1.1"), "plus": ("-5", "0.25", "10")}.get(act, ("40", "59.9", "85"))
        return Rule(condition(chance, names, 1), act, Fraction(chance.choice(amount)), title("rule"), PLACE)  # type: ignore[arg-type]


def all_below(parts: tuple[StandardNode, ...]) -> list[StandardNode]:
    return [node for part in parts for node in (part, *all_below(part.parts))]


def random_scale(planting: Planting, made: Made) -> Scale | None:
    """A scale that the measure's kind of value may have."""
    chance, kind = planting.chance, made.measure.type
    value = typed.ScaleInput(kind)
    if kind.kind is Kind.YES_NO:
        return PassScale(value)
    if kind.kind is Kind.CODE:
        return word_scale(kind) or PassScale(known(value))
    if kind.kind is Kind.VARIATION:
        limit = num(chance.choice(("0.25", "0.5", "1")))
        return PassScale(compares(value, chance.choice(("<=", ">")), limit))
    if kind.kind is not Kind.NUMBER:
        return PassScale(known(value))
    if made.huge:
        return chance.choice((bands(chance), PassScale(compares(value, ">", num(0)))))
    if chance.random() < 0.3:
        return chance.choice((bands, line))(chance)
    return chance.choice((_passing, _expressed, _ladder, _ladder, _ranges, _percentile))(planting, value)


def bands(chance: Random) -> BandScale:
    better = chance.choice(("high", "low"))
    bounds = sorted(chance.sample(BOUNDS, chance.randint(1, 4)), reverse=better == "high")
    points = sorted(chance.sample(POINTS, len(bounds)), reverse=True)
    return BandScale(tuple(zip(bounds, points, strict=True)), Fraction(chance.choice((0, 5))), better)  # type: ignore[arg-type]


def line(chance: Random) -> LineScale:
    bounds = sorted(chance.sample(BOUNDS, chance.randint(2, 4)))
    return LineScale(tuple((bound, chance.choice(POINTS)) for bound in bounds))


def _passing(planting: Planting, value: typed.ScaleInput) -> PassScale:
    chance = planting.chance
    against = number(chance, planting.names(), 1) if chance.random() < 0.5 else num(chance.choice((0, 1, 5)))
    return PassScale(compares(value, chance.choice((">=", "<", "=")), against))


def _expressed(planting: Planting, value: typed.ScaleInput) -> PointsScale:
    chance = planting.chance
    names = Names().add(value, value) + (planting.names() if chance.random() < 0.3 else Names())
    return PointsScale(chance.choice((value, sums(value, "*", num("2.5")), number(chance, names))))


def grade_of(planting: Planting) -> Expression:
    """The key of a ladder: the pupil's grade, else a grade written out."""
    kind = Type(Kind.CODE, table=f"{PACK}.grades")
    if planting.of == "pupil":
        return attribute("grade", kind, "asked")
    return typed.Constant(planting.chance.choice(("g1", "g7", "g8")), kind)


def _ladder(planting: Planting, _: typed.ScaleInput) -> TableScale:
    chance = planting.chance
    points = column(*chance.choice((("points", whole()), ("points", whole()), ("bonus", decimal(1)))))
    return TableScale(
        table=LADDER.name,
        where=compares(column("grade", LADDER.columns[0].type), "=", grade_of(planting)),
        mode="reach",
        reach="at",
        between=None,
        better=chance.choice(("high", "low")),
        better_column=None,
        points=points,
        level=chance.choice((None, "word")),
        below=Fraction(chance.choice((0, 3))),
    )


def _ranges(planting: Planting, _: typed.ScaleInput) -> TableScale:
    return TableScale(
        table=RANGES.name,
        where=compares(column("grade", RANGES.columns[0].type), "=", grade_of(planting)),
        mode="between",
        reach=None,
        between=("low", "high"),
        better="high",
        better_column=None,
        points=column("points", whole()),
        level=None,
        below=Fraction(planting.chance.choice((0, 7))),
    )


def word_scale(kind: Type) -> TableScale | None:
    """Points of a code, where the table of words has that list of codes."""
    mode = WORDS.columns[0].type
    if kind != mode:
        return None
    where = compares(column("mode", mode), "=", typed.ScaleInput(kind))
    points = column("points", whole())
    return TableScale(WORDS.name, where, "pick", None, None, "high", None, points, None, Fraction(0))


def _percentile(planting: Planting, value: typed.ScaleInput) -> Scale:
    growing = planting.growing
    if not planting.percentiles:
        return _passing(planting, value)
    alike = [p for p in growing.populations if p.of == planting.of]
    if not alike:
        alike = [population(f"people{len(growing.populations)}", planting.of)]
        growing.populations += alike
    return PercentileScale(planting.chance.choice(alike).name)


def random_standard(growing: Growing) -> Standard:
    """A standard of pupils, schools or districts, sometimes by one more dimension, two or three levels deep."""
    planting = some_planting(growing, percentiles=growing.chance.random() < 0.25)
    return planted(planting, "s", growing.chance.randint(1, 3))


def other_standard(growing: Growing) -> None:
    """A smaller standard that later measures, and the standard itself, may read."""
    planting = some_planting(growing, percentiles=False)
    name = f"o{len(growing.standards)}"
    made = planted(planting, name, growing.chance.choice((1, 1, 2)))
    huge = {m.measure.name for m in growing.made if m.huge}
    codes = frozenset(node.code for node in nodes_below(made.root) if node.measure in huge)
    floor = max([growing.floor_of(made), *(m.floor for m in leaf_measures(growing, made))])
    growing.standards.append(MadeStandard(made, floor, codes))


def leaf_measures(growing: Growing, made: Standard) -> list[Made]:
    names = {node.measure for node in nodes_below(made.root)}
    return [m for m in growing.made if m.measure.name in names and m.measure.of == made.of]


def some_planting(growing: Growing, *, percentiles: bool) -> Planting:
    """For whom a standard may be: somebody of whom something is measured."""
    chance = growing.chance
    grains = [m for m in growing.made if m.by is not None and m.floor < HIGHEST_FLOOR]
    measured = {m.measure.of for m in growing.made if m.by is None and m.floor <= HIGHEST_FLOOR}
    if grains and (chance.random() < 0.35 or not measured):
        chosen = chance.choice(grains)
        return Planting(growing, chosen.measure.of, chosen.by, percentiles)
    of = chance.choice(("pupil", "pupil", "school", "district"))
    return Planting(growing, of if of in measured else chance.choice(sorted(measured)), None, percentiles)


def planted(planting: Planting, name: str, depth: int) -> Standard:
    """A standard with a tree of this depth."""
    chance, by = planting.growing.chance, planting.by
    root = planting.inner(depth, chance.choice(("weighted", "weighted", "sum", "least", "profile")))
    root = replace(root, code="total", when=None, if_missing="block")
    applies = condition(chance, planting.names(), 1) if chance.random() < 0.1 else None
    return standard(root, planting.of, applies, name=name, by=by.name if by else None, codes=by.codes if by else ())

"""Parts combined into nodes: weighted, summed, the least, or side by side; then rules, what is shown, levels."""

import math
from fractions import Fraction

from sqlglot import exp

from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.exact import Exact, Int, Number
from xueheng.evaluation.core.grains import grain_of_standard
from xueheng.evaluation.core.lowering import Lowering
from xueheng.evaluation.core.scored import (
    DISPLAY_DECIMALS,
    KNOWN,
    MISSING,
    NOT_APPLYING,
    Layers,
    RuleScope,
    Scored,
    applying,
    is_state,
    points_of,
)
from xueheng.evaluation.core.trees import (
    SQL,
    absent,
    binary,
    both,
    case,
    cast,
    coalesce,
    column,
    either,
    named,
    negated,
    present,
    text,
    whole,
)
from xueheng.language.public import Standard


class Combining:
    """Plans the inner nodes of one standard, one height of the tree after another."""

    def __init__(self, builder: Builder, standard: Standard, by_code: dict[str, Scored]) -> None:
        self.builder = builder
        self.exact = builder.exact
        self.standard = standard
        self.by_code = by_code

    def combine(self, layers: Layers, nodes: list[Scored]) -> None:
        """Each node's state and its points before rules."""
        sums = [c for s in nodes for c in self._weights_known(s)]
        layers.add(sums)
        columns = []
        for scored in nodes:
            if scored.node.combine != "profile":
                raw = self._raw(scored)
                scored.points = raw
                columns.append(named(self.exact.lift(raw.num, raw.num.tier), f"r{scored.index}"))
                if raw.den.value is None:
                    columns.append(named(den_or_one(self.exact, raw.den), scored.den_name))
        layers.add(columns)
        layers.add([named(self._state(s), f"s{s.index}") for s in nodes])
        self._settle(layers, nodes)
        shown(self.exact, layers, nodes)

    def _unit_weights(self, scored: Scored) -> tuple[dict[str, int], list[dict[str, int]]]:
        """The weights of the parts (and of each row) as whole numbers in their proportions."""
        plain = {p.node.code: p.node.weight for p in scored.parts}
        rows = [dict(row.weigh) for row in scored.node.weights]
        every = [w for weights in (rows or [plain]) for w in weights.values()]
        unit = math.lcm(1, *(w.denominator for w in every))
        shared = math.gcd(*(int(w * unit) for w in every)) or 1

        def whole(weights: dict[str, Fraction]) -> dict[str, int]:
            return {code: int(w * unit) // shared for code, w in weights.items()}

        return whole(plain) if not rows else {}, [whole(r) for r in rows]

    def weight(self, scored: Scored, part: Scored) -> Int:
        """A part's weight for each subject, as a whole number."""
        plain, rows = self._unit_weights(scored)
        if not rows:
            return self.exact.constant(plain[part.node.code])
        row = column(f"w{scored.index}", "q")
        cases = [
            (is_state(row, n + 1), self.exact.constant(r[part.node.code]))
            for n, r in enumerate(rows)
            if part.node.code in r
        ]
        return self.exact.choose(cases, self.exact.constant(0)) if cases else self.exact.constant(0)

    def _vanishes(self, part: Scored) -> bool:
        """Whether a part may drop out by itself while its parent stands."""
        node = part.node
        if node.when is not None or node.weights or node.if_missing == "leave_out":
            return True
        return not part.leaf and all(self._vanishes(p) for p in part.parts)

    def _fixed_sum(self, scored: Scored) -> int | None:
        """The sum of the weights where it is the same for every subject."""
        plain, rows = self._unit_weights(scored)
        if any(self._vanishes(p) for p in scored.parts):
            return None
        sums = {sum(r.values()) for r in rows} if rows else {sum(plain.values())}
        return sums.pop() if len(sums) == 1 else None

    def _weights_known(self, scored: Scored) -> list[SQL]:
        """Columns k (weight of the parts that count) and a (weight of the parts that apply), where they vary."""
        columns = []
        if scored.node.combine != "profile" and (self._fixed_sum(scored) is None or scored.node.needs > 0):
            counted, applying = [], []
            for part in scored.parts:
                weight = self.weight(scored, part)
                zero = self.exact.constant(0)
                counted.append(self.exact.choose([(present(column(f"n{part.index}", "q")), weight)], zero))
                stands = negated(is_state(column(f"s{part.index}", "q"), NOT_APPLYING))
                applying.append(self.exact.choose([(stands, weight)], zero))
            columns = [
                named(self.exact.total(counted).sql, f"k{scored.index}"),
                named(self.exact.total(applying).sql, f"a{scored.index}"),
            ]
        return columns

    def _most_weight(self, scored: Scored) -> int:
        plain, rows = self._unit_weights(scored)
        return max([sum(plain.values()), *(sum(r.values()) for r in rows)])

    def _raw(self, scored: Scored) -> Number:
        """Points before rules, from the parts that count."""
        if scored.node.combine == "least":
            return self._least(scored)
        parts = [(p, points_of(self.exact, p)) for p in scored.parts if p.points is not None]
        common = math.lcm(1, *(n.den.value for _, n in parts if n.den.value is not None))
        moving = [n.den for _, n in parts if n.den.value is None]
        terms = []
        for part, number in parts:
            weight = self.weight(scored, part) if scored.node.combine == "weighted" else self.exact.constant(1)
            top = self.exact.multiply(weight, number.num)
            if number.den.value is not None:
                top = self.exact.multiply(top, self.exact.constant(common // number.den.value))
            else:
                top = self.exact.multiply(top, self.exact.constant(common))
            for den in moving:
                if den is not number.den:
                    top = self.exact.multiply(top, Int(den_or_one(self.exact, den), 1, den.high, den.tier))
            counts = present(column(f"n{part.index}", "q"))
            terms.append(top if part.counts_always else self.exact.choose([(counts, top)], self.exact.constant(0)))
        den = self.exact.constant(common)
        for moved in moving:
            den = self.exact.multiply(den, Int(den_or_one(self.exact, moved), 1, moved.high, moved.tier))
        surely = any(p.counts_always for p, _ in parts)
        none = exp.false() if surely else both([absent(column(f"n{p.index}", "q")) for p, _ in parts]) or exp.true()
        total = self._between(self.exact.total(terms), parts, scored, common, moving)
        known = total if surely else self.exact.choose([(negated(none), total)])
        if scored.node.combine == "sum":
            return Number(known, den)
        fixed = self._fixed_sum(scored)
        if fixed is not None:
            return Number(known, self.exact.multiply(den, self.exact.constant(max(fixed, 1))))
        counting = column(f"k{scored.index}", "q")
        weighs = binary(exp.GT, counting, whole(0))
        weights = Int(case([(weighs, counting)], whole(1)), 1, max(self._most_weight(scored), 1))
        return Number(self.exact.choose([(weighs, known)]), self.exact.multiply(den, weights))

    def _between(
        self, total: Int, parts: list[tuple[Scored, Number]], scored: Scored, common: int, moving: list[Int]
    ) -> Int:
        """Bounds of the weighted sum: rows of weights never add all parts at once."""
        if moving or scored.node.combine != "weighted" or not parts:
            return total
        most = self._most_weight(scored)
        low = min(0, *(n.num.low * (common // (n.den.value or 1)) for _, n in parts)) * most
        high = max(0, *(n.num.high * (common // (n.den.value or 1)) for _, n in parts)) * most
        return Int(total.sql, max(total.low, low), min(total.high, high), total.tier)

    def _least(self, scored: Scored) -> Number:
        result: Number | None = None
        for part in scored.parts:
            if part.points is None:
                continue
            other = points_of(self.exact, part)
            if result is None:
                result = other
                continue
            smaller = self.exact.relate("<=", result, other)
            none = absent(other.num.sql)
            gone = absent(result.num.sql)
            result = self.exact.select([(none, result), (gone, other), (smaller, result)], other)
        if result is None:
            raise TypeError(scored.code)
        return result

    def _state(self, scored: Scored) -> SQL:
        states = [column(f"s{p.index}", "q") for p in scored.parts]
        cases: list[tuple[SQL, SQL]] = []
        if not scored.applies_to_all:
            nobody = both([is_state(s, NOT_APPLYING) for s in states]) or exp.true()
            cases = [(condition, whole(NOT_APPLYING)) for condition in (negated(applying(scored)), nobody)]
        if scored.node.weights:
            cases.append((is_state(column(f"w{scored.index}", "q"), 0), whole(MISSING)))
        if scored.node.combine == "profile":
            cases.append((either(is_state(s, KNOWN) for s in states), whole(KNOWN)))
            return case(cases, whole(MISSING))
        blocked = [is_state(column(f"s{p.index}", "q"), MISSING) for p in scored.parts if p.node.if_missing == "block"]
        if blocked:
            cases.append((either(blocked), whole(MISSING)))
        cases.append((either(self._uncounted(scored)), whole(MISSING)))
        if scored.node.needs > 0:
            most = self._most_weight(scored)
            known, asked = (self.exact.whole(Int(column(f"{c}{scored.index}", "q"), 0, most)) for c in "ka")
            wanted = self.exact.times(asked, self.exact.number(scored.node.needs / 100))
            cases.append((self.exact.relate("<", known, wanted), whole(MISSING)))
        return case(cases, whole(KNOWN))

    def _uncounted(self, scored: Scored) -> list[SQL]:
        """When no part counts, or what counts weighs nothing."""
        gone = [absent(column(f"r{scored.index}", "q"))]
        if self._fixed_sum(scored) == 0 and scored.node.combine == "weighted":
            gone.append(exp.true())
        return gone

    def _settle(self, layers: Layers, nodes: list[Scored]) -> None:
        """Rules on the exact points, then the points that count."""
        scope = RuleScope(self.builder, grain_of_standard(self.standard), nodes=self.by_code)
        lower = self.builder.lowering(scope)
        columns = []
        for scored in nodes:
            if scored.points is None:
                columns.append(named(cast(exp.Null(), "bigint"), f"n{scored.index}"))
                continue
            ruled = self._ruled(scored, raw_points(self.exact, scored), lower)
            scored.points = ruled
            columns.append(named(counted(self.exact, scored, ruled.num), f"n{scored.index}"))
            if ruled.den.value is None and scored.node.rules:
                scored.den_name = f"f{scored.index}"
                columns.append(named(den_or_one(self.exact, ruled.den), scored.den_name))
        layers.add(columns, scope)

    def _ruled(self, scored: Scored, raw: Number, lower: Lowering) -> Number:
        """The first rule that applies acts on the exact points."""
        cases = []
        for rule in scored.node.rules:
            amount = self.exact.number(rule.amount)
            if rule.act == "at_most":
                acted = self.exact.select([(self.exact.relate(">", raw, amount), amount)], raw)
            elif rule.act == "at_least":
                acted = self.exact.select([(self.exact.relate("<", raw, amount), amount)], raw)
            elif rule.act == "times":
                acted = self.exact.times(raw, amount)
            else:
                acted = self.exact.plus(raw, amount)
            cases.append((lower.condition(rule.when), acted))
        return self.exact.select(cases, raw) if cases else raw


def den_or_one(exact: Exact, den: Int) -> SQL:
    """A denominator that is there even where the number is missing: a part that counts as zero is 0/1."""
    return coalesce(exact.lift(den, den.tier), exact.lift(exact.constant(1), den.tier))


def raw_points(exact: Exact, scored: Scored) -> Number:
    """A node's points before rules, read from their columns."""
    points = scored.points
    if points is None:
        raise TypeError(scored.code)
    num = Int(column(f"r{scored.index}", "q"), points.num.low, points.num.high, points.num.tier)
    if points.den.value is not None:
        return Number(num, exact.constant(points.den.value))
    return Number(num, Int(column(scored.den_name, "q"), 1, points.den.high, points.den.tier))


def counted(exact: Exact, scored: Scored, raw: Int) -> SQL:
    """Points that count: the node's own where known, 0 where missing counts as zero, else NULL."""
    if scored.leaf and scored.always:  # a leaf that applies to all is missing where its points are, and nowhere else
        if not scored.counts_always:
            return exact.lift(raw, raw.tier)
        return coalesce(exact.lift(raw, raw.tier), exact.lift(exact.constant(0), raw.tier))
    state = column(f"s{scored.index}", "q")
    cases = [(is_state(state, KNOWN), exact.lift(raw, raw.tier))]
    if scored.parent is not None and scored.node.if_missing == "zero":
        cases.append((is_state(state, MISSING), exact.lift(exact.constant(0), raw.tier)))
    return case(cases)


def shown(exact: Exact, layers: Layers, nodes: list[Scored]) -> None:
    """Column h: points as published; column e: the level read from what is published."""
    columns = []
    for scored in nodes:
        if scored.points is None:
            columns.append(named(cast(exp.Null(), "bigint"), f"h{scored.index}"))
            continue
        points = points_of(exact, scored)
        scored.shown_decimals = (
            scored.decimals if scored.decimals is not None else 0 if points.den.value == 1 else DISPLAY_DECIMALS
        )
        rounded = exact.half_up(points, scored.shown_decimals)
        scored.shown_form = rounded
        columns.append(named(exact.lift(rounded, rounded.tier), f"h{scored.index}"))
    layers.add(columns)
    layers.add([named(_level(exact, s), f"e{s.index}") for s in nodes if not s.given])


def _level(exact: Exact, scored: Scored) -> SQL:
    known = is_state(column(f"s{scored.index}", "q"), KNOWN)
    if not scored.levels or scored.points is None or scored.shown_form is None:
        if scored.table_level:
            return case([(known, column(f"t{scored.index}", "q"))])
        return cast(exp.Null(), "text")
    if scored.decimals is None:
        read = points_of(exact, scored)
    else:
        form = scored.shown_form
        read = Number(
            Int(column(f"h{scored.index}", "q"), form.low, form.high, form.tier), exact.constant(10**scored.decimals)
        )
    cases: list[tuple[SQL, SQL]] = [(negated(known), cast(exp.Null(), "text"))]
    levels = sorted(scored.levels, key=lambda lv: lv.at_least, reverse=True)
    cases += [(exact.relate(">=", read, exact.number(level.at_least)), text(level.code)) for level in levels]
    return case(cases)

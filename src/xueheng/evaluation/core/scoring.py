"""Points up the tree: from leaf values to results, exactly, in one query over the subjects.

Each node gets columns: s (0 known, 1 missing, 2 not applying), n/d (exact points; a missing part
that counts as zero has n = 0; otherwise NULL unless known), h (as shown, in units of its decimals),
e (its level). Leaves also keep their value. The query nests one SELECT for each height of the tree.
"""

from sqlglot import exp

from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.combining import Combining, counted, den_or_one, shown
from xueheng.evaluation.core.exact import Int, Number
from xueheng.evaluation.core.grains import ancestors_of, grain_of_standard
from xueheng.evaluation.core.instances import RUN, Instance
from xueheng.evaluation.core.points import LeafScope, Scales
from xueheng.evaluation.core.refusals import MeasureUnsupported
from xueheng.evaluation.core.rows import SubjectRow
from xueheng.evaluation.core.scored import (
    KNOWN,
    MISSING,
    NOT_APPLYING,
    Layers,
    Scored,
    applying,
    flatten,
    points_of,
)
from xueheng.evaluation.core.stored import Stored
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
    equal,
    named,
    negated,
    relation,
    whole,
)
from xueheng.evaluation.core.values import Squared
from xueheng.language.public import PercentileScale, Standard
from xueheng.wording import Text


class Scoring:
    """Plans the results of one standard over a finished wide table."""

    def __init__(self, builder: Builder, standard: Standard, *, with_values: bool = True) -> None:
        """`with_values`: whether the answer repeats the values of leaves that apply to every subject."""
        self.builder = builder
        self.with_values = with_values
        self.exact = builder.exact
        self.standard = standard
        self.grain = grain_of_standard(standard)
        self.nodes = flatten(standard)
        self.by_code = {s.code: s for s in self.nodes}
        for scored in self.nodes:
            if isinstance(scored.node.scale, PercentileScale) and "percentile" in builder.engine.cannot:
                raise MeasureUnsupported(
                    "XH-M022",
                    Text(
                        f"引擎“{builder.engine.name}”不能计算百分位",
                        f'engine "{builder.engine.name}" cannot do "percentile"',
                    ),
                )

    def build(self) -> exp.Select:
        """The whole query: one row a subject, the columns of every node."""
        layers = self._who_applies()
        self._leaf_values(layers)
        self._leaf_states(layers)
        shown(self.exact, layers, [s for s in self.nodes if s.given])
        combining = Combining(self.builder, self.standard, self.by_code)
        for height in range(1, self.nodes[0].height + 1):
            combining.combine(layers, [s for s in self.nodes if not s.leaf and not s.given and s.height == height])
        return self._published(layers)

    # -- who applies ----------------------------------------------------------------------------

    def _who_applies(self) -> Layers:
        scope = SubjectRow(self.builder, self.grain)
        lower = self.builder.lowering(scope)
        columns = []
        for scored in self.nodes:
            for number, row in enumerate(scored.node.weights):
                condition = lower.condition(row.when) if row.when is not None else exp.true()
                columns.append(named(condition, f"c{scored.index}_{number}"))
            when = self.standard.applies if scored.parent is None else scored.node.when
            conditions = [when] + ([scored.node.when] if scored.parent is None and scored.node.when is not None else [])
            wanted = [lower.condition(c) for c in conditions if c is not None]
            scored.always = (
                not wanted
                and not scored.node.weights
                and (scored.parent is None or (scored.parent.always and not scored.parent.node.weights))
            )
            if wanted:
                columns.append(named(coalesce(both(wanted) or exp.true(), exp.false()), f"o{scored.index}"))
        there = equal(column("x_there", "q"), whole(1))
        subjects = relation(self.builder.wide(self.grain, RUN).name, "q")
        layers = Layers(subjects, there, materialized=self.builder.engine.keeps_layers)
        layers.add(columns, scope)
        layers.add([named(self._weight_row(s), f"w{s.index}") for s in self.nodes if s.node.weights])
        self._applying(layers)
        return layers

    def _weight_row(self, scored: Scored) -> SQL:
        """Number of the first row of weights that applies (from 1); 0 when that is unknown, −1 when none does."""
        flags = [column(f"c{scored.index}_{n}", "q") for n in range(len(scored.node.weights))]
        unknown = either(absent(f) for f in flags)
        return case([*((flag, whole(n + 1)) for n, flag in enumerate(flags)), (unknown, whole(0))], whole(-1))

    def _applying(self, layers: Layers) -> None:
        """Column p: whether a node applies, from the root downward, one layer a depth."""
        depth = {s.index: 0 for s in self.nodes}
        for scored in self.nodes:
            depth[scored.index] = 0 if scored.parent is None else depth[scored.parent.index] + 1
        for level in range(max(depth.values()) + 1):
            here = [s for s in self.nodes if depth[s.index] == level and not s.always]
            if here:
                layers.add([named(self._applies(s), f"p{s.index}") for s in here])

    def _applies(self, scored: Scored) -> SQL:
        conditions: list[SQL] = []
        own = [self.standard.applies if scored.parent is None else None, scored.node.when]
        if any(c is not None for c in own):
            conditions.append(column(f"o{scored.index}", "q"))
        if scored.node.weights:
            conditions.append(binary(exp.NEQ, column(f"w{scored.index}", "q"), whole(-1)))
        parent = scored.parent
        if parent is not None and not parent.always:
            conditions.append(column(f"p{parent.index}", "q"))
        if parent is not None and parent.node.weights:
            naming = [0] + [n + 1 for n, row in enumerate(parent.node.weights) if scored.node.code in dict(row.weigh)]
            conditions.append(exp.In(this=column(f"w{parent.index}", "q"), expressions=[whole(n) for n in naming]))
        return both(conditions) or exp.true()

    # -- leaves ---------------------------------------------------------------------------------

    def _leaf_values(self, layers: Layers) -> None:
        scope = LeafScope(self.builder, self.grain)
        scales = Scales(self.builder, scope, self.builder.lowering(scope))
        table = self.builder.wide(self.grain, RUN)
        columns = []
        for scored in (s for s in self.nodes if s.leaf):
            scored.value = table.columns[Instance(scored.node.measure or "", self.grain)]
            if scored.node.scale is None or scored.given:
                continue
            points = scales.points(scored.node.scale, scored.value.value(self.exact, "q"))
            scored.points = points.points
            columns.append(named(self.exact.lift(points.points.num, points.points.num.tier), f"r{scored.index}"))
            if points.points.den.value is None:
                columns.append(named(den_or_one(self.exact, points.points.den), f"d{scored.index}"))
            if points.level is not None:
                scored.table_level = True
                columns.append(named(points.level, f"t{scored.index}"))
        layers.add(columns, scope)

    def _leaf_states(self, layers: Layers) -> None:
        leaves = [s for s in self.nodes if s.leaf and not s.given]
        columns = []
        for scored in leaves:
            source = column(f"r{scored.index}", "q") if scored.points is not None else self._value_column(scored)
            missing = absent(source)
            state = cast(missing, "tinyint")  # false is 0, known; true is 1, missing
            if not scored.always:
                cases = [(negated(applying(scored)), whole(NOT_APPLYING)), (missing, whole(MISSING))]
                state = case(cases, whole(KNOWN))
            columns.append(named(state, f"s{scored.index}"))
        layers.add(columns)
        columns = []
        for scored in leaves:
            if scored.points is None:
                columns.append(named(cast(exp.Null(), "bigint"), f"n{scored.index}"))
                continue
            columns.append(
                named(
                    counted(
                        self.exact,
                        scored,
                        Int(
                            column(f"r{scored.index}", "q"),
                            scored.points.num.low,
                            scored.points.num.high,
                            scored.points.num.tier,
                        ),
                    ),
                    f"n{scored.index}",
                )
            )
        layers.add(columns)
        shown(self.exact, layers, leaves)

    def _value_column(self, scored: Scored) -> SQL:
        if scored.value is None:
            raise TypeError(scored.code)
        return column(f"{scored.value.name}_{'v' if scored.value.num is None else 'n'}", "q")

    # -- publication ----------------------------------------------------------------------------

    def _published(self, layers: Layers) -> exp.Select:
        """What differs between subjects: of every node its state, points, what is shown, level; of leaves the value.
        Fractions whose denominators differ stand in lowest terms, so that equal results have equal digits.
        """
        columns: list[SQL] = [column("subject", "q")]
        for scored in self.nodes:
            if scored.given:
                columns += self._shown(scored)
                continue
            columns.append(named(cast(column(f"s{scored.index}", "q"), "tinyint"), f"s{scored.index}"))
            if scored.points is not None:
                columns += self._points_columns(scored, points_of(self.exact, scored))
                columns += self._shown(scored)
            if scored.has_levels:
                columns.append(column(f"e{scored.index}", "q"))
            if scored.value is not None and (self.with_values or not scored.always):
                columns += self._value_columns(scored, scored.value)
            if scored.node.weights:
                columns.append(column(f"w{scored.index}", "q"))
        above = ancestors_of(self.builder.library, self.grain)
        groups = [entity for entity, _ in self.standard.groups if entity in above]
        if self.standard.by is not None:
            columns.append(column(f"a_{self.standard.by}", "q"))
            groups = [self.standard.of, *(g for g in groups if g != self.standard.of)]
        columns += [column(f"g_{entity}", "q") for entity in groups]
        return layers.finish(columns)

    def _digits(self, number: Int, name: str) -> SQL:
        """An integer that any reader of the answer can take: wider ones as text, since files know no 128 bits."""
        sql = self.exact.lift(number, number.tier)
        return named(cast(sql, "text") if number.tier else cast(sql, "bigint"), name)

    def _points_columns(self, scored: Scored, points: Number) -> list[SQL]:
        if points.den.value is not None:
            return [self._digits(points.num, f"n{scored.index}")]
        num, den = self.exact.lowest_terms(points)
        return [self._digits(num, f"n{scored.index}"), self._digits(den, f"d{scored.index}")]

    def _shown(self, scored: Scored) -> list[SQL]:
        """What is shown, unless it is the points' numerator times a number."""
        form, points = scored.shown_form, scored.points
        if form is None or points is None:
            return []
        unit = 10**scored.shown_decimals
        if points.den.value is not None and unit % points.den.value == 0 and not (form.tier or points.num.tier):
            scored.shown_times = unit // points.den.value
            return []
        return [self._digits(Int(column(f"h{scored.index}", "q"), form.low, form.high, form.tier), f"h{scored.index}")]

    def _value_columns(self, scored: Scored, kept: Stored) -> list[SQL]:
        value = kept.value(self.exact, "q")
        if isinstance(value, Squared):
            value = value.square
        asked = binary(exp.NEQ, column(f"s{scored.index}", "q"), whole(NOT_APPLYING))
        if not isinstance(value, Number):
            return [named(value.sql if scored.always else case([(asked, value.sql)]), f"v{scored.index}")]
        num, den = (value.num, value.den) if value.den.value is not None else self.exact.lowest_terms(value)
        sql = self.exact.lift(num, num.tier)
        only = Int(sql if scored.always else case([(asked, sql)]), num.low, num.high, num.tier)
        found = [self._digits(only, f"v{scored.index}")]
        return found if value.den.value is not None else [*found, self._digits(den, f"u{scored.index}")]

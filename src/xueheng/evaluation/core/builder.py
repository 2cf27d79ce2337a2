"""The planner: from the measures that are needed to steps of SQL, floor by floor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
from sqlglot import exp

from xueheng.evaluation.core import relations
from xueheng.evaluation.core.dataset import Dataset
from xueheng.evaluation.core.engines.forms import Engine
from xueheng.evaluation.core.exact import Exact, Int, Number
from xueheng.evaluation.core.floors import RUN, Context, Floors, Instance
from xueheng.evaluation.core.folds import FoldStates, Kept, State, fold_columns
from xueheng.evaluation.core.lowering import Lowering, Scope, choose_value
from xueheng.evaluation.core.populations import settle_members
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.row_folds import RowFold
from xueheng.evaluation.core.rows import (
    EachWindowRows,
    LineRows,
    MemberRows,
    RecordRows,
    RowScope,
    SubjectRow,
)
from xueheng.evaluation.core.steps import Check, Plan, Step
from xueheng.evaluation.core.stored import WideTable, store
from xueheng.evaluation.core.trees import (
    SQL,
    Join,
    absent,
    all_columns,
    binary,
    both,
    case,
    coalesce,
    column,
    create_table,
    equal,
    named,
    present,
    relation,
    select,
    subquery,
    whole,
)
from xueheng.evaluation.core.values import Value
from xueheng.evaluation.core.windows import Windows, day_number
from xueheng.language.public import (
    EvidenceRows,
    Fold,
    Library,
    Measure,
    PopulationRows,
    Table,
    TableRows,
    WindowRows,
)
from xueheng.wording import Text

MOST_ROWS_OF_A_PERSON = 10**6
MOST_ROWS_OF_A_UNIT = 10**9


@dataclass
class Pass:
    """One grouping of one kind of rows: every state that the same rows and joins can give."""

    name: str
    scope: RowScope
    states: list[State] = field(default_factory=list)
    most_rows: int = MOST_ROWS_OF_A_UNIT

    def add(self, states: Sequence[State]) -> list[str]:
        """Take states in; the names of their columns."""
        first = len(self.states)
        self.states.extend(states)
        return [f"s{first + i}" for i in range(len(states))]


@dataclass
class Finished:
    """A fold ready to be joined: the value over the passes' columns."""

    instance: Instance
    value: Value
    passes: tuple[str, ...]


class Builder:
    """Plans one run."""

    def __init__(self, library: Library, dataset: Dataset, windows: Windows, engine: Engine) -> None:
        self.library = library
        self.dataset = dataset
        self.windows = windows
        self.engine = engine
        self.exact = Exact(engine)
        self.floors = Floors(library, windows)
        self.plan = Plan()
        self._wide: dict[tuple[str, Context], WideTable] = {}
        self._spans: dict[str, str] = {}
        self._lines: dict[str, str] = {}
        self._members: dict[str, str] = {}
        self._counter = 0

    # -- relations ------------------------------------------------------------------------------

    def fresh(self, prefix: str) -> str:
        """A name nobody else has: names from packs never become names of tables."""
        self._counter += 1
        return f"{prefix}{self._counter}"

    def spans(self, entity: str) -> str:
        """The relation of an entity's spans: subject, from_day, to_day, a_… attributes, g_… ancestors."""
        if entity not in self._spans:
            name = self._spans[entity] = self.fresh("spans")
            self.plan.relations[name] = relations.spans_table(
                self.library, self.dataset, entity, day_number(self.windows.period.end)
            )
        return self._spans[entity]

    def records(self, evidence: str) -> str:
        """The relation of an evidence type's records."""
        if evidence not in self.plan.evidence:
            self.plan.evidence[evidence] = self.fresh("records")
        return self.plan.evidence[evidence]

    def lines(self, table: str) -> str:
        """The relation of a national table."""
        if table not in self._lines:
            name = self._lines[table] = self.fresh("lines")
            self.plan.relations[name] = relations.lines_table(self.library.tables[table])
        return self._lines[table]

    def wide(self, entity: str, context: Context) -> WideTable:
        """The table of an entity's subjects with all that is computed so far."""
        key = (entity, context)
        if key not in self._wide:
            self._wide[key] = self._base(entity) if context == RUN else self._by_window(entity, context)
        return self._wide[key]

    def _base(self, entity: str) -> WideTable:
        """Every subject once: existence, attributes and ancestors as on the period's last day."""
        spans, name = self.spans(entity), self.fresh("subjects")
        start, end = (whole(day_number(d)) for d in (self.windows.period.start, self.windows.period.end))
        overlaps = binary(exp.And, binary(exp.LTE, column("from_day"), end), binary(exp.GTE, column("to_day"), start))
        existence = select(
            [
                column("subject"),
                named(exp.Min(this=column("from_day")), "x_from"),
                named(exp.Max(this=column("to_day")), "x_to"),
                named(exp.Max(this=case([(overlaps, whole(1))], whole(0))), "x_there"),
            ],
            relation(spans),
            group=[column("subject")],
        )
        kept = [c for c in self.plan.relations[spans].column_names if c not in ("subject", "from_day", "to_day")]
        on = both(
            [
                equal(column("subject", "s"), column("subject", "e")),
                binary(exp.LTE, column("from_day", "s"), end),
                binary(exp.GTE, column("to_day", "s"), end),
            ]
        )
        query = select(
            [
                *(column(c, "e") for c in ("subject", "x_from", "x_to", "x_there")),
                *(column(c, "s") for c in kept),
            ],
            subquery(existence, "e"),
            [(relation(spans, "s"), on, "left")],
        )
        self.create(name, query, Text("整理评价对象", "listing the subjects"))
        return WideTable(name, entity, ("subject",))

    def _by_window(self, entity: str, context: Context) -> WideTable:
        """Every subject once for each whole window inside the outer one and its own existence."""
        windows, base = self._window_relation(context, None), self.wide(entity, RUN)
        name = self.fresh("subjects")
        inside = both(
            [
                binary(exp.GTE, column("first", "w"), column("x_from", "e")),
                binary(exp.LTE, column("last", "w"), column("x_to", "e")),
            ]
        )
        query = select(
            [all_columns("e"), column("w", "w"), column("first", "w"), column("last", "w")],
            relation(base.name, "e"),
            [(relation(windows, "w"), inside, "inner")],
        )
        self.create(name, query, Text("按时段展开", "one row for each window"))
        return WideTable(name, entity, ("subject", "w"))

    def _window_relation(self, context: Context, fold: Fold | None) -> str:
        """Windows of a context: w, first, last; for a fold, the days its own `during` means in each."""
        rows = []
        for number, (start, end) in enumerate(self.windows.whole_windows(context.each, context.outer)):
            first, last = (
                (day_number(start), day_number(end)) if fold is None else self.windows.during(fold.during, (start, end))
            )
            rows.append((number, first, last))
        name = self.fresh("windows")
        self.plan.relations[name] = relations.window_table(rows)
        return name

    def create(self, name: str, query: SQL, said: Text, *, reads_evidence: bool = False) -> None:
        self.plan.steps.append(Step(said, create_table(name, query), reads_evidence))

    def lines_of(self, table: Table) -> pa.Table:
        """A table's lines as a relation."""
        return relations.lines_table(table)

    def drop(self, name: str) -> None:
        """Let go of a table that a later one has taken in."""
        self.plan.steps.append(Step(Text("", ""), exp.Drop(this=relation(name), kind="TABLE")))

    def lowering(self, scope: Scope) -> Lowering:
        return Lowering(self.exact, self.library, self.windows, scope)

    # -- floors ---------------------------------------------------------------------------------

    def build(self, instances: Iterable[Instance]) -> Plan:
        """Plan everything these rest on."""
        self.floors.need(instances)
        highest = max(self.floors.floor.values(), default=0)
        for floor in range(highest + 1):
            here = sorted(i for i, f in self.floors.floor.items() if f == floor)
            grains = sorted({(i.entity, i.context) for i in here})
            folds = {
                g: [i for i in here if (i.entity, i.context) == g and self.floors.definition(i).fold] for g in grains
            }
            for (entity, context), wanted in folds.items():
                if wanted:
                    self._fold_floor(entity, context, wanted)
            for entity, context in grains:
                self._derive_floor(
                    entity,
                    context,
                    [
                        i
                        for i in here
                        if (i.entity, i.context) == (entity, context) and not self.floors.definition(i).fold
                    ],
                )
        for (entity, context), table in self._wide.items():
            self.plan.tables[(entity, context)] = table.name
            self.plan.stored.update(table.columns)
        return self.plan

    def _extend(
        self, table: WideTable, values: Sequence[tuple[Instance, Value]], joins: Sequence[Join], said: Text
    ) -> None:
        """A new table: the old one and these values; `q` is the old one's alias."""
        wanted: list[SQL] = [all_columns("q")]
        new = {}
        for instance, value in values:
            rounded = self._rounded(self.floors.definition(instance), value)
            new[instance], columns = store(self.exact, self.fresh("m"), rounded)
            wanted += columns
        query = select(wanted, relation(table.name, "q"), joins)
        old, name = table.name, self.fresh("subjects")
        self.create(name, query, said)
        table.name = name
        table.columns.update(new)
        self.drop(old)

    def _rounded(self, measure: Measure, value: Value) -> Value:
        if measure.round is None or not isinstance(value, Number):
            return value
        return Number(self.exact.half_up(value, measure.round), self.exact.constant(10**measure.round))

    def _derive_floor(self, entity: str, context: Context, wanted: list[Instance]) -> None:
        table = self.wide(entity, context)
        pending = list(wanted)
        while pending:
            ready = [i for i in pending if not any(o in pending for o, lifted in self.floors.reads(i) if not lifted)]
            scope = SubjectRow(self, entity, context)
            lower = self.lowering(scope)
            values = [(i, self._derived(self.floors.definition(i), lower)) for i in ready]
            self._extend(table, values, scope.needed(), Text("推算统计项", "deriving measures"))
            pending = [i for i in pending if i not in ready]

    def _derived(self, measure: Measure, lower: Lowering) -> Value:
        if measure.value is not None:
            return lower.value(measure.value)
        if measure.cases is None:
            raise TypeError(measure.name)
        cases = [(lower.condition(when), lower.value(value)) for when, value in measure.cases.cases]
        otherwise = lower.value(measure.cases.otherwise) if measure.cases.otherwise is not None else None
        return choose_value(self.exact, cases, otherwise, measure.type.kind)

    # -- folds ----------------------------------------------------------------------------------

    def _fold_floor(self, entity: str, context: Context, wanted: list[Instance]) -> None:
        passes: dict[tuple[object, ...], Pass] = {}
        finished = [self._fold(instance, passes) for instance in wanted]
        for one in passes.values():
            self._run_pass(one)
        table = self.wide(entity, context)
        names = sorted({name for f in finished for name in f.passes})
        joins: list[Join] = [
            (relation(name, name), both(equal(column(k, name), column(k, "q")) for k in table.keys), "left")
            for name in names
        ]
        self._extend(
            table, [(f.instance, f.value) for f in finished], joins, Text("合并统计项", "joining the measures")
        )

    def scopes(self, instance: Instance, fold: Fold) -> list[RowScope]:
        """The rows of a fold: one scope for each evidence type, or the one of another kind of rows."""
        entity, context, rows = instance.entity, instance.context, fold.rows
        if isinstance(rows, EvidenceRows):
            window = self._window_relation(context, fold) if context != RUN else ""
            return [
                RecordRows(self, entity, context, type_=self.library.evidence[t], through=fold.through, window=window)
                for t in rows.types
            ]
        if isinstance(rows, PopulationRows):
            members = self.library.populations[rows.population].of
            return [MemberRows(self, entity, context, members=members, spans_relation=self.members(rows.population))]
        if isinstance(rows, WindowRows):
            inner = self.floors.inner_context(self.floors.definition(instance), fold)
            return [EachWindowRows(self, entity, context, inner=inner)]
        if isinstance(rows, TableRows):
            return [LineRows(self, entity, context, table=rows.table)]
        raise TypeError(type(rows).__name__)

    def kept_rows(self, fold: Fold, scope: RowScope, lower: Lowering) -> SQL | None:
        """Which rows a fold keeps: inside the window, verified where that is asked, `where` true."""
        conditions: list[SQL] = []
        if isinstance(scope, RecordRows):
            if not scope.window and fold.during.kind != "ever":
                first, last = self.windows.during(fold.during)
                conditions += [
                    binary(exp.GTE, column("day", "r"), whole(first)),
                    binary(exp.LTE, column("day", "r"), whole(last)),
                ]
            if fold.records == "verified" and scope.evidence.verified_by_anyone:
                conditions.append(column("verified", "r"))
        if fold.where is not None:
            conditions.append(lower.condition(fold.where))
        return both(conditions)

    def _fold(self, instance: Instance, passes: dict[tuple[object, ...], Pass]) -> Finished:
        fold = self.floors.definition(instance).fold
        if fold is None:
            raise TypeError(instance.measure)
        person = self.library.entities[instance.entity].person is not None
        parts: list[tuple[RowScope, Kept, int]] = []
        for scope in self.scopes(instance, fold):
            lower = self.lowering(scope)
            condition = self.kept_rows(fold, scope, lower)
            day = scope.order()[0] if scope.order() else None
            states = FoldStates(self.exact, MOST_ROWS_OF_A_PERSON if person else MOST_ROWS_OF_A_UNIT, day)
            kept = states.kept(fold, lower, condition)
            if kept is None:
                return self._fold_from_rows(instance, fold)
            scope.keys()  # so that the joins the key needs are there before passes are compared
            parts.append((scope, kept, states.most_rows))
        return self._merge(instance, parts, passes)

    def _merge(
        self, instance: Instance, parts: list[tuple[RowScope, Kept, int]], passes: dict[tuple[object, ...], Pass]
    ) -> Finished:
        """Put each type's states into its pass; the value over the merged states."""
        columns: list[list[Int]] = []
        names = []
        for scope, kept, most in parts:
            found = passes.setdefault(scope.signature(), Pass(self.fresh("folded"), scope))
            found.most_rows = min(found.most_rows, most)
            states = found.add(kept.states)
            columns.append(
                [Int(column(c, found.name), s.low, s.high) for c, s in zip(states, kept.states, strict=True)]
            )
            names.append(found.name)
        states_of = parts[0][1].states
        merged = [self._merge_state(state, [c[i] for c in columns]) for i, state in enumerate(states_of)]
        return Finished(instance, parts[0][1].finish(merged), tuple(names))

    def _merge_state(self, state: State, columns: list[Int]) -> Int:
        if state.merge == "sum":
            zero = whole(0)
            return self.exact.total([Int(coalesce(c.sql, zero), min(c.low, 0), max(c.high, 0)) for c in columns])
        result = columns[0]
        for other in columns[1:]:
            better = self.exact.compare(">=" if state.merge == "max" else "<=", result, other)
            result = self.exact.choose(
                [(absent(result.sql), other), (absent(other.sql), result), (better, result)], other
            )
        return result

    def _run_pass(self, one: Pass) -> None:
        scope = one.scope
        keys = scope.keys()
        names = ("subject", "w")[: len(keys)]
        columns = [
            *(named(k, n) for k, n in zip(keys, names, strict=True)),
            *(named(s.sql, f"s{i}") for i, s in enumerate(one.states)),
            named(exp.Count(this=exp.Star()), "rows"),
        ]
        query = scope.select(columns, present(keys[0]), keys)
        reads = isinstance(scope, RecordRows)
        what = scope.evidence.title if isinstance(scope, RecordRows) else Text("各统计范围", "populations and windows")
        self.create(one.name, query, Text(f"汇总：{what.zh}", f"folding: {what.en or what.zh}"), reads_evidence=reads)
        most = one.most_rows
        if reads:
            overfull = select(
                [column("subject"), column("rows")],
                relation(one.name),
                where=binary(exp.GT, column("rows"), whole(most)),
                limit=1,
            )
            self.plan.steps.append(
                Check(
                    Text("", ""),
                    overfull,
                    lambda row: RunError(
                        "XH-R003",
                        Text(
                            f"“{row[0]}”有 {row[1]} 条记录，超过精确计算所允许的 {most} 条",
                            f"{row[0]} has {row[1]} records, more than the {most} that stay exact",
                        ),
                    ),
                )
            )

    def _fold_from_rows(self, instance: Instance, fold: Fold) -> Finished:
        rows = RowFold(self.exact, self.engine, fold)
        for scope in self.scopes(instance, fold):
            lower = self.lowering(scope)
            condition = self.kept_rows(fold, scope, lower)
            columns, value = fold_columns(fold, lower)
            rows.add(scope, condition, columns, value)
        name = self.fresh("folded")
        self.create(
            name,
            rows.query(),
            Text("逐行归并", "folding row by row"),
            reads_evidence=isinstance(fold.rows, EvidenceRows),
        )
        return Finished(instance, rows.value(name), (name,))

    def members(self, population: str) -> str:
        """The relation of a population's members: their spans on its day. Undecided membership stops the run."""
        if population not in self._members:
            self._members[population] = settle_members(self, self.library.populations[population])
        return self._members[population]

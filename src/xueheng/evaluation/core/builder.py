"""The planner: from the measures that are needed to steps of SQL, floor by floor."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import reduce

import pyarrow as pa
from sqlglot import exp

from xueheng.evaluation.core import bases, relations
from xueheng.evaluation.core.composed_rows import EntryRows, LeafRows
from xueheng.evaluation.core.dataset import Dataset
from xueheng.evaluation.core.engines.forms import Engine
from xueheng.evaluation.core.exact import Exact, Int, Number
from xueheng.evaluation.core.floors import Floors
from xueheng.evaluation.core.folds import FoldStates, Kept, State, fold_columns
from xueheng.evaluation.core.given_values import given_table
from xueheng.evaluation.core.grains import dimension_of, entity_of
from xueheng.evaluation.core.instances import RUN, Context, Instance
from xueheng.evaluation.core.leaf_tables import leaf_table
from xueheng.evaluation.core.lowering import Lowering, Scope, choose_value
from xueheng.evaluation.core.passes import Pass
from xueheng.evaluation.core.populations import settle_members
from xueheng.evaluation.core.registers import entries_table, entry_type
from xueheng.evaluation.core.results_tables import pinned_table
from xueheng.evaluation.core.row_folds import RowFold
from xueheng.evaluation.core.rows import (
    EachWindowRows,
    LineRows,
    MemberRows,
    RecordRows,
    RowScope,
    SubjectRow,
)
from xueheng.evaluation.core.sources import holds_whole, rows_there
from xueheng.evaluation.core.steps import Assembling, Check, Plan, Step
from xueheng.evaluation.core.stored import LeafTable, ResultsTable, WideTable, store
from xueheng.evaluation.core.successors import successors_of, successors_table
from xueheng.evaluation.core.trees import (
    SQL,
    Join,
    all_columns,
    binary,
    both,
    coalesce,
    column,
    create_table,
    equal,
    named,
    paren,
    relation,
    select,
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
    RegisterRows,
    StandardRows,
    Table,
    TableRows,
    WindowRows,
)
from xueheng.wording import Text

POPULATIONS = Text("各统计范围", "populations and windows")
MOST_ROWS_OF_A_PERSON = 10**6
MOST_ROWS_OF_A_UNIT = 10**9


@dataclass
class Finished:
    """A fold ready: its value over the columns of `passes` (a relation's name and columns), once they stand beside
    the subjects.
    """

    instance: Instance
    value: Value
    passes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    beyond: SQL | None = None
    """Which subjects' value must be folded from rows after all, into the relation `rest`."""
    rest: str = ""


class Builder:
    """Plans one run."""

    def __init__(self, library: Library, dataset: Dataset, windows: Windows, engine: Engine) -> None:
        self.library = library
        self.dataset = dataset
        self.windows = windows
        self.engine = engine
        self.exact = Exact(engine)
        self.floors = Floors(library, windows, dataset)
        self.plan = Plan()
        self._wide: dict[tuple[str, Context], WideTable] = {}
        self._spans: dict[str, str] = {}
        self._lines: dict[str, str] = {}
        self._members: dict[str, tuple[str, str]] = {}
        self._counter = 0
        self._entries: dict[str, str] = {}
        self._successors: dict[str, str | None] = {}
        self._results: dict[str, ResultsTable] = {}
        self._leaves: dict[str, LeafTable] = {}

    def branch(self, dataset: Dataset) -> "Builder":
        """A builder that stands where this one does and goes on over another dataset: what it plans from now on is no
        part of this one's plan.
        """
        made = copy(self)
        made.dataset, plan = dataset, self.plan
        made.plan = Plan(
            list(plan.steps), dict(plan.relations), dict(plan.evidence), dict(plan.stored), dict(plan.tables)
        )
        known = ("_spans", "_lines", "_members", "_entries", "_successors", "_results", "_leaves")
        vars(made).update({name: dict(getattr(self, name)) for name in known})
        vars(made)["_wide"] = {key: replace(table, columns=dict(table.columns)) for key, table in self._wide.items()}
        return made

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
                self.library, self.dataset, entity, day_number(self.windows.period.tree_day)
            )
        return self._spans[entity]

    def give(self, grain: str, context: Context, table: WideTable) -> None:
        """A table of subjects that is there already, with all its measures."""
        self._wide[(grain, context)] = table

    def span_relations(self) -> dict[str, str]:
        """The relations of spans that the plan reads, by entity."""
        return dict(self._spans)

    def records(self, evidence: str) -> str:
        """The relation of an evidence type's records."""
        if evidence not in self.plan.evidence:
            self.plan.evidence[evidence] = self.fresh("records")
        return self.plan.evidence[evidence]

    def holds_whole(self, evidence: str, name: str) -> bool:
        """Whether a built-in column of an evidence type's records holds whole numbers in this dataset."""
        records = self.dataset.records.get(evidence)
        return records is not None and holds_whole(records, name)

    def lines(self, table: str) -> str:
        """The relation of a national table."""
        if table not in self._lines:
            name = self._lines[table] = self.fresh("lines")
            self.plan.relations[name] = relations.lines_table(self.library.tables[table])
        return self._lines[table]

    def entries(self, register: str) -> str:
        """The relation of a register's entries."""
        if register not in self._entries:
            name = self._entries[register] = self.fresh("entries")
            self.plan.relations[name] = entries_table(self.library.registers[register], self.dataset)
        return self._entries[register]

    def successors(self, entity: str) -> str | None:
        """The relation of merged organisations and their successors; None where there are none."""
        if entity not in self._successors:
            found = successors_of(self.dataset, entity, day_number(self.windows.period.tree_day))
            self._successors[entity] = self.fresh("successors") if found else None
            if found:
                self.plan.relations[self._successors[entity] or ""] = successors_table(found)
        return self._successors[entity]

    def results(self, standard: str) -> ResultsTable:
        """The relation of another standard's results."""
        return self._results[standard]

    def leaves(self, standard: str) -> LeafTable:
        """The relation of the leaves of another standard's results."""
        if standard not in self._leaves:
            definition = self.library.standards[standard]
            self._leaves[standard] = leaf_table(self, definition, self.results(standard))
        return self._leaves[standard]

    def wide(self, entity: str, context: Context) -> WideTable:
        """The table of a grain's subjects with all that is computed so far."""
        key = (entity, context)
        if key not in self._wide:
            self._wide[key] = self._base(entity) if context == RUN else self._by_window(entity, context)
        return self._wide[key]

    def _base(self, grain: str) -> WideTable:
        """Every subject of a grain once."""
        if dimension_of(grain) is None:
            return bases.subjects_base(self, grain)
        return bases.pairs_base(self, grain, self.wide(entity_of(grain), RUN).name)

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
        return WideTable(name, entity, ("subject", "w"), (*base.names, "w", "first", "last"))

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

    def create(self, name: str, query: SQL, said: Text, *, reads_evidence: bool = False, beside: bool = False) -> None:
        self.plan.steps.append(Step(said, create_table(name, query), reads_evidence, beside))

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
        return self.build_floors()

    def build_floors(self) -> Plan:
        """Plan everything that was found to be needed, floor by floor."""
        highest = max([*self.floors.floor.values(), *self.floors.standards.values()], default=0)
        for floor in range(highest + 1):
            here = sorted(i for i, f in self.floors.floor.items() if f == floor)
            for grain in sorted({(i.entity, i.context) for i in here}):
                wanted = [i for i in here if (i.entity, i.context) == grain and self._is_folded(i)]
                if wanted:
                    self._fold_floor(*grain, wanted)
            for grain in sorted({(i.entity, i.context) for i in here}):
                self._derive_floor(
                    *grain, [i for i in here if (i.entity, i.context) == grain and not self._is_folded(i)]
                )
            for name in [n for n, f in self.floors.standards.items() if f == floor]:
                self._results[name] = self.settle_results(name)
        for (entity, context), table in self._wide.items():
            self.plan.tables[(entity, context)] = table.name
            self.plan.stored.update(table.columns)
        return self.plan

    def _is_folded(self, instance: Instance) -> bool:
        """Whether the value comes from a table of its own, to be joined: a fold's, or one of given values."""
        return self.floors.is_given(instance) or self.floors.definition(instance).fold is not None

    def settle_results(self, name: str) -> ResultsTable:
        """Plan the relation of another standard's results: pinned ones, for here nothing is scored."""
        subjects = self.plan.relations[self.spans(self.library.standards[name].of)].column("subject")
        by = self.library.standards[name].by
        return pinned_table(
            self, self.dataset.results[name], self.floors.wanted[name], pa.string() if by else subjects.type
        )

    def _extend(
        self, table: WideTable, values: Sequence[tuple[Instance, Value]], joins: Sequence[Join], said: Text
    ) -> None:
        """A new table: the old one's columns and these values; `q` is the old one's alias."""
        wanted: list[SQL] = [column(name, "q") for name in table.names]
        new = {}
        for instance, value in values:
            rounded = self._rounded(self.floors.definition(instance), value)
            new[instance], columns = store(self.exact, self.fresh("m"), rounded)
            wanted += columns
        query = select(wanted, relation(table.name, "q"), joins)
        old, name = table.name, self.fresh("subjects")
        self.create(name, query, said)
        table.name = name
        table.names, table.beside = tuple(c.alias_or_name for c in wanted), ()
        table.columns.update(new)
        self.drop(old)

    def _assemble(self, table: WideTable, parts: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        """Put the passes' columns beside the subjects, each named after its pass."""
        name = self.fresh("assembled")
        kept = (*table.names, *table.beside)
        beside = [named(column(c, part), f"{part}_{c}") for part, columns in parts for c in columns]
        joins: list[Join] = [
            (relation(part, part), both(equal(column(k, part), column(k, "q")) for k in table.keys), "left")
            for part, _ in parts
        ]
        query = select([*(column(c, "q") for c in kept), *beside], relation(table.name, "q"), joins)
        said = Text("对齐统计项", "aligning the measures")
        self.plan.steps.append(
            Assembling(
                said, create_table(name, query), name=name, base=table.name, keys=table.keys, kept=kept,
                parts=tuple(parts),
            )
        )  # fmt: skip
        for old in (table.name, *(part for part, _ in parts)):
            self.drop(old)
        table.name, table.beside = name, (*table.beside, *(c.alias_or_name for c in beside))

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
        self._run_passes(list(passes.values()))
        table = self.wide(entity, context)
        parts = {name: columns for f in finished for name, columns in f.passes}
        parts |= {one.name: tuple(f"s{i}" for i in range(len(one.states))) for one in passes.values()}
        self._assemble(table, sorted(parts.items()))
        rest = [(f.rest, *self._rest_of(table, f)) for f in finished if f.beyond is not None]
        for number, (name, fold, rows) in enumerate(rest):
            self._create_rows(name, fold, rows, beside=number > 0)
        if rest:
            self._assemble(table, [(name, rows.columns()) for name, _, rows in rest])
        self._extend(table, [(f.instance, f.value) for f in finished], [], Text("合并统计项", "joining the measures"))

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
        if isinstance(rows, StandardRows):
            return [LeafRows(self, entity, context, standard=rows.standard)]
        if isinstance(rows, RegisterRows):
            type_, day = entry_type(self.library.registers[rows.register]), self.windows.day(fold.on)
            return [EntryRows(self, entity, context, type_=type_, through=fold.through, on_day=day)]
        raise TypeError(type(rows).__name__)

    def kept_rows(self, fold: Fold, scope: RowScope, lower: Lowering) -> SQL | None:
        """Which rows a fold keeps: inside the window, verified where that is asked, `where` true."""
        conditions: list[SQL] = []
        if isinstance(scope, EntryRows):
            conditions += scope.holds()
        elif isinstance(scope, RecordRows):
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
        given = self.floors.values_key(instance) if self.floors.is_given(instance) else None
        if given is not None:
            name, columns, value = given_table(self, self.floors.definition(instance), self.dataset.values[given])
            return Finished(instance, value, ((name, columns),))
        fold = self.floors.definition(instance).fold
        if fold is None:
            raise TypeError(instance.measure)
        person = self.library.entities[entity_of(instance.entity)].person is not None
        parts: list[tuple[RowScope, Kept, int]] = []
        for scope in self.scopes(instance, fold):
            lower = self.lowering(scope)
            condition = self.kept_rows(fold, scope, lower)
            day = scope.order()[0] if scope.order() else None
            most = self._most_rows(scope, person=person)
            states = FoldStates(self.exact, most, day, packs_bits=self.engine.packs_bits)
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
        for scope, kept, most in parts:
            there = self._most_rows(scope, person=False)
            found = passes.setdefault(scope.signature(), Pass(self.fresh("folded"), scope, there))
            found.allow(most)
            states = found.add(kept.states)
            columns.append(
                [Int(column(f"{found.name}_{c}", "q"), s.low, s.high) for c, s in zip(states, kept.states, strict=True)]
            )
        states_of = parts[0][1].states
        merged = [self._merge_state(state, [c[i] for c in columns]) for i, state in enumerate(states_of)]
        kept = parts[0][1]
        if kept.beyond is None or kept.otherwise is None:
            return Finished(instance, kept.finish(merged))
        fold, rest = self.floors.definition(instance).fold, self.fresh("folded")
        if fold is None:
            raise TypeError(instance.measure)
        counted = self._rows_of(instance, fold).value(rest)
        return Finished(instance, kept.otherwise(merged, counted), (), kept.beyond(merged), rest)

    def _merge_state(self, state: State, columns: list[Int]) -> Int:
        if state.merge == "sum":
            zero = whole(0)
            return self.exact.total([Int(coalesce(c.sql, zero), min(c.low, 0), max(c.high, 0)) for c in columns])
        if state.merge == "or":
            words = [coalesce(c.sql, whole(0)) for c in columns]
            joined = reduce(lambda a, b: exp.BitwiseOr(this=a, expression=b), words)
            return Int(paren(joined) if len(words) > 1 else joined, state.low, state.high)
        low, high = min(c.low for c in columns), max(c.high for c in columns)
        if len(columns) == 1:
            return columns[0]
        outermost = self.engine.greatest if state.merge == "max" else self.engine.least
        return Int(outermost([c.sql for c in columns], low, high), low, high)

    def _run_passes(self, passes: Sequence[Pass]) -> None:
        """A step for each pass, none of which reads another; then what must be checked."""
        queries = [one.query() for one in passes]  # all before the first step: they may plan steps of their own
        for number, (one, query) in enumerate(zip(passes, queries, strict=True)):
            what = one.scope.evidence.title if isinstance(one.scope, RecordRows) else POPULATIONS
            said = Text(f"汇总：{what.zh}", f"folding: {what.en or what.zh}")
            self.create(one.name, query, said, reads_evidence=one.reads_records, beside=number > 0)
        for one in passes:
            if one.counts_rows:
                self.plan.steps.append(Check(Text("", ""), one.overfull(), one.refusal))

    def _most_rows(self, scope: RowScope, *, person: bool) -> int:
        """How many rows of one subject the bounds must allow for: all records there are, where that is known."""
        known = None
        if isinstance(scope, RecordRows) and not isinstance(scope, EntryRows):
            records = self.dataset.records.get(scope.evidence.name)
            known = rows_there(records) if records is not None else None
        return max(known, 1) if known is not None else MOST_ROWS_OF_A_PERSON if person else MOST_ROWS_OF_A_UNIT

    def _rows_of(self, instance: Instance, fold: Fold, only: SQL | None = None) -> RowFold:
        """The rows of a fold, of `only` those subjects where that query is given."""
        rows = RowFold(self.exact, self.engine, fold)
        for scope in self.scopes(instance, fold):
            lower = self.lowering(scope)
            condition = self.kept_rows(fold, scope, lower)
            columns, value = fold_columns(fold, lower)
            among = exp.In(this=scope.keys()[0], query=exp.Subquery(this=only)) if only is not None else None
            rows.add(scope, both([condition, among]), columns, value)
        return rows

    def _fold_from_rows(self, instance: Instance, fold: Fold) -> Finished:
        rows, name = self._rows_of(instance, fold), self.fresh("folded")
        self._create_rows(name, fold, rows)
        return Finished(instance, rows.value(name), ((name, rows.columns()),))

    def _create_rows(self, name: str, fold: Fold, rows: RowFold, *, beside: bool = False) -> None:
        said, reads_evidence = Text("逐行归并", "folding row by row"), isinstance(fold.rows, EvidenceRows)
        self.create(name, rows.query(), said, reads_evidence=reads_evidence, beside=beside)

    def _rest_of(self, table: WideTable, finished: Finished) -> tuple[Fold, RowFold]:
        """The rows of the subjects whose states do not hold the value."""
        fold = self.floors.definition(finished.instance).fold
        if fold is None or finished.beyond is None:
            raise TypeError(finished.instance.measure)
        spread = select([column("subject", "q")], relation(table.name, "q"), where=finished.beyond)
        return fold, self._rows_of(finished.instance, fold, spread)

    def members(self, population: str) -> str:
        """The relation of a population's members: their spans on its day. Undecided membership stops the run."""
        return self._settled(population)[1]

    def standing(self, population: str) -> str:
        """The relation of all who stand on a population's day, in it or not."""
        return self._settled(population)[0]

    def _settled(self, population: str) -> tuple[str, str]:
        if population not in self._members:
            self._members[population] = settle_members(self, self.library.populations[population])
        return self._members[population]

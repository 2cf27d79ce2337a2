"""Explanation: one subject's result as a tree of data that anybody allowed to can take apart.

Each node has its exact points, its share of the parent and what it contributed, so that the sum can
be done again by hand; each leaf has its measure, the line of the scale it met, and its records. The
record ids, fed back as the only records, reproduce the leaf.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.alone import only_subjects, rests_on_others
from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.composed_words import pair_data, result_data
from xueheng.evaluation.core.dataset import Dataset, Period
from xueheng.evaluation.core.engines.duckdb import DuckDB
from xueheng.evaluation.core.engines.forms import Engine
from xueheng.evaluation.core.engines.sqlite import SQLite
from xueheng.evaluation.core.evaluation import Answer, Evaluation, columns_of
from xueheng.evaluation.core.floors import Floors
from xueheng.evaluation.core.formulas import cell_text, exact_text, value_text
from xueheng.evaluation.core.grains import BETWEEN, codes_of, grain_of_standard, measure_at
from xueheng.evaluation.core.instances import Instance
from xueheng.evaluation.core.kept_questions import KeptQuestions
from xueheng.evaluation.core.layer_marks import layer_marks
from xueheng.evaluation.core.measure_words import text_data, trace_data
from xueheng.evaluation.core.needs import node_expressions
from xueheng.evaluation.core.planning import Planning
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.run import execute, fetch_table, runnable, value_types
from xueheng.evaluation.core.scale_words import KINDS, ScaleWords
from xueheng.evaluation.core.scored import Scored
from xueheng.evaluation.core.sources import complete, read_files
from xueheng.evaluation.core.titles import code_title, in_chinese
from xueheng.evaluation.core.tracing import RecordIds, Tracing, merge_ids
from xueheng.evaluation.core.windows import Windows, from_day_number
from xueheng.language.public import Field, Library, Source, Standard, TableScale
from xueheng.wording import Text

STATUSES = (
    "verified",
    "verified-partly",
    "verified-secondary",
    "verified-provincial",
    "verified-draft",
    "decided",
    "recalled",
    "doubtful",
    "missing",
)
"""Statuses of a source from the strongest to the weakest."""


FEW = 20
"""Up to so many subjects are explained on SQLite, as one subject live; more on DuckDB."""


class Explainer:
    """Explains subjects of one standard: planned and run once, then asked about one subject after another."""

    def __init__(
        self, library: Library, standard: str, dataset: Dataset, period: Period, subjects: Sequence[str | int]
    ) -> None:
        definition = runnable(library, standard)
        must_exist(library, definition, dataset, subjects)
        windows = Windows(library.calendar_for(standard.rpartition(".")[0]), period)
        floors = Floors(library, windows, dataset)
        floors.need_standard(definition)
        beyond = rests_on_others(floors, definition)
        engine: Engine = DuckDB() if beyond or len(subjects) > FEW else SQLite()
        dataset = dataset if beyond else only_subjects(library, dataset, definition, subjects)
        builder = Planning(library, dataset, windows, engine)
        scoring, query = builder.score(definition)
        execute(engine, library, dataset, builder.plan, None)
        columns = columns_of(scoring.nodes, value_types(library, definition))
        evaluation = Evaluation(definition, period, columns, fetch_table(engine, query))
        self._stand_on(builder, engine, scoring.nodes, evaluation)

    def _stand_on(
        self, builder: Builder, engine: Engine, nodes: Sequence[Scored], evaluation: Evaluation,
        questions: KeptQuestions | None = None,
    ) -> None:  # fmt: skip
        """What was planned and has run."""
        self.library, self.standard, self.period = builder.library, evaluation.standard, evaluation.period
        self.dataset, self.engine, self.nodes, self.evaluation = builder.dataset, engine, nodes, evaluation
        self.tracing = Tracing(builder, engine, grain_of_standard(self.standard), questions)
        self.words = ScaleWords(self.library)
        self._records: dict[str, tuple[pa.Table, dict[int, int]]] = {}

    def explain(self, subject: str | int, code: str | None = None) -> dict[str, Any]:
        """The explanation of a subject's whole result, or of one node of it."""
        self.tracing.of(subject)
        return _Subject(self, subject).data(code)

    def records(self, type_name: str, ids: Sequence[int]) -> list[dict[str, Any]]:
        """The columns of some records."""
        if type_name not in self._records:
            type_, records = self.library.evidence[type_name], self.dataset.records[type_name]
            table = complete(records.table if records.table is not None else read_files(records, type_), type_)
            self._records[type_name] = table, {id_: n for n, id_ in enumerate(table.column("id").to_pylist())}
        table, place = self._records[type_name]
        return list(table.take([place[id_] for id_ in ids]).to_pylist())

    def close(self) -> None:
        self.engine.close()


class ExplainerOverKept(Explainer):
    """An explainer over tables that somebody else filled and lets go of."""

    def __init__(
        self, builder: Builder, engine: Engine, nodes: Sequence[Scored], evaluation: Evaluation,
        questions: KeptQuestions,
    ) -> None:  # fmt: skip
        self._stand_on(builder, engine, nodes, evaluation, questions)

    def close(self) -> None:
        """Nothing is its own."""


def must_exist(library: Library, standard: Standard, dataset: Dataset, subjects: Sequence[str | int]) -> None:
    """Raises RunError XH-R009 for a subject that is not there."""
    table = dataset.subjects.get(standard.of)
    if table is None:
        return
    column = table.column("subject")
    if standard.by is None:
        asked = pa.array([str(subject) for subject in subjects], pa.string())
        known = set(column.filter(pc.is_in(column.cast(pa.string()), value_set=asked)).to_pylist())
    else:
        codes = codes_of(library, grain_of_standard(standard))
        known = {f"{subject}{BETWEEN}{code}" for subject in column.to_pylist() for code in codes}
    for subject in subjects:
        if subject not in known:
            raise RunError("XH-R009", Text(f"没有编号为“{subject}”的评价对象", f'there is no subject "{subject}"'))


def explain(
    library: Library, standard: str, dataset: Dataset, period: Period, subject: str | int, code: str | None = None
) -> dict[str, Any]:
    """The explanation of one subject's result, or of one node of it, as JSON-ready data.

    Raises RunError XH-R009 where the subject or the node is not there.
    """
    explainer = Explainer(library, standard, dataset, period, [subject])
    try:
        return explainer.explain(subject, code)
    finally:
        explainer.close()


def explain_all(
    library: Library, standard: str, dataset: Dataset, period: Period, subjects: Sequence[str | int]
) -> Iterator[dict[str, Any]]:
    """Explanations of several subjects, in the order given; planned and run once."""
    explainer = Explainer(library, standard, dataset, period, subjects)
    try:
        for subject in subjects:
            yield explainer.explain(subject)
    finally:
        explainer.close()


class _Subject:
    """One subject's explanation in the making."""

    def __init__(self, explainer: Explainer, subject: str | int) -> None:
        self.library = explainer.library
        self.explainer = explainer
        self.evaluation = explainer.evaluation
        self.nodes = explainer.nodes
        self.tracing = explainer.tracing
        self.subject = subject
        self.dataset = explainer.dataset
        self.ids: RecordIds = {}
        self.weakest: list[str] = []

    def data(self, code: str | None) -> dict[str, Any]:
        """Everything, for the whole tree or for the node `code`."""
        wanted = self.nodes[0] if code is None else next((s for s in self.nodes if code in (s.code, s.node.code)), None)
        if wanted is None:
            known = "、".join(s.code for s in self.nodes)
            raise RunError(
                "XH-R009",
                Text(f"标准里没有“{code}”", f'the standard has no "{code}"'),
                Text(f"可用的有：{known}", f"known: {known}"),
            )
        standard, period = self.explainer.standard, self.explainer.period
        pack = self.library.packs[standard.name.rpartition(".")[0]]
        root = self.node(wanted, None)
        return {
            "subject": str(self.subject),
            "pair": pair_data(self.library, self.tracing.entity, self.subject),
            "layer": "base",
            "standard": {
                "name": standard.name,
                "title": text_data(standard.title),
                "version": standard.version,
                "owner": standard.owner,
                "digest_meaning": pack.digest_meaning,
                "digest_bytes": pack.digest_bytes,
                "source": source_data(standard.source),
            },
            "period": {
                "window": period.window,
                "label": period.label,
                "start": period.start.isoformat(),
                "end": period.end.isoformat(),
                **({"as_of": period.as_of.isoformat()} if period.as_of else {}),
            },
            "dataset": {"digest": self.dataset.digest},
            "weakest_source": max(self.weakest, key=_weakness, default="decided"),
            "root": root,
            "records": self._records(),
            "record_ids": self.ids,
        }

    def node(self, scored: Scored, share: Fraction | None) -> dict[str, Any]:
        """One node with everything below it."""
        answer = self.evaluation.answer(self.subject, scored.code)
        node = scored.node
        self.weakest.append(node.source.status)
        contribution = answer.points * share if answer.points is not None and share is not None else None
        data: dict[str, Any] = {
            "code": scored.code,
            "title": text_data(node.title),
            "state": answer.state,
            "points": _exact(answer.points),
            "shown": answer.shown,
            "level": self._level(scored, answer.level),
            "weight": _exact(self._weight(scored)),
            "share": _exact(share),
            "contribution": _exact(contribution),
            "combine": None if scored.leaf else node.combine,
            "if_missing": node.if_missing,
            "zeroed": answer.state == "missing" and answer.points is not None,
            "rule": self._rule(scored, answer),
            "decimals": scored.decimals,
            "source": source_data(node.source),
            **layer_marks(scored),
            "results": self._results(scored),
            "parts": [],
        }
        merge_ids(self.ids, self._condition_ids(scored))
        if scored.leaf:
            data.update(self._leaf(scored, answer))
        else:
            shares = self._shares(scored)
            data["parts"] = [self.node(p, shares.get(p.index)) for p in scored.parts]
        return data

    def _results(self, scored: Scored) -> list[dict[str, Any]]:
        """The results of other standards that the node's own conditions, rules and scale read."""
        expressions = node_expressions(scored.node)
        if scored.parent is None and self.explainer.standard.applies is not None:
            expressions.append(self.explainer.standard.applies)
        found = [r for e in expressions for r in self.tracing.results_read_by(e)]
        return [result_data(self.library, self.tracing, r) for r in dict.fromkeys(found)]

    def _level(self, scored: Scored, code: str | None) -> dict[str, Any] | None:
        """A level with its title: the standard's, or the word of the scale's table."""
        if code is None:
            return None
        titles = {lv.code: lv.title for lv in scored.levels}
        scale = scored.node.scale
        if not titles and isinstance(scale, TableScale):
            columns = self.library.tables[scale.table].columns
            titles = dict(next((c.titles for c in columns if c.name == scale.level), ()))
        return {"code": code, "title": text_data(titles.get(code, Text(code)))}

    # -- arithmetic of a node -------------------------------------------------------------------

    def _weight(self, scored: Scored) -> Fraction | None:
        """The part's weight as written, in the row of weights that applies."""
        parent = scored.parent
        if parent is None or parent.node.combine != "weighted":
            return None
        if not parent.node.weights:
            return scored.node.weight
        row = self.evaluation.cell(self.subject, f"w{parent.index}")
        return dict(parent.node.weights[row - 1].weigh).get(scored.node.code) if row and row > 0 else None

    def _shares(self, scored: Scored) -> dict[int, Fraction]:
        """What part of the node each part makes, among those that count."""
        counting = [p for p in scored.parts if self.evaluation.answer(self.subject, p.code).points is not None]
        if scored.node.combine == "sum":
            return {p.index: Fraction(1) for p in counting}
        if scored.node.combine == "least":
            least = min(
                counting, key=lambda p: self.evaluation.answer(self.subject, p.code).points or Fraction(0), default=None
            )
            return {} if least is None else {least.index: Fraction(1)}
        weights = {p.index: self._weight(p) or Fraction(0) for p in counting}
        total = sum(weights.values(), Fraction(0))
        return {index: weight / total for index, weight in weights.items()} if total else {}

    def _rule(self, scored: Scored, answer: Answer) -> dict[str, Any] | None:
        """The rule that acted, with the points before and after."""
        if not scored.node.rules or answer.points is None or answer.state != "known":
            return None
        before = self._before_rules(scored)
        for rule in scored.node.rules:
            acted = {
                "at_most": min(before, rule.amount),
                "at_least": max(before, rule.amount),
                "times": before * rule.amount,
                "plus": before + rule.amount,
            }[rule.act]
            if acted == answer.points and acted != before:
                return {
                    "act": rule.act,
                    "amount": exact_text(rule.amount),
                    "title": text_data(rule.title),
                    "before": exact_text(before),
                    "after": exact_text(acted),
                }
        return None

    def _before_rules(self, scored: Scored) -> Fraction:
        shares = self._shares(scored)
        parts = {p.index: self.evaluation.answer(self.subject, p.code).points for p in scored.parts}
        return sum((share * (parts[index] or Fraction(0)) for index, share in shares.items()), Fraction(0))

    # -- leaves ---------------------------------------------------------------------------------

    def _leaf(self, scored: Scored, answer: Answer) -> dict[str, Any]:
        node = scored.node
        instance = Instance(node.measure or "", grain_of_standard(self.explainer.standard))
        measure = measure_at(self.library, instance.measure, instance.entity)
        traced = self.tracing.measure(instance)
        ids: RecordIds = {}
        merge_ids(ids, traced.ids)
        merge_ids(ids, self._condition_ids(scored))
        merge_ids(self.ids, ids)
        value = None if answer.value is None else cell_text(answer.value, measure.type)
        shown = None if answer.value is None else value_text(answer.value, measure.type)
        self.weakest.append(measure.source.status)
        scale = None
        if node.scale is not None:
            source = node.scale_source or node.source
            self.weakest.append(source.status)
            words = self.explainer.words.say(node.scale, answer.value, answer.points, self.tracing.ask)
            scale = {"kind": KINDS[type(node.scale)], "words": text_data(words), "source": source_data(source)}
        return {
            "value": value,
            "value_shown": shown,
            "unit": measure.type.unit,
            "measure": trace_data(self.library, self.tracing, traced),
            "scale": scale,
            "record_ids": ids,
        }

    def _condition_ids(self, scored: Scored) -> RecordIds:
        """Records behind the conditions and look-ups of a node and all above it."""
        found: RecordIds = {}
        current: Scored | None = scored
        while current is not None:
            expressions = node_expressions(current.node)
            if current.parent is None and self.explainer.standard.applies is not None:
                expressions.append(self.explainer.standard.applies)
            for expression in expressions:
                merge_ids(found, self.tracing.ids_behind(expression))
            current = current.parent
        return found

    # -- records --------------------------------------------------------------------------------

    def _records(self) -> list[dict[str, Any]]:
        """The records themselves, private fields left out."""
        found = []
        for name, ids in sorted(self.ids.items()):
            type_ = self.library.evidence[name]
            if name not in self.dataset.records:
                continue
            refs = self.dataset.records[name].refs
            fields = [f for f in type_.fields if not f.private]
            for row in self.explainer.records(name, ids):
                shown = {f.name: _shown_cell(self.library, row[f.name], f) for f in fields if row[f.name] is not None}
                found.append(
                    {
                        "id": row["id"],
                        "ref": refs.get(row["id"], str(row["id"])),
                        "type": name,
                        "type_title": text_data(type_.title),
                        "day": from_day_number(row["day"]).isoformat(),
                        "verified": bool(row["verified"]),
                        "fields": shown,
                        "field_titles": {f.name: text_data(f.title) for f in fields if f.name in shown},
                    }
                )
        return sorted(found, key=lambda r: (str(r["day"]), str(r["type"]), int(r["id"])))


def _shown_cell(library: Library, cell: Any, field: Field) -> str:
    """A field as people read it: numbers in their decimals, codes by their titles."""
    if isinstance(cell, int) and not isinstance(cell, bool) and field.type.decimals:
        return exact_text(Fraction(cell, 10**field.type.decimals))
    return in_chinese(code_title(library, cell, field.type, field.titles))


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else exact_text(number)


def _weakness(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else 0


def source_data(source: Source) -> dict[str, str]:
    """Where something was decided."""
    return {"doc": source.doc, "no": source.no, "status": source.status}

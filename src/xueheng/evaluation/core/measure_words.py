"""A traced measure as data and in words."""

from fractions import Fraction
from typing import Any

from xueheng.evaluation.core.composed_words import kept_data, pair_data, result_data, words_data
from xueheng.evaluation.core.formulas import cell_text, exact_text, say, value_text
from xueheng.evaluation.core.grains import grain_read
from xueheng.evaluation.core.titles import code_title, in_chinese, in_english, titled
from xueheng.evaluation.core.tracing import Traced, Tracing
from xueheng.evaluation.core.windows import from_day_number
from xueheng.language.public import (
    Attribute,
    Cell,
    EvidenceRows,
    Expression,
    Fold,
    Kind,
    Library,
    Measure,
    MeasureValue,
    OtherResult,
    PopulationRows,
    RegisterRows,
    RowColumn,
    StandardRows,
    TableRows,
    WindowRows,
)
from xueheng.wording import Text

FOLDS = {
    "count": Text("计数", "count"),
    "share": Text("占比", "share"),
    "sum": Text("合计", "sum"),
    "mean": Text("平均", "mean"),
    "min": Text("最小值", "least"),
    "max": Text("最大值", "greatest"),
    "best": Text("最好的一次", "best"),
    "first": Text("最早一次", "first"),
    "latest": Text("最近一次", "latest"),
    "distinct": Text("不同的个数", "number of different ones"),
    "variation": Text("差异系数", "coefficient of variation"),
    "pick": Text("查表", "looked up"),
}
EACH = {
    "weeks": Text("整周", "whole weeks"),
    "months": Text("整月", "whole months"),
    "quarters": Text("整季", "whole quarters"),
    "terms": Text("学期", "terms"),
}


text_data = words_data


def trace_data(library: Library, tracing: Tracing, traced: Traced) -> dict[str, Any]:
    """The measure as JSON-ready data, with what it was derived from."""
    measure = tracing.builder.floors.definition(traced.instance)
    fold = measure.fold if not traced.given else None
    kind = (
        "given" if traced.given else "fold" if fold is not None else "value" if measure.value is not None else "cases"
    )
    variation = measure.type.kind is Kind.VARIATION and traced.value is not None
    return {
        "name": measure.name,
        "title": text_data(measure.title),
        "kind": kind,
        "fold": fold.kind if fold else None,
        "of": measure.of.rpartition(".")[2],
        "pair": pair_data(library, traced.instance.entity, traced.subject),
        "window": _window(tracing, fold),
        "formula": _formula(measure),
        "words": text_data(_words(library, tracing, traced, measure)),
        "numbers": _numbers(traced, fold),
        "value": None if traced.value is None else value_text(traced.value, measure.type),
        "square": cell_text(traced.value, measure.type) if variation else None,
        "unit": measure.type.unit,
        "inputs": [trace_data(library, tracing, t) for t in traced.inputs],
        "results": [result_data(library, tracing, r) for r in traced.results],
        **kept_data(library, traced, fold),
        "record_ids": traced.ids,
    }


def _window(tracing: Tracing, fold: Fold | None) -> dict[str, str] | None:
    without = (PopulationRows, TableRows, StandardRows, RegisterRows)
    if fold is None or isinstance(fold.rows, without) or fold.during.kind == "ever":
        return None
    first, last = tracing.builder.windows.during(fold.during)
    return {"start": from_day_number(first).isoformat(), "end": from_day_number(last).isoformat()}


def _formula(measure: Measure) -> str | None:
    if measure.value is not None:
        return say(measure.value)
    if measure.cases is not None:
        parts = [f"{say(when)}: {say(value)}" for when, value in measure.cases.cases]
        return "; ".join(
            [*parts, f"else {say(measure.cases.otherwise)}"] if measure.cases.otherwise is not None else parts
        )
    if measure.fold is None:
        return None
    inner = measure.fold.condition if measure.fold.kind in ("count", "share") else measure.fold.expression
    return f"{measure.fold.kind}: {say(inner) if inner is not None else 'all'}" + (
        f", where: {say(measure.fold.where)}" if measure.fold.where is not None else ""
    )


def _numbers(traced: Traced, fold: Fold | None) -> dict[str, Any]:
    if fold is None:
        return {}
    numbers: dict[str, Any] = {"rows": traced.rows}
    if fold.kind in ("count", "share"):
        numbers["numerator"] = traced.hits
        if fold.kind == "share":
            numbers["denominator"] = traced.rows
    elif traced.total is not None and fold.kind in ("sum", "mean"):
        numbers["numerator"] = exact_text(traced.total)
        numbers["denominator"] = traced.known if fold.kind == "mean" else 1
    return numbers


def _words(library: Library, tracing: Tracing, traced: Traced, measure: Measure) -> Text:
    result = Text("缺", "missing")
    if traced.given:
        given = result if traced.value is None else Text(value_text(traced.value, measure.type))
        return Text(f"直接给定：{given.zh}", f"given: {in_english(given)}")
    if measure.fold is None:
        return _derived(library, measure, traced)
    fold = measure.fold
    evidence = fold.rows.types if isinstance(fold.rows, EvidenceRows) else ()
    inner = fold.condition if fold.kind in ("count", "share") else fold.expression
    what = Text(
        *(say(inner, titled(library, evidence, p)) if inner is not None else "" for p in (in_chinese, in_english))
    )
    if traced.value is not None:
        result = _value_title(library, measure, fold, traced.value)
    of = Text(f" {what.zh}" if what.zh else "", f" of {what.en}" if what.en else "")
    rows, head, kept, how = _rows(library, fold), _head(library, tracing, fold), _kept(traced, fold), FOLDS[fold.kind]
    return Text(
        f"{rows.zh}{head.zh}{kept.zh}：{how.zh}{of.zh} = {result.zh}",
        f"{rows.en}{head.en} {kept.en}: {how.en}{of.en} = {in_english(result)}",
    )


def _head(library: Library, tracing: Tracing, fold: Fold) -> Text:
    """When, and on which condition, in brackets."""
    window = _window(tracing, fold)
    evidence = fold.rows.types if isinstance(fold.rows, EvidenceRows) else ()
    said = (
        [Text(f"{window['start']} 至 {window['end']}", f"from {window['start']} to {window['end']}")] if window else []
    )
    if isinstance(fold.rows, RegisterRows):
        day = from_day_number(tracing.builder.windows.day(fold.on)).isoformat()
        said.append(Text(f"{day} 在册", f"holding on {day}"))
    elif not window and not isinstance(fold.rows, (StandardRows, PopulationRows, TableRows)):
        said.append(Text("不限时间", "at any time"))
    if fold.where is not None:
        zh, en = (say(fold.where, titled(library, evidence, p)) for p in (in_chinese, in_english))
        said.append(Text(f"条件 {zh}", f"where {en}"))
    if not said:
        return Text("", "")
    return Text(f"（{'，'.join(t.zh for t in said)}）", f" ({', '.join(t.en for t in said)})")


def _kept(traced: Traced, fold: Fold) -> Text:
    """How many rows were kept, and how many of them met what is counted."""
    if isinstance(fold.rows, (WindowRows, TableRows)):
        return Text("", "")
    word = {
        EvidenceRows: "条",
        PopulationRows: "个",
        StandardRows: "项",
        RegisterRows: "条",
    }.get(type(fold.rows), "行")
    some = fold.kind == "share" or (fold.kind == "count" and traced.hits != traced.rows)
    met = Text(f"，满足 {traced.hits} {word}", f", {traced.hits} met") if some else Text("", "")
    return Text(f"共 {traced.rows} {word}{met.zh}", f"{traced.rows} kept{met.en}")


def _value_title(library: Library, measure: Measure, fold: Fold, value: Cell) -> Text:
    """A fold's value; a code by its title."""
    node = fold.expression
    if isinstance(node, Attribute):
        attribute = next((a for a in library.entities[node.entity].attributes if a.name == node.name), None)
        return code_title(library, value, node.type, attribute.titles if attribute is not None else ())
    if isinstance(node, RowColumn) and isinstance(fold.rows, EvidenceRows):
        fields = {f.name: f for t in fold.rows.types for f in library.evidence[t].fields}
        if node.name in fields:
            return code_title(library, value, node.type, fields[node.name].titles)
    return Text(value_text(value, measure.type))


def _rows(library: Library, fold: Fold) -> Text:
    if isinstance(fold.rows, EvidenceRows):
        titles = [library.evidence[t].title for t in fold.rows.types]
        some_verified = any(library.evidence[t].verified_by_anyone for t in fold.rows.types)
        state = Text("已审核的", "verified ") if fold.records == "verified" and some_verified else Text("", "")
        return Text(
            state.zh + "、".join(f"“{t.zh}”记录" for t in titles),
            state.en + ", ".join(f"{t.en or t.zh} records" for t in titles),
        )
    if isinstance(fold.rows, WindowRows):
        return EACH[fold.rows.each]
    if isinstance(fold.rows, PopulationRows):
        title = library.populations[fold.rows.population].title
        return Text(f"统计范围“{title.zh}”", f"members of {title.en or title.zh}")
    if isinstance(fold.rows, TableRows):
        source = library.tables[fold.rows.table].source
        return Text(f"《{source.doc}》" if source.doc else fold.rows.table, source.doc or fold.rows.table)
    if isinstance(fold.rows, StandardRows):
        title = library.standards[fold.rows.standard].title
        return Text(f"“{title.zh}”的各项", f"leaves of {title.en or title.zh}")
    if isinstance(fold.rows, RegisterRows):
        title = library.registers[fold.rows.register].title
        return Text(f"名册“{title.zh}”", f"entries of {title.en or title.zh}")
    return Text(type(fold.rows).__name__)


def _derived(library: Library, measure: Measure, traced: Traced) -> Text:
    values = {(t.instance.measure, t.instance.entity): t.value for t in traced.inputs}
    results = {r.node: r.value for r in traced.results}

    def named(node: Expression) -> str | None:
        if isinstance(node, OtherResult) and node in results:
            return value_text(results[node], node.type)
        if isinstance(node, MeasureValue) and (node.measure, grain_read(library, node)) in values:
            return value_text(values[(node.measure, grain_read(library, node))], node.type)
        return None

    result = "?" if traced.value is None else value_text(traced.value, measure.type)
    rounded = (
        Text(f"（四舍五入到 {measure.round} 位小数）", f" (rounded half up to {measure.round} decimals)")
        if measure.round is not None
        else Text("", "")
    )
    if measure.value is not None:
        numbers = f"{say(measure.value, named)} = {result}"
        formula = Text(*(say(measure.value, titled(library, (), p)) for p in (in_chinese, in_english)))
        return Text(f"{formula.zh} = {numbers}{rounded.zh}", f"{formula.en} = {numbers}{rounded.en}")
    for when, value in measure.cases.cases if measure.cases is not None else ():
        del when
        if isinstance(traced.value, Fraction) and say(value, named) == result:
            return Text(f"{say(value)} = {result}", f"{say(value)} = {result}")
    return Text(f"{_formula(measure)} = {result}", f"{_formula(measure)} = {result}")

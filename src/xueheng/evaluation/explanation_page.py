"""An explanation as a page shows it: each node with its sum, each leaf with its measure, scale and records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.urls import reverse

from xueheng.evaluation.exact_sums import as_percent, shown_exactly, sum_of
from xueheng.evaluation.explanation_words import COMBINED, decision_said, source_said, state_said, text_of
from xueheng.evidence.public import Described, described_records, records
from xueheng.identity.public import Viewer, policy
from xueheng.wording import Text
from xueheng.workbooks.public import unit_word

NO_UNIT = Text("", "")
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sum:
    """How a node comes from its parts: their contributions, what they add up to, and what was done to it after."""

    how: Text
    total: str
    percent: str
    rule: Text | None
    rounded: Text | None


@dataclass(frozen=True, slots=True)
class MeasureTold:
    """A measure with its value in words, and those that it was derived from, deeper."""

    depth: int
    title: Text
    value: str
    unit: Text
    words: Text
    window: str


@dataclass(frozen=True, slots=True)
class RecordsTold:
    """The records of one type behind a leaf. `closed`: so many that the reader may not open; `ask`: who may."""

    title: Text
    open: tuple[Described, ...]
    closed: int
    ask: Text


@dataclass(frozen=True, slots=True)
class NodeShown:
    """A node of the tree with everything below it."""

    code: str
    title: Text
    depth: int
    shown: str
    unit: Text
    level: Text | None
    state: Text | None
    points: str
    share: str
    contribution: str
    sum: Sum | None
    measures: tuple[MeasureTold, ...]
    scale: Text | None
    scale_source: Text | None
    records: tuple[RecordsTold, ...]
    source: Text | None
    decided: tuple[Text, ...]
    missing_rule: Text | None
    parts: tuple["NodeShown", ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Way:
    """What the page needs beside the data: the records that the reader may open by number, the leaf asked for."""

    seen: Mapping[int, Described]
    titles: Mapping[str, Text]
    leaf: str = ""


def way_of(viewer: Viewer, data: Data, leaf: str) -> Way:
    """Looks up every record of the explanation at once: a fixed number of queries."""
    numbers = {int(number) for ids in data["record_ids"].values() for number in ids}
    found = list(records(viewer).filter(pk__in=numbers).order_by("day", "number"))
    titles = {str(record["type"]): text_of(record["type_title"]) for record in data["records"]}
    return Way({each.number: each for each in described_records(viewer, found)}, titles, leaf)


def node_shown(node: Data, way: Way, depth: int = 0, *, weighed: bool = False) -> NodeShown:
    """The node and all below it. `weighed`: it has a weight in the node above; else it counts there as it is."""
    parts = tuple(node_shown(p, way, depth + 1, weighed=node["combine"] == "weighted") for p in node["parts"])
    missing = node["state"] == "missing"
    return NodeShown(
        code=str(node["code"]),
        title=text_of(node["title"]),
        depth=depth,
        shown=_shown(node),
        unit=unit_word(node.get("unit")) if _shows_value(node) else NO_UNIT,
        level=text_of(node["level"]["title"]) if node["level"] else None,
        state=state_said(node),
        points=shown_exactly(node["points"]),
        share=as_percent(node["share"]) if weighed else "",
        contribution=shown_exactly(node["contribution"]),
        sum=_sum(node) if node["parts"] else None,
        measures=tuple(_measures(node["measure"], 0)) if node.get("measure") else (),
        scale=text_of(node["scale"]["words"]) if node.get("scale") and node["state"] == "known" else None,
        scale_source=source_said(node["scale"]["source"]) if node.get("scale") else None,
        records=_records(node.get("record_ids") or {}, way),
        source=source_said(node["source"]),
        decided=tuple(decision_said(change, node["weight"]) for change in node.get("changed") or ()),
        missing_rule=MISSING.get(str(node["if_missing"])) if missing else None,
        parts=parts,
        open=depth == 0 or way.leaf == node["code"] or any(part.open and part.depth > 0 for part in parts),
    )


MISSING = {
    "leave_out": Text("没有数据，这一项不计，其余各项按权重补足", "No data: left out, the others take its weight"),
    "zero": Text("没有数据，这一项按零分计", "No data: counted as zero"),
    "block": Text("没有数据，上一级也不下结论", "No data: nothing is said of what it belongs to"),
}


def _shown(node: Data) -> str:
    if node["state"] == "not_applying":
        return ""
    if node["shown"] is not None:
        return str(node["shown"])
    return str(node["value_shown"]) if _shows_value(node) else shown_exactly(node["points"])


def _shows_value(node: Data) -> bool:
    """Whether its value stands for it: a leaf without points."""
    return node["state"] != "not_applying" and node["shown"] is None and node.get("value_shown") is not None


def _sum(node: Data) -> Sum | None:
    """The arithmetic of a node: done here once more, from the contributions that the page shows."""
    how = COMBINED.get(str(node["combine"]))
    total = sum_of(part["contribution"] for part in node["parts"])
    if how is None or total is None or node["combine"] == "profile":
        return None
    percent = sum_of(part["share"] for part in node["parts"] if part["contribution"] is not None)
    rule, after = None, total
    if node["rule"]:
        told = node["rule"]
        after = Fraction(told["after"])
        title = text_of(told["title"])
        change = f"{shown_exactly(told['before'])} → {shown_exactly(told['after'])}"
        rule = Text(f"{title.zh}：{change}", f"{title.en or title.zh}: {change}")
    return Sum(
        how,
        shown_exactly(str(total)),
        as_percent(str(percent)) if node["combine"] == "weighted" and percent is not None else "",
        rule,
        _rounded(node, after),
    )


def _rounded(node: Data, before: Fraction) -> Text | None:
    """What rounding did, where it did something: once, at the very end."""
    shown = node["shown"]
    if shown is None or Fraction(shown) == before:
        return None
    exact = shown_exactly(str(before))
    return Text(
        f"{exact} 四舍五入成 {shown}，只在公布时取舍这一次",
        f"{exact} rounded half up to {shown}: once, for publication",
    )


def _measures(trace: Data, depth: int) -> Sequence[MeasureTold]:
    value = "" if trace["value"] is None else str(trace["value"])
    window = trace.get("window")
    days = f"{window['start']}～{window['end']}" if window else ""
    title, unit = text_of(trace["title"]), unit_word(trace["unit"])
    here = MeasureTold(depth, title, value, unit, text_of(trace["words"]), days)
    return [here, *(each for read in trace["inputs"] for each in _measures(read, depth + 1))]


def _records(ids: Mapping[str, Sequence[int]], way: Way) -> tuple[RecordsTold, ...]:
    found = []
    for type_, numbers in ids.items():
        known = tuple(way.seen[number] for number in map(int, numbers) if number in way.seen)
        if numbers:
            title = way.titles.get(type_) or (known[0].type_title if known else Text(type_))
            found.append(RecordsTold(title, known, len(numbers) - len(known), whom_to_ask(type_)))
    return tuple(found)


def whom_to_ask(type_: str) -> Text:
    """The posts that see records of a type."""
    rights = policy()
    titles = {
        post.name: post.title
        for verb in ("sees", "verifies", "records")
        for post in rights.holders(verb, "evidence")
        if post.appointed and any(r.thing == type_ and not r.suffix for r in rights.rights.get((post.name, verb), ()))
    }
    first = list(titles.values())[:2]
    return Text("或".join(t.zh for t in first), " or ".join(t.en or t.zh for t in first))


def address_of(run: int | None, standard: str, subject: int, leaf: str = "") -> str:
    """The address of an explanation; of the record as it stands where there is no run."""
    where = (
        reverse("live_explanation", args=[standard, subject])
        if run is None
        else reverse("run_explanation", args=[run, subject])
    )
    return f"{where}?leaf={leaf}#node-{leaf}" if leaf else where

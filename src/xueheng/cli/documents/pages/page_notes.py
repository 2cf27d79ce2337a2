"""What the leaves of one page point to: its records and its sources, each numbered in the order it is met."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xueheng.cli.documents.evaluated import Explanation

RecordKey = tuple[str, str]
SourceKey = tuple[str, str, str]
MOST_RECORDS = 40
"""Records listed on a page; a subject with more is told how to see the rest."""


class PageNotes:
    """The numbers of one page's records and sources, and the anchors of its nodes."""

    def __init__(self, explanation: Explanation) -> None:
        self.record_count = len(explanation.get("records") or ())
        self.listed: Sequence[Mapping[str, Any]] = (explanation.get("records") or ())[:MOST_RECORDS]
        self.records = {(str(record["type"]), str(record["id"])): place for place, record in enumerate(self.listed, 1)}
        own = explanation.get("own")
        self.of_base = list(all_nodes(explanation["root"]))
        self.nodes = [*self.of_base, *(all_nodes(own) if own else ())]
        self.anchors = {id(node): f"n{place}" for place, node in enumerate(self.nodes)}
        of_base = {node["code"]: self.anchors[id(node)] for node in self.of_base}
        for node in self.nodes[len(self.of_base) :]:
            if not taken_apart_again(node):
                self.anchors[id(node)] = of_base.get(node["code"], self.anchors[id(node)])
        self.sources: dict[SourceKey, int] = {}
        self._number((explanation.get("standard") or {}).get("source"))
        for node in self.nodes:
            if node["state"] != "not_applying":
                for source in sources_of_node(node):
                    self._number(source)

    def _number(self, source: Mapping[str, Any] | None) -> None:
        if source:
            self.sources.setdefault(source_key(source), len(self.sources) + 1)


def source_key(source: Mapping[str, Any]) -> SourceKey:
    """Document, number and status of a source."""
    return str(source.get("doc") or ""), str(source.get("no") or ""), str(source.get("status") or "decided")


def sources_of_node(node: Explanation) -> Iterator[Mapping[str, Any]]:
    """The sources of a node and of its scale."""
    if node.get("source"):
        yield node["source"]
    scale = node.get("scale")
    if scale and scale.get("source"):
        yield scale["source"]


def all_nodes(node: Explanation) -> Iterator[Explanation]:
    """A node and everything below it, depth first."""
    yield node
    for part in node["parts"]:
        yield from all_nodes(part)


def reached(node: Explanation) -> bool:
    """Whether a layer's change reaches a node's points: its own leaf or bands, or anything below it."""
    if any(change["what"] != "weigh" for change in node["changed"]):
        return True
    return any(part["changed"] or reached(part) for part in node["parts"])


def taken_apart_again(node: Explanation) -> bool:
    """Whether a node of a layer's tree is taken apart beside the base's: a change reaches it, and it has points."""
    return node["points"] is not None and node["combine"] != "profile" and reached(node)


def all_record_keys(trace: Mapping[str, Any]) -> list[RecordKey]:
    """The records behind a measure and behind what it was made of, each once."""
    found: dict[RecordKey, None] = {}
    for kind, ids in (trace.get("record_ids") or {}).items():
        found.update(dict.fromkeys((str(kind), str(each)) for each in ids))
    for given in trace.get("inputs") or ():
        found.update(dict.fromkeys(all_record_keys(given)))
    return list(found)

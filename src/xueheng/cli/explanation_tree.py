"""An explanation as lines of text: every node with its sum, every leaf with its measure, scale and records."""

from collections.abc import Iterator, Mapping
from typing import Any

from xueheng.cli.documents.decision_words import change_data_words, decision_data_words
from xueheng.cli.documents.source_words import SURE, document_words, owner_words, status_words
from xueheng.wording import Language, Text

Data = Mapping[str, Any]
_STATES = {
    "missing": Text("缺", "missing"),
    "not_applying": Text("不适用", "does not apply"),
}
_COMBINED = {
    "weighted": Text("按权重平均", "weighted mean"),
    "sum": Text("相加", "sum"),
    "least": Text("取最低", "the least"),
    "profile": Text("不合成总分", "not put together"),
}


class _Tree:
    """The lines of one explanation."""

    def __init__(self, data: Data, language: Language) -> None:
        self.data = data
        self.language = language
        self.records = {(record["type"], record["id"]): record for record in data["records"]}

    def say(self, text: Text) -> str:
        return text.say(self.language)

    def words(self, said: Data | None) -> str:
        return "" if said is None else Text(said.get("zh") or "", said.get("en") or "").say(self.language)

    def lines(self) -> Iterator[str]:
        standard, period = self.data["standard"], self.data["period"]
        owner = self.say(owner_words(standard["owner"]))
        yield f"{self.data['subject']} · {self.words(standard['title'])} {standard['version']} · {owner}"
        yield f"{period['label']} {period['start']}～{period['end']}"
        yield ""
        yield from self.trees()
        yield ""
        yield from self.records_read()
        weakest = self.data["weakest_source"]
        if weakest not in SURE:
            yield ""
            yield self.say(Text("依据中最弱的一环：", "The weakest source on the way: ")) + self.say(
                status_words(weakest)
            )

    def trees(self) -> Iterator[str]:
        """The result; with a layer the base's first, then the layer's own with each change and whose decision."""
        own, layer = self.data.get("own"), self.data.get("overlay")
        if layer is not None:
            base = Text("基准（锁定部分，各校可比）", "Base (the locked part, comparable between schools)")
            yield f"── {self.say(base)} ──"
        if self.data["root"] is not None:
            yield from self.node(self.data["root"], "", "")
        else:
            yield self.say(Text("基准里没有这一项。", "The base does not have it."))
        if layer is not None and own is not None:
            decided = self.say(decision_data_words(layer["decision"]))
            yield ""
            yield f"── {self.say(Text('校本', 'Own'))}：{self.words(layer['title'])} · {decided} ──"
            yield from self.node(own, "", "")

    def node(self, node: Data, first: str, rest: str) -> Iterator[str]:
        yield first + self.headline(node)
        inside = f"{rest}│     " if node["parts"] else f"{rest}      "
        for line in self.details(node):
            yield inside + line
        for place, part in enumerate(node["parts"]):
            last = place == len(node["parts"]) - 1
            yield from self.node(part, rest + ("└─ " if last else "├─ "), rest + ("   " if last else "│  "))

    def headline(self, node: Data) -> str:
        title = f"{self.words(node['title'])} [{node['code']}]"
        if node["state"] == "not_applying":
            return f"{title}: {self.say(_STATES['not_applying'])}"
        if node["state"] == "missing" and not node["zeroed"]:
            return f"{title}: {self.say(_STATES['missing'])}"
        points = node["shown"] if node["shown"] is not None else node["points"]
        said = f"{title}: {points}" if points is not None else f"{title}: {node.get('value_shown') or '—'}"
        if node["zeroed"]:
            said += self.say(Text("（缺，按零分计）", " (missing, counted as zero)"))
        if node["level"]:
            said += f" {self.words(node['level']['title'])}"
        return said + self.share(node)

    def share(self, node: Data) -> str:
        """Points × weight = what it gave the node above."""
        if node["contribution"] is None or node["share"] is None:
            return ""
        weight = (
            self.say(Text(f"，权重 {node['weight']}", f", weight {node['weight']}"))
            if node["weight"] is not None
            else ""
        )
        return f"  （{node['points']} × {node['share']} = {node['contribution']}{weight}）"

    def details(self, node: Data) -> Iterator[str]:
        if node["parts"] and node["combine"] in _COMBINED and node["points"] is not None:
            exact = f" = {node['points']}" if node["points"] != node["shown"] else ""
            yield self.say(_COMBINED[node["combine"]]) + exact
        if node["rule"]:
            rule = node["rule"]
            yield f"{self.words(rule['title'])}: {rule['before']} → {rule['after']}"
        if node.get("measure") and node["state"] != "not_applying":
            yield from self.measure(node["measure"])
            if node.get("scale") and node["state"] == "known":
                yield self.words(node["scale"]["words"])
            yield from self.leaf_records(node)
        for change in node.get("changed") or ():
            yield "◆ " + self.say(change_data_words(change, node["weight"]))
        yield from self.source(node["source"])

    def measure(self, trace: Data, depth: int = 0) -> Iterator[str]:
        yield "  " * depth + f"{self.words(trace['title'])} = {self.value(trace)}: {self.words(trace['words'])}"
        for read in trace["inputs"]:
            yield from self.measure(read, depth + 1)

    def value(self, trace: Data) -> str:
        if trace["value"] is None:
            return self.say(_STATES["missing"])
        return f"{trace['value']} {trace['unit']}" if trace["unit"] else str(trace["value"])

    def leaf_records(self, node: Data) -> Iterator[str]:
        ids = [(name, id_) for name, ids in node["record_ids"].items() for id_ in ids]
        if ids:
            named = [str(self.records[key]["ref"]) if key in self.records else str(key[1]) for key in ids]
            shown = "；".join(named[:3]) + ("；…" if len(named) > 3 else "")
            yield self.say(Text(f"记录 {len(ids)} 条：{shown}", f"{len(ids)} records: {shown}"))

    def source(self, source: Data) -> Iterator[str]:
        document = document_words(source["doc"], source["no"])
        if document and source["status"] not in SURE:
            yield f"{document}: {self.say(status_words(source['status']))}"

    def records_read(self) -> Iterator[str]:
        found = self.data["records"]
        yield self.say(Text(f"所依据的记录（{len(found)} 条）：", f"The records behind it ({len(found)}):"))
        for record in found:
            title, ref = self.words(record["type_title"]), record["ref"]
            own = f" #{record['id']}" if str(record["id"]) != str(ref) else ""
            yield f"  {ref}{own} · {title} · {record['day']}"
            fields = (f"{self.words(record['field_titles'][name])} {shown}" for name, shown in record["fields"].items())
            yield f"      {'，'.join(fields)}"


def tree_lines(data: Data, language: Language) -> Iterator[str]:
    """The explanation, line by line."""
    return _Tree(data, language).lines()

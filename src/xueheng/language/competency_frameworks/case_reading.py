"""A CFPackage of CASE 1.0 read as a framework: checked member by member, its tree made from the associations."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xueheng.language.competency_frameworks import note_lines
from xueheng.language.competency_frameworks.framework import REMEDY, Framework, FrameworkRefused, Item
from xueheng.language.competency_frameworks.schema_checks import faults, unknown_members
from xueheng.language.definitions import Source
from xueheng.wording import Text

LARGEST = 20 * 1024 * 1024
MOST_ITEMS = 10_000
DEEPEST = 20
MOST_FAULTS = 20
LAST = 10**9
"""Where an item without a sequence number stands: behind the others, in the order of the file."""
LISTS = ("subject", "educationLevel", "conceptKeywords")
"""Members that earlier programs wrote as one text."""
DAYS = ("statusStartDate", "statusEndDate")


@dataclass(slots=True)
class CaseRead:
    """A framework, and what of the file was passed over."""

    framework: Framework
    remarks: list[Text] = field(default_factory=list)


def read_case(content: bytes) -> CaseRead:
    """The framework of a file. Raises FrameworkRefused, naming the place of every fault."""
    package = _mended(_parsed(content))
    found = list(faults(package))
    if found:
        shown = found[:MOST_FAULTS]
        raise FrameworkRefused(
            Text(
                f"不合 CASE 1.0，{len(found)} 处：\n" + "\n".join(f"{place} {said.zh}" for place, said in shown),
                f"not as CASE 1.0 has it, {len(found)} places:\n"
                + "\n".join(f"{place} {said.en}" for place, said in shown),
            ),
            REMEDY,
        )
    read = CaseRead(_framework(package))
    passed = sorted({re.sub(r"\[\d+\]", "[]", place) for place in unknown_members(package)})
    if passed:
        said = "、".join(passed[:MOST_FAULTS])
        read.remarks.append(Text(f"不属于 CASE 1.0，没有读：{said}", f"not of CASE 1.0 and not read: {said}"))
    others = [one for one in package.get("CFAssociations", ()) if one["associationType"] != "isChildOf"]
    if others:
        read.remarks.append(
            Text(f"{len(others)} 条其他关系没有读入", f"{len(others)} associations of other types are not taken in")
        )
    return read


def _parsed(content: bytes) -> Any:
    if len(content) > LARGEST:
        raise FrameworkRefused(Text("文件超过 20 MB", "the file is larger than 20 MB"), REMEDY)
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError) as fault:
        where = f"（第 {fault.lineno} 行）" if isinstance(fault, json.JSONDecodeError) else ""
        line = f" (line {fault.lineno})" if isinstance(fault, json.JSONDecodeError) else ""
        raise FrameworkRefused(
            Text(f"不是 UTF-8 编码的 JSON{where}", f"not JSON encoded in UTF-8{line}"), REMEDY
        ) from fault


def _no_number(written: str) -> float:
    raise ValueError(written)


def _mended(package: Any, depth: int = 0) -> Any:
    """Null is a member left out; a text where a list belongs is a list of one; a moment for a day is its day."""
    if depth > DEEPEST:
        raise FrameworkRefused(Text("嵌套太深", "nested too deeply"), REMEDY)
    if isinstance(package, list):
        return [_mended(one, depth + 1) for one in package]
    if not isinstance(package, dict):
        return package
    kept = {key: _mended(value, depth + 1) for key, value in package.items() if value is not None}
    for key in LISTS:
        if isinstance(kept.get(key), str):
            kept[key] = [kept[key]]
    for key in DAYS:
        if isinstance(kept.get(key), str):
            kept[key] = kept[key].partition("T")[0]
    return kept


def _framework(package: Mapping[str, Any]) -> Framework:
    document = package["CFDocument"]
    note, source, facts = note_lines.read(document.get("notes", ""))
    if source is None:
        source = Source(
            doc=document.get("publisher", "") or document["creator"], url=document.get("officialSourceURL", ""),
            status="decided",
        )  # fmt: skip
    zh, en = document["title"], document.get("description", "")
    if not facts:
        note, en = Text(note.zh or en, note.en or en), zh
    return Framework(
        code=facts.get("standard", ""), title=Text(zh, en), creator=document["creator"], note=note, source=source,
        version=document.get("version", ""), status=document.get("adoptionStatus", ""),
        changed=document["lastChangeDateTime"], facts=facts, items=_Tree(package, ours=bool(facts)).items(),
        identifier=document["identifier"], uri=document["uri"],
    )  # fmt: skip


class _Tree:
    """The items in their places."""

    def __init__(self, package: Mapping[str, Any], *, ours: bool) -> None:
        self.ours = ours
        self.document = package["CFDocument"]["identifier"]
        self.said = self._once(package.get("CFItems", []))
        self.parent: dict[str, tuple[int, str]] = {}
        for one in package.get("CFAssociations", ()):
            if one["associationType"] == "isChildOf":
                self._place(one)
        self.children: dict[str, list[str]] = {}
        order = {own: at for at, own in enumerate(self.said)}
        for own in sorted(self.said, key=lambda own: (self.parent.get(own, (LAST, ""))[0], order[own])):
            self.children.setdefault(self.parent.get(own, (LAST, self.document))[1], []).append(own)
        self.placed = 0

    def _once(self, items: list[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
        if len(items) > MOST_ITEMS:
            raise FrameworkRefused(Text(f"条目超过 {MOST_ITEMS:,} 个", f"over {MOST_ITEMS:,} items"), REMEDY)
        said: dict[str, Mapping[str, Any]] = {}
        for at, item in enumerate(items):
            if item["identifier"] in said or item["identifier"] == self.document:
                raise _refused(f"$.CFItems[{at}].identifier", "编号重复", "this id stands twice")
            said[item["identifier"]] = item
        return said

    def _place(self, one: Mapping[str, Any]) -> None:
        child, above = one["originNodeURI"]["identifier"], one["destinationNodeURI"]["identifier"]
        place = f"isChildOf {child}"
        if child not in self.said:
            raise _refused(place, "所指的条目不在文件里", "the item is not in the file")
        if above not in self.said and above != self.document:
            raise _refused(place, f"上级 {above} 不在文件里", f"its parent {above} is not in the file")
        if child in self.parent and self.parent[child][1] != above:
            raise _refused(
                place, "有两个上级；标准里一项只在一处", "it has two parents; in a standard an item stands once"
            )
        self.parent[child] = (one.get("sequenceNumber", LAST), above)

    def items(self) -> tuple[Item, ...]:
        found = self._under(self.document, 0)
        if self.placed < len(self.said):
            lost = len(self.said) - self.placed
            raise _refused("CFAssociations", f"{lost} 个条目互为上下级，连不到文档", f"{lost} items stand in a circle")
        return found

    def _under(self, above: str, depth: int) -> tuple[Item, ...]:
        if depth > DEEPEST:
            raise _refused("CFAssociations", f"超过 {DEEPEST} 层", f"more than {DEEPEST} levels")
        return tuple(self._item(own, depth) for own in self.children.get(above, ()))

    def _item(self, own: str, depth: int) -> Item:
        self.placed += 1
        said = self.said[own]
        note, source, facts = note_lines.read(said.get("notes", ""))
        words = said["fullStatement"]
        title = Text(words, said.get("alternativeLabel", "") if self.ours else words)
        return Item(
            said.get("humanCodingScheme", ""), title, note, source, facts.get("weight", ""),
            self._under(own, depth + 1), own, said["uri"],
        )  # fmt: skip


def _refused(place: str, zh: str, en: str) -> FrameworkRefused:
    return FrameworkRefused(Text(f"{place} {zh}", f"{place}: {en}"), REMEDY)

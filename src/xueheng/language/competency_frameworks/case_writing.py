"""A framework written as a CFPackage of CASE 1.0. The same standard is the same file, byte for byte."""

import json
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from xueheng.language.competency_frameworks import note_lines
from xueheng.language.competency_frameworks.framework import Framework, Item

SPACE = uuid.UUID("6b1f9d0e-3b0a-5c0d-9f53-8d2f3a6f7c11")
"""Ours alone: the ids of documents and items are made from it and their names, so that they never change."""
INDICATOR, LEAF = ("指标", "Indicator", "1"), ("观测点", "Leaf", "1.1")
CHILD = "isChildOf"
LANGUAGE = "zh"


def case_text(framework: Framework, base: str = "") -> str:
    """The package as JSON. `base`: the address under which it will be served, "" for urn:uuid addresses."""
    return json.dumps(case_package(framework, base), ensure_ascii=False, indent=2) + "\n"


def case_package(framework: Framework, base: str = "") -> dict[str, Any]:
    """The package: the document, its items in the order of the tree, and each one's place."""
    return _Writing(framework, base.rstrip("/")).package()


class _Writing:
    def __init__(self, framework: Framework, base: str) -> None:
        self.framework, self.base = framework, base
        self.changed = framework.changed
        self.document = self._id("document", framework.code)

    def package(self) -> dict[str, Any]:
        items = list(self._items(self.framework.items, ""))
        return {
            "CFDocument": self._document(),
            "CFItems": [one for one, _ in items],
            "CFAssociations": list(
                self._associations(self.framework.items, self.document, self.framework.title.zh, "CFDocuments")
            ),
            "CFDefinitions": {"CFItemTypes": [self._type(*said) for said in (INDICATOR, LEAF)]},
        }

    def _document(self) -> dict[str, Any]:
        framework = self.framework
        said: dict[str, Any] = {
            "identifier": self.document, "uri": self._uri("CFDocuments", self.document), "creator": framework.creator,
            "title": framework.title.zh, "lastChangeDateTime": self.changed,
            "officialSourceURL": framework.source.url, "publisher": framework.source.doc,
            "description": framework.title.en, "language": LANGUAGE, "version": framework.version,
            "adoptionStatus": framework.status,
            "notes": note_lines.written(framework.note, framework.source, framework.facts),
        }  # fmt: skip
        return _filled(said)

    def _items(self, items: Sequence[Item], above: str) -> Iterator[tuple[dict[str, Any], Item]]:
        for at, item in enumerate(items, start=1):
            place = f"{above}{at}"
            kind = INDICATOR if item.parts else LEAF
            own = self._of(item)
            said = {
                "identifier": own, "fullStatement": item.title.zh, "alternativeLabel": item.title.en,
                "CFItemType": kind[0], "uri": self._uri("CFItems", own), "humanCodingScheme": item.code,
                "listEnumeration": place,
                "notes": note_lines.written(item.note, item.source, {"weight": item.weight}),
                "language": LANGUAGE,
                "CFItemTypeURI": self._link(kind[0], self._id("type", kind[1]), "CFItemTypes"),
                "lastChangeDateTime": self.changed,
            }  # fmt: skip
            yield _filled(said), item
            yield from self._items(item.parts, f"{place}.")

    def _associations(self, items: Sequence[Item], parent: str, title: str, kind: str) -> Iterator[dict[str, Any]]:
        for at, item in enumerate(items, start=1):
            own, place = self._of(item), self._id("place", f"{self.framework.code}|{item.code}")
            yield {
                "identifier": place, "associationType": CHILD, "sequenceNumber": at,
                "uri": self._uri("CFAssociations", place), "originNodeURI": self._link(item.title.zh, own, "CFItems"),
                "destinationNodeURI": self._link(title, parent, kind), "lastChangeDateTime": self.changed,
            }  # fmt: skip
            yield from self._associations(item.parts, own, item.title.zh, "CFItems")

    def _of(self, item: Item) -> str:
        return self._id("item", f"{self.framework.code}|{item.code}")

    def _type(self, zh: str, en: str, code: str) -> dict[str, Any]:
        own = self._id("type", en)
        return {
            "identifier": own, "uri": self._uri("CFItemTypes", own), "title": zh, "description": en,
            "hierarchyCode": code, "lastChangeDateTime": self.changed,
        }  # fmt: skip

    def _link(self, title: str, own: str, kind: str) -> dict[str, str]:
        return {"title": title, "identifier": own, "uri": self._uri(kind, own)}

    def _uri(self, kind: str, own: str) -> str:
        return f"{self.base}/{kind}/{own}" if self.base else f"urn:uuid:{own}"

    def _id(self, kind: str, name: str) -> str:
        return str(uuid.uuid5(SPACE, f"{kind}|{name}"))


def _filled(said: dict[str, Any]) -> dict[str, Any]:
    """Without the members that say nothing."""
    return {key: value for key, value in said.items() if value not in ("", None)}

"""Whose decision something in a layer is, in a sentence: level, post, day, minute, and where it is written."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from xueheng.cli.documents.exact_numbers import shown_exactly
from xueheng.cli.documents.source_words import owner_words
from xueheng.language.public import Changed, Decision
from xueheng.wording import Text

CHANGES = {
    "weigh": Text("权重", "weight"),
    "add": Text("加的观测点", "added leaf"),
    "raise": Text("分档", "bands"),
}
"""What a layer changed, by `what`."""


def decision_words(decision: Decision) -> Text:
    """The decision of a layer."""
    day = "" if decision.on is None else decision.on.isoformat()
    return _said(decision.owner, decision.post, day, decision.minute, f"{decision.place.file}:{decision.place.line}")


def decision_data_words(data: Mapping[str, Any]) -> Text:
    """The same of an explanation."""
    post = Text(str(data["post"].get("zh") or ""), str(data["post"].get("en") or ""))
    where = f"{data['file']}:{data['line']}"
    return _said(str(data["owner"]), post, str(data["on"] or ""), str(data["minute"]), where)


def change_words(change: Changed, weight: Fraction) -> Text:
    """What a layer changed at a node, from what to what, and whose decision it is."""
    what = changed_what(change.what, change.before, str(weight))
    return _joined(what, _were(change.what, change.before), decision_words(change.decision))


def change_data_words(change: Mapping[str, Any], weight: str | None) -> Text:
    """The same of an explanation."""
    what = changed_what(str(change["what"]), str(change["before"]), weight)
    return _joined(what, decided_data_words(change))


def decided_data_words(change: Mapping[str, Any]) -> Text:
    """Whose decision a change of an explanation is, and what the base's bands were."""
    decided, were = decision_data_words(change["decision"]), _were(str(change["what"]), str(change["before"]))
    return _joined(were, decided) if were.zh else decided


def changed_what(what: str, before: str, weight: str | None) -> Text:
    """What changed: from the base's weight to the layer's, from its bands, or what share an added leaf takes."""
    said, now = CHANGES[what], shown_exactly(weight or "0").split(" ")[0]
    if what == "add":
        return Text(f"{said.zh}，占 {now} %", f"{said.en}, {now} % of the node")
    if what == "weigh":
        before = shown_exactly(before).split(" ")[0]
        return Text(f"{said.zh} {before} → {now}", f"{said.en} {before} → {now}")
    return Text(f"{said.zh}已抬高", f"{said.en} made stricter")


def _were(what: str, before: str) -> Text:
    return Text(f"原为 {before}", f"they were {before}") if what == "raise" else Text("", "")


def _joined(*said: Text) -> Text:
    told = [text for text in said if text.zh]
    return Text("。".join(text.zh for text in told), ". ".join(text.en for text in told))


def _said(owner: str, post: Text, day: str, minute: str, where: str) -> Text:
    level = owner_words(owner)
    zh = "，".join(part for part in (level.zh, post.zh, day, minute) if part)
    en = ", ".join(part for part in (level.en, post.en or post.zh, day, minute) if part)
    return Text(f"{zh}（{where}）", f"{en} ({where})")

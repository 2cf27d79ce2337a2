"""The base as a layer adopted it, kept beside the layer: so that a later base can be told from it, node by node."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from xueheng.cli.documents.exact_numbers import shown_exactly
from xueheng.evaluation.core.public import CHANGED_WHAT, standard_changes, tree_data
from xueheng.language.public import Library, Opening, Standard, node_paths
from xueheng.wording import Text

FILE = "adopted.json"
FORMAT = "xueheng.adopted/1"


def adopted_text(library: Library, standard: Standard) -> str:
    """What is kept of a base: the standard as data, and what it left open."""
    data = {
        "format": FORMAT,
        "standard": standard.name,
        "version": standard.version,
        "digest": standard.digest_meaning,
        "open": openings(standard),
        "tree": tree_data(library, standard),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def adopted_base(folder: Path, digest: str) -> dict[str, Any] | None:
    """The base kept in a layer's folder, if it is the one of this digest; None where nothing of use was kept."""
    try:
        data = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError):
        return None
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("digest") != digest:
        return None
    return data


def changed_since(adopted: Mapping[str, Any], library: Library, standard: Standard) -> list[Text]:
    """What the base says otherwise than when it was adopted, a line each."""
    found = []
    for change in standard_changes(adopted["tree"], tree_data(library, standard)):
        what, title, was, now = CHANGED_WHAT[change.what], change.title, change.before, change.after
        found.append(
            Text(
                f"{title.zh}［{change.code}］{what.zh}：{was.zh} → {now.zh}",
                f"{title.en or title.zh} [{change.code}] {what.en}: {was.say('en')} → {now.say('en')}",
            )
        )
    return [*found, *_openings_changed(adopted["open"], openings(standard))]


def _openings_changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Text]:
    for code in dict.fromkeys((*before, *after)):
        if before.get(code) != after.get(code):
            was, now = _open_words(before.get(code)), _open_words(after.get(code))
            yield Text(f"［{code}］开放：{was.zh} → {now.zh}", f"[{code}] open: {was.en} → {now.en}")


def _open_words(data: Mapping[str, Any] | None) -> Text:
    if not data:
        return Text("锁定", "locked")
    zh = [f"{part} {low}～{high}" for part, low, high in data["weigh"]]
    en = [f"{part} {low} to {high}" for part, low, high in data["weigh"]]
    if data["add"] is not None:
        zh, en = [*zh, f"可加 {data['add']} %"], [*en, f"leaves up to {data['add']} %"]
    if data["raise"]:
        zh, en = [*zh, "分档可抬高"], [*en, "bands may be raised"]
    return Text("，".join(zh), ", ".join(en))


def openings(standard: Standard) -> dict[str, Any]:
    """What a standard leaves open, by the path of the node; bounds and shares as exact text."""
    return {path: _open_data(node.open) for path, node in node_paths(standard.root) if node.open is not None}


def _open_data(opening: Opening) -> dict[str, Any]:
    return {
        "weigh": [[code, shown_exactly(str(low)), shown_exactly(str(high))] for code, low, high in opening.weigh],
        "add": None if opening.add is None else shown_exactly(str(opening.add)),
        "raise": opening.raise_bands,
    }

"""What the page of one upload shows: the four steps, the sum of its rows, the kinds of problem, the columns found."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from xueheng.evidence.actions.say_upload_headings import SAY_IN, words_of
from xueheng.evidence.intake.kept_workbooks import BOOK, FOUND, content, has
from xueheng.evidence.intake.layouts import upload_layout
from xueheng.evidence.intake.upload_tables import STATUS, kind_said, layout_title
from xueheng.evidence.model_batches import Batch
from xueheng.identity.public import Viewer
from xueheng.shell.public import JobState, job_of
from xueheng.wording import Text

STEPS = (
    Text("选文件", "Choose"),
    Text("对列", "Columns"),
    Text("核对", "Check"),
    Text("入库", "Store"),
)
_STEP_OF = {"received": 1, "checking": 1, "failed": 1, "checked": 2, "storing": 3, "visible": 4}
ROLES = {
    "subject": Text("编号", "number"),
    "field": Text("入库", "stored"),
    "attribute": Text("用来核对", "to check by"),
    "check": Text("用来核对", "to check by"),
    "ancestor": Text("没有用到", "not used"),
    "day": Text("日期", "day"),
    "ignored": Text("没有用到", "not used"),
    "never_store": Text("不保存", "never stored"),
    "returned": Text("上次的处理结果", "of an earlier return"),
}
UNKNOWN = Text("不认识，没有读", "not known, not read")
OTHER = Text("没有用到", "not used")
_NEAR = 0.6
"""How much of two headings must be alike to be offered as the same."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the four."""

    title: Text
    here: bool
    done: bool


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """A column of the workbook and what is made of it."""

    heading: str
    use: Text
    becomes: str
    samples: Sequence[str]
    known: bool


@dataclass(frozen=True, slots=True)
class HeadingToSay:
    """A heading that nobody knows; `guess`: the word whose heading is nearest, '' for none."""

    heading: str
    guess: str


@dataclass(frozen=True, slots=True)
class HeadingsToSay:
    """The headings to be told of once, and the words that no column fills yet, with their titles."""

    unknown: Sequence[HeadingToSay]
    words: Sequence[tuple[str, Text]]


def upload_context(viewer: Viewer, batch: Batch) -> dict[str, object]:
    """All that the template reads."""
    at = _STEP_OF.get(batch.state, 4)
    job = job_at_work(viewer, batch)
    kinds = [(code, kind_said(code), count) for code, count in dict(batch.said.get("kinds", {})).items()]
    refused = batch.said.get("refused") or {}
    found = found_in(batch)
    over = job is None or job.over
    return {
        "batch": batch,
        "status": STATUS[batch.state],
        "layout": layout_title(batch),
        "steps": [Step(title, at == place, at > place) for place, title in enumerate(STEPS)],
        "job": job,
        "kinds": sorted(kinds, key=lambda each: -each[2]),
        "refused": Text(refused.get("zh", ""), refused.get("en", "")) if refused else None,
        "sheets": [(s["name"], _columns(s), _texts(s["notes"])) for s in found.get("sheets", ()) if s["name"]],
        "passed_over": [(name, Text(zh, en)) for name, zh, en in found.get("passed_over", ())],
        "notes": _texts(found.get("notes", ())),
        "to_say": headings_to_say(batch, found) if over else None,
        "may_store": batch.state in ("checked", "storing") and over,
        "may_check": batch.state in ("received", "checking", "failed") and over,
        "may_withdraw": batch.state in ("received", "checked", "storing", "visible", "failed", "withdrawing"),
        "may_return": batch.state in ("checked", "visible") and has(int(batch.pk), BOOK),
        "differs": batch.said.get("differs", 0) if batch.state == "checked" else 0,
        "sent_before": batch.said.get("sent_before"),
    }


def headings_to_say(batch: Batch, found: Mapping[str, Any]) -> HeadingsToSay | None:
    """What the sender may say of headings, while nothing is stored; None where all are known."""
    columns = [column for sheet in found.get("sheets", ()) for column in sheet["columns"]]
    unknown = list(dict.fromkeys(heading for heading, role, _, _ in columns if not role))
    if not unknown or batch.state not in SAY_IN:
        return None
    filled = {becomes for _, role, becomes, _ in columns if role}
    layout = upload_layout(batch.layout)
    words = {word: heading for word, heading in words_of(layout).items() if heading not in filled}
    if not words:
        return None
    titles = {field.name: field.title for field in layout.type_.fields}
    heads = {heading: word for word, heading in words.items()}
    near = {heading: get_close_matches(heading, heads, 1, _NEAR) for heading in unknown}
    said = [HeadingToSay(heading, heads[near[heading][0]] if near[heading] else "") for heading in unknown]
    return HeadingsToSay(said, [(word, titles.get(word, Text(heading))) for word, heading in words.items()])


def job_at_work(viewer: Viewer, batch: Batch) -> JobState | None:
    """The latest job of this upload, while it goes on or where it did not end well."""
    number = batch.said.get("job")
    found = job_of(viewer, int(number)) if number else None
    return found if found is not None and found.state != "done" else None


def found_in(batch: Batch) -> Mapping[str, Any]:
    """What the check found in the workbook; nothing before it."""
    if batch.state in ("received", "checking") or not has(int(batch.pk), FOUND):
        return {}
    read: Mapping[str, Any] = json.loads(content(int(batch.pk), FOUND))
    return read


def _columns(sheet: Mapping[str, Any]) -> list[ColumnFound]:
    return [
        ColumnFound(heading, ROLES.get(role, OTHER) if role else UNKNOWN, becomes, samples, bool(role))
        for heading, role, becomes, samples in sheet["columns"]
    ]


def _texts(pairs: Sequence[Sequence[str]]) -> list[Text]:
    return [Text(zh, en) for zh, en in pairs]

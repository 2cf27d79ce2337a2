"""What the journal's page tells of the chain of readings: which fields, for what, which table was taken away."""

from collections.abc import Mapping, Sequence

from xueheng.identity.public import PURPOSES, ReadingPurpose, Viewer, purposes_of_entries
from xueheng.trust.public import JournalEntry
from xueheng.web.journal_words import TABLES
from xueheng.web.person_fields import READ
from xueheng.wording import Text

STREAM = "reading"
EXPORT = "export"


def purposes_of(viewer: Viewer, entries: Sequence[JournalEntry]) -> dict[int, ReadingPurpose]:
    """The requests that these entries name, in one query; none for other chains."""
    numbers = {n for entry in entries if entry.stream == STREAM for kind, n in entry.about if kind == "purpose"}
    return purposes_of_entries(viewer, numbers) if numbers else {}


def reading_facts(entry: JournalEntry, purposes: Mapping[int, ReadingPurpose]) -> tuple[Text, ...]:
    """What was read or taken away, and why: the request's purpose, and the reason that families read too."""
    found = list(_taken(entry)) if entry.verb == EXPORT else _fields(entry)
    for kind, number in entry.about:
        if kind == "purpose" and number in purposes:
            asked = purposes[number]
            words = PURPOSES.get(asked.purpose, Text(asked.purpose))
            found.append(Text(f"目的：{words.zh}（{asked.reason}）", f"purpose: {words.en} ({asked.reason})"))
    return tuple(found)


def _fields(entry: JournalEntry) -> list[Text]:
    names = entry.detail.get("fields")
    if not isinstance(names, list) or not names:
        return []
    said = [READ.get(str(name), Text(str(name), str(name))) for name in names]
    return [Text("、".join(each.zh for each in said), ", ".join(each.en for each in said))]


def _taken(entry: JournalEntry) -> list[Text]:
    code, rows, filters = str(entry.detail.get("table", "")), entry.detail.get("rows"), entry.detail.get("filters")
    title = TABLES.get(code, Text(code, code))
    asked = "，".join(f"{key}={value}" for key, value in filters.items()) if isinstance(filters, dict) else ""
    narrowed = [Text(f"条件 {asked}", f"narrowed by {asked}")] if asked else []
    return [title, Text(f"{rows} 行", f"{rows} rows"), *narrowed]

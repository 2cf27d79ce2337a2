"""What CASE has no member for stands in an item's notes, a labelled line each, to be read by people and by us."""

from collections.abc import Mapping

from xueheng.language.definitions import Source
from xueheng.wording import Text

LABEL = ": "
KEYS = (
    "note.zh",
    "note.en",
    "source.doc",
    "source.no",
    "source.url",
    "source.status",
    "source.note.zh",
    "source.note.en",
)
FACTS = ("weight", "of", "period", "combine", "missing", "standard")


def written(note: Text, source: Source | None, facts: Mapping[str, str]) -> str:
    r"""The notes; empty values are left out.

    >>> written(Text("只看参加", ""), Source(doc="评价指南", status="verified"), {"weight": "30"})
    'note.zh: 只看参加\nsource.doc: 评价指南\nsource.status: verified\nweight: 30'
    """
    said = {"note.zh": note.zh, "note.en": note.en}
    if source is not None:
        own = source.note or Text("", "")
        said |= {
            "source.doc": source.doc, "source.no": source.no, "source.url": source.url, "source.status": source.status,
            "source.note.zh": own.zh, "source.note.en": own.en,
        }  # fmt: skip
    return "\n".join(f"{key}{LABEL}{_line(value)}" for key, value in {**said, **facts}.items() if value)


def read(notes: str) -> tuple[Text, Source | None, dict[str, str]]:
    """The note, source and facts of notes that were written so; others are all note."""
    said: dict[str, str] = {}
    rest: list[str] = []
    for line in notes.splitlines():
        key, mark, value = line.partition(LABEL)
        if mark and key in (*KEYS, *FACTS):
            said[key] = value
        elif line.strip():
            rest.append(line.strip())
    note = Text(" ".join([said.get("note.zh", ""), *rest]).strip(), said.get("note.en", ""))
    facts = {key: said[key] for key in FACTS if key in said}
    if not any(key.startswith("source.") for key in said):
        return note, None, facts
    own = Text(said.get("source.note.zh", ""), said.get("source.note.en", ""))
    source = Source(
        said.get("source.doc", ""), said.get("source.no", ""), said.get("source.url", ""),
        said.get("source.status", "decided"), own if own.zh or own.en else None,
    )  # fmt: skip
    return note, source, facts


def _line(value: str) -> str:
    return " ".join(value.split())

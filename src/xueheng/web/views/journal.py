"""The journal for the audit administrator: who did what when, by numbers; nothing of what records say, no names."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from xueheng.identity.public import OPEN, ReadingPurpose, Viewer, policy, posts_of_entries, viewer_of
from xueheng.shell.public import moment_shown, page
from xueheng.trust.public import JournalEntry, checkpoints_told, number_in, read_stream, streams_told
from xueheng.web.journal_words import KINDS, RECORDS, STREAMS, VERBS
from xueheng.web.reading_told import STREAM, purposes_of, reading_facts
from xueheng.wording import Text

TITLE = Text("日志", "Journal")
FIRST = "security"
PAGE = 50
PROGRAMME = Text("程序", "The programme")
IN_PERSON = Text("本人", "In person")
MOST_ABOUT = 3
FACTS = {
    "role": Text("岗位", "post"),
    "from": Text("自", "from"),
    "to": Text("至", "until"),
    "count": Text("人数", "people"),
}
"""What is told of an entry of the chain of posts and sign-ins besides: nothing that somebody typed."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as the page shows it."""

    sequence: int
    at: str
    verb: Text
    actor: str
    post: Text
    about: tuple[Text, ...]
    facts: tuple[Text, ...]


def journal(request: HttpRequest) -> HttpResponse:
    """One chain of the journal, latest first, and the checkpoints."""
    viewer = viewer_of(request)
    streams = streams_told()
    asked = request.GET.get("stream", "")
    chosen = asked if asked in {stream.name for stream in streams} else FIRST
    entries = read_stream(chosen, before=number_in(request.GET.get("before", "")), limit=PAGE + 1)
    shown = entries[:PAGE]
    told = {
        "streams": [(stream, title_of(stream.name)) for stream in streams],
        "chosen": chosen,
        "rows": _rows(viewer, shown),
        "more": shown[-1].key if len(entries) > PAGE else None,
        "checkpoints": [(one, moment_shown(one.at)) for one in checkpoints_told()],
    }
    return page(request, "web/journal.html", told, title=TITLE)


def title_of(stream: str) -> Text:
    """What a chain is called."""
    kind, _, unit = stream.partition("/")
    if kind == "record":
        return Text(RECORDS.zh.replace("{unit}", unit), RECORDS.en.replace("{unit}", unit))
    return STREAMS.get(stream, Text(stream))


def _rows(viewer: Viewer, entries: Sequence[JournalEntry]) -> list[EntryRow]:
    roles = posts_of_entries(viewer, {entry.post for entry in entries if entry.post is not None})
    purposes = purposes_of(viewer, entries)
    return [_row(entry, roles, purposes) for entry in entries]


def _row(entry: JournalEntry, roles: dict[int, str], purposes: dict[int, ReadingPurpose]) -> EntryRow:
    role = roles.get(entry.post) if entry.post is not None else None
    post = policy().title(role) if role else PROGRAMME if entry.actor is None else IN_PERSON
    about = [_numbered(KINDS.get(kind, Text(kind)), number) for kind, number in entry.about[:MOST_ABOUT]]
    if len(entry.about) > MOST_ABOUT:
        about.append(Text(f"等 {len(entry.about)} 项", f"{len(entry.about)} in all"))
    return EntryRow(
        entry.sequence,
        moment_shown(entry.at),
        VERBS.get(entry.verb, Text(entry.verb)),
        "" if entry.actor is None else str(entry.actor),
        post,
        tuple(about),
        reading_facts(entry, purposes) if entry.stream == STREAM else _facts(entry),
    )


def _numbered(kind: Text, number: int) -> Text:
    return Text(f"{kind.zh} {number}", f"{kind.en or kind.zh} {number}")


def _facts(entry: JournalEntry) -> tuple[Text, ...]:
    if entry.stream != FIRST:
        return ()
    found = []
    for key, words in FACTS.items():
        if key not in entry.detail or entry.detail[key] == str(OPEN):
            continue
        value = Text(str(entry.detail[key]))
        value = policy().title(value.zh) if key == "role" else value
        found.append(Text(f"{words.zh} {value.zh}", f"{words.en} {value.en or value.zh}"))
    return tuple(found)

"""How long each type of record is kept, as the page says it."""

from collections.abc import Mapping
from dataclasses import dataclass

from xueheng.evidence.public import types_kept_for_a_time
from xueheng.wording import Text

AFTER: Mapping[str, Text] = {
    "recorded": Text("记录之日起 {n} 年", "{n} years from its day"),
    "school_year_end": Text("学年结束后 {n} 年", "{n} years from the end of its school year"),
    "leaves": Text("离开后 {n} 年", "{n} years after leaving"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """One type's line."""

    title: Text
    period: Text
    source: Text


def kept_periods() -> list[Period]:
    """Of each type that says so, in the packs' order."""
    found = []
    for type_ in types_kept_for_a_time():
        kept = type_.kept_for
        if kept is not None:
            said, note = AFTER[kept.after], kept.source.note or Text("")
            period = Text(said.zh.format(n=kept.years), said.en.format(n=kept.years))
            source = Text(f"{kept.source.doc} {note.zh}".strip(), f"{kept.source.doc} {note.en}".strip())
            found.append(Period(type_.title, period, source))
    return found

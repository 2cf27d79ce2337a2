"""The approved requests under which a post reads, as pages offer them."""

from collections.abc import Iterable

from xueheng.identity.public import PURPOSES, PurposeMissing, ReadingPurpose
from xueheng.shell.public import moment_shown
from xueheng.trust.public import number_in
from xueheng.wording import Text


def purpose_asked(written: str) -> int | None:
    """The number of a request in an address; None where there is none. Raises PurposeMissing for what is no number."""
    if not written:
        return None
    number = number_in(written)
    if number is None:
        raise PurposeMissing
    return number


def said_purposes(rows: Iterable[ReadingPurpose]) -> list[tuple[int, Text]]:
    """Each request with what it is for, until when, and why."""
    return [(int(row.number), said_purpose(row)) for row in rows]


def said_purpose(row: ReadingPurpose) -> Text:
    """A request in one line."""
    what, until = PURPOSES.get(row.purpose, Text(row.purpose)), moment_shown(row.until)
    return Text(f"{what.zh}（到 {until}）：{row.reason}", f"{what.en} (until {until}): {row.reason}")

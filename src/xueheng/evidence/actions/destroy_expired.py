"""Records whose time is over lose what they say: noted in the journal and in the ledger first, then destroyed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from xueheng.evidence.erasable import acts_about
from xueheng.evidence.retention import due_records, types_kept_for_a_time
from xueheng.identity.public import Viewer, require
from xueheng.trust.public import (
    Eraser,
    expire_everywhere,
    new_number,
    note_erasure,
    ranges,
    sweep_databases,
    write_journal,
)
from xueheng.wording import Text

STREAM = "record/0"
AT_ONCE = 2_000
"""Facts of one entry and one line of the ledger."""
SAID = Text("正在销毁到期的记录", "Destroying records whose time is over")
Progress = Callable[[int, int, Text], None]


@dataclass(frozen=True, slots=True)
class Expired:
    """How many facts of a type were destroyed."""

    type: str
    count: int


def destroy_expired(
    by: Viewer, today: date, erasers: Sequence[Eraser], progress: Progress | None = None
) -> list[Expired]:
    """All that is due, type by type; each room's part is passed in. Begun again after a crash it finds what is left.

    May: the programme alone, every night. Raises PermissionRefused, LedgerBroken.
    """
    require(by, "manages", "erasures")
    types, found = types_kept_for_a_time(), []
    for done, type_ in enumerate(types, start=1):
        due = due_records(type_, today)
        for start in range(0, len(due), AT_ONCE):
            _destroy(by, type_.name, due[start : start + AT_ONCE], erasers)
        if due:
            found.append(Expired(type_.name, len(due)))
        if progress is not None:
            progress(done, len(types), SAID)
    if found:
        sweep_databases()
    return found


def _destroy(by: Viewer, type_: str, facts: Sequence[int], erasers: Sequence[Eraser]) -> None:
    going = acts_about(facts)
    number = new_number()
    with transaction.atomic():
        write_journal(
            STREAM, "expire_records", actor=by.person or None, post=by.post, about=[("expiry", number)],
            detail={"type": type_, "facts": len(facts), "numbers": ranges(going)},
        )  # fmt: skip
    note_erasure(number, records=going)
    expire_everywhere(erasers, going)

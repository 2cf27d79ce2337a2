"""Erase what entries tell, leaving that they were written: who, when, which act, about whom."""

from collections.abc import Sequence
from itertools import groupby

from django.db import connections, transaction

from xueheng.trust.entry_rows import ERASED
from xueheng.trust.journal import lock_streams, write_journal
from xueheng.trust.key_database import DEFAULT
from xueheng.trust.tables import details

_AT_ONCE = 500


def erase_details(stream: str, sequences: Sequence[int], *, actor: int | None, post: int | None) -> int:
    """Remove the details of these entries for good, and write the act into the same stream, about ("entry",
    sequence). How many there were. The chain stays whole: it holds on to salted commitments only.
    """
    with transaction.atomic():
        lock_streams([stream])
        _overwrite_on_deletion()
        erased = []
        for start in range(0, len(sequences), _AT_ONCE):
            some = details().objects.filter(
                entry__stream_id=stream, entry__sequence__in=sequences[start : start + _AT_ONCE]
            )
            found = list(some.values_list("entry_id", "entry__sequence"))
            details().objects.filter(entry_id__in=[entry for entry, _ in found]).delete()
            erased += [sequence for _, sequence in found]
        if erased:
            write_journal(stream, ERASED, actor=actor, post=post, about=[("entry", one) for one in erased])
    return len(erased)


def erase_details_about(kind: str, number: int, *, actor: int | None, post: int | None) -> int:
    """Remove the details of all entries that are about one person or thing, in every stream; how many there were."""
    with transaction.atomic():
        rows = details().objects.filter(entry__about__kind=kind, entry__about__number=number)
        found = sorted(set(rows.values_list("entry__stream_id", "entry__sequence")))
        lock_streams(stream for stream, _ in found)
        return sum(
            erase_details(stream, [sequence for _, sequence in some], actor=actor, post=post)
            for stream, some in groupby(found, key=lambda one: one[0])
        )


def _overwrite_on_deletion() -> None:
    """SQLite leaves deleted text in its file unless it is told to overwrite it."""
    connection = connections[DEFAULT]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")

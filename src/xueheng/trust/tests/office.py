"""A small journal as an office's week leaves it, and the ways of somebody who tampers with it by SQL."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from xueheng.trust.entry_hash import ZEROS, EntryParts, entry_hash
from xueheng.trust.findings import Finding, Verification
from xueheng.trust.journal import write_journal
from xueheng.trust.verifying import verify_journal

HEAD, TEACHER, LI, WANG = 101, 102, 201, 202
WEEK: tuple[tuple[str, str, int, int, dict[str, object]], ...] = (
    ("identity", "pupil.enrolled", HEAD, LI, {"class": "七年级1班"}),
    ("identity", "pupil.enrolled", HEAD, WANG, {"class": "七年级1班"}),
    ("record/11", "record.added", TEACHER, LI, {"type": "labour"}),
    ("reading", "birth_day.read", TEACHER, LI, {"purpose": "fitness"}),
    ("record/11", "record.added", TEACHER, WANG, {"type": "labour"}),
    ("identity", "post.begun", HEAD, TEACHER, {}),
    ("record/11", "record.corrected", TEACHER, WANG, {"why": "写错了"}),
    ("identity", "pupil.moved", HEAD, WANG, {"to": "七年级2班"}),
    ("record/11", "record.attested", HEAD, WANG, {}),
    ("reading", "birth_day.read", HEAD, WANG, {"purpose": "register"}),
    ("identity", "post.ended", HEAD, TEACHER, {}),
    ("record/11", "record.added", HEAD, LI, {"type": "reading"}),
)


def write_week() -> None:
    """identity has 5 entries, record/11 5, reading 2."""
    for stream, verb, actor, person, detail in WEEK:
        with transaction.atomic():
            write_journal(stream, verb, actor=actor, post=9, about=[("person", person)], detail=detail)


def sql(text: str, values: Sequence[Any] = ()) -> int:
    """Run a statement as somebody with rights on the database would; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text, list(values))
        return int(cursor.rowcount)


def rows(text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, list(values))
        return list(cursor.fetchall())


def delete_entry(stream: str, sequence: int) -> None:
    """With everything that belongs to it."""
    which = "(SELECT id FROM trust_entry WHERE stream_id = %s AND sequence = %s)"
    sql(f"DELETE FROM trust_detail WHERE entry_id IN {which}", [stream, sequence])
    sql(f"DELETE FROM trust_about WHERE entry_id IN {which}", [stream, sequence])
    sql("DELETE FROM trust_entry WHERE stream_id = %s AND sequence = %s", [stream, sequence])


def hash_anew(stream: str, since: int = 1) -> None:
    """Make the chain consistent again from `since` on, head included: what a clever intruder does."""
    found = rows(
        "SELECT id, sequence, at, actor, post, verb, commitment, about_commitment, hash FROM trust_entry "
        "WHERE stream_id = %s ORDER BY sequence",
        [stream],
    )
    previous, length, last = ZEROS, 0, 0
    for number, sequence, at, actor, post, verb, commitment, about, kept in found:
        made = bytes(kept)
        if sequence >= since:
            parts = EntryParts(stream, sequence, at, actor, post, verb, bytes(commitment), bytes(about), previous)
            made = entry_hash(parts)
            sql("UPDATE trust_entry SET previous = %s, hash = %s WHERE id = %s", [previous, made, number])
        previous, length, last = made, sequence, at
    sql(
        "UPDATE trust_stream SET length = %s, head = %s, last_at = %s WHERE name = %s", [length, previous, last, stream]
    )


def tampering(found: Verification) -> list[Finding]:
    """Findings other than that the triggers are gone, which in these tests they are."""
    return [finding for finding in found.findings if finding.kind != "guard_missing"]


def named(found: Verification | None = None) -> list[tuple[str, str, int | None]]:
    """(kind, stream, sequence) of what checking finds."""
    checked = found or verify_journal()
    return [(finding.kind, finding.stream, finding.sequence) for finding in tampering(checked)]

"""Writing the journal: one entry for each act, in the transaction of the act."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from xueheng.trust.canonical import canonical_json
from xueheng.trust.clock import now
from xueheng.trust.entry_hash import SALT, ZEROS, EntryParts, about_commitment, detail_commitment, entry_hash
from xueheng.trust.refusals import OutsideTransaction
from xueheng.trust.tables import abouts, details, entries, streams

if TYPE_CHECKING:
    from xueheng.trust.models import Entry, Stream

MOST_DETAIL = 256 * 1024
"""Characters of a detail: the journal says what was done and does not keep the data itself."""
_STREAM = re.compile(r"[a-z][a-z0-9_]*(/[A-Za-z0-9_.-]{1,50}){0,2}")
_VERB = re.compile(r"[a-z][a-z0-9_.]{0,59}")
_KIND = re.compile(r"[a-z][a-z0-9_.]{0,39}")
_LONGEST_STREAM = 80


@dataclass(frozen=True, slots=True)
class Act:
    """What an entry tells: the verb, the person and the post that acted (None: the programme), whom and what it is
    about as (kind, number), and anything else as values of JSON (no floats).
    """

    verb: str
    actor: int | None
    post: int | None
    about: Sequence[tuple[str, int]] = ()
    detail: Mapping[str, object] = field(default_factory=dict)


def write_journal(
    stream: str,
    verb: str,
    *,
    actor: int | None,
    post: int | None,
    about: Sequence[tuple[str, int]] = (),
    detail: Mapping[str, object] | None = None,
) -> int:
    """Write one entry and return its sequence number in the stream, from 1.

    The stream stays locked until the transaction ends. Whoever writes to several streams in one transaction writes
    to them in order of name, or calls `lock_streams` first. Raises OutsideTransaction.
    """
    return write_acts(stream, [Act(verb, actor, post, about, detail or {})])[0]


def write_acts(stream: str, acts: Sequence[Act]) -> list[int]:
    """Write several entries of one stream at once; their sequence numbers, in order. Raises OutsideTransaction."""
    _refuse_outside_transaction()
    _refuse_malformed(stream, acts)
    if not acts:
        return []
    head = _locked(stream)
    made = _chained(head, acts)
    entries().objects.bulk_create([row for row, _ in made])
    details().objects.bulk_create(
        details()(entry=row, salt=salt, text=text) for row, (salt, text) in made if text is not None
    )
    abouts().objects.bulk_create(
        abouts()(entry=row, kind=kind, number=number)
        for (row, _), act in zip(made, acts, strict=True)
        for kind, number in sorted(set(act.about))
    )
    last = made[-1][0]
    streams().objects.filter(name=stream).update(length=last.sequence, head=last.hash, last_at=last.at)
    return [row.sequence for row, _ in made]


def lock_streams(names: Iterable[str]) -> None:
    """Lock these streams until the transaction ends, in order of name, so that no two writers wait for each other."""
    _refuse_outside_transaction()
    for name in sorted(set(names)):
        _refuse_malformed(name, ())
        _locked(name)


def _chained(head: "Stream", acts: Sequence[Act]) -> "list[tuple[Entry, tuple[bytes, str | None]]]":
    """An entry for each act, chained to the head, with the salt and text of its detail."""
    sequence, previous, moment = head.length, bytes(head.head), max(now(), head.last_at)
    table, made = entries(), []
    for act in acts:
        sequence += 1
        salt, text = secrets.token_bytes(SALT), canonical_json(act.detail) if act.detail else None
        if text is not None and len(text) > MOST_DETAIL:
            raise ValueError(f"a detail of {len(text)} characters; the journal takes {MOST_DETAIL}")
        parts = EntryParts(
            head.name,
            sequence,
            moment,
            act.actor,
            act.post,
            act.verb,
            ZEROS if text is None else detail_commitment(salt, text),
            about_commitment(sorted(set(act.about))),
            previous,
        )
        previous = entry_hash(parts)
        made.append((_row(table, parts, previous), (salt, text)))
    return made


def _row(table: "type[Entry]", parts: EntryParts, found: bytes) -> "Entry":
    told = parts._asdict()
    return table(stream_id=told.pop("stream"), hash=found, **told)


def _locked(name: str) -> "Stream":
    """The stream's head, locked. On SQLite the transaction itself is the lock: it begins as a writer (IMMEDIATE)."""
    held = streams().objects.select_for_update()
    found = held.filter(name=name).first()
    if found is None:
        streams().objects.bulk_create([streams()(name=name)], ignore_conflicts=True)
        found = held.get(name=name)
    return found


def _refuse_outside_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("the journal is written in the transaction of the act that it tells of")


def _refuse_malformed(stream: str, acts: Sequence[Act]) -> None:
    if not _STREAM.fullmatch(stream) or len(stream) > _LONGEST_STREAM:
        raise ValueError(f"no name of a stream: {stream!r}")
    for act in acts:
        if not _VERB.fullmatch(act.verb):
            raise ValueError(f"no verb: {act.verb!r}")
        for kind, _ in act.about:
            if not _KIND.fullmatch(kind):
                raise ValueError(f"no kind of thing: {kind!r}")

"""Sign the present state of all streams, and write it to a file that can be kept elsewhere."""

from pathlib import Path
from typing import NamedTuple

from django.db import DatabaseError, transaction

from xueheng.trust.chain_walk import ChainWalk
from xueheng.trust.checkpoint_checks import MADE
from xueheng.trust.checkpoint_files import CheckpointFile, checkpoint_folder, file_name, write_checkpoint_file
from xueheng.trust.checkpoint_text import (
    Head,
    SignedState,
    digest_of,
    installation,
    read_state,
    signature_holds,
    signed,
    written_state,
)
from xueheng.trust.clock import now
from xueheng.trust.entry_hash import ZEROS
from xueheng.trust.findings import FindingList
from xueheng.trust.journal import lock_streams, write_journal
from xueheng.trust.journal_stands import require_journal
from xueheng.trust.numbers import new_number
from xueheng.trust.refusals import CheckpointRefused, JournalUnreadable
from xueheng.trust.stream_heads import StreamHead, check_head, stream_heads
from xueheng.trust.tables import checkpoints
from xueheng.wording import Text

STREAM = "checkpoints"
"""Where the making of checkpoints is journalled; its lock keeps two from being made at once."""

Survey = dict[str, Head]


class MadeCheckpoint(NamedTuple):
    """A checkpoint, with its file."""

    number: int
    at: int
    streams: int
    entries: int
    path: Path
    held: CheckpointFile


def make_checkpoint(*, actor: int | None = None, post: int | None = None) -> MadeCheckpoint:
    """Read again, from the database, every entry since the last checkpoint, and sign what the streams are now.

    Nothing is signed where an entry is not as it was written. The row is committed before its file is written to the
    data folder's `checkpoints`. Raises CheckpointRefused, naming the first entry that is not as it was written, or
    the place that cannot be written, NoJournal, JournalUnreadable.
    """
    try:
        held, state = _signed_state(actor, post)
    except DatabaseError as fault:
        raise JournalUnreadable(str(fault)) from fault
    path = checkpoint_folder() / file_name(state.number, state.at)
    write_checkpoint_file(held, path)
    return MadeCheckpoint(state.number, state.at, len(state.streams), state.entries, path, held)


def _signed_state(actor: int | None, post: int | None) -> tuple[CheckpointFile, SignedState]:
    """Most is read before the lock is taken; under it only what was written meanwhile."""
    require_journal()
    survey = _advance(_last_survey())
    with transaction.atomic(durable=True):
        lock_streams([STREAM])
        held = _store(_advance(survey))
        state = read_state(held.text)
        write_journal(STREAM, MADE, actor=actor, post=post, about=[("checkpoint", state.number)])
    return held, state


def _last() -> CheckpointFile | None:
    row = checkpoints().objects.order_by("-at", "-number").values_list("text", "signature").first()
    return None if row is None else CheckpointFile(row[0], bytes(row[1]))


def _last_survey() -> Survey:
    """What the last checkpoint says; nothing where there is none. Raises CheckpointRefused where it was changed."""
    held = _last()
    if held is None:
        return {}
    state = read_state(held.text)
    if state.installation != installation() or not signature_holds(held.text, held.signature, installation()):
        raise _refused(Text("上一个检查点的签名不对", "the last checkpoint's signature does not hold"))
    return state.streams


def _advance(known: Survey) -> Survey:
    """The streams as they are now, each entry behind what is known read again and checked."""
    found = FindingList()
    survey: Survey = {}
    heads = stream_heads()
    for name in sorted({*heads, *known}):
        before = known.get(name, Head(0, ZEROS))
        if before.length and _stands_as(before, heads.get(name)):
            survey[name] = before
            continue
        walk = ChainWalk(name, found, length=before.length, head=before.head)
        walk.run()
        check_head(walk, heads.get(name), found)
        if found.listed:
            raise _refused(found.listed[0].text)
        if walk.length:
            survey[name] = Head(walk.length, walk.head)
    return survey


def _stands_as(before: Head, row: StreamHead | None) -> bool:
    """Whether a stream's row says that nothing was written since."""
    return row is not None and row.length == before.length and row.head == before.head


def _store(survey: Survey) -> CheckpointFile:
    """Sign and store; what is handed out is read back from the database and its signature checked."""
    last = _last()
    earliest = read_state(last.text).at + 1 if last else 0
    state = SignedState(
        new_number(), max(now(), earliest), installation(), digest_of(last.text) if last else "", survey
    )
    text = written_state(state)
    table = checkpoints().objects
    table.create(number=state.number, at=state.at, text=text, signature=signed(text))
    kept, signature = table.values_list("text", "signature").get(number=state.number)
    if not signature_holds(kept, bytes(signature), installation()):
        raise _refused(Text("数据库存下的与签名的不同", "the database did not keep what was signed"))
    return CheckpointFile(kept, bytes(signature))


def _refused(why: Text) -> CheckpointRefused:
    return CheckpointRefused(
        Text(f"没有作检查点：{why.zh}", f"No checkpoint was made: {why.en}"),
        Text("用 ./xueheng journal verify 看全部问题。", "See all of it with ./xueheng journal verify."),
    )

"""Checking checkpoints themselves, and gathering what they say the streams were."""

from collections import defaultdict
from pathlib import Path

from xueheng.trust.chain_walk import Mark
from xueheng.trust.checkpoint_files import newest_file, read_checkpoint_file
from xueheng.trust.checkpoint_text import SignedState, digest_of, installation, read_state, signature_holds
from xueheng.trust.entry_rows import as_bytes
from xueheng.trust.findings import Finding, FindingList, said_time
from xueheng.trust.refusals import CheckpointRefused
from xueheng.trust.tables import abouts, checkpoints
from xueheng.wording import Text

MADE = "checkpoint.made"
"""The verb of the act that makes a checkpoint; it is about ("checkpoint", number)."""


class CheckpointMarks:
    """What trustworthy checkpoints say: stream → length → hashes. The same saying is kept once, with its first time."""

    def __init__(self) -> None:
        self._marks: dict[str, dict[int, list[Mark]]] = defaultdict(dict)

    def add(self, state: SignedState, *, elsewhere: bool = False) -> None:
        """Take down all that a checkpoint says."""
        for name, (length, head) in state.streams.items():
            if length:
                marks = self._marks[name].setdefault(length, [])
                if all(mark.head != head or mark.elsewhere < elsewhere for mark in marks):
                    marks.append(Mark(head, state.at, elsewhere))

    def streams(self) -> set[str]:
        """The streams that checkpoints know of."""
        return set(self._marks)

    def of(self, stream: str) -> dict[int, list[Mark]]:
        """Length → what the hash of the last entry was."""
        return self._marks.get(stream, {})


def given_file_marks(path: Path, marks: CheckpointMarks, found: FindingList) -> int | None:
    """Take down what a file kept elsewhere says; when it was made. Raises CheckpointRefused for other files."""
    return _file_marks(path, marks, found, elsewhere=True)


def newest_file_marks(marks: CheckpointMarks, found: FindingList) -> None:
    """Take down what the newest file in the data folder says: it shows a database that was rolled back by itself."""
    path = newest_file()
    if path is None:
        return
    try:
        _file_marks(path, marks, found, elsewhere=False)
    except CheckpointRefused:
        found.add(_file_changed(path))


def stored_marks(marks: CheckpointMarks, found: FindingList) -> int:
    """Check each checkpoint in the database and take down what it says; how many there are."""
    count, previous = 0, ""
    numbers: set[int] = set()
    rows = checkpoints().objects.order_by("at", "number").values_list("number", "at", "text", "signature")
    for number, at, text, signature in rows.iterator(chunk_size=20):
        count += 1
        numbers.add(number)
        state = _signed_state(text, signature)
        if state is None or (state.number, state.at) != (number, at):
            found.add(_changed(number, at))
            previous = ""
            continue
        if state.installation != installation():
            found.add(_foreign(Text(f"检查点 {number}", f"Checkpoint {number}"), state))
            continue
        if state.previous != previous and (previous or count == 1):
            found.add(_predecessor_gone(state))
        previous = digest_of(text)
        marks.add(state)
    for number, at in _made().items():
        if number not in numbers:
            found.add(_gone(number, at))
    return count


def _file_marks(path: Path, marks: CheckpointMarks, found: FindingList, *, elsewhere: bool) -> int | None:
    held = read_checkpoint_file(path)
    state = _signed_state(held.text, held.signature)
    if state is None:
        found.add(_file_changed(path))
        return None
    if state.installation != installation():
        found.add(_foreign(Text(f"文件 {path}", f"The file {path}"), state))
        return None
    marks.add(state, elsewhere=elsewhere)
    return state.at


def _signed_state(text: object, signature: object) -> SignedState | None:
    """What a checkpoint says, None where the signature that it claims does not hold."""
    try:
        state = read_state(str(text))
        held = signature_holds(str(text), as_bytes(signature), state.installation)
    except (CheckpointRefused, TypeError):
        return None
    return state if held else None


def _made() -> dict[int, int]:
    """Number → when it was made, of each checkpoint that the journal tells of."""
    told = abouts().objects.filter(kind="checkpoint", entry__verb=MADE)
    return dict(told.values_list("number", "entry__at"))


def _changed(number: object, at: object) -> Finding:
    text = Text(
        f"检查点 {number}（{said_time(at)}）被改动过，或签名是伪造的",
        f"Checkpoint {number} ({said_time(at)}) was changed, or its signature is forged",
    )
    return Finding("checkpoint_changed", text, at=at if isinstance(at, int) else None)


def _file_changed(path: Path) -> Finding:
    text = Text(
        f"检查点文件 {path} 被改动过，或签名是伪造的",
        f"The checkpoint's file {path} was changed, or its signature is forged",
    )
    return Finding("checkpoint_changed", text)


def _foreign(what: Text, state: SignedState) -> Finding:
    text = Text(
        f"{what.zh}（{said_time(state.at)}）是另一处安装签的名，不能用来核对这里的日志",
        f"{what.en} ({said_time(state.at)}) was signed by another installation and says nothing about this journal",
    )
    return Finding("checkpoint_foreign", text, at=state.at)


def _predecessor_gone(state: SignedState) -> Finding:
    text = Text(
        f"检查点 {state.number}（{said_time(state.at)}）前面的一个不见了或被换掉了",
        f"The checkpoint before {state.number} ({said_time(state.at)}) is gone or was replaced",
    )
    return Finding("checkpoint_gone", text, at=state.at)


def _gone(number: int, at: int) -> Finding:
    text = Text(
        f"日志里说 {said_time(at)} 作过检查点 {number}，现在没有了",
        f"The journal tells of checkpoint {number}, made {said_time(at)}; it is gone",
    )
    return Finding("checkpoint_gone", text, at=at)

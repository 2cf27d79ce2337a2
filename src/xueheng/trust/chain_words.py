"""The sentences of findings about entries."""

from typing import Any

from xueheng.trust.findings import Finding, said_time
from xueheng.wording import Text


def _named(stream: str, sequence: Any, at: Any) -> tuple[str, str]:
    return (
        f"“{stream}”第 {sequence} 条（{said_time(at)}）",
        f'Entry {sequence} of "{stream}" ({said_time(at)})',
    )


def _range(first: int, last: int) -> tuple[str, str]:
    if first == last:
        return f"第 {first} 条", f"Entry {first}"
    return f"第 {first}–{last} 条", f"Entries {first}–{last}"


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def entry_changed(stream: str, sequence: Any, at: Any) -> Finding:
    """Its content and its hash disagree."""
    zh, en = _named(stream, sequence, at)
    text = Text(f"{zh}被改动过：内容与摘要不符", f"{en} was changed: its content does not fit its hash")
    return Finding("entry_changed", text, stream, _number(sequence), at=_number(at))


def entry_replaced(stream: str, sequence: int, at: int) -> Finding:
    """The entry behind it was written after another one."""
    zh, en = _named(stream, sequence, at)
    text = Text(
        f"{zh}被换掉了：它后面的第 {sequence + 1} 条是接着另一条写的",
        f"{en} was replaced: entry {sequence + 1} was written after another one",
    )
    if sequence == 0:
        text = Text(
            f"“{stream}”的开头被换掉了：第 1 条之前原来还有",
            f'The beginning of "{stream}" was replaced: entry 1 was not the first',
        )
    return Finding("entry_replaced", text, stream, max(sequence, 1), at=at)


def entry_reordered(stream: str, sequence: int, home: int, at: Any) -> Finding:
    """It was written at another place."""
    zh, en = _named(stream, sequence, at)
    text = Text(f"{zh}被调换了次序：原来是第 {home} 条", f"{en} was reordered: it was written as entry {home}")
    return Finding("entry_reordered", text, stream, sequence, at=_number(at))


def entries_deleted(stream: str, first: int, last: int, at: int) -> Finding:
    """They were there: numbers have no gaps."""
    which = _range(first, last)
    after = (f"（{said_time(at)} 之后）", f" (after {said_time(at)})") if at else ("", "")
    text = Text(f"“{stream}”{which[0]}{after[0]}被删除了", f'{which[1]} of "{stream}"{after[1]}: deleted')
    return Finding("entry_deleted", text, stream, first, last, at or None)


def entry_added(stream: str, sequence: Any, at: Any) -> Finding:
    """Nothing in the journal has such a place."""
    zh, en = _named(stream, sequence, at)
    text = Text(f"{zh}是塞进去的：不在任何位置上", f"{en} was slipped in: the stream has no such place")
    return Finding("entry_added", text, stream, _number(sequence), at=_number(at))


def time_backwards(stream: str, sequence: int, at: int) -> Finding:
    """Times in a stream never go back, even when the clock does."""
    zh, en = _named(stream, sequence, at)
    text = Text(
        f"{zh}的时间早于前一条：有人重新算过摘要", f"{en} is earlier than the one before: hashes were made anew"
    )
    return Finding("time_backwards", text, stream, sequence, at=at)


def detail_changed(stream: str, sequence: Any, at: Any) -> Finding:
    """Salt or text is another one."""
    zh, en = _named(stream, sequence, at)
    text = Text(f"{zh}的详情被改动过", f"The detail was changed: {en}")
    return Finding("detail_changed", text, stream, _number(sequence), at=_number(at))


def detail_gone(stream: str, sequence: Any, at: Any) -> Finding:
    """Removed without an act of erasure."""
    zh, en = _named(stream, sequence, at)
    text = Text(
        f"{zh}的详情不见了，日志里没有清除它的记录", f"The detail is gone, and no act of erasure tells of it: {en}"
    )
    return Finding("detail_gone", text, stream, _number(sequence), at=_number(at))


def about_changed(stream: str, sequence: Any, at: Any) -> Finding:
    """Whom or what it is about was changed."""
    zh, en = _named(stream, sequence, at)
    text = Text(f"{zh}所涉及的人或物被改动过", f"Whom or what it is about was changed: {en}")
    return Finding("about_changed", text, stream, _number(sequence), at=_number(at))


def differs(stream: str, first: int, last: int, at: int, elsewhere: bool) -> Finding:
    """A signed checkpoint knew other entries: somebody made the hashes anew."""
    kept = ("另外保存的检查点", "the checkpoint kept elsewhere") if elsewhere else ("检查点", "the checkpoint")
    which = _range(first, last)
    text = Text(
        f"“{stream}”{which[0]}里有改动、增删或换序，摘要也重新算过：与 {said_time(at)} 的{kept[0]}不符",
        f'{which[1]} of "{stream}" hashed anew after a change, removal, addition or reordering: '
        f"{kept[1]} of {said_time(at)} says otherwise",
    )
    return Finding("differs_from_checkpoint", text, stream, first, last, at)


def rolled_back(stream: str, first: int, last: int, at: int, elsewhere: bool) -> Finding:
    """A signed checkpoint knew more entries than there are."""
    kept = ("另外保存的检查点", "the checkpoint kept elsewhere") if elsewhere else ("检查点", "the checkpoint")
    which = _range(first, last)
    text = Text(
        f"“{stream}”{which[0]}没有了：{said_time(at)} 的{kept[0]}里还有。被截去了，或整个数据库被退回到更早的一份",
        f'{which[1]} of "{stream}" gone: in {kept[1]} of {said_time(at)} they were there. Cut off, '
        "or the whole database was rolled back to an older copy",
    )
    return Finding("rolled_back", text, stream, first, last, at)


def stream_changed(stream: str, what: Text) -> Finding:
    """The stream's head does not say what its entries do."""
    text = Text(f"“{stream}”的末端被改动过：{what.zh}", f'The head of "{stream}" was changed: {what.en}')
    return Finding("stream_changed", text, stream)

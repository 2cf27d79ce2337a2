"""JSON as other systems send it, read strictly: what could be read in two ways is refused."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

from xueheng.errors import XuehengError
from xueheng.wording import Text

LARGEST_BODY = 2 * 1024 * 1024
"""Bytes of one sending: 500 records take about a tenth."""
DEEPEST = 16
"""Lists and objects inside each other."""
LONGEST_NUMBER = 60
"""Digits: nothing that is recorded has more than 19."""
_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_NO_MATTER = bytes(set(range(256)) - set(b'[]{}"\\'))
_OPENED = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_AGAIN = Text("请改正后再发。", "Correct it and send it again.")


class BodyRefused(XuehengError):
    """A body that is not read. `code` names the reason; nothing was done."""

    def __init__(self, code: str, text: Text, remedy: Text = _AGAIN, status: int = 400) -> None:
        super().__init__(text, remedy)
        self.code, self.status = code, status


def read_json(body: bytes) -> Any:
    """What the body says; numbers with a point as Decimal. Raises BodyRefused."""
    if len(body) > LARGEST_BODY:
        raise too_large()
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise BodyRefused(
            "not_utf8",
            Text("内容不是 UTF-8 编码", "The body is not UTF-8"),
            Text("请用 UTF-8 发送。", "Send it as UTF-8."),
        ) from fault
    _refuse_depth(body)
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as fault:
        raise BodyRefused(
            "not_json",
            Text(
                f"第 {fault.lineno} 行第 {fault.colno} 个字符起不是 JSON",
                f"It is no JSON from line {fault.lineno}, character {fault.colno} on",
            ),
        ) from fault
    except (RecursionError, ValueError) as fault:
        if isinstance(fault, BodyRefused):
            raise
        raise BodyRefused("not_json", Text("内容不是能读的 JSON", "The body is no JSON that can be read")) from fault


def too_large() -> BodyRefused:
    """More than is read."""
    most = LARGEST_BODY // (1024 * 1024)
    return BodyRefused(
        "too_large",
        Text(f"内容超过 {most} MB，没有读", f"The body is larger than {most} MB and was not read"),
        Text("请分几次发送，一次最多 500 条记录。", "Send it in parts, at most 500 records each."),
        413,
    )


def _refuse_depth(body: bytes) -> None:
    depth = 0
    for sign in _brackets(body):
        depth += sign
        if depth > DEEPEST:
            raise BodyRefused(
                "too_deep",
                Text(f"列表和对象套了 {DEEPEST} 层以上", f"More than {DEEPEST} lists and objects inside each other"),
            )


def _brackets(body: bytes) -> Iterator[int]:
    """+1 and -1 for what is opened and closed outside of texts. Taking texts out one by one takes as long as reading
    all the rest, and texts that hold no sign that matters are gone at once.
    """
    bare = body.translate(None, _NO_MATTER).replace(b'""', b"")
    if b'"' in bare or b"\\" in bare:
        bare = _TEXTS.sub(b"", body)
    return (_OPENED[sign] for sign in bare if sign in _OPENED)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    names = [name for name, _ in pairs]
    twice = next(name for name in names if names.count(name) > 1)[:40]
    raise BodyRefused("key_twice", Text(f"“{twice}”写了两次", f'"{twice}" is written twice'))


def _no_number(word: str) -> NoReturn:
    raise BodyRefused(
        "not_a_number",
        Text(f"{word} 不是数字", f"{word} is no number"),
        Text("没有测到的项目请不要写。", "Leave out what was not measured."),
    )


def _exact(digits: str) -> Decimal:
    if len(digits) > LONGEST_NUMBER:
        raise _long()
    return Decimal(digits)


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise _long()
    return int(digits)


def _long() -> BodyRefused:
    return BodyRefused(
        "number_too_long",
        Text(f"有一个数超过 {LONGEST_NUMBER} 位", f"A number has more than {LONGEST_NUMBER} digits"),
    )


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_float=_exact, parse_int=_whole, parse_constant=_no_number)

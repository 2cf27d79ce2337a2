"""One way of writing each value, so that equal values have equal bytes and different ones never do."""

import json
import struct
from collections.abc import Iterable, Mapping

_LENGTH = struct.Struct(">I")
_NUMBER = struct.Struct(">q")
_NOTHING = b"\xff\xff\xff\xff"
"""In place of a length, for None: no part is that long."""


def canonical_json(value: object) -> str:
    """JSON with sorted keys and no spaces. Raises ValueError for floats and whatever else JSON has no one way for."""
    _refuse_ambiguous(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _refuse_ambiguous(value: object) -> None:
    match value:
        case None | bool() | int():
            return
        case str():
            value.encode("utf-8")
        case Mapping():
            for key, inner in value.items():
                _refuse_ambiguous_key(key)
                _refuse_ambiguous(inner)
        case list() | tuple():
            for inner in value:
                _refuse_ambiguous(inner)
        case _:
            raise ValueError(f"{type(value).__name__} is not written into the journal")


def _refuse_ambiguous_key(key: object) -> None:
    if not isinstance(key, str):
        raise ValueError(f"a key that is no text: {key!r}")  # noqa: TRY004 — as for every value that is refused
    key.encode("utf-8")


def framed(parts: Iterable[object]) -> bytes:
    """The parts one after another, each with its length before it: no two lists of parts give the same bytes.

    Texts as UTF-8, numbers as 8 bytes with sign. Raises TypeError, ValueError, struct.error for anything else, which is
    how values of a wrong kind in a changed database are noticed.
    """
    made = bytearray()
    for part in parts:
        if part is None:
            made += _NOTHING
            continue
        written = _written(part)
        made += _LENGTH.pack(len(written))
        made += written
    return bytes(made)


def _written(part: object) -> bytes:
    if isinstance(part, bytes):
        return part
    if isinstance(part, str):
        return part.encode("utf-8")
    if isinstance(part, int) and not isinstance(part, bool):
        return _NUMBER.pack(part)
    raise TypeError(f"{type(part).__name__} is not written into the journal")

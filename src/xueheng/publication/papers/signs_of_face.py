"""Which signs the shipped face can print, read from the face itself: its table `cmap`, formats 4 and 12 of OpenType."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FACE = Path(__file__).resolve().parent / "fonts" / "NotoSerifCJKsc-Regular.otf"
_TABLES_FROM, _TABLE, _SUBTABLE = 12, 16, 8
_SEGMENTS, _GROUPS = 4, 12
"""The formats: runs of two bytes, and groups of four that reach beyond them."""


@cache
def signs_of_face() -> frozenset[int]:
    """The code points that have a glyph."""
    with FACE.open("rb") as file:
        (count,) = struct.unpack(">4xH6x", file.read(_TABLES_FROM))
        table = next(
            (at, size) for tag, _, at, size in struct.iter_unpack(">4sLLL", file.read(count * _TABLE)) if tag == b"cmap"
        )
        file.seek(table[0])
        cmap = file.read(table[1])
    return frozenset(sign for at in _subtables(cmap) for sign in _signs(cmap, at))


def _subtables(cmap: bytes) -> set[int]:
    (count,) = struct.unpack_from(">2xH", cmap)
    return {int(at) for _, _, at in struct.iter_unpack(">HHL", cmap[4 : 4 + count * _SUBTABLE])}


def _signs(cmap: bytes, at: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", cmap, at)
    if kind == _GROUPS:
        (count,) = struct.unpack_from(">12xL", cmap, at)
        for first, last, _ in struct.iter_unpack(">LLL", cmap[at + 16 : at + 16 + count * 12]):
            yield from range(first, last + 1)
    elif kind == _SEGMENTS:
        yield from _in_segments(cmap, at)


def _in_segments(cmap: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">6xH", cmap, at)
    count = doubled // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", cmap, at + 14 + row * doubled + (2 if row else 0)) for row in range(4)
    )
    here = at + 16 + 3 * doubled
    for segment in range(count):
        for sign in range(starts[segment], ends[segment] + 1):
            glyph = sign
            if offsets[segment]:
                place = here + 2 * segment + offsets[segment] + 2 * (sign - starts[segment])
                (glyph,) = struct.unpack_from(">H", cmap, place)
            if glyph and (glyph + deltas[segment]) & 0xFFFF:
                yield sign

"""MP4 videos: boxes that tell where, when or by whom it was filmed are blanked in place, so that nothing else moves.

Blanked are user data, metadata and vendors' boxes wherever they stand. A track of measurements (a camera's GPS) is
refused, since taking it out would mean writing the film anew. What is inside pictures and sound is not looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from xueheng.evidence.refusals import FileRefused
from xueheng.wording import Text

MOST_BOXES = 100_000
DEEPEST = 12
CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts", b"mvex", b"moof", b"traf"})
TELLING = frozenset({b"udta", b"meta", b"uuid", b"loci", b"\xa9xyz", b"Xtra", b"ilst"})
SHOWN = frozenset({b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp"})
"""Handlers of tracks that people see or hear."""
_HEAD = 8


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the file: its kind, where it begins, where its content begins, where it ends."""

    kind: bytes
    start: int
    inside: int
    end: int


def stripped(content: bytes) -> bytes:
    """The video without what tells of its making. Raises FileRefused."""
    kept = bytearray(content)
    kinds: set[bytes] = set()
    handlers: set[bytes] = set()
    for box in _boxes(content, 0, len(content), 0, [MOST_BOXES]):
        kinds.add(box.kind)
        if box.kind in TELLING:
            kept[box.start + 4 : box.start + 8] = b"free"
            kept[box.inside : box.end] = bytes(box.end - box.inside)
        elif box.kind == b"hdlr":
            handlers.add(content[box.inside + 8 : box.inside + 12])
    if not {b"moov", b"hdlr"} <= kinds or b"vide" not in handlers:
        raise _broken()
    if handlers - SHOWN:
        raise FileRefused(
            Text("视频里带有位置或传感器数据", "the video carries a track of positions or measurements"),
            Text(
                "请关闭相机的位置记录后重拍，或用剪辑软件导出不带位置的 MP4。",
                "Film it with location switched off, or export an MP4 without it.",
            ),
        )
    return bytes(kept)


def _boxes(content: bytes, start: int, end: int, depth: int, left: list[int]) -> Iterator[Box]:
    """Every box between start and end and, of containers, those inside. What is blanked is not looked into."""
    if depth > DEEPEST:
        raise _broken()
    while start < end:
        left[0] -= 1
        if left[0] < 0:
            raise _broken()
        box = _box(content, start, end, depth)
        yield box
        if box.kind in CONTAINERS:
            yield from _boxes(content, box.inside, box.end, depth + 1, left)
        start = box.end


def _box(content: bytes, start: int, end: int, depth: int) -> Box:
    if start + _HEAD > end:
        raise _broken()
    size, kind = int.from_bytes(content[start : start + 4], "big"), content[start + 4 : start + 8]
    inside = start + _HEAD
    if size == 1:
        if inside + 8 > end:
            raise _broken()
        size, inside = int.from_bytes(content[inside : inside + 8], "big"), inside + 8
    elif size == 0 and depth == 0:
        size = end - start
    if size < inside - start or start + size > end:
        raise _broken()
    return Box(kind, start, inside, start + size)


def _broken() -> FileRefused:
    return FileRefused(
        Text(
            "这个视频打不开，可能没有传完整，或不是普通的 MP4", "the video cannot be read: incomplete, or no plain MP4"
        ),
        Text(
            "请在手机或电脑上播放看看，另存为 MP4 再上传。",
            "Play it on your phone or computer, save it as MP4, upload that.",
        ),
    )

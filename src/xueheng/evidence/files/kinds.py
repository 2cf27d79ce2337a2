"""What a file is, by its first bytes: the name that it bears decides nothing."""

from dataclasses import dataclass

from xueheng.wording import Text

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that can be kept. `most`: bytes as it arrives."""

    name: str
    title: Text
    media_type: str
    most: int


KINDS = {
    "jpg": FileKind("jpg", Text("JPEG 图片", "JPEG picture"), "image/jpeg", 20 * MIB),
    "png": FileKind("png", Text("PNG 图片", "PNG picture"), "image/png", 20 * MIB),
    "pdf": FileKind("pdf", Text("PDF 文件", "PDF"), "application/pdf", 20 * MIB),
    "mp4": FileKind("mp4", Text("MP4 视频", "MP4 video"), "video/mp4", 50 * MIB),
}
ALSO_CALLED = {"jpeg": "jpg"}
"""Other words that packs may use for a kind."""


def sniffed(content: bytes) -> FileKind | None:
    """The kind of a file by its first bytes; None for all that cannot be kept.

    >>> sniffed(b"%PDF-1.7 ...").name, sniffed(b"MZ..."), sniffed(b"  %PDF-1.7")
    ('pdf', None, None)
    """
    if content.startswith(b"\xff\xd8\xff"):
        return KINDS["jpg"]
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return KINDS["png"]
    if content.startswith(b"%PDF-"):
        return KINDS["pdf"]
    if content[4:8] == b"ftyp" and content[8:12] != b"qt  ":
        return KINDS["mp4"]
    return None

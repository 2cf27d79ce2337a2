"""PDF files: kept as they are, or refused where they could do something when opened, or hide what they hold.

Names are looked for in the whole file and in everything in it that unpacks, so that none can hide in a packed object;
names written with #-codes are read first.
"""

import re
import zlib
from collections.abc import Iterator

from xueheng.evidence.refusals import FileRefused
from xueheng.wording import Text

MOST_UNPACKED = 200 * 1024 * 1024
_PIECE = 1024 * 1024
_TAIL = 32
"""Bytes kept from the piece before: longer than any name that is looked for."""
_STREAM = re.compile(rb"stream\r?\n")
_CODED = re.compile(rb"#([0-9A-Fa-f]{2})")
_END = re.compile(rb"(?=[\s()<>\[\]{}/%]|$)")
ENCRYPTED = (b"Encrypt",)
ACTS = (b"JavaScript", b"Launch", b"SubmitForm", b"ImportData", b"GoToE", b"RichMedia", b"XFA", b"Rendition", b"Movie")
HOLDS_FILES = (b"EmbeddedFile", b"EmbeddedFiles", b"Collection")
_NAMED = re.compile(rb"/(" + b"|".join((*ENCRYPTED, *ACTS, *HOLDS_FILES)) + rb")" + _END.pattern)
_PACKED_OTHERWISE = re.compile(
    rb"/(LZWDecode|LZW|ASCII85Decode|A85|ASCIIHexDecode|AHx|RunLengthDecode|RL|Crypt)" + _END.pattern
)


def checked(content: bytes) -> bytes:
    """The file itself. Raises FileRefused."""
    if b"%%EOF" not in content[-2048:] or b"obj" not in content:
        raise FileRefused(
            Text("这个 PDF 不完整", "the PDF is incomplete"),
            Text("请重新导出或重新扫描后上传。", "Export or scan it again and upload that."),
        )
    plain = _decoded(content)
    _refuse_named(plain)
    if b"/ObjStm" in plain and _PACKED_OTHERWISE.search(plain):
        raise _hides()
    for piece in _unpacked(content):
        _refuse_named(_decoded(piece))
    return content


def _decoded(content: bytes) -> bytes:
    return _CODED.sub(lambda found: bytes([int(found[1], 16)]), content) if b"#" in content else content


def _refuse_named(content: bytes) -> None:
    found = _NAMED.search(content)
    if found is None:
        return
    name = found[1]
    if name in ENCRYPTED:
        raise FileRefused(
            Text("这个 PDF 加了密或限制了权限", "the PDF is encrypted or restricted"),
            Text("请去掉密码和限制后另存，再上传。", "Save it without a password or restrictions, then upload that."),
        )
    if name in HOLDS_FILES:
        raise FileRefused(
            Text("这个 PDF 里夹带了别的文件", "the PDF carries other files inside"),
            Text(
                "请另存为不带附件的 PDF，其他文件分别上传。", "Save it without attachments and upload the others apart."
            ),
        )
    raise FileRefused(
        Text("这个 PDF 里有打开时会运行的内容（脚本、表单或多媒体）", "the PDF holds something that runs when opened"),
        Text("请用“打印为 PDF”另存一份再上传。", "Print it to a new PDF and upload that."),
    )


def _hides() -> FileRefused:
    return FileRefused(
        Text("这个 PDF 的内部压缩方式不能核对", "the PDF is packed in a way that cannot be checked"),
        Text("请用“打印为 PDF”另存一份再上传。", "Print it to a new PDF and upload that."),
    )


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What every packed part of the file unpacks to, in pieces that overlap. Raises FileRefused for a bomb."""
    total = 0
    for found in _STREAM.finditer(content):
        inflater = zlib.decompressobj()
        at, tail = found.end(), b""
        if content[at : at + 1] not in (b"\x78", b"\x68", b"\x58", b"\x48", b"\x38", b"\x28", b"\x18", b"\x08"):
            continue
        waiting = content[at:]
        while not inflater.eof:
            try:
                piece = inflater.decompress(waiting, _PIECE)
            except zlib.error:
                break
            waiting = inflater.unconsumed_tail
            total += len(piece)
            if total > MOST_UNPACKED:
                raise _hides()
            if piece:
                yield tail + piece
            tail = (tail + piece)[-_TAIL:]
            if not waiting:
                break

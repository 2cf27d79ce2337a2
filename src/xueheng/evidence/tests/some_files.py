"""Small files of every kind, sound and hostile, made here byte by byte."""

import io
import zlib

from PIL import Image

from xueheng.evidence.files.incoming import IncomingFile


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, (180, 40, 40)).save(written, kind, **more)
    return written.getvalue()


def a_picture_with_place() -> bytes:
    """A phone's picture: camera, time and a position of the example district's school gate."""
    exif = Image.Exif()
    exif[0x010F] = "示例相机"
    exif[0x0132] = "2026:03:02 08:00:00"
    exif[0x0112] = 6
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (29.0, 33.0, 12.0)
    place[3], place[4] = "E", (106.0, 34.0, 5.0)
    return a_picture(exif=exif, comment=b"secret comment")


def paper(inside: bytes = b"") -> bytes:
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + inside + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )


def packed_paper(hidden: bytes) -> bytes:
    packed = zlib.compress(hidden)
    return (
        b"%PDF-1.7\n3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length "
        + str(len(packed)).encode()
        + b" >>\nstream\n" + packed + b"\nendstream\nendobj\n%%EOF\n"
    )  # fmt: skip


def a_paper(inside: bytes = b"") -> IncomingFile:
    return IncomingFile("医院证明.pdf", paper(inside))


def box(kind: bytes, inside: bytes) -> bytes:
    return (8 + len(inside)).to_bytes(4, "big") + kind + inside


def handler(kind: bytes) -> bytes:
    return box(b"hdlr", bytes(8) + kind + bytes(12) + b"\x00")


def track(kind: bytes, more: bytes = b"") -> bytes:
    return box(b"trak", box(b"mdia", handler(kind)) + more)


PLACE = b"+29.5533+106.5680/"


def a_video(*more: bytes, tracks: tuple[bytes, ...] = (b"vide", b"soun")) -> bytes:
    """A film with a phone's user data: the place it was filmed at."""
    told = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7" + PLACE))
    moov = box(b"moov", b"".join(track(kind) for kind in tracks) + told)
    return box(b"ftyp", b"isom\x00\x00\x02\x00isommp41") + moov + box(b"mdat", b"pictures and sound") + b"".join(more)

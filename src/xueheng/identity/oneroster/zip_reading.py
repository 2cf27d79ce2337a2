"""The zip taken apart with care: names, sizes and kinds are looked at before anything is unpacked."""

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping

from xueheng.identity.oneroster.binding import binding
from xueheng.identity.oneroster.refusals import zip_refused

MOST_BYTES = 512 * 1024 * 1024
"""Of all files together, unpacked."""
MOST_TIMES = 200
"""A file that unpacks to more times its packed size, and to over a megabyte, is a bomb."""
A_MEGABYTE = 1024 * 1024
MOST_ENTRIES = 200
MANIFEST = "manifest.csv"
LEFT_BY_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db")
"""What operating systems leave in a zip; passed over."""
_ENCRYPTED = 0x1


def unpacked(content: bytes) -> Mapping[str, bytes]:
    """The roster's own files by name. Raises RosterRefused before unpacking what cannot be one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = [entry for entry in packed.infolist() if not _of_a_system(entry.filename)]
            _look_at(entries)
            return {entry.filename: _read(packed, entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as fault:
        raise zip_refused(
            "不是能打开的 zip 文件，或已经损坏", "not a zip that can be opened, or a broken one"
        ) from fault


def _of_a_system(name: str) -> bool:
    return name.startswith(LEFT_BY_SYSTEMS[0]) or name.rpartition("/")[2] in LEFT_BY_SYSTEMS[1:]


def _look_at(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise zip_refused(f"zip 里的文件超过 {MOST_ENTRIES} 个", f"over {MOST_ENTRIES} files in the zip")
    known = {file.csv for file in binding().files.values()} | {MANIFEST}
    seen: set[str] = set()
    for entry in entries:
        _look_at_name(entry, known)
        if entry.filename in seen:
            raise zip_refused(f"zip 里有两个 {entry.filename}", f"the zip holds {entry.filename} twice")
        seen.add(entry.filename)
        if entry.file_size > A_MEGABYTE and entry.file_size > MOST_TIMES * max(entry.compress_size, 1):
            raise zip_refused(
                f"{entry.filename} 解开后大得不合常理，可能是压缩炸弹",
                f"{entry.filename} unpacks to an unreasonable size, as a zip bomb does",
            )
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise zip_refused("解开后超过 512 MB，请按学校分开", "over 512 MB unpacked: divide it by school")
    if MANIFEST not in seen:
        raise zip_refused("zip 里没有 manifest.csv", "the zip has no manifest.csv")


def _look_at_name(entry: zipfile.ZipInfo, known: set[str]) -> None:
    name = entry.filename
    shown = "".join(sign if sign.isprintable() else "?" for sign in name)[:80]
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise zip_refused(f"zip 里有链接 {shown}", f"the zip holds a link, {shown}")
    if entry.flag_bits & _ENCRYPTED:
        raise zip_refused(f"{shown} 加了密码", f"{shown} is encrypted")
    if name in known:
        return
    if "/" in name or "\\" in name or name.startswith("."):
        raise zip_refused(
            f"{shown} 不在最外层，或路径不合规", f"{shown} does not lie at the top of the zip, or its path is wrong"
        )
    meant = next((each for each in known if each.lower() == name.lower()), "")
    if meant:
        raise zip_refused(
            f"文件名 {shown} 的大小写不对，应为 {meant}", f"the file name {shown} should be written {meant}"
        )
    raise zip_refused(f"{shown} 不是 OneRoster 1.2 的文件", f"{shown} is no file of OneRoster 1.2")


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Unpacked no further than its declared size."""
    with packed.open(entry) as file:
        found = file.read(entry.file_size + 1)
    if len(found) > entry.file_size:
        raise zip_refused(f"{entry.filename} 比它声明的大", f"{entry.filename} is larger than it declares")
    return found

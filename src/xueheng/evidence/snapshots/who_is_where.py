"""Who is in which file of snapshots: told before an erasure, while somebody waits for it.

A file never changes under its name, so it is read once. What is kept is a bit for each person and file, of a thousand
files with a hundred thousand people some twelve megabytes.
"""

import threading
from collections.abc import Collection, Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evidence.snapshots.place import snapshots_folder
from xueheng.evidence.snapshots.written import FILES

SUBJECT = "subject"
Key = tuple[Path, int, int]
"""A file as it was read: where it lies, when it was last written, its bytes. A damaged one is read anew."""
Bits = npt.NDArray[np.uint8]


class WhoIsWhere:
    """The people of each file, by their places in one list of all. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._people = pa.array([], pa.string())
        self._files: dict[Key, Bits | None] = {}

    def count(self, paths: Iterable[Path], wanted: Collection[str]) -> int:
        """How many of the files tell of somebody wanted; of a file that cannot be read everybody might be in it."""
        with self._lock:
            keys = [key for path in paths if (key := _key(path)) is not None]
            self._files = {key: self._files[key] if key in self._files else self._read(key[0]) for key in keys}
            places = [place for one in wanted if (place := pc.index(self._people, pa.scalar(one)).as_py()) >= 0]
            return sum(bits is None or any(_is_set(bits, place) for place in places) for bits in self._files.values())

    def _read(self, path: Path) -> Bits | None:
        """A bit for each of the people known so far and of those in the file; None: it cannot be read."""
        try:
            named = _named(path)
        except (OSError, pa.ArrowException):
            return None
        places = pc.index_in(named, value_set=self._people)
        if places.null_count:
            self._people = pa.concat_arrays([self._people, named.filter(pc.is_null(places))])
            places = pc.index_in(named, value_set=self._people)
        bits = np.zeros(len(self._people), dtype=np.bool_)
        bits[places.to_numpy()] = True
        return np.packbits(bits)


_known = WhoIsWhere()


def files_with(subjects: Iterable[int]) -> int:
    """How many files of snapshots tell of these people."""
    folder = snapshots_folder()
    return _known.count(folder.glob(f"{FILES}/*.parquet") if folder.is_dir() else (), [str(one) for one in subjects])


def _key(path: Path) -> Key | None:
    """None: it was taken away meanwhile."""
    try:
        told = path.stat()
    except FileNotFoundError:
        return None
    return path, told.st_mtime_ns, told.st_size


def _named(path: Path) -> pa.Array:
    """Everybody whom a file names, once each."""
    file = pq.ParquetFile(path, read_dictionary=[SUBJECT])
    if SUBJECT not in file.schema_arrow.names:
        return pa.array([], pa.string())
    return pc.unique(file.read(columns=[SUBJECT]).column(SUBJECT)).dictionary.cast(pa.string()).drop_null()


def _is_set(bits: Bits, place: int) -> bool:
    return place < 8 * len(bits) and bool(bits[place >> 3] & (0x80 >> (place & 7)))

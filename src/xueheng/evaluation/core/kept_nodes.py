"""What a results folder keeps of a tree's nodes, exactly as it was computed: in leaves.parquet and nodes.parquet. What
was published is rounded, and never read here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evaluation.core.evaluation import LETTERS, STATES, Part
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.scored import Scored
from xueheng.evaluation.core.stored import Stored
from xueheng.wording import Text

LEAVES, NODES = "leaves.parquet", "nodes.parquet"
SUBJECT = "subject"
Columns = dict[str, pa.ChunkedArray]
Names = dict[str, str]
"""A column of the answer of scoring → the same column in the file."""


class KeptNodes(Mapping[str, pa.ChunkedArray]):
    """The values of leaves and the results of the nodes that are given, under their names in the answer of
    scoring. Columns are decoded when they are first asked for; the files' bytes are held, so that the folder may
    change meanwhile.
    """

    def __init__(self, folder: Path, nodes: Sequence[Scored], stored: Mapping[str, Stored]) -> None:
        """`stored`: how the value of each leaf lies in its table. Raises RunError XH-R021 where the files are of
        different subjects.
        """
        leaves, inner = [s for s in nodes if s.leaf], [s for s in nodes if not s.leaf and s.given]
        valued = [s for s in leaves if s.given or s.always]  # a value is kept for those to whom the leaf applied
        names = {name: stands for s in valued for name, stands in _value_names(s, stored[s.code]).items()}
        names |= {name: stands for s in leaves if s.given for name, stands in _result_names(s).items()}
        self._files = [(_opened(folder / LEAVES), names)]
        if inner:
            names = {name: stands for s in inner for name, stands in _result_names(s).items()}
            self._files.append((_opened(folder / NODES), names))
        self._found: Columns = {}
        self._reading = Lock()
        self.subjects, *others = (_read(file, {SUBJECT: SUBJECT})[SUBJECT] for file, _ in self._files)
        for subjects in others:
            refuse_other_subjects(folder, self.subjects, subjects)

    def __iter__(self) -> Iterator[str]:
        return (name for _, names in self._files for name in names)

    def __len__(self) -> int:
        return sum(len(names) for _, names in self._files)

    def __contains__(self, name: object) -> bool:
        return any(name in names for _, names in self._files)

    def __getitem__(self, name: str) -> pa.ChunkedArray:
        """One column; those that nobody has asked for until now are decoded with it, side by side."""
        if name not in self._found:
            self.read(self)
        return self._found[name]

    def read(self, wanted: Iterable[str]) -> Columns:
        """Those of the wanted columns that are kept."""
        with self._reading:
            asked = set(wanted)
            for file, names in self._files:
                missing = {n: stands for n, stands in names.items() if n in asked and n not in self._found}
                if missing:
                    self._found |= _read(file, missing)
            return {name: column for name, column in self._found.items() if name in asked}


def refuse_other_subjects(folder: Path, one: pa.ChunkedArray, other: pa.ChunkedArray) -> None:
    """XH-R021 where two files of a folder are not of the same subjects."""
    if not one.equals(other):
        raise RunError(
            "XH-R021",
            Text(
                f"{folder} 里的文件不是同一次评价写出的，不能重算",
                f"the files in {folder} were not written by one run and cannot be scored again",
            ),
            Text("请先用 evaluate --out 写出结果文件夹", "write a results folder with evaluate --out first"),
        )


def absent_columns(nodes: Sequence[Scored], rows: int) -> dict[str, pa.Array]:
    """The points and levels of given nodes that nobody has, where others read them."""
    kinds: dict[str, pa.DataType] = {}
    for scored in (s for s in nodes if s.given):
        kinds |= {} if scored.points is not None else {f"n{scored.index}": pa.int64()}
        kinds |= {} if scored.has_levels else {f"e{scored.index}": pa.string()}
    return {name: pa.nulls(rows, kind) for name, kind in kinds.items()}


def _value_names(scored: Scored, stored: Stored) -> Names:
    moving = stored.den is not None and stored.den.value is None
    parts: list[Part] = ["value", "value_den"] if moving else ["value"]
    return {f"{LETTERS[part]}{scored.index}": f"{scored.code}.{part}" for part in parts}


def _result_names(scored: Scored) -> Names:
    """State, points and level of a node, and which of its rows of weights applied, as far as they are kept."""
    parts: list[Part] = ["state"]
    if scored.points is not None:
        parts += ["points"] if scored.points.den.value is not None else ["points", "points_den"]
    if scored.has_levels:
        parts.append("level")
    found = {f"{LETTERS[part]}{scored.index}": f"{scored.code}.{part}" for part in parts}
    return found | ({f"w{scored.index}": f"{scored.code}.row"} if scored.node.weights else {})


def _opened(path: Path) -> pq.ParquetFile:
    """A file's bytes. One file: the machinery for folders of files takes longer to load than this to read."""
    return pq.ParquetFile(pa.BufferReader(path.read_bytes()), page_checksum_verification=True)


def _read(file: pq.ParquetFile, names: Names) -> Columns:
    """Columns of a file, states as numbers."""
    table = file.read(columns=list(names.values()))
    places = {stands: place for place, stands in enumerate(table.column_names)}
    return {name: _plain(table.column(places[stands])) for name, stands in names.items()}


def _plain(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """States, which are kept as words, as numbers; everything else as it is."""
    if not pa.types.is_dictionary(cells.type):
        return cells
    return pa.chunked_array([_state_numbers(chunk) for chunk in cells.chunks], pa.int8())


def _state_numbers(states: pa.DictionaryArray) -> pa.Array:
    numbers = pc.index_in(states.dictionary, pa.array(STATES)).cast(pa.int8())
    return states.indices if numbers.to_pylist() == list(range(len(numbers))) else numbers.take(states.indices)

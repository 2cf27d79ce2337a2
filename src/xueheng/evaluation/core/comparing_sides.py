"""Two folders of results side by side: the same subject at the same place, read a column or a batch at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.comparing_trees import Tree, read_tree
from xueheng.evaluation.core.node_table import GROUP
from xueheng.evaluation.core.results_folder import ResultsFolder

BATCH = 2_000
NODES_AT_ONCE = 8
Cells = Sequence[Any]
Digits = tuple[int, int]
"""An exact number as numerator and denominator, the latter above nought."""


@dataclass(frozen=True, slots=True)
class NodeCells:
    """The cells of one node, a subject at each place; columns that the file does not have are empty."""

    state: Cells
    points: Cells
    points_den: Cells
    value: Cells
    value_den: Cells
    level: Cells
    row: Cells


KINDS_OF_CELLS = tuple(NodeCells.__dataclass_fields__)


class Side:
    """One subject on one side of a comparison: what each node is. A code that the side does not have does not count."""

    __slots__ = ("_at", "_nodes")

    def __init__(self, nodes: Mapping[str, NodeCells], at: int) -> None:
        self._nodes, self._at = nodes, at

    def state(self, code: str) -> str | None:
        found: str | None = self._nodes[code].state[self._at] if code in self._nodes else None
        return found

    def level(self, code: str) -> str | None:
        found: str | None = self._nodes[code].level[self._at]
        return found

    def counts(self, code: str) -> bool:
        """Whether the node has points: known, or missing and counted as zero."""
        return code in self._nodes and self._nodes[code].points[self._at] is not None

    def digits(self, code: str) -> Digits:
        """The points of a node that counts."""
        node = self._nodes[code]
        return int(node.points[self._at]), int(node.points_den[self._at])

    def points(self, code: str) -> Fraction:
        """The points of a node that counts, as a number."""
        return Fraction(*self.digits(code))

    def value(self, code: str) -> tuple[Any, Any]:
        """A leaf's value: numerator and denominator, or the value itself and None."""
        node = self._nodes.get(code)
        return (None, None) if node is None else (node.value[self._at], node.value_den[self._at])

    def row(self, code: str) -> int | None:
        """Which row of weights applied, where the node has rows."""
        found: int | None = self._nodes[code].row[self._at] if code in self._nodes else None
        return found


def node_cells(table: pa.Table, codes: Iterable[str]) -> dict[str, NodeCells]:
    """A table's columns by node."""
    nothing = [None] * table.num_rows
    there = set(table.column_names)
    return {
        code: NodeCells(
            *(
                table.column(f"{code}.{kind}").to_pylist() if f"{code}.{kind}" in there else nothing
                for kind in KINDS_OF_CELLS
            )
        )
        for code in codes
    }


@dataclass(frozen=True)
class Folder:
    """One side: the folder and the standard it was written with."""

    results: ResultsFolder
    tree: Tree = field(repr=False)


@dataclass(frozen=True)
class SideBySide:
    """Subjects of both sides, in the order of the later one; `rows` say where each stands in its file."""

    before: Folder
    after: Folder
    subjects: Any = field(repr=False)
    rows: tuple[Any, Any] = field(repr=False)
    only_before: Any = field(repr=False)
    only_after: Any = field(repr=False)

    def columns(self, names: Sequence[str]) -> tuple[pa.Table, pa.Table]:
        """These columns of both sides, a row a subject of both."""
        taken = []
        for folder, rows in zip((self.before, self.after), self.rows, strict=True):
            table = folder.results.columns(names)
            taken.append(table if rows is None else table.take(rows))
        return taken[0], taken[1]

    def group_of(self, entity: str) -> Any:
        """The group of each subject, as on the later side; NULL where there is none or it was not written."""
        before, after = self.columns([f"{GROUP}{entity}"])
        found = after if f"{GROUP}{entity}" in after.column_names else before
        name = f"{GROUP}{entity}"
        if name not in found.column_names:
            return pa.nulls(len(self.subjects), pa.string())
        return pc.cast(found.column(name), pa.string())

    def batches(self, places: Any) -> Iterator[tuple[list[Any], list[tuple[Side, Side]]]]:
        """Subjects at these places with both sides, some thousands at a time."""
        wide = []
        for folder, rows in zip((self.before, self.after), self.rows, strict=True):
            wide.append(_taken(folder, places if rows is None else rows.take(places)))
        named = self.subjects.take(places)
        for start in range(0, len(places), BATCH):
            nodes = [
                node_cells(table.slice(start, BATCH), folder.tree.nodes)
                for table, folder in zip(wide, (self.before, self.after), strict=True)
            ]
            subjects = named.slice(start, BATCH).to_pylist()
            yield subjects, [(Side(nodes[0], at), Side(nodes[1], at)) for at in range(len(subjects))]


def _taken(folder: Folder, places: Any) -> pa.Table:
    """Every column of every node at these places; a few nodes are read at a time, for the memory's sake."""
    codes = list(folder.tree.nodes)
    found: dict[str, Any] = {}
    for start in range(0, len(codes), NODES_AT_ONCE):
        names = [f"{code}.{kind}" for code in codes[start : start + NODES_AT_ONCE] for kind in KINDS_OF_CELLS]
        part = folder.results.columns(names).take(places)
        found |= {name: part.column(name) for name in part.column_names}
    return pa.table(found)


def side_by_side(before: ResultsFolder, after: ResultsFolder) -> SideBySide:
    """Both folders with their subjects matched by number."""
    a, b = (pc.cast(f.subjects(), pa.string()).combine_chunks() for f in (before, after))
    folders = Folder(before, read_tree(before.tree)), Folder(after, read_tree(after.tree))
    if a.equals(b):
        nobody = pa.array([], pa.string())
        return SideBySide(*folders, b, (None, None), nobody, nobody)
    places = pc.index_in(b, value_set=a)
    inside = places.is_valid()
    rows = places.drop_null(), pc.indices_nonzero(inside)
    left = pc.invert(pc.is_in(a, value_set=b))
    return SideBySide(*folders, b.filter(inside), rows, a.filter(left), b.filter(pc.invert(inside)))

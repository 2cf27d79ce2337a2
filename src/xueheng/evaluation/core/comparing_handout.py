"""What of a comparison may be handed on: counts alone, small ones hidden, nobody named."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from xueheng.evaluation.core.comparing import DIRECTIONS, Comparison, Movement
from xueheng.evaluation.core.comparing_causes import Key
from xueheng.evaluation.core.comparing_levels import ABSENT
from xueheng.evaluation.core.comparing_sides import SideBySide
from xueheng.evaluation.core.comparing_small_cells import LEAST, Cell, Sum, hidden_cells

ROWS = ("same", *DIRECTIONS)
MOST_GROUPS = 400
"""Groups of one kind that are listed; a table of more says little, and is left out."""


@dataclass(frozen=True)
class GroupLine:
    """One group: subjects in all and by direction; None where hidden."""

    group: str
    total: int | None
    counts: dict[str, int | None]


@dataclass(frozen=True)
class Handout:
    """The counts of one headline that may be handed on; None stands for a hidden one. `left_out`: kinds of groups too
    small, or too many, to be told apart.
    """

    movement: Movement
    matrix: dict[tuple[str, str], int | None]
    before: dict[str, int | None]
    after: dict[str, int | None]
    total: int | None
    directions: dict[str, int | None]
    causes: dict[tuple[Key, bool], int | None]
    groups: dict[str, list[GroupLine]]
    left_out: tuple[str, ...]
    hidden: int


def handouts(comparison: Comparison) -> list[Handout]:
    """The handout of each headline. Counts of subjects that are no people are never hidden."""
    person = comparison.sides.after.tree.person
    return [_handout(comparison, movement, person) for movement in comparison.movements]


class _Cells:
    """The cells of one headline's tables and how they add up."""

    def __init__(self, sides: SideBySide, movement: Movement, entities: list[str]) -> None:
        self.movement, self.entities = movement, entities
        self.counts: dict[Cell, int] = {}
        self.sums: list[Sum] = []
        self._of_matrix()
        self._of_directions()
        for entity in entities:
            self._of_groups(entity)
        for finer in entities:
            for coarser in entities:
                if finer != coarser:
                    self._nested(sides, finer, coarser)
        self._of_causes()

    def _add(self, parts: list[Cell], total: Cell) -> None:
        self.sums.append({**dict.fromkeys(parts, 1), total: -1})

    def _of_matrix(self) -> None:
        before, after = Counter[str](), Counter[str]()
        for (was, now), count in self.movement.matrix.items():
            self.counts["cell", was, now] = count
            before[was] += count
            after[now] += count
        self.counts["all",] = sum(before.values())
        for name, totals, place in (("before", before, 1), ("after", after, 2)):
            for label, total in totals.items():
                self.counts[name, label] = total
                self._add([c for c in self.counts if c[0] == "cell" and c[place] == label], (name, label))
            self._add([(name, label) for label in totals], ("all",))

    def _of_directions(self) -> None:
        moved = self.movement.directions
        for direction in DIRECTIONS:
            self.counts["way", direction] = moved[direction]
        self.counts["way", "same"] = self.counts["all",] - sum(moved.values())
        self._add([("way", row) for row in ROWS], ("all",))
        for way, cells in self._ways():
            self._add(cells, ("way", way))

    def _ways(self) -> Iterator[tuple[str, list[Cell]]]:
        """Cells of the matrix that make up one direction, where the levels say so."""
        ladder = self.movement.ladder
        cells = [cell for cell in self.counts if cell[0] == "cell"]
        absent = {cell: [label in ABSENT for label in cell[1:]] for cell in cells}
        yield "gap", [cell for cell in cells if sum(absent[cell]) == 1]
        if ladder.ranked:
            known = [cell for cell in cells if not any(absent[cell])]
            yield "up", [cell for cell in known if ladder.rank(cell[2]) > ladder.rank(cell[1])]
            yield "down", [cell for cell in known if ladder.rank(cell[2]) < ladder.rank(cell[1])]

    def _of_groups(self, entity: str) -> None:
        found = self.movement.by_group[entity]
        groups = sorted({group for group, _ in found})
        for group in groups:
            for row in ROWS:
                self.counts["group", entity, group, row] = found[group, row]
            self.counts["size", entity, group] = sum(found[group, row] for row in ROWS)
            self._add([("group", entity, group, row) for row in ROWS], ("size", entity, group))
        for row in ROWS:
            self._add([("group", entity, group, row) for group in groups], ("way", row))
        self._add([("size", entity, group) for group in groups], ("all",))

    def _nested(self, sides: SideBySide, finer: str, coarser: str) -> None:
        """Where every class, say, lies in one school: the classes of a school add up to it."""
        table = pa.table({"f": sides.group_of(finer), "c": sides.group_of(coarser)})
        pairs = table.group_by(["f", "c"]).aggregate([]).to_pydict()
        inside: dict[str, list[str]] = {}
        for small, great in zip(pairs["f"], pairs["c"], strict=True):
            inside.setdefault(small or "", []).append(great or "")
        if any(len(great) > 1 for great in inside.values()):
            return
        for great in {each[0] for each in inside.values()}:
            parts = [small for small, each in inside.items() if each[0] == great]
            for row in ROWS:
                self._add([("group", finer, small, row) for small in parts], ("group", coarser, great, row))
            self._add([("size", finer, small) for small in parts], ("size", coarser, great))

    def _of_causes(self) -> None:
        named: dict[Cell, int] = {}
        for gap, found in (("", self.movement.groups), ("gap", self.movement.gap_groups)):
            named |= {("cause", *key, gap): count for key, count in found.items()}
        self.counts |= named
        if named:
            moved: dict[Cell, int] = {("way", direction): -1 for direction in DIRECTIONS}
            self.sums.append({**dict.fromkeys(named, 1), **moved})


def _handout(comparison: Comparison, movement: Movement, person: bool) -> Handout:
    entities = [entity for entity, found in movement.by_group.items() if _worth_telling(found, person)]
    cells = _Cells(comparison.sides, movement, entities)
    hidden = hidden_cells(cells.counts, cells.sums) if person else set[Cell]()

    def shown(cell: Cell) -> int | None:
        return None if cell in hidden else cells.counts.get(cell, 0)

    groups = {
        entity: [
            GroupLine(
                group,
                shown(("size", entity, group)),
                {row: shown(("group", entity, group, row)) for row in ROWS},
            )
            for group in sorted({group for group, _ in movement.by_group[entity]})
        ]
        for entity in entities
    }
    return Handout(
        movement,
        {key: shown(("cell", *key)) for key in movement.matrix},
        {cell[1]: shown(cell) for cell in cells.counts if cell[0] == "before"},
        {cell[1]: shown(cell) for cell in cells.counts if cell[0] == "after"},
        shown(("all",)),
        {row: shown(("way", row)) for row in ROWS},
        {
            (key, gap): shown(("cause", *key, "gap" if gap else ""))
            for gap, found in ((False, movement.groups), (True, movement.gap_groups))
            for key in found
        },
        groups,
        tuple(entity for entity in movement.by_group if entity not in entities),
        len(hidden),
    )


def _worth_telling(found: Counter[tuple[str, str]], person: bool) -> bool:
    """Whether the groups of one kind are told apart: there are some, not too many, and most counts may be printed."""
    groups = {group for group, _ in found}
    if not groups - {""} or len(groups) > MOST_GROUPS:
        return False
    counts = [count for count in found.values() if count]
    return not person or 2 * sum(count < LEAST for count in counts) <= len(counts)

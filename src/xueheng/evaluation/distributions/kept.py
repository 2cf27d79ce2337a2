"""The counts of a run read back, for the groups that a page tells of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evaluation.distributions.counting import COUNTS, MISSING, SAYS_WHY, YEAR, Group
from xueheng.evaluation.distributions.lacking import WHY, Lacking, lacking_in
from xueheng.evaluation.kept_results import base_folder


@dataclass(frozen=True, slots=True)
class Counted:
    """A group's results in one column. `levels`: code → how many; `missing`: how many lack data; `hidden`: so few that
    whoever sees groups alone is not told; `lacking`: those without a level by why, None in counts of before.
    """

    levels: Mapping[str, int]
    missing: int
    hidden: bool
    lacking: Lacking | None = None

    @property
    def total(self) -> int:
        """How many have a level."""
        return sum(self.levels.values())

    @property
    def asked(self) -> int:
        """Of how many it is asked."""
        return self.total + self.missing


@dataclass(frozen=True, slots=True)
class Groups:
    """A unit's groups: its own counts and those of the groups under it, by column; `entity` of the unit."""

    entity: str
    mine: Mapping[str, Counted]
    above: int
    under: Mapping[Group, Mapping[str, Counted]] = field(default_factory=dict)
    grades: Mapping[Group, str] = field(default_factory=dict)
    """The grade's code of the groups that are of one, '' for others."""


def has_counts(run: int) -> bool:
    """Whether counts were kept of the run: not where its standard has no groups, or none yet."""
    return (base_folder(run) / COUNTS).is_file()


def hidden_units(run: int) -> set[tuple[int, str]]:
    """(unit, column) of so few, or telling so much of few, that whoever sees groups alone is not told."""
    path = base_folder(run) / COUNTS
    if not path.is_file():
        return set()
    table = pq.read_table(path, columns=["unit", "column"], filters=pc.field("hidden") & (pc.field("entity") != YEAR))
    return set(zip(table.column("unit").to_pylist(), table.column("column").to_pylist(), strict=True))


def groups_at(run: int, unit: int, grade: str = "") -> Groups | None:
    """The counts of a unit, or of its classes of one grade, and of the groups under it; None where there are none."""
    path = base_folder(run) / COUNTS
    if not path.is_file():
        return None
    here, below = pc.field("unit") == unit, pc.field("above") == unit
    table = pq.read_table(path, filters=here | below).to_pydict()
    columns = ("entity", "unit", "part", "above", "column", "what", "count", "hidden")
    rows = zip(*(table[name] for name in columns), strict=True)
    return _arranged(rows, unit, grade, says_why=SAYS_WHY.items() <= (pq.read_schema(path).metadata or {}).items())


def _arranged(
    rows: Iterable[tuple[str, int, str, int, str, str, int, bool]], unit: int, grade: str, *, says_why: bool
) -> Groups | None:
    counts: dict[Group, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    hidden: dict[tuple[Group, str], bool] = {}
    grade_of: dict[Group, str] = {}
    entity, over = "", 0
    for kind, number, part, above, column, what, count, few in rows:
        group = Group(kind, number, part if kind == YEAR else "")
        counts[group][column][what] = count
        hidden[(group, column)], grade_of[group] = few, part
        if number == unit and kind != YEAR:
            entity, over = kind, above
    mine = Group(YEAR, unit, grade) if grade else Group(entity, unit)
    if mine not in counts:
        return None
    told = {
        group: {column: _counted(many, hidden[(group, column)], says_why=says_why) for column, many in columns.items()}
        for group, columns in counts.items()
    }
    under = {g: c for g, c in told.items() if g != mine and (not grade or (g.entity != YEAR and grade_of[g] == grade))}
    return Groups(YEAR if grade else entity, told[mine], unit if grade else over, under, grade_of)


def _counted(many: Mapping[str, int], hidden: bool, *, says_why: bool) -> Counted:
    levels = {what: n for what, n in many.items() if what not in (MISSING, *WHY)}
    if not says_why:
        return Counted(levels, many.get(MISSING, 0), hidden)
    lacking = lacking_in(many)
    return Counted(levels, lacking.nothing + lacking.partly, hidden, lacking)

"""Results read back for pages: one subject's row, the distributions of some units."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evaluation.places import BASE, OWN, results_of

RESULTS, GROUPS = "results.parquet", "groups.parquet"


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One statistic of one column for one unit: its value as published, and how many results it rests on."""

    unit: int
    entity: str
    column: str
    statistic: str
    value: str
    count: int


def base_folder(run: int) -> Path:
    """Where the base's results of a run stand."""
    folder = results_of(run)
    return folder / BASE if (folder / BASE).is_dir() else folder


def own_folders(run: int) -> dict[str, Path]:
    """Where the own results stand, by the layer's pack."""
    place = results_of(run) / OWN
    return {each.name: each for each in sorted(place.iterdir())} if place.is_dir() else {}


def row_of(folder: Path, subject: int) -> dict[str, str | None] | None:
    """What was published of one subject, by column; None where the run does not have her."""
    if not (folder / RESULTS).is_file():
        return None
    file, wanted = pq.ParquetFile(folder / RESULTS), str(subject)
    column = file.schema_arrow.get_field_index("subject")
    for group in range(file.num_row_groups):
        if not _may_hold(file.metadata.row_group(group).column(column).statistics, wanted):
            continue
        rows = file.read_row_group(group, use_threads=False)
        place = pc.index(rows.column("subject"), wanted).as_py()
        if place >= 0:
            found = rows.slice(place, 1).to_pylist()[0]
            return {name: None if cell is None else str(cell) for name, cell in found.items()}
    return None


def _may_hold(said: Any, subject: str) -> bool:
    """Whether a part of the file may have her, by the first and the last subject that the file says of it. A filtered
    reading of the whole file knows that too, but takes twice as long about it.
    """
    return said is None or not said.has_min_max or bool(said.min <= subject <= said.max)


def figures_of(run: int, units: Sequence[int], most: int) -> tuple[list[GroupFigure], int]:
    """The distributions of these units in the file's order, of at most so many units, those of the largest kind first;
    and of how many more there are some.
    """
    path = base_folder(run) / GROUPS
    if not path.is_file():
        return [], 0
    table = pq.read_table(path, filters=pc.field("group").isin([str(unit) for unit in units]))
    listed = _largest_first(table)
    chosen = table.filter(pc.is_in(table.column("group"), value_set=pa.array(listed[:most], pa.string())))
    told = ("group", "entity", "column", "statistic", "value", "count")
    rows = zip(*(chosen.column(name).to_pylist() for name in told), strict=True)  # dicts would take ten times as long
    return [GroupFigure(int(group), *rest) for group, *rest in rows], max(len(listed) - most, 0)


def _largest_first(table: pa.Table) -> list[str]:
    """The units of a table of figures: the kinds of unit from the largest to the smallest, which the file has last, and
    in the file's order within a kind.
    """
    pairs = table.select(["group", "entity"]).group_by(["group", "entity"], use_threads=False).aggregate([])
    entity_of = dict(zip(pairs.column("group").to_pylist(), pairs.column("entity").to_pylist(), strict=True))
    place = {entity: -at for at, entity in enumerate(dict.fromkeys(entity_of.values()))}
    return sorted(entity_of, key=lambda unit: place[entity_of[unit]])

"""The plain arithmetic held against a folder of results, number by number."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tests.district_year.exact import (
    DIMENSION_WEIGHTS,
    Figure,
    Leaf,
    Pupil,
    published,
    pupils_of,
    read_leaves,
    rolled_up,
    worked_out,
)

COUNTED = ("count", "distinct")
"""Kinds whose value is a number of things; all others are in hundredths here and whole in the results."""


@dataclass
class Compared:
    """How many numbers were compared."""

    pupils: int = 0
    numbers: int = 0
    figures: int = 0

    def __str__(self) -> str:
        return f"{self.pupils} pupils, {self.numbers} numbers of theirs, {self.figures} figures of groups"


class Results:
    """A folder of results, one line a pupil."""

    def __init__(self, folder: Path) -> None:
        names = ("results", "leaves", "nodes")
        self.tables = {name: pq.read_table(folder / f"{name}.parquet") for name in names}
        self.figures = pq.read_table(folder / "groups.parquet").to_pylist()

    def lines(self, pupils: Iterable[int]) -> dict[int, dict[str, Any]]:
        """The lines of these pupils from all three files together; published numbers are named `shown …`."""
        wanted = set(pupils)
        found: dict[int, dict[str, Any]] = {}
        for name, table in self.tables.items():
            prefix = "shown " if name == "results" else ""
            places = [n for n, subject in enumerate(table["subject"].to_pylist()) if subject in wanted]
            for line in table.take(places).to_pylist():
                subject = line.pop("subject")
                found.setdefault(subject, {}).update({f"{prefix}{key}": cell for key, cell in line.items()})
        return found


def fraction(line: Mapping[str, Any], name: str) -> Fraction | None:
    """An exact number of the results: a numerator and, where it has one, a denominator."""
    num, den = line.get(name), line.get(f"{name}_den")
    return None if num is None else Fraction(num) / (1 if den is None else int(den))


def differences(
    folder: Path, results: Results, schools: Sequence[int], compared: Compared, kept: list[Pupil]
) -> Iterator[str]:
    """Every number of these schools' pupils that differs; the pupils worked out are put into `kept`."""
    pupils = list(worked_out(folder, schools))
    lines, leaves = results.lines(pupil.subject for pupil in pupils), read_leaves()
    for pupil in pupils:
        line = lines.get(pupil.subject)
        if line is None:
            yield f"pupil {pupil.subject}: no result"
            continue
        expected = dict(numbers_of(pupil, leaves))
        compared.pupils += 1
        compared.numbers += len(expected)
        for name, number in expected.items():
            found = fraction(line, name)
            if found != number:
                yield f"pupil {pupil.subject} {name}: {found}, by plain arithmetic {number}"
    kept.extend(pupils)


def numbers_of(pupil: Pupil, leaves: Sequence[Leaf]) -> Iterator[tuple[str, Fraction | None]]:
    """Every number of a pupil, as the columns of the results name it."""
    for leaf in leaves:
        value = pupil.values[leaf.name]
        yield f"{leaf.name}.value", value if value is None or leaf.kind in COUNTED else value / 100
        yield f"{leaf.name}.points", Fraction(pupil.points[leaf.name])
        yield f"shown {leaf.name}", Fraction(pupil.points[leaf.name])
    for number in range(len(DIMENSION_WEIGHTS)):
        yield f"d{number}.points", pupil.dimensions[number]
        yield f"shown d{number}", published(pupil.dimensions[number])
    yield "total.points", pupil.total
    yield "shown total", published(pupil.total)


def figure_differences(folder: Path, results: Results, pupils: Sequence[Pupil], compared: Compared) -> Iterator[str]:
    """Every figure of a group that differs, is missing, or is one too many."""
    expected = rolled_up(pupils, pupils_of(folder))
    found = {
        Figure(f["entity"], f["group"], f["column"], f["statistic"]): Fraction(f["value"]) for f in results.figures
    }
    compared.figures += len(expected)
    for figure in sorted({*expected, *found}, key=str):
        if expected.get(figure) != found.get(figure):
            yield f"{figure}: {found.get(figure)}, by plain arithmetic {expected.get(figure)}"

"""The district-year workload by plain arithmetic: records counted and added one by one, points and totals as fractions.

Nothing here is shared with the product: the sixty leaves are read from `benchmarks/district_year_leaves.csv`, the
records from the workload's files, and every rule stands once, as it would be worked out with pencil and paper.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow.dataset as ds
import pyarrow.parquet as pq

LEAVES_FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "district_year_leaves.csv"
WINDOWS = {
    "year": (date(2025, 9, 1), date(2026, 7, 31)),
    "term1": (date(2025, 9, 1), date(2026, 1, 31)),
    "term2": (date(2026, 2, 1), date(2026, 7, 31)),
}
"""First and last day, both included."""
DIMENSION_WEIGHTS = (30, 20, 20, 15, 15)
PERCENTILES = (10, 25, 50, 75, 90)
DECIMALS = 4
NO_LEAST_DAY = date.min


@dataclass(frozen=True, slots=True)
class Leaf:
    """`cuts`: least value for 60, 70, 85 and 100 points; of values in hundredths, of a ratio in per cent."""

    name: str
    kind: str
    types: tuple[int, ...]
    window: str
    verified_only: bool
    weight: int
    dimension: int
    cuts: tuple[int, int, int, int]


def read_leaves() -> list[Leaf]:
    with LEAVES_FILE.open(encoding="utf-8", newline="") as file:
        return [
            Leaf(
                row["leaf"],
                row["kind"],
                tuple(int(one) for one in row["types"].split()),
                row["window"],
                row["verified_only"] == "1",
                int(row["weight"]),
                int(row["dimension"]),
                (int(row["cut60"]), int(row["cut70"]), int(row["cut85"]), int(row["cut100"])),
            )
            for row in csv.DictReader(file)
        ]


@dataclass(slots=True)
class Seen:
    """What one leaf has seen of one pupil's records so far."""

    records: int = 0
    verified: int = 0
    total: int = 0
    greatest: int = -1
    last_day: date = NO_LEAST_DAY
    latest: int = 0
    actors: set[int] = field(default_factory=set)

    def take(self, day: date, value: int, verified: bool, actor: int) -> None:
        self.records += 1
        self.verified += verified
        self.total += value
        self.greatest = max(self.greatest, value)
        self.last_day, self.latest = max((self.last_day, self.latest), (day, value))
        self.actors.add(actor)


def value_of(leaf: Leaf, seen: Seen | None) -> Fraction | None:
    """The leaf's value in the units of its cuts, None where there is no record to say."""
    if leaf.kind in ("count", "sum", "distinct"):
        if seen is None:
            return Fraction(0)
        return Fraction({"count": seen.records, "sum": seen.total, "distinct": len(seen.actors)}[leaf.kind])
    if seen is None:
        return None
    return {
        "mean": Fraction(seen.total, seen.records),
        "max": Fraction(seen.greatest),
        "latest": Fraction(seen.latest),
        "ratio": Fraction(100 * seen.verified, seen.records),
    }[leaf.kind]


def points_of(leaf: Leaf, value: Fraction | None) -> int:
    """At least the highest cut 100, then 85, 70, 60; below all 30; without a value 0."""
    if value is None:
        return 0
    for cut, points in zip(reversed(leaf.cuts), (100, 85, 70, 60), strict=True):
        if value >= cut:
            return points
    return 30


@dataclass(frozen=True)
class Pupil:
    """One pupil's results, exact."""

    subject: int
    values: Mapping[str, Fraction | None]
    points: Mapping[str, int]
    dimensions: tuple[Fraction, ...]
    total: Fraction


def scored(subject: int, leaves: Sequence[Leaf], seen: Mapping[str, Seen]) -> Pupil:
    """Leaves into dimensions by weight, dimensions into the total, and the first veto that applies."""
    values = {leaf.name: value_of(leaf, seen.get(leaf.name)) for leaf in leaves}
    points = {leaf.name: points_of(leaf, values[leaf.name]) for leaf in leaves}
    dimensions = []
    for number in range(len(DIMENSION_WEIGHTS)):
        own = [leaf for leaf in leaves if leaf.dimension == number]
        dimensions.append(
            Fraction(sum(leaf.weight * points[leaf.name] for leaf in own), sum(leaf.weight for leaf in own))
        )
    total = sum((Fraction(w, 100) * d for w, d in zip(DIMENSION_WEIGHTS, dimensions, strict=True)), Fraction(0))
    if points["l00"] < 60 and points["l12"] < 60:
        total = min(total, Fraction(59))
    elif dimensions[0] < 60 or dimensions[1] < 60:
        total *= Fraction(4, 5)
    return Pupil(subject, values, points, tuple(dimensions), total)


def published(number: Fraction) -> Fraction:
    """Rounded once, half up, to four decimals (nothing here is below zero)."""
    units = number * 10**DECIMALS + Fraction(1, 2)
    return Fraction(units.numerator // units.denominator, 10**DECIMALS)


def pupils_of(folder: Path) -> dict[int, dict[str, int]]:
    """The groups of every pupil; all schools lie in district 0."""
    listed = pq.read_table(folder / "subjects.parquet").to_pydict()
    groups = zip(listed["subject"], listed["class"], listed["school"], strict=True)
    return {pupil: {"class": class_, "school": school, "district": 0} for pupil, class_, school in groups}


def worked_out(folder: Path, schools: Iterable[int]) -> Iterator[Pupil]:
    """Every pupil of these schools."""
    leaves, wanted = read_leaves(), list(schools)
    seen: dict[int, dict[str, Seen]] = {}
    for type_ in sorted({type_ for leaf in leaves for type_ in leaf.types}):
        take_records(folder, type_, [leaf for leaf in leaves if type_ in leaf.types], wanted, seen)
    for pupil, groups in pupils_of(folder).items():
        if groups["school"] in wanted:
            yield scored(pupil, leaves, seen.get(pupil, {}))


def take_records(
    folder: Path, type_: int, leaves: Sequence[Leaf], schools: Sequence[int], seen: dict[int, dict[str, Seen]]
) -> None:
    """Every record of one type into every leaf that reads it."""
    source = ds.dataset(folder / "evidence" / f"type_{type_:02d}.parquet")
    columns = ["subject", "occurred", "value", "verified", "actor"]
    for batch in source.to_batches(columns=columns, filter=ds.field("school").isin(schools)):
        held = batch.to_pydict()
        for subject, day, value, verified, actor in zip(*(held[name] for name in columns), strict=True):
            of_pupil = seen.setdefault(subject, {})
            for leaf in leaves:
                first, last = WINDOWS[leaf.window]
                if first <= day <= last and (verified or not leaf.verified_only):
                    of_pupil.setdefault(leaf.name, Seen()).take(day, value, verified, actor)


@dataclass(frozen=True, slots=True)
class Figure:
    """One statistic of one column of one group."""

    entity: str
    group: str
    column: str
    statistic: str


def rolled_up(pupils: Sequence[Pupil], groups: Mapping[int, Mapping[str, int]]) -> dict[Figure, Fraction]:
    """Numbers, means and percentiles by class, school and district, from the published numbers."""
    members: dict[tuple[str, int], list[Pupil]] = {}
    for pupil in pupils:
        for entity, group in groups[pupil.subject].items():
            members.setdefault((entity, group), []).append(pupil)
    found: dict[Figure, Fraction] = {}
    for (entity, group), held in members.items():
        for (column, statistic), number in figures_of(held).items():
            found[Figure(entity, str(group), column, statistic)] = number
    return found


def figures_of(pupils: Sequence[Pupil]) -> dict[tuple[str, str], Fraction]:
    """The statistics of one group."""
    totals = [published(pupil.total) for pupil in pupils]
    found = {("total", "count"): Fraction(len(pupils)), ("total", "mean"): mean(totals)}
    for number in range(len(DIMENSION_WEIGHTS)):
        found[f"d{number}", "mean"] = mean([published(pupil.dimensions[number]) for pupil in pupils])
    for leaf in pupils[0].points:
        found[leaf, "mean"] = mean([Fraction(pupil.points[leaf]) for pupil in pupils])
    for percent in PERCENTILES:
        found["total", f"p{percent}"] = percentile(sorted(totals), percent)
    return found


def mean(numbers: Sequence[Fraction]) -> Fraction:
    return published(sum(numbers, Fraction(0)) / len(numbers))


def percentile(ordered: Sequence[Fraction], percent: int) -> Fraction:
    """Straight between the two neighbours of the place p/100 · (n - 1)."""
    place = Fraction(percent, 100) * (len(ordered) - 1)
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return published(ordered[below] + (place - below) * (ordered[above] - ordered[below]))

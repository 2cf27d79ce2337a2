"""The sixty leaves of the district-year workload, as `district_year_leaves.csv` states them."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

Kind = Literal["count", "sum", "mean", "max", "latest", "distinct", "ratio"]
KINDS: tuple[Kind, ...] = get_args(Kind)
WINDOWS = {
    "year": (date(2025, 9, 1), date(2026, 7, 31)),
    "term1": (date(2025, 9, 1), date(2026, 1, 31)),
    "term2": (date(2026, 2, 1), date(2026, 7, 31)),
}
"""First and last day of each window, both included."""
FRACTIONS: tuple[Kind, ...] = ("mean", "ratio")
"""Kinds whose value is a numerator and a denominator."""
FILE_COLUMNS = ("subject", "occurred", "value", "verified", "actor")
"""What leaves read of a file, in the file's order; nothing reads `record` and `school`."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf. `types`: the evidence types whose records it reads together; `cuts`: values that reach 60, 70, 85
    and 100 points, of sums, means, maxima and latest values in hundredths, of ratios in percent.
    """

    name: str
    kind: Kind
    types: tuple[int, ...]
    window: str
    verified_only: bool
    weight: int
    dimension: int
    cuts: tuple[int, int, int, int]


def read_leaves() -> list[Leaf]:
    """All leaves, in the order of the file."""
    path = Path(__file__).parent / "district_year_leaves.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [_leaf(row) for row in csv.DictReader(file)]


def _leaf(row: Mapping[str, str]) -> Leaf:
    kind = next(k for k in KINDS if k == row["kind"])
    cuts = (int(row["cut60"]), int(row["cut70"]), int(row["cut85"]), int(row["cut100"]))
    types = tuple(int(t) for t in row["types"].split())
    return Leaf(
        row["leaf"],
        kind,
        types,
        row["window"],
        row["verified_only"] == "1",
        int(row["weight"]),
        int(row["dimension"]),
        cuts,
    )


def leaves_by_type(leaves: Iterable[Leaf]) -> dict[int, list[Leaf]]:
    """Evidence type → the leaves that read it; types that nothing reads are left out."""
    found: defaultdict[int, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        for type_ in leaf.types:
            found[type_].append(leaf)
    return dict(sorted(found.items()))


def columns_of(leaf: Leaf) -> set[str]:
    """The columns of a file that one leaf reads."""
    found = {"subject", "occurred"}
    if leaf.verified_only or leaf.kind == "ratio":
        found.add("verified")
    if leaf.kind in ("sum", "mean", "max", "latest"):
        found.add("value")
    if leaf.kind == "distinct":
        found.add("actor")
    return found


def needed_columns(leaves: Iterable[Leaf]) -> dict[int, list[str]]:
    """Evidence type → exactly the columns of its file that some leaf reads."""
    found = {}
    for type_, readers in leaves_by_type(leaves).items():
        wanted = set().union(*map(columns_of, readers))
        found[type_] = [name for name in FILE_COLUMNS if name in wanted]
    return found


def file_of(folder: Path, type_: int) -> Path:
    """The file of one evidence type in a workload's folder."""
    return folder / "evidence" / f"type_{type_:02d}.parquet"

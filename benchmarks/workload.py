"""The district-year workload as the core is given it: the pack, the period, the records and the pupils."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.leaves import file_of
from benchmarks.make_district_year import TYPES
from xueheng.evaluation.core.public import FIRST_DAY, LAST_DAY, Dataset, Period, Records, period_for
from xueheng.language.public import Library, load

PACK = Path(__file__).parent / "district_year"
STANDARD = "district_year.year"
PUPIL = "district_year.pupil"
COLUMNS = {
    "id": "record",
    "subject": "subject",
    "day": "occurred",
    "value": "value",
    "verified": "verified",
    "recorder": "actor",
}
"""A record's columns, as the files call them."""


def library(pack: Path = PACK) -> Library:
    """The pack, read and checked."""
    loaded = load(pack)
    if loaded.library is None:
        sys.exit("\n".join(issue.say() for issue in loaded.issues))
    return loaded.library


def period(definitions: Library) -> Period:
    """The year that the records lie in."""
    return period_for(definitions, STANDARD, "2025-2026", date(2026, 7, 31))


def type_name(type_: int) -> str:
    """An evidence type as the pack calls it."""
    return f"district_year.type_{type_:02d}"


def pupils(subjects: pa.Array, classes: pa.Array, schools: pa.Array) -> pa.Table:
    """Pupils as spans without beginning or end; all schools lie in one district."""
    n = len(subjects)
    return pa.table(
        {
            "subject": subjects.cast(pa.int64()),
            "from_day": pa.array([FIRST_DAY] * n, pa.int32()),
            "to_day": pa.array([LAST_DAY] * n, pa.int32()),
            "district_year.class": classes.cast(pa.int64()),
            "district_year.school": schools.cast(pa.int64()),
            "district_year.district": pa.array([0] * n, pa.int64()),
        }
    )


def dataset(folder: Path) -> Dataset:
    """The records as files and the pupils of a workload's folder."""
    listed = pq.read_table(folder / "subjects.parquet")
    records = {type_name(t): Records(files=(file_of(folder, t),), columns=COLUMNS) for t in range(TYPES)}
    return Dataset(records, {PUPIL: pupils(listed["subject"], listed["class"], listed["school"])})


def with_changes(into: Path, changes: Mapping[str, tuple[str, str]]) -> Path:
    """A copy of the pack under `into` with words of its files replaced: file → (old, new), each there exactly once."""
    folder = into / PACK.name
    for path in PACK.rglob("*.yaml"):
        text = path.read_text("utf-8")
        name = path.relative_to(PACK)
        if str(name) in changes:
            old, new = changes[str(name)]
            if text.count(old) != 1:
                raise ValueError(old)
            text = text.replace(old, new)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


CHANGES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "weight": {"standards.yaml": ("l06: {weight: 3,", "l06: {weight: 2,")},
    "cut": {"scales.yaml": ("counts: {bands: [[8, 100]", "counts: {bands: [[7, 100]")},
}
"""The two changes that are scored anew: one weight, one cut of one scale."""

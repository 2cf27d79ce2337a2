"""Make a synthetic district-year of evidence, the standard speed workload.

    python make_district_year.py ROWS OUT_DIR [--seed N] [--threads 2]

Needs only duckdb. Writes, deterministically:
    OUT_DIR/subjects.parquet           subject, class, school          (250 records a pupil)
    OUT_DIR/evidence/type_00.parquet   one file per evidence type, 40 of them
        record, subject, school, occurred DATE, value INT (hundredths), verified, actor
Rows stand in the order they would arrive: school by school, then by date; pupils mixed.
Types are skewed: low numbers are frequent. 30,000,000 rows = 120,000 pupils, 200 schools.
Another seed draws other records for the same pupils; without one the records are those of seed 0.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

TYPES = 40
PUPILS_PER_SCHOOL = 600
RECORDS_PER_PUPIL = 250
PUPILS_PER_CLASS = 40
SCHOOLS_PER_CHUNK = 25
SEED_STEP = 1_000_000_000
"""How far apart the draws of two seeds lie: more than any workload has rows."""
MOST_SEEDS = 80_000
"""The draw of a seed must stay below 2**63 when it is multiplied."""

CHUNK = """
    with draw as (
        select i, hash(i + {offset} + 1) as h1, hash((i + {offset}) * 7919 + 77777777777) as h2,
               hash((i + {offset}) * 104729 + 999999999999) as h3
        from range({first}::bigint, {last}::bigint) r(i))
    select i as record,
           {subject} as subject,
           (i // {per_school})::int as school,
           date '2025-09-01' + (h2 % 320)::int as occurred,
           round(10000 * (1 - pow((h2 >> 32) / 4294967296.0, 1.7)))::int as value,
           h3 % 100 < 88 as verified,
           ((i // {per_school}) * 60 + (h3 >> 20) % 60)::int as actor,
           floor(40 * pow((h1 >> 32) / 4294967296.0, 2))::utinyint as etype
    from draw order by school, occurred, record
"""
SUBJECT = "((i // {per_school}) * {pupils} + h1 % {pupils})::int"


@dataclass(frozen=True, slots=True)
class Made:
    """What was made."""

    records: int
    pupils: int
    schools: int


def chunk(first: int, last: int, per_school: int, subject: str, seed: int) -> str:
    """A query of the records numbered from `first` up to `last`, in the order they arrive."""
    if not 0 <= seed < MOST_SEEDS:
        raise ValueError(seed)
    offset = seed * SEED_STEP
    return CHUNK.format(first=first, last=last, per_school=per_school, subject=subject, offset=offset)


def make(
    rows: int, out: Path, *, seed: int = 0, threads: int = 2, told: Callable[[int, int], None] = lambda _done, _of: None
) -> Made:
    """Make the workload; `told` hears how many of how many parts are done."""
    per_school = PUPILS_PER_SCHOOL * RECORDS_PER_PUPIL
    schools = max(1, rows // per_school)
    pupils = PUPILS_PER_SCHOOL if rows >= per_school else max(1, rows // RECORDS_PER_PUPIL)
    per_school = min(per_school, rows)
    (out / "evidence").mkdir(parents=True, exist_ok=True)
    place = str(out).replace("'", "''")
    db = duckdb.connect()
    db.execute(f"set threads={threads}")
    db.execute(f"""copy (select s::int as subject, (s % {pupils} // {PUPILS_PER_CLASS}
                   + (s // {pupils}) * 100)::int as class, (s // {pupils})::int as school
                   from range({schools * pupils}) r(s))
                   to '{place}/subjects.parquet' (format parquet, compression zstd)""")
    # chunk by chunk into one table per type, so that memory stays small
    for t in range(TYPES):
        db.execute(
            f"create table type_{t:02d} (record bigint, subject int, school int, "
            "occurred date, value int, verified boolean, actor int)"
        )
    chunks = range(0, schools, SCHOOLS_PER_CHUNK)
    subject = SUBJECT.format(per_school=per_school, pupils=pupils)
    for number, first_school in enumerate(chunks):
        told(number, len(chunks) + 1)
        last_school = min(schools, first_school + SCHOOLS_PER_CHUNK)
        draws = chunk(first_school * per_school, last_school * per_school, per_school, subject, seed)
        db.execute(f"create or replace temp table chunk as {draws}")
        for t in range(TYPES):
            db.execute(f"insert into type_{t:02d} select * exclude etype from chunk where etype={t}")
    told(len(chunks), len(chunks) + 1)
    for t in range(TYPES):
        db.execute(f"copy type_{t:02d} to '{place}/evidence/type_{t:02d}.parquet' (format parquet, compression zstd)")
    db.close()
    return Made(schools * per_school, schools * pupils, schools)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    started = time.time()
    made = make(args.rows, args.out, seed=args.seed, threads=args.threads)
    print(f"{made.records} records, {made.pupils} pupils, {made.schools} schools, {time.time() - started:.0f} s")


if __name__ == "__main__":
    main()

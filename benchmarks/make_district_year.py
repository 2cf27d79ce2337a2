"""Make a synthetic district-year of evidence, the standard speed workload.

    python make_district_year.py ROWS OUT_DIR [--threads 2]

Needs only duckdb. Writes, deterministically:
    OUT_DIR/subjects.parquet           subject, class, school          (250 records a pupil)
    OUT_DIR/evidence/type_00.parquet   one file per evidence type, 40 of them
        record, subject, school, occurred DATE, value INT (hundredths), verified, actor
Rows stand in the order they would arrive: school by school, then by date; pupils mixed.
Types are skewed: low numbers are frequent. 30,000,000 rows = 120,000 pupils, 200 schools.
"""

import argparse
import pathlib
import time

import duckdb

PUPILS_PER_SCHOOL = 600
RECORDS_PER_PUPIL = 250
PUPILS_PER_CLASS = 40
SCHOOLS_PER_CHUNK = 25

CHUNK = """
    with draw as (
        select i, hash(i + 1) as h1, hash(i * 7919 + 77777777777) as h2,
               hash(i * 104729 + 999999999999) as h3
        from range({first}::bigint, {last}::bigint) r(i))
    select i as record,
           ((i // {per_school}) * {pupils} + h1 % {pupils})::int as subject,
           (i // {per_school})::int as school,
           date '2025-09-01' + (h2 % 320)::int as occurred,
           round(10000 * (1 - pow((h2 >> 32) / 4294967296.0, 1.7)))::int as value,
           h3 % 100 < 88 as verified,
           ((i // {per_school}) * 60 + (h3 >> 20) % 60)::int as actor,
           floor(40 * pow((h1 >> 32) / 4294967296.0, 2))::utinyint as etype
    from draw order by school, occurred, record
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()

    started = time.time()
    per_school = PUPILS_PER_SCHOOL * RECORDS_PER_PUPIL
    schools = max(1, args.rows // per_school)
    pupils = PUPILS_PER_SCHOOL if args.rows >= per_school else max(1, args.rows // RECORDS_PER_PUPIL)
    per_school = min(per_school, args.rows)
    (args.out / "evidence").mkdir(parents=True, exist_ok=True)
    db = duckdb.connect()
    db.execute(f"set threads={args.threads}")
    db.execute(f"""copy (select s::int as subject, (s % {pupils} // {PUPILS_PER_CLASS}
                   + (s // {pupils}) * 100)::int as class, (s // {pupils})::int as school
                   from range({schools * pupils}) r(s))
                   to '{args.out}/subjects.parquet' (format parquet, compression zstd)""")
    # chunk by chunk into one table per type, so that memory stays small
    for t in range(40):
        db.execute(
            f"create table type_{t:02d} (record bigint, subject int, school int, "
            "occurred date, value int, verified boolean, actor int)"
        )
    for first_school in range(0, schools, SCHOOLS_PER_CHUNK):
        last_school = min(schools, first_school + SCHOOLS_PER_CHUNK)
        db.execute(
            "create or replace temp table chunk as "
            + CHUNK.format(
                first=first_school * per_school, last=last_school * per_school, per_school=per_school, pupils=pupils
            )
        )
        for t in range(40):
            db.execute(f"insert into type_{t:02d} select * exclude etype from chunk where etype={t}")
    for t in range(40):
        db.execute(
            f"copy type_{t:02d} to '{args.out}/evidence/type_{t:02d}.parquet' (format parquet, compression zstd)"
        )
    print(
        f"{schools * per_school} records, {schools * pupils} pupils, {schools} schools, {time.time() - started:.0f} s"
    )


if __name__ == "__main__":
    main()

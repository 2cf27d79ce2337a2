"""The workload is the same wherever it is made; another seed makes another year; the store has what it says."""

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from benchmarks.make_district_year import MOST_SEEDS, TYPES, make
from benchmarks.record_store import RecordStore, make_store

ROWS = 5_000
# Of the generator as it was before it knew of seeds, over all columns of all files in the order of their rows.
UNSEEDED = "055ee798650c0abc5b6695208ff71c681c00347c192a13c98df6be918e1f3205"


def digest_of(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.parquet")):
        digest.update(path.name.encode())
        for row in zip(*(column.to_pylist() for column in pq.read_table(path).columns), strict=True):
            digest.update(f"{row}\n".encode())
    return digest.hexdigest()


def test_without_a_seed_the_records_are_the_old_ones(tmp_path: Path) -> None:
    made = make(ROWS, tmp_path)
    assert (made.records, made.pupils, made.schools) == (5_000, 20, 1)
    assert digest_of(tmp_path) == UNSEEDED


def test_a_seed_makes_other_records_of_the_same_pupils(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("none", "zero", "one", "again", "last")]
    for folder, seed in zip(folders, (0, 0, 1, 1, MOST_SEEDS - 1), strict=True):
        make(ROWS, folder, seed=seed)
    none, zero, one, again, last = map(digest_of, folders)
    assert none == zero
    assert one == again
    assert len({none, one, last}) == 3
    assert all(
        pq.read_table(folder / "subjects.parquet").equals(pq.read_table(folders[0] / "subjects.parquet"))
        for folder in folders
    )
    with pytest.raises(ValueError, match=str(MOST_SEEDS)):
        make(ROWS, tmp_path / "more", seed=MOST_SEEDS)


def test_a_folder_with_a_quote_in_its_name(tmp_path: Path) -> None:
    make(1_000, tmp_path / "o'clock")
    assert len(list((tmp_path / "o'clock" / "evidence").iterdir())) == TYPES


def test_every_pupil_of_the_store_has_so_many_records(tmp_path: Path) -> None:
    make_store(tmp_path / "store.sqlite", pupils=4, records_of_each=300)
    store = RecordStore(tmp_path / "store.sqlite")
    assert store.pupils() == [0, 1, 2, 3]
    for pupil in store.pupils():
        records = store.of(pupil)
        assert records.keys() == set(range(TYPES))
        assert sum(map(len, records.values())) == 300
    assert len({row[0] for pupil in range(4) for rows in store.of(pupil).values() for row in rows}) == 1_200
    store.close()

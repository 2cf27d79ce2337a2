"""The example region goes in by the same door as anybody's: what was planted comes back, the rest is stored."""

from datetime import date
from pathlib import Path

import pytest

from examples.pupils import Pupil, enrol
from examples.region import RegionManifest, write_region
from xueheng.language.public import Library, load
from xueheng.workbooks.public import Reading, read_records

PUPILS = 1_000
FIELDS = {
    "身高": ("height", 10),
    "体重": ("weight", 10),
    "肺活量": ("vital_capacity", 1),
    "坐位体前屈": ("sit_and_reach", 10),
    "一分钟跳绳": ("rope_skip_1min", 1),
    "一分钟仰卧起坐": ("sit_up_1min", 1),
    "50米×8往返跑": ("shuttle_50m_x8", 1),
    "立定跳远": ("standing_long_jump", 1),
    "引体向上": ("pull_up", 1),
    "1000米跑": ("run_1000m", 1),
    "800米跑": ("run_800m", 1),
}
"""Item → field, and units to one: what is stored for a height of 160.5 is 1605."""


@pytest.fixture(scope="module")
def library() -> Library:
    loaded = load("fitness")
    assert loaded.library
    return loaded.library


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, RegionManifest]:
    folder = tmp_path_factory.mktemp("region")
    return folder, write_region(folder, seed=11, pupils=PUPILS)


@pytest.fixture(scope="module")
def readings(manifest: tuple[Path, RegionManifest], library: Library) -> list[Reading]:
    folder, written = manifest
    return [
        read_records(
            folder / file.path,
            evidence=list(library.evidence.values()),
            layouts=list(library.layouts.values()),
            entities=library.entities,
            tables=library.tables,
            default_day=date(2025, 11, 3),
        )
        for file in written.files
    ]


def test_the_planted_rows_and_no_others_are_rejected(
    manifest: tuple[Path, RegionManifest], readings: list[Reading]
) -> None:
    for file, reading in zip(manifest[1].files, readings, strict=True):
        planted = sorted((planted.sheet, planted.row) for planted in file.planted)
        sheets = {sheet.name or file.sheets[0] for sheet in reading.sheets}
        rejected = {(fault.sheet or file.sheets[0], fault.row) for fault in reading.rejections}
        assert sheets == set(file.sheets)
        assert sorted(rejected) == planted, file.path
        assert (reading.received, reading.rejected) == (file.rows, len(planted))
        assert reading.received == reading.stored + reading.rejected


def test_every_value_is_stored_as_the_pupil_reached_it(readings: list[Reading]) -> None:
    """Whatever the school's way of writing: 4'05, 4.05, 4:05, a number, an Excel time, full-width digits, text."""
    stored = {
        row["subject"]: row for reading in readings for row in reading.records["fitness.fitness_test"].to_pylist()
    }
    pupils: list[Pupil] = [pupil for school in enrol(11, PUPILS) for pupil in school.pupils]
    compared = 0
    for pupil in pupils:
        row = stored.get(pupil.number)
        if row is None:
            continue
        for item, (field, units) in FIELDS.items():
            value = pupil.values.get(item)
            assert row[field] == (None if value is None else round(value * units)), (pupil.number, item)
            compared += 1
    assert compared > 0.95 * PUPILS * len(FIELDS)

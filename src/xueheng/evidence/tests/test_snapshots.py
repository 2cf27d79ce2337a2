"""The record as it stands at one moment, in files: what counts, once, and nothing private."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from xueheng.evidence.public import (
    Manifest,
    SnapshotRefused,
    append_record,
    attest_record,
    correct_record,
    latest_snapshot,
    require_whole,
    retract_record,
    snapshots_folder,
    standing_rows,
    take_snapshot,
)
from xueheng.evidence.tests.office import ATTENDANCE, OBSERVATION, ONE_ABSENT, SERVICE, attended, observed, served
from xueheng.identity.public import PermissionRefused, programme_viewer
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.trust.models import Entry
from xueheng.trust.public import destroy_key, unseal_many

pytestmark = pytest.mark.django_db
LAST_MONTH = date(2026, 2, 25)
BY = programme_viewer(DAY)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xueheng.evidence.snapshots.place.data_folder", lambda: tmp_path)


def rows(taken: Manifest, type_: str) -> list[dict[str, Any]]:
    """All facts of a type in a snapshot."""
    files = [file for file in taken.records if file.of == type_]
    return [row for file in files for row in pq.read_table(snapshots_folder() / file.path).to_pylist()]


def test_what_stands_is_in_it_and_what_was_corrected_or_retracted_is_not(place: Authority) -> None:
    teacher, ann = place.viewer("class_teacher"), place.people["ann"]
    kept = observed(teacher, ann)
    gone = observed(teacher, place.people["ben"])
    retract_record(teacher, gone, reason="记错了人")
    wrong = attended(teacher, ann)
    right = correct_record(teacher, wrong, fields=ONE_ABSENT, reason="补记一天")
    taken = take_snapshot(BY)
    (row,) = rows(taken, OBSERVATION)
    assert (row["id"], row["subject"], row["org"]) == (kept, str(ann), str(place.units["c3"]))
    assert (row["day"], row["recorder"]) == ((DAY - date(1970, 1, 1)).days, str(teacher.person))
    assert (row["habit"], row["level"]) == ("conduct", "steady")
    (month,) = rows(taken, ATTENDANCE)
    assert (month["id"], month["days_absent"]) == (right, 1)


def test_what_waits_for_verification_says_so(place: Authority) -> None:
    served_ = served(place)
    (row,) = rows(take_snapshot(BY), SERVICE)
    assert row["verified"] is False
    attest_record(place.viewer("class_teacher"), served_)
    (row,) = rows(take_snapshot(BY), SERVICE)
    assert (row["verified"], row["hours_served"]) == (True, 20)


def test_nothing_private_is_in_it(place: Authority) -> None:
    words = "谁也不该在文件里找到的话"
    fields = {"habit": "conduct", "level": "steady", "seen_case": words}
    append_record(place.viewer("class_teacher"), type=OBSERVATION, subject=place.people["ann"], day=DAY, fields=fields)
    taken = take_snapshot(BY)
    assert "seen_case" not in rows(taken, OBSERVATION)[0]
    tables = [pq.read_table(path).to_pylist() for path in snapshots_folder().rglob("*.parquet")]
    assert tables
    assert words not in str(tables)
    assert not any(name in str(tables) for name in place.names.values())


def test_a_month_in_which_nothing_changed_is_used_again(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    observed(teacher, place.people["ann"], LAST_MONTH)
    observed(teacher, place.people["ann"])
    first = take_snapshot(BY)
    assert [file.month for file in first.records] == ["2026-02", "2026-03"]
    observed(teacher, place.people["ben"])
    second = take_snapshot(BY)
    assert second.records[0] == first.records[0]
    assert second.records[1].sha256 != first.records[1].sha256
    assert len(rows(second, OBSERVATION)) == 3
    assert second.digest != first.digest
    assert take_snapshot(BY).digest == second.digest
    assert latest_snapshot() != second


def test_whose_key_was_destroyed_is_in_no_new_snapshot(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    observed(teacher, place.people["ann"], LAST_MONTH)
    kept = observed(teacher, place.people["ben"], LAST_MONTH)
    assert len(rows(take_snapshot(BY), OBSERVATION)) == 2
    destroy_key(place.people["ann"])
    assert [row["id"] for row in rows(take_snapshot(BY), OBSERVATION)] == [kept]


def test_a_file_that_was_changed_is_refused_and_made_anew(place: Authority) -> None:
    observed(place.viewer("class_teacher"), place.people["ann"])
    taken = take_snapshot(BY)
    require_whole(snapshots_folder(), taken)
    path = snapshots_folder() / taken.records[0].path
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(SnapshotRefused, match=path.name):
        require_whole(snapshots_folder(), taken)
    require_whole(snapshots_folder(), take_snapshot(BY))


def test_only_who_manages_runs_takes_one_and_the_journal_knows_of_it(place: Authority) -> None:
    with pytest.raises(PermissionRefused):
        take_snapshot(place.viewer("class_teacher"))
    assert latest_snapshot() is None
    observed(place.viewer("class_teacher"), place.people["ann"])
    taken = take_snapshot(BY)
    assert Entry.objects.filter(verb="take_snapshot").count() == 1
    assert set(taken.journal) > {"identity"}


def test_a_month_that_grew_says_what_a_whole_new_reading_would_say(place: Authority) -> None:
    """Attested, refused, retracted, corrected and added to since: the same bytes as by opening every record anew."""
    teacher, ann, ben = place.viewer("class_teacher"), place.people["ann"], place.people["ben"]
    first, second = served(place), served(place, "ben")
    gone, stays = observed(teacher, ann), observed(teacher, ben)
    wrong = attended(teacher, ann)
    take_snapshot(BY)
    attest_record(teacher, first)
    retract_record(teacher, gone, reason="记错了人")
    right = correct_record(teacher, wrong, fields=ONE_ABSENT, reason="补记一天")
    labour = {"habit": "labour", "level": "growing"}
    late = append_record(teacher, type=OBSERVATION, subject=ann, day=DAY, fields=labour)
    grown = take_snapshot(BY)
    assert {row["id"]: row["verified"] for row in rows(grown, SERVICE)} == {first: True, second: False}
    assert [(row["id"], row["habit"]) for row in rows(grown, OBSERVATION)] == [(stays, "conduct"), (late, "labour")]
    assert [row["id"] for row in rows(grown, ATTENDANCE)] == [right]
    for path in snapshots_folder().glob("*/manifest.json"):
        path.unlink()
    assert take_snapshot(BY).digest == grown.digest


def test_of_a_month_that_grew_only_what_is_new_is_opened(place: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    teacher = place.viewer("class_teacher")
    observed(teacher, place.people["ann"])
    take_snapshot(BY)
    late = observed(teacher, place.people["ben"])
    labels: list[str] = []

    def noted(some: Sequence[tuple[int, str, bytes]]) -> list[bytes | None]:
        labels.extend(label for _, label, _ in some)
        return unseal_many(some)

    monkeypatch.setattr("xueheng.evidence.snapshots.typed_tables.unseal_many", noted)
    assert len(rows(take_snapshot(BY), OBSERVATION)) == 2
    assert labels == [f"record|{OBSERVATION}|{late}"]


def test_what_two_sources_say_alike_counts_once_live_and_in_the_snapshot(place: Authority) -> None:
    """By a form, then by an upload: the first while it stands, the other once the first is retracted."""
    teacher, ann = place.viewer("class_teacher"), place.people["ann"]
    alone = observed(teacher, ann, LAST_MONTH)
    first = observed(teacher, ann)
    assert in_the_snapshot_and_live(ann) == [alone, first]
    second = observed(teacher, ann, provenance="upload")
    assert in_the_snapshot_and_live(ann) == [alone, first]
    retract_record(teacher, first, reason="记错了人")
    assert in_the_snapshot_and_live(ann) == [alone, second]


def in_the_snapshot_and_live(subject: int) -> list[int]:
    """Her observations by number, which both must tell alike."""
    wanted = ("id", "day", "recorder", "verified", "habit", "level")
    taken = sorted(tuple(row[name] for name in wanted) for row in rows(take_snapshot(BY), OBSERVATION))
    assert standing_rows(subject, {OBSERVATION: wanted})[OBSERVATION] == taken
    return [row[0] for row in taken]

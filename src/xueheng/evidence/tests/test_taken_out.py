"""What is taken away: what a record says, her rows in every snapshot, records whose time is over."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest
from django.db import DatabaseError, connection, transaction

from xueheng.evidence.actions.take_snapshot import take_snapshot
from xueheng.evidence.catalogue import evidence_type
from xueheng.evidence.erasable import acts_about, empty_records
from xueheng.evidence.erasing import EVIDENCE_ERASER
from xueheng.evidence.model_records import Record
from xueheng.evidence.public import attest_record, current_fields, destroy_expired
from xueheng.evidence.retention import due_records
from xueheng.evidence.snapshots import rewriting
from xueheng.evidence.snapshots.in_use import SnapshotsInUse, reading_snapshots, rewriting_snapshots
from xueheng.evidence.snapshots.manifest import NAME, SnapshotRefused, read_manifest, require_whole
from xueheng.evidence.snapshots.place import latest_snapshot, read_snapshot, snapshots_folder
from xueheng.evidence.snapshots.rewriting import take_out, taken_out_since
from xueheng.evidence.tests.office import attended, observed, record_of, served, state_of
from xueheng.identity.public import PermissionRefused, programme_viewer, pupil_leaves
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.trust.models import Entry
from xueheng.trust.public import in_ranges, ledger_file, read_ledger

pytestmark = pytest.mark.django_db
BY = programme_viewer(DAY)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: SimpleNamespace) -> None:
    monkeypatch.setattr("xueheng.evidence.snapshots.place.data_folder", lambda: tmp_path)
    monkeypatch.setattr("xueheng.trust.erasure_ledger.data_folder", lambda: tmp_path)
    settings.PLACES = SimpleNamespace(
        folder=tmp_path, secrets=settings.PLACES.secrets, uploads=tmp_path / "u", attachments=tmp_path / "a"
    )


def two_girls(place: Authority) -> tuple[int, int]:
    """The attendance of a month of each, verified."""
    numbers = tuple(attended(place.viewer("class_teacher"), place.people[word]) for word in ("ann", "ben"))
    for number in numbers:
        attest_record(place.viewer("school_admin"), number)
    return numbers[0], numbers[1]


def subjects_in(folder: Path) -> set[str]:
    """All subjects in files of snapshots, named by a manifest or not."""
    return {one for path in folder.glob("files/*.parquet") for one in pq.read_table(path).column("subject").to_pylist()}


def test_the_database_lets_a_record_be_emptied_and_nothing_else(place: Authority) -> None:
    ann, ben = two_girls(place)
    empty_records([ann])
    assert (bytes(record_of(ann).payload), bytes(record_of(ann).fingerprint), record_of(ann).once) == (b"", b"", None)
    assert record_of(ann).subject == place.people["ann"]
    assert current_fields(BY, record_of(ben))["days_due"] == 20
    for change in ("day = day", "payload = '', fingerprint = '', once = NULL, subject = 1", "payload = payload"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE evidence_record SET {change} WHERE number = %s", [ben])


def test_what_was_said_about_a_fact_goes_with_it(place: Authority) -> None:
    ann, ben = two_girls(place)
    going = acts_about([ann])
    assert len(going) == 2
    assert ben not in going


def test_nothing_emptied_waits_for_anybody(place: Authority) -> None:
    number = served(place)
    assert state_of(number).to_verify
    empty_records([number])
    assert not state_of(number).to_verify


def test_she_is_in_no_snapshot_and_each_says_what_was_taken_out(place: Authority) -> None:
    two_girls(place)
    first = take_snapshot(BY)
    observed(place.viewer("class_teacher"), place.people["ben"])
    second = take_snapshot(BY)
    assert take_out([place.people["ann"]]) == 2
    assert str(place.people["ann"]) not in subjects_in(snapshots_folder())
    assert str(place.people["ben"]) in subjects_in(snapshots_folder())
    for taken in (first, second):
        (path,) = snapshots_folder().glob(f"*-{taken.number}/{NAME}")
        assert read_manifest(path).digest == taken.digest, "what was written stays as it was written"
        amended = read_snapshot(path)
        require_whole(snapshots_folder(), amended)
        assert (amended.erased, amended.taken_digest) == (1, taken.digest)
        assert sum(file.rows for file in taken.records) - sum(file.rows for file in amended.records) == 1
        assert taken_out_since(taken.number, taken.digest) == (1, 0)
        assert taken_out_since(taken.number, amended.digest) == (0, 0)
    assert take_out([place.people["ann"]]) == 0


def test_amendments_that_somebody_changed_are_noticed(place: Authority) -> None:
    two_girls(place)
    take_snapshot(BY)
    take_out([place.people["ann"]])
    (path,) = snapshots_folder().glob("*/amendments.json")
    path.write_text(
        path.read_text("utf-8").replace('"rows":1', '"rows":0').replace('"old_sha256":"', '"old_sha256":"0')
    )
    with pytest.raises(SnapshotRefused):
        latest_snapshot()


def test_broken_off_between_two_snapshots_it_comes_to_the_same_end(
    place: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    two_girls(place)
    take_snapshot(BY)
    observed(place.viewer("class_teacher"), place.people["ben"])
    take_snapshot(BY)
    done: list[int] = []
    amend = rewriting._amend

    def once(*words: object) -> None:
        if done:
            raise RuntimeError
        done.append(1)
        amend(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(rewriting, "_amend", once)
    with pytest.raises(RuntimeError):
        take_out([place.people["ann"]])
    monkeypatch.setattr(rewriting, "_amend", amend)
    take_out([place.people["ann"]])
    assert str(place.people["ann"]) not in subjects_in(snapshots_folder())
    for path in snapshots_folder().glob(f"*/{NAME}"):
        assert read_snapshot(path).erased == 1
        require_whole(snapshots_folder(), read_snapshot(path))


def test_a_snapshot_in_use_is_waited_for(place: Authority) -> None:
    del place
    with reading_snapshots(), reading_snapshots(), pytest.raises(SnapshotsInUse), rewriting_snapshots(0.1):
        pass


def test_time_is_over_the_day_after_the_last(place: Authority) -> None:
    number = observed(place.viewer("class_teacher"), place.people["ann"])
    type_ = evidence_type("student.observation")
    assert type_.kept_for is not None
    assert (type_.kept_for.years, type_.kept_for.after) == (1, "leaves")
    assert due_records(type_, date(2099, 1, 1)) == [], "who has not left is not due"
    pupil_leaves(place.viewer("school_admin"), place.people["ann"], date(2026, 3, 10), "转学")
    # Her last day is 9 or 10 March 2026, so a year later.
    assert due_records(type_, date(2027, 3, 9)) == []
    assert due_records(type_, date(2027, 3, 11)) == [number]


def test_what_is_due_is_destroyed_noted_and_out_of_the_snapshots(place: Authority) -> None:
    number = observed(place.viewer("class_teacher"), place.people["ann"])
    other = observed(place.viewer("class_teacher"), place.people["ben"])
    snapshot = take_snapshot(BY)
    pupil_leaves(place.viewer("school_admin"), place.people["ann"], date(2026, 3, 10), "转学")
    with pytest.raises(PermissionRefused):
        destroy_expired(place.viewer("head"), date(2028, 1, 1), (EVIDENCE_ERASER,))
    found = destroy_expired(BY, date(2028, 1, 1), (EVIDENCE_ERASER,))
    assert [(one.type, one.count) for one in found] == [("student.observation", 1)]
    assert (bytes(record_of(number).payload), bool(record_of(other).payload)) == (b"", True)
    (line,) = read_ledger(ledger_file())
    assert (line.subjects, in_ranges(line.records)) == ((), [number])
    assert Entry.objects.filter(verb="expire_records").count() == 1
    assert taken_out_since(snapshot.number, snapshot.digest) == (0, 1)
    assert destroy_expired(BY, date(2028, 1, 1), (EVIDENCE_ERASER,)) == []
    assert Record.objects.for_the_programme("a test counts").count() == 2

"""How many files of snapshots tell of somebody: told before an erasure, from files that are read once."""

from pathlib import Path

import pytest

from xueheng.evidence.actions.take_snapshot import take_snapshot
from xueheng.evidence.public import attest_record
from xueheng.evidence.snapshots import who_is_where
from xueheng.evidence.snapshots.place import snapshots_folder
from xueheng.evidence.snapshots.rewriting import take_out
from xueheng.evidence.snapshots.who_is_where import files_with
from xueheng.evidence.tests.office import attended, observed
from xueheng.identity.public import programme_viewer
from xueheng.identity.tests.authority import DAY, Authority

pytestmark = pytest.mark.django_db
BY = programme_viewer(DAY)
NOBODY = 1


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xueheng.evidence.snapshots.place.data_folder", lambda: tmp_path)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of the files that were read, in order; of a process that has read none yet."""
    files: list[str] = []
    real = who_is_where._named

    def named(path: Path) -> object:
        files.append(path.name.rpartition("-")[0])
        return real(path)

    monkeypatch.setattr(who_is_where, "_named", named)
    monkeypatch.setattr(who_is_where, "_known", who_is_where.WhoIsWhere())
    return files


def a_month_of_both(place: Authority) -> None:
    """The attendance of both girls, verified, and an observation of Ben alone, in a snapshot."""
    for word in ("ann", "ben"):
        attest_record(place.viewer("school_admin"), attended(place.viewer("class_teacher"), place.people[word]))
    observed(place.viewer("class_teacher"), place.people["ben"])
    take_snapshot(BY)


def test_files_are_counted_by_who_is_in_them(place: Authority, read: list[str]) -> None:
    ann, ben = place.people["ann"], place.people["ben"]
    assert files_with([ann]) == 0, "before the first snapshot"
    a_month_of_both(place)
    # Ann: the list of pupils and the month of attendance; Ben: the observations too.
    assert (files_with([ann]), files_with([ben]), files_with([ann, ben]), files_with([NOBODY])) == (2, 3, 3, 0)
    assert sorted(read) == sorted(set(read)), "each was read once"


def test_what_is_new_is_read_and_what_is_gone_forgotten(place: Authority, read: list[str]) -> None:
    a_month_of_both(place)
    before = files_with([place.people["ann"]])
    del read[:]
    observed(place.viewer("class_teacher"), place.people["ann"])
    take_snapshot(BY)
    # The month of observations as it is now, beside the one before, which the first snapshot keeps.
    assert files_with([place.people["ann"]]) == before + 1
    assert [kind for kind in read if kind.startswith("student.")] == ["student.observation-2026-03"]
    take_out([place.people["ann"]])
    assert files_with([place.people["ann"]]) == 0
    # Without Ann both snapshots have the same observations, in one file.
    assert files_with([place.people["ben"]]) == 3


def test_of_a_file_that_cannot_be_read_everybody_might_be_in_it(place: Authority, read: list[str]) -> None:
    a_month_of_both(place)
    assert files_with([NOBODY]) == 0
    damaged = next(snapshots_folder().glob("files/student.observation-*"))
    damaged.write_bytes(b"nothing that can be read")
    assert (files_with([NOBODY]), files_with([place.people["ann"]])) == (1, 3)

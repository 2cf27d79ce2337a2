"""What the check found is kept for the storing; what has changed in between is judged anew."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.evidence import recording
from xueheng.evidence.actions import store_upload as storing_uploads
from xueheng.evidence.actions.store_upload import store_upload
from xueheng.evidence.intake import checked_rows
from xueheng.evidence.intake.kept_workbooks import ROWS, keep_bytes
from xueheng.evidence.intake.outcomes import UNKNOWN, opened_outcomes
from xueheng.evidence.intake.refusals import UploadRefused
from xueheng.evidence.model_batches import Batch, BatchRow
from xueheng.evidence.model_records import Record
from xueheng.evidence.payload import canonical, is_as_committed, opened_payloads
from xueheng.evidence.public import IncomingFile, check_upload, evidence_type, receive_upload
from xueheng.evidence.tests.office import ATTENDANCE, FULL_MONTH, attended, count_of_records
from xueheng.evidence.tests.workbooks_to_upload import checked, counts, pupil_number, row_of, workbook
from xueheng.identity.models import Enrolment
from xueheng.identity.tests.authority import Authority
from xueheng.trust.canonical import canonical_json

pytestmark = pytest.mark.django_db
FIRST_SCHOOL = ("ann", "ben", "cai", "dan")


def a_checked_upload(place: Authority) -> Batch:
    return checked(place.viewer("pe_teacher"), workbook([row_of(place, word) for word in FIRST_SCHOOL]))


def stored(batch: Batch) -> list[Record]:
    return list(Record.objects.for_the_programme("a test looks").filter(batch=batch.pk).order_by("number"))


def moved(place: Authority, pupil: str, unit: str) -> None:
    rows = Enrolment.objects.for_the_programme("a test moves a pupil").filter(pupil=place.people[pupil])
    rows.update(organisation=place.units[unit])


def refuse_to_look(*values: object) -> None:
    raise AssertionError("the fields are checked again")


def test_fields_are_checked_once(place: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = a_checked_upload(place)
    monkeypatch.setattr(recording, "stored_fields", refuse_to_look)
    assert counts(store_upload(place.viewer("pe_teacher"), int(batch.pk))) == (4, 4, 0, 0)
    found = stored(batch)
    payloads = opened_payloads(found)
    assert {payload.fields["height"] for payload in payloads.values() if payload} == {1415}
    for record in found:
        payload = payloads[record.number]
        assert payload is not None
        assert is_as_committed(record, payload)


def test_packs_that_changed_since_have_the_fields_checked_again(
    place: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = a_checked_upload(place)
    monkeypatch.setattr(recording, "meaning_of", lambda name: "another meaning")
    monkeypatch.setattr(recording, "stored_fields", refuse_to_look)
    with pytest.raises(AssertionError, match="checked again"):
        store_upload(place.viewer("pe_teacher"), int(batch.pk))


def test_who_moved_has_her_fields_checked_again(place: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = a_checked_upload(place)
    moved(place, "cai", "c6")
    monkeypatch.setattr(recording, "stored_fields", refuse_to_look)
    with pytest.raises(AssertionError, match="checked again"):
        store_upload(place.viewer("pe_teacher"), int(batch.pk))


def test_who_moved_out_of_reach_is_refused_alone(place: Authority) -> None:
    batch = a_checked_upload(place)
    moved(place, "cai", "nine_c6")
    batch = store_upload(place.viewer("pe_teacher"), int(batch.pk))
    assert counts(batch) == (4, 3, 0, 1)
    rows = BatchRow.objects.for_the_programme("test").filter(batch=batch.pk, outcome="rejected")
    (refused,) = opened_outcomes(rows)
    assert (refused.kind, refused.row) == (UNKNOWN, 5)
    assert place.people["cai"] not in {record.subject for record in stored(batch)}


def test_who_moved_within_reach_is_stored_where_she_is_now(place: Authority) -> None:
    batch = a_checked_upload(place)
    moved(place, "cai", "c6")
    assert counts(store_upload(place.viewer("pe_teacher"), int(batch.pk))) == (4, 4, 0, 0)
    where = {record.subject: record.organisation for record in stored(batch)}
    assert where[place.people["cai"]] == place.units["c6"]
    assert where[place.people["ann"]] == place.units["c3"]


def test_whoever_left_before_that_day_is_refused(place: Authority) -> None:
    batch = a_checked_upload(place)
    rows = Enrolment.objects.for_the_programme("a test ends one").filter(pupil=place.people["cai"])
    rows.update(to_day=date(2025, 10, 1))
    assert counts(store_upload(place.viewer("pe_teacher"), int(batch.pk))) == (4, 3, 0, 1)


def a_checked_attendance(place: Authority) -> Batch:
    """Two rows of a type that takes one fact a month."""
    by = place.viewer("class_teacher")
    titles = {each.name: each.title.zh for each in evidence_type(ATTENDANCE).fields}
    heads = ("学籍号", titles["days_due"], titles["days_absent"])
    rows = [(pupil_number(place, "ann"), 20, 0), (pupil_number(place, "ben"), 20, 3)]
    file = IncomingFile("出勤.xlsx", workbook(rows, heads))
    return check_upload(by, int(receive_upload(by, file, ATTENDANCE, date(2026, 1, 22)).pk))


def test_a_record_that_came_meanwhile_is_not_doubled(place: Authority) -> None:
    by, batch = place.viewer("class_teacher"), a_checked_attendance(place)
    assert counts(batch) == (2, 2, 0, 0)
    attended(by, place.people["ben"], FULL_MONTH, day=date(2026, 1, 20))
    assert counts(store_upload(by, int(batch.pk))) == (2, 1, 0, 1)
    assert count_of_records() == 2


@pytest.mark.parametrize("rows", [1, 500])
def test_two_processes_that_store_one_upload_store_it_once(
    place: Authority, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    """The second began before the first had stored anything, and so passes over nothing."""
    by, batch = place.viewer("class_teacher"), a_checked_attendance(place)
    monkeypatch.setattr(storing_uploads, "rows_at_once", lambda: rows)

    def stopped(done: int, total: int, said: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store_upload(by, int(batch.pk), stopped)
    monkeypatch.setattr(storing_uploads, "_stored_clients", lambda number: set())
    assert counts(store_upload(by, int(batch.pk))) == (2, 2, 0, 0)
    assert len(stored(batch)) == count_of_records() == 2


def test_rows_that_another_version_kept_are_refused_in_words(place: Authority) -> None:
    batch = a_checked_upload(place)
    keep_bytes(int(batch.pk), ROWS, b'["rows of another form"]')
    with pytest.raises(UploadRefused, match="换了版本"):
        store_upload(place.viewer("pe_teacher"), int(batch.pk))


def test_what_is_kept_comes_back_as_it_was(place: Authority) -> None:
    kept = checked_rows.kept_rows(int(a_checked_upload(place).pk))
    assert [row.subject for row in kept.rows] == [place.people[word] for word in FIRST_SCHOOL]
    assert all(row.unit is not None and len(row.fingerprint) == 16 and row.corrects is None for row in kept.rows)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_records_are_written_for_their_commitment_as_the_journal_writes(value: object) -> None:
    """The one way of writing must never change: what was bound years ago is held against it."""
    assert canonical(value) == canonical_json(value)

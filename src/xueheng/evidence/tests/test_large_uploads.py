"""What a large upload does besides: rows made ready ahead of the storing, a database told of tables that grew."""

import pytest
from django.db import connection

from xueheng.evidence.actions import store_upload as storing
from xueheng.evidence.intake import uploads
from xueheng.evidence.intake.uploads import know_what_grew, works_ahead
from xueheng.evidence.model_records import Record
from xueheng.evidence.tests.office import count_of_records
from xueheng.evidence.tests.workbooks_to_upload import checked, counts, row_of, workbook
from xueheng.identity.tests.authority import authority

FIRST_SCHOOL = ("ann", "ben", "cai", "dan")


@pytest.mark.django_db(transaction=True)
def test_rows_made_ready_ahead_are_stored_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    place = authority()
    monkeypatch.setattr(storing, "PREPARED_AT_ONCE", 1)
    monkeypatch.setattr(storing, "works_ahead", lambda: connection.vendor == "postgresql")
    by = place.viewer("pe_teacher")
    batch = checked(by, workbook([row_of(place, word) for word in FIRST_SCHOOL]))
    batch = storing.store_upload(by, int(batch.pk))
    assert (batch.state, counts(batch)) == ("visible", (4, 4, 0, 0))
    rows = Record.objects.for_the_programme("a test looks").filter(batch=batch.pk).order_by("number")
    assert {each.subject for each in rows} == {place.people[word] for word in FIRST_SCHOOL}
    assert [each.client.rsplit("-", 1)[1] for each in rows] == sorted(
        (each.client.rsplit("-", 1)[1] for each in rows), key=int
    )


@pytest.mark.django_db(transaction=True)
def test_a_server_of_a_database_is_told_of_tables_that_grew(monkeypatch: pytest.MonkeyPatch) -> None:
    place = authority()
    monkeypatch.setattr(uploads, "_FEW", 6)
    by = place.viewer("pe_teacher")
    batch = checked(by, workbook([row_of(place, word) for word in FIRST_SCHOOL]))
    storing.store_upload(by, int(batch.pk))
    if connection.vendor != "postgresql":
        assert know_what_grew(2, 10) == 12
        assert not works_ahead()
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'evidence_record'")
        assert cursor.fetchone()[0] == count_of_records() == 4
    assert know_what_grew(0, 2) == 2
    assert know_what_grew(2, 1) == 0


@pytest.mark.django_db
def test_what_is_not_committed_is_not_left_to_a_second_connection() -> None:
    assert not works_ahead()
    assert know_what_grew(1, 1_000_000) == 1_000_001

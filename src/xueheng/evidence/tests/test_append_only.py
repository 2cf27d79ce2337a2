"""A record is only added to: the application refuses to change one, and so does the database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from xueheng.evidence.kept_tables import KEPT
from xueheng.evidence.model_records import Record
from xueheng.evidence.public import retract_record
from xueheng.evidence.refusals import RecordIsKept
from xueheng.evidence.tests.office import observed, record_of
from xueheng.identity.tests.authority import Authority
from xueheng.trust.append_only import missing_guards

pytestmark = pytest.mark.django_db

REFUSED = [
    "UPDATE evidence_record SET subject = 5",
    "UPDATE evidence_record SET day = '2026-01-01'",
    "UPDATE evidence_record SET organisation = NULL",
    "UPDATE evidence_record SET payload = payload",
    "DELETE FROM evidence_record",
    "DELETE FROM evidence_record WHERE act = 'retraction'",
    "UPDATE evidence_recordlink SET found_at = 0",
    "DELETE FROM evidence_recordlink",
]
REPLACING = [
    "INSERT OR REPLACE INTO evidence_record SELECT * FROM evidence_record",
    "REPLACE INTO evidence_record SELECT * FROM evidence_record WHERE act = 'fact'",
    "INSERT OR REPLACE INTO evidence_recordlink SELECT * FROM evidence_recordlink",
]


def written(place: Authority) -> int:
    """A fact, its double from an upload, a retraction."""
    teacher = place.viewer("class_teacher")
    number = observed(teacher, place.people["ann"], client="c")
    observed(teacher, place.people["ann"], provenance="upload")
    retract_record(teacher, observed(teacher, place.people["ben"]), reason="记错了人")
    return number


def refused(statement: str) -> None:
    with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses(place: Authority, statement: str) -> None:
    written(place)
    refused(statement)


@pytest.mark.parametrize("statement", REPLACING)
def test_replacing_by_inserting_is_refused(place: Authority, statement: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own way of writing over a row")
    written(place)
    refused(statement)


def test_another_row_cannot_take_the_place_of_one_sent(place: Authority) -> None:
    """SQLite removes the row in the way of an INSERT OR REPLACE without asking the triggers on DELETE."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own way of writing over a row")
    written(place)
    columns = [str(field.column) for field in Record._meta.fields if field.column != "number"]
    named = ", ".join(columns)
    refused(
        f"INSERT OR REPLACE INTO evidence_record (number, {named}) SELECT 999999, {named} FROM evidence_record"
        " WHERE client = 'c'"
    )


def test_emptying_the_table_is_refused_on_postgresql(place: Authority) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    written(place)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused("TRUNCATE evidence_record CASCADE")


def test_the_guards_stand() -> None:
    assert missing_guards(connection, KEPT) == []


def rows() -> Any:
    return Record.objects.for_the_programme("test")


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.save(),
        lambda record: record.save(update_fields=["subject"]),
        lambda record: record.delete(),
        lambda record: rows().update(subject=1),
        lambda record: rows().filter(pk=record.pk).delete(),
        lambda record: rows().bulk_update([record], ["subject"]),
        lambda record: rows().update_or_create(number=record.number, defaults={"subject": 1}),
        lambda record: Record.objects.bulk_create([record], ignore_conflicts=True),
        lambda record: Record.objects.bulk_create(
            [record], update_conflicts=True, unique_fields=["number"], update_fields=["subject"]
        ),
    ],
)
def test_the_application_refuses(place: Authority, change: Callable[[Record], object]) -> None:
    record = record_of(written(place))
    subject = record.subject
    record.subject = 1
    with pytest.raises(RecordIsKept):
        change(record)
    assert record_of(record.number).subject == subject

"""The database itself refuses to change the journal."""

import pytest
from django.db import IntegrityError, connection, transaction

from xueheng.trust.actions.make_checkpoint import make_checkpoint
from xueheng.trust.append_only import JOURNAL, drop_guards, guards_lifted, make_guards, missing_guards
from xueheng.trust.tests.office import sql, write_week

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

REFUSED = [
    "UPDATE trust_entry SET actor = 5 WHERE sequence = 2",
    "UPDATE trust_entry SET hash = hash",
    "DELETE FROM trust_entry WHERE sequence = 5",
    "UPDATE trust_about SET number = 1",
    "DELETE FROM trust_about",
    "UPDATE trust_detail SET text = '{}'",
    "UPDATE trust_checkpoint SET at = 1",
    "DELETE FROM trust_checkpoint",
    "UPDATE trust_stream SET length = length - 1",
    "UPDATE trust_stream SET head = head",
    "UPDATE trust_stream SET length = length + 1, last_at = 0",
    "UPDATE trust_stream SET name = 'other', length = length + 1",
    "DELETE FROM trust_stream WHERE name = 'reading'",
]
REPLACING = [
    "INSERT OR REPLACE INTO trust_entry SELECT * FROM trust_entry WHERE sequence = 1",
    "INSERT OR REPLACE INTO trust_stream (name, length, head, last_at) VALUES ('identity', 0, x'00', 0)",
    "REPLACE INTO trust_detail SELECT * FROM trust_detail",
    "REPLACE INTO trust_about SELECT * FROM trust_about",
    "REPLACE INTO trust_checkpoint SELECT * FROM trust_checkpoint",
    (
        "INSERT OR REPLACE INTO trust_entry"
        " (id, stream_id, sequence, at, verb, commitment, about_commitment, previous, hash)"
        " VALUES (9999, 'identity', 1, 1, 'x', x'00', x'00', x'00', x'00')"
    ),
]
EMPTYING = [f"TRUNCATE {kept.table} CASCADE" for kept in JOURNAL]


def refused(statement: str) -> None:
    with pytest.raises(IntegrityError, match="kept as they were written"), transaction.atomic():
        sql(statement)


@pytest.mark.parametrize("statement", REFUSED)
def test_changing_it_is_refused(statement: str) -> None:
    write_week()
    make_checkpoint()
    refused(statement)


@pytest.mark.parametrize("statement", REPLACING)
def test_replacing_a_row_by_inserting_one_is_refused(statement: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own way of writing over a row")
    write_week()
    make_checkpoint()
    refused(statement)


@pytest.mark.parametrize("statement", EMPTYING)
def test_emptying_a_table_is_refused(statement: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's own way of emptying a table")
    write_week()
    connection.check_constraints()
    refused(statement)


def test_a_detail_may_go() -> None:
    write_week()
    assert sql("DELETE FROM trust_detail") == 9


def test_that_the_triggers_stand_is_known() -> None:
    assert missing_guards(connection) == []
    with transaction.atomic():
        drop_guards(connection)
        assert "xueheng_keeps_trust_entry_update" in missing_guards(connection)
        make_guards(connection)
        make_guards(connection)
        assert missing_guards(connection) == []
        transaction.set_rollback(True)


def test_triggers_that_are_lifted_for_a_while_stand_again_afterwards() -> None:
    write_week()
    connection.check_constraints()
    with guards_lifted(connection):
        assert len(missing_guards(connection)) == 14
        sql("UPDATE trust_entry SET actor = actor")
    assert missing_guards(connection) == []
    refused("UPDATE trust_entry SET actor = actor")

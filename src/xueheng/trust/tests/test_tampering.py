"""Somebody with every right on the database changes the journal by SQL; checking it names the entry."""

from pathlib import Path

import pytest
from django.db import connection, transaction

from xueheng.trust import chain_walk, entry_rows
from xueheng.trust.actions.make_checkpoint import make_checkpoint
from xueheng.trust.findings import FindingList
from xueheng.trust.journal import write_journal
from xueheng.trust.tests.office import (
    HEAD,
    LI,
    TEACHER,
    delete_entry,
    hash_anew,
    named,
    rows,
    sql,
    tampering,
    write_week,
)
from xueheng.trust.verifying import verify_journal

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("loose")]
BYTES = b"\x07" * 32


@pytest.mark.parametrize(
    ("column", "value", "kinds"),
    [
        ("at", 5, {"entry_changed"}),
        ("actor", 999, {"entry_changed"}),
        ("actor", None, {"entry_changed"}),
        ("post", 999, {"entry_changed"}),
        ("post", None, {"entry_changed"}),
        ("verb", "pupil.left", {"entry_changed"}),
        ("commitment", BYTES, {"entry_changed", "detail_changed"}),
        ("about_commitment", BYTES, {"entry_changed", "about_changed"}),
        ("previous", BYTES, {"entry_changed"}),
        ("hash", BYTES, {"entry_changed"}),
    ],
)
def test_each_changed_column_of_an_entry_is_named(column: str, value: object, kinds: set[str]) -> None:
    write_week()
    sql(f"UPDATE trust_entry SET {column} = %s WHERE stream_id = 'identity' AND sequence = 2", [value])
    assert set(named()) == {(kind, "identity", 2) for kind in kinds}


def test_the_finding_says_which_and_when() -> None:
    write_week()
    ((at,),) = rows("SELECT at FROM trust_entry WHERE stream_id = 'identity' AND sequence = 2")
    sql("UPDATE trust_entry SET actor = 5 WHERE stream_id = 'identity' AND sequence = 2")
    (finding,) = tampering(verify_journal())
    assert finding.at == at
    assert "“identity”第 2 条" in finding.text.zh
    assert "被改动过" in finding.text.zh
    assert 'Entry 2 of "identity" (20' in finding.text.en


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ('UPDATE trust_detail SET text = \'{"class":"七年级3班"}\'', "detail_changed"),
        ("UPDATE trust_detail SET salt = previous FROM trust_entry", "detail_changed"),
        ("DELETE FROM trust_detail", "detail_gone"),
    ],
)
def test_a_touched_detail_is_named(change: str, kind: str) -> None:
    write_week()
    which = "(SELECT id FROM trust_entry WHERE stream_id = 'identity' AND sequence = 2)"
    sql(f"{change} WHERE entry_id = {which}{' AND trust_entry.id = entry_id' if 'FROM trust_entry' in change else ''}")
    assert named() == [(kind, "identity", 2)]


def test_an_act_of_erasure_cannot_be_made_up_for_a_removed_detail() -> None:
    write_week()
    which = "(SELECT id FROM trust_entry WHERE stream_id = 'identity' AND sequence = %s)"
    sql(f"DELETE FROM trust_detail WHERE entry_id = {which}", [2])
    sql(f"INSERT INTO trust_about (entry_id, kind, number) VALUES ({which}, 'entry', 2)", [3])
    sql("UPDATE trust_entry SET verb = 'detail.erased' WHERE stream_id = 'identity' AND sequence = 3")
    assert set(named()) == {("entry_changed", "identity", 3), ("about_changed", "identity", 3)}


@pytest.mark.parametrize(("stream", "verb"), [("identity", "note.made"), ("reading", "detail.erased")])
def test_only_an_act_of_erasure_in_the_same_stream_excuses_a_removed_detail(stream: str, verb: str) -> None:
    write_week()
    write_journal(stream, verb, actor=HEAD, post=9, about=[("entry", 2)])
    which = "(SELECT id FROM trust_entry WHERE stream_id = 'identity' AND sequence = 2)"
    sql(f"DELETE FROM trust_detail WHERE entry_id = {which}")
    assert named() == [("detail_gone", "identity", 2)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE trust_about SET number = 999 WHERE entry_id = {0}",
        "UPDATE trust_about SET kind = 'unit' WHERE entry_id = {0}",
        "DELETE FROM trust_about WHERE entry_id = {0}",
        "INSERT INTO trust_about (entry_id, kind, number) VALUES ({0}, 'person', 999)",
        (
            "INSERT INTO trust_about (entry_id, kind, number)"
            " SELECT entry_id, kind, number FROM trust_about WHERE entry_id = {0}"
        ),
    ],
)
def test_touching_whom_it_is_about_is_named(change: str) -> None:
    write_week()
    sql(change.format("(SELECT id FROM trust_entry WHERE stream_id = 'reading' AND sequence = 1)"))
    assert named() == [("about_changed", "reading", 1)]


@pytest.mark.parametrize("sequence", [1, 3, 5])
def test_a_deleted_entry_is_named(sequence: int) -> None:
    write_week()
    delete_entry("record/11", sequence)
    assert named() == [("entry_deleted", "record/11", sequence)]


def test_several_deleted_entries_are_one_finding() -> None:
    write_week()
    for sequence in (2, 3):
        delete_entry("record/11", sequence)
    (finding,) = tampering(verify_journal())
    assert (finding.kind, finding.sequence, finding.last) == ("entry_deleted", 2, 3)
    assert "第 2–3 条" in finding.text.zh


def test_a_deleted_entry_whose_followers_move_up_is_noticed() -> None:
    write_week()
    delete_entry("record/11", 2)
    for sequence in (3, 4, 5):
        sql(
            "UPDATE trust_entry SET sequence = sequence - 1 WHERE stream_id = 'record/11' AND sequence = %s", [sequence]
        )
    moved = {("entry_reordered", "record/11", sequence) for sequence in (2, 3, 4)}
    assert set(named()) == {("entry_deleted", "record/11", 5), *moved}


def test_two_entries_that_changed_places_are_named() -> None:
    write_week()
    for was, becomes in ((2, -1), (4, 2), (-1, 4)):
        sql("UPDATE trust_entry SET sequence = %s WHERE stream_id = 'identity' AND sequence = %s", [becomes, was])
    found = tampering(verify_journal())
    assert [(finding.kind, finding.sequence) for finding in found] == [("entry_reordered", 2), ("entry_reordered", 4)]
    assert "原来是第 4 条" in found[0].text.zh


def test_an_entry_moved_to_another_stream_is_named_in_both() -> None:
    write_week()
    sql("UPDATE trust_entry SET stream_id = 'reading', sequence = 3 WHERE stream_id = 'identity' AND sequence = 3")
    assert {("entry_deleted", "identity", 3), ("entry_changed", "reading", 3)} <= set(named())


def test_a_single_entry_hashed_anew_is_named_by_the_one_behind_it() -> None:
    write_week()
    sql("UPDATE trust_entry SET actor = 999 WHERE stream_id = 'identity' AND sequence = 3")
    with transaction.atomic():
        kept = rows("SELECT sequence, previous, hash FROM trust_entry WHERE stream_id = 'identity' AND sequence > 3")
        hash_anew("identity", 3)
        for sequence, previous, made in kept:
            sql(
                "UPDATE trust_entry SET previous = %s, hash = %s WHERE stream_id = 'identity' AND sequence = %s",
                [bytes(previous), bytes(made), sequence],
            )
    assert ("entry_replaced", "identity", 3) in named()


def test_the_last_entry_hashed_anew_does_not_fit_the_head() -> None:
    write_week()
    ((head,),) = rows("SELECT head FROM trust_stream WHERE name = 'identity'")
    sql("UPDATE trust_entry SET actor = 999 WHERE stream_id = 'identity' AND sequence = 5")
    hash_anew("identity", 5)
    sql("UPDATE trust_stream SET head = %s WHERE name = 'identity'", [bytes(head)])
    assert named() == [("stream_changed", "identity", None)]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (
            "UPDATE trust_stream SET head = trust_entry.hash FROM trust_entry WHERE sequence = 2 AND stream_id = name",
            "stream",
        ),
        ("UPDATE trust_stream SET length = length - 1", "stream"),
        ("UPDATE trust_stream SET length = length + 1", "entry_deleted"),
        ("UPDATE trust_stream SET last_at = last_at + 1", "stream"),
    ],
)
def test_a_touched_head_is_named(change: str, kind: str) -> None:
    write_week()
    sql(f"{change} {'AND' if 'WHERE' in change else 'WHERE'} name = 'identity'")
    ((found, stream, _),) = named()
    assert (found.startswith(kind), stream) == (True, "identity")


def test_a_removed_head_is_named() -> None:
    write_week()
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps the reference")
    sql("DELETE FROM trust_stream WHERE name = 'identity'")
    assert named() == [("stream_changed", "identity", None)]


def test_an_entry_slipped_in_before_the_first_is_noticed() -> None:
    write_week()
    sql(
        "INSERT INTO trust_entry (stream_id, sequence, at, actor, verb, commitment, about_commitment, previous, hash)"
        " SELECT stream_id, 0, at, 999, verb, commitment, about_commitment, previous, hash FROM trust_entry"
        " WHERE stream_id = 'identity' AND sequence = 3"
    )
    (finding,) = tampering(verify_journal())
    assert (finding.kind, finding.stream) == ("stream_changed", "identity")
    assert "6 条占着 5 个位置" in finding.text.zh


def test_an_entry_slipped_in_at_a_taken_place_is_noticed() -> None:
    write_week()
    if connection.vendor == "postgresql":
        connection.check_constraints()
        sql("ALTER TABLE trust_entry DROP CONSTRAINT entry_once")
    else:
        without = "".join(row[0] for row in rows("SELECT sql FROM sqlite_master WHERE name = 'trust_entry'"))
        pytest.skip(f"SQLite's rule is part of the table: {without[:20]}")
    sql(
        "INSERT INTO trust_entry (stream_id, sequence, at, actor, verb, commitment, about_commitment, previous, hash)"
        " SELECT stream_id, sequence, at, 999, verb, commitment, about_commitment, previous, hash FROM trust_entry"
        " WHERE stream_id = 'identity' AND sequence = 3"
    )
    assert any(kind == "entry_added" for kind, *_ in named())


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "yesterday"),
        ("sequence", "two"),
        ("sequence", 0),
        ("sequence", 2.5),
        ("actor", "Li"),
        ("verb", 5.5),
        ("hash", "text"),
        ("previous", 7),
        ("at", 2**63 - 1),
    ],
)
def test_values_that_no_entry_has_are_findings_and_no_faults(column: str, value: object) -> None:
    """SQLite takes anything in any column."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone takes them")
    write_week()
    sql(f"UPDATE trust_entry SET {column} = %s WHERE stream_id = 'identity' AND sequence = 2", [value])
    found = named()
    assert found
    assert all(stream == "identity" for _, stream, _ in found)


def test_text_that_is_no_text_is_a_finding() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone takes it")
    write_week()
    sql("UPDATE trust_entry SET verb = CAST(x'ff41' AS TEXT) WHERE stream_id = 'identity' AND sequence = 2")
    assert ("entry_changed", "identity", 2) in named()
    assert {stream for _, stream, _ in named()} == {"identity"}


def test_rows_left_behind_by_a_deletion_are_noticed() -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps the reference")
    write_week()
    sql("DELETE FROM trust_entry WHERE stream_id = 'reading' AND sequence = 2")
    sql("UPDATE trust_stream SET length = 1 WHERE name = 'reading'")
    hash_anew("reading")
    assert {kind for kind, *_ in named()} == {"stray_rows"}


def test_a_tail_hashed_anew_is_found_only_against_a_checkpoint(tmp_path: Path) -> None:
    write_week()
    kept = make_checkpoint().path.rename(tmp_path / "kept elsewhere.json")
    sql("UPDATE trust_entry SET actor = 999 WHERE stream_id = 'record/11' AND sequence = 2")
    hash_anew("record/11", 2)
    # The intruder also does away with what is signed in the database.
    sql("DELETE FROM trust_checkpoint")
    sql("DELETE FROM trust_about WHERE kind = 'checkpoint'")
    sql("DELETE FROM trust_entry WHERE stream_id = 'checkpoints'")
    sql("DELETE FROM trust_stream WHERE name = 'checkpoints'")
    assert named() == []
    (finding,) = tampering(verify_journal(kept))
    assert (finding.kind, finding.stream, finding.sequence, finding.last) == (
        "differs_from_checkpoint",
        "record/11",
        1,
        5,
    )
    assert "另外保存的检查点" in finding.text.zh


def test_checkpoints_between_narrow_down_where(tmp_path: Path) -> None:
    del tmp_path
    write_week()
    make_checkpoint()
    write_week()
    make_checkpoint()
    write_week()
    make_checkpoint()
    sql("UPDATE trust_entry SET actor = 999 WHERE stream_id = 'record/11' AND sequence = 8")
    hash_anew("record/11", 8)
    (finding,) = tampering(verify_journal())
    assert (finding.kind, finding.sequence, finding.last) == ("differs_from_checkpoint", 6, 10)


def test_entries_cut_off_cleanly_are_found_only_against_a_checkpoint_that_knew_them(tmp_path: Path) -> None:
    write_week()
    early = make_checkpoint().path.rename(tmp_path / "early.json")
    write_week()
    late = make_checkpoint().path.rename(tmp_path / "late.json")
    with transaction.atomic():
        sql("DELETE FROM trust_checkpoint")
        for sequence in (9, 10):
            delete_entry("record/11", sequence)
        for sequence in (1, 2):
            delete_entry("checkpoints", sequence)
        hash_anew("record/11")
        sql("DELETE FROM trust_stream WHERE name = 'checkpoints'")
    assert named() == []
    assert named(verify_journal(early)) == []
    assert named(verify_journal(late)) == [("rolled_back", "checkpoints", 1), ("rolled_back", "record/11", 9)]


def test_the_whole_database_rolled_back_to_an_older_copy(tmp_path: Path) -> None:
    write_week()
    copy = transaction.savepoint()
    write_week()
    kept = make_checkpoint().path.rename(tmp_path / "kept.json")
    transaction.savepoint_rollback(copy)
    assert named() == []
    found = verify_journal(kept)
    assert named(found) == [
        ("rolled_back", "identity", 6),
        ("rolled_back", "reading", 3),
        ("rolled_back", "record/11", 6),
    ]
    assert all("退回" in finding.text.zh for finding in tampering(found))


def test_the_newest_file_in_the_data_folder_shows_a_rollback_too() -> None:
    write_week()
    copy = transaction.savepoint()
    write_week()
    make_checkpoint()
    transaction.savepoint_rollback(copy)
    assert {kind for kind, *_ in named()} == {"rolled_back"}


def test_missing_triggers_are_told() -> None:
    (finding,) = verify_journal().findings
    assert finding.kind == "guard_missing"
    assert "xueheng_keeps_trust_entry_delete" in finding.text.en


def test_times_that_go_back_show_hashes_made_anew() -> None:
    write_week()
    sql("UPDATE trust_entry SET at = 5 WHERE stream_id = 'identity' AND sequence = 3")
    hash_anew("identity", 3)
    assert named() == [("time_backwards", "identity", 3)]


def test_findings_beyond_a_number_are_counted_and_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FindingList, "MOST", 4)
    monkeypatch.setattr(chain_walk, "MOST_SUSPECTS", 2)
    write_week()
    sql("UPDATE trust_entry SET actor = %s WHERE stream_id IN ('identity', 'record/11')", [LI + TEACHER])
    found = verify_journal()
    assert (len(found.findings), found.unlisted) == (4, 10 + 1 - 4)
    assert {finding.kind for finding in found.findings} == {"entry_changed"}


def test_a_long_chain_is_walked_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the faults at the edges of pages."""
    monkeypatch.setattr(entry_rows, "AT_ONCE", 2)
    write_week()
    assert named() == []
    sql("UPDATE trust_entry SET actor = 5 WHERE stream_id = 'identity' AND sequence IN (2, 3)")
    delete_entry("record/11", 4)
    assert named() == [
        ("entry_changed", "identity", 2),
        ("entry_changed", "identity", 3),
        ("entry_deleted", "record/11", 4),
    ]


def test_how_far_checking_is_gets_told() -> None:
    write_week()
    told: list[tuple[int, int]] = []
    verify_journal(progress=lambda _, done, of: told.append((done, of)))
    assert told[-1] == (12, 12)

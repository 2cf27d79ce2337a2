"""Writing the journal: one entry for each act, chained, with the act or not at all."""

import hashlib
import struct
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from xueheng.trust import journal
from xueheng.trust.actions.erase_details import erase_details, erase_details_about
from xueheng.trust.journal import Act, lock_streams, write_acts, write_journal
from xueheng.trust.journal_reading import read_about, read_stream
from xueheng.trust.models import About, Detail, Entry, Stream
from xueheng.trust.refusals import OutsideTransaction
from xueheng.trust.tests.office import HEAD, LI, TEACHER, WANG, named, write_week
from xueheng.trust.verifying import verify_journal

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def part(content: object) -> bytes:
    """A part behind its length, as docs/decisions and entry_hash.py describe it, written again."""
    if content is None:
        return b"\xff\xff\xff\xff"
    if isinstance(content, int):
        content = struct.pack(">q", content)
    if isinstance(content, str):
        content = content.encode()
    assert isinstance(content, bytes)
    return struct.pack(">I", len(content)) + content


def test_an_entry_binds_all_that_it_says() -> None:
    assert (
        write_journal("identity", "pupil.enrolled", actor=HEAD, post=None, about=[("person", WANG), ("person", LI)])
        == 1
    )
    assert write_journal("identity", "pupil.moved", actor=None, post=9, detail={"to": "七年级2班", "n": 3}) == 2
    first, second = Entry.objects.order_by("sequence")
    about = hashlib.sha256(b"".join(map(part, ("xueheng about 1", "person", LI, "person", WANG)))).digest()
    parts: tuple[object, ...] = (
        "xueheng entry 1",
        "identity",
        1,
        first.at,
        HEAD,
        None,
        "pupil.enrolled",
        bytes(32),
        about,
        bytes(32),
    )
    assert bytes(first.hash) == hashlib.sha256(b"".join(map(part, parts))).digest()
    told = Detail.objects.get(entry=second)
    assert told.text == '{"n":3,"to":"七年级2班"}'
    commitment = hashlib.sha256(bytes(told.salt) + told.text.encode()).digest()
    parts = (
        *("xueheng entry 1", "identity", 2, second.at, None, 9, "pupil.moved", commitment, bytes(32)),
        bytes(first.hash),
    )
    assert bytes(second.hash) == hashlib.sha256(b"".join(map(part, parts))).digest()
    head = Stream.objects.get(name="identity")
    assert (head.length, bytes(head.head), head.last_at) == (2, bytes(second.hash), second.at)
    assert not Detail.objects.filter(entry=first).exists()


def test_an_act_that_is_undone_leaves_no_entry_and_no_gap() -> None:
    with transaction.atomic():
        write_journal("identity", "pupil.enrolled", actor=HEAD, post=9)
        transaction.set_rollback(True)
    assert write_journal("identity", "pupil.moved", actor=HEAD, post=9) == 1


def test_outside_a_transaction_nothing_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as outside:
        outside.setattr(transaction.get_connection(), "in_atomic_block", False)
        with pytest.raises(OutsideTransaction):
            write_journal("identity", "pupil.enrolled", actor=HEAD, post=9)
        with pytest.raises(OutsideTransaction):
            lock_streams(["identity"])


def test_a_clock_set_back_does_not_turn_the_order_round(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([1_000, 400, 1_001])
    monkeypatch.setattr(journal, "now", lambda: next(moments))
    for _ in range(3):
        write_journal("identity", "pupil.moved", actor=HEAD, post=9)
    assert list(Entry.objects.order_by("sequence").values_list("at", flat=True)) == [1_000, 1_000, 1_001]
    assert named() == []


def test_streams_have_chains_of_their_own() -> None:
    write_week()
    assert dict(Stream.objects.values_list("name", "length")) == {"identity": 5, "record/11": 5, "reading": 2}
    assert named() == []


def test_many_acts_at_once_are_the_chain_that_single_ones_are() -> None:
    acts = [Act("record.added", TEACHER, 9, [("person", number)], {"n": number}) for number in range(1, 301)]
    assert write_acts("record/11", acts) == list(range(1, 301))
    assert write_acts("record/11", []) == []
    assert write_journal("record/11", "record.added", actor=TEACHER, post=9) == 301
    told = verify_journal()
    assert (told.entries, told.findings) == (301, ())


def test_the_same_subject_twice_is_one() -> None:
    write_journal("reading", "list.read", actor=HEAD, post=9, about=[("person", LI), ("person", LI)])
    assert About.objects.count() == 1
    assert named() == []


@pytest.mark.parametrize(
    "detail", [{"x": 1.5}, {"x": b"a"}, {1: "x"}, {"x": {"y": float("nan")}}, {"x": "\ud800"}, {"x": "字" * 300_000}]
)
def test_details_that_have_no_one_way_of_writing_are_refused(detail: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        write_journal("identity", "pupil.moved", actor=HEAD, post=9, detail=detail)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("stream", "verb", "kind"),
    [
        ("", "a", "b"),
        ("Identity", "a", "b"),
        ("record/", "a", "b"),
        ("record/" + "1" * 80, "a", "b"),
        ("identity", "", "b"),
        ("identity", "a" * 61, "b"),
        ("identity", "a b", "b"),
        ("identity", "a", "b" * 41),
    ],
)
def test_names_keep_within_their_columns(stream: str, verb: str, kind: str) -> None:
    with pytest.raises(ValueError):
        write_journal(stream, verb, actor=HEAD, post=9, about=[(kind, 1)])


@pytest.mark.parametrize("number", [-(2**63), 0, 2**63 - 1])
def test_the_ends_of_what_a_number_can_be(number: int) -> None:
    write_journal("identity", "pupil.moved", actor=number, post=number, about=[("person", number)])
    assert named() == []


def test_streams_are_locked_in_order_of_name(django_assert_num_queries: object) -> None:
    del django_assert_num_queries
    write_week()
    asked: list[str] = []

    def watch(execute: object, text: str, values: object, many: bool, context: object) -> object:
        asked.extend(name for name in ("identity", "reading", "record/11") if name in str(values))
        return execute(text, values, many, context)  # type: ignore[operator]

    with connection.execute_wrapper(watch):
        lock_streams(["record/11", "identity", "reading", "identity"])
    assert asked == ["identity", "reading", "record/11"]


def test_who_has_looked_at_a_pupil_is_one_question() -> None:
    write_week()
    seen = read_about("person", LI)
    assert [(entry.stream, entry.verb, entry.actor) for entry in seen] == [
        ("record/11", "record.added", HEAD),
        ("reading", "birth_day.read", TEACHER),
        ("record/11", "record.added", TEACHER),
        ("identity", "pupil.enrolled", HEAD),
    ]
    assert seen[1].detail == {"purpose": "fitness"}
    page = read_about("person", LI, limit=2)
    assert [*page, *read_about("person", LI, before=page[-1].key, limit=2)] == seen
    stream = read_stream("identity", limit=3)
    assert [entry.sequence for entry in stream] == [5, 4, 3]
    assert [entry.sequence for entry in read_stream("identity", before=stream[-1].key)] == [2, 1]


def test_an_erased_detail_leaves_the_chain_whole_and_is_said() -> None:
    write_week()
    assert erase_details("record/11", [1, 3, 99], actor=HEAD, post=9) == 2
    told = verify_journal()
    assert (told.whole, told.erased, told.erased_first) == (True, 2, (("record/11", 1), ("record/11", 3)))
    entries = {entry.sequence: entry for entry in read_stream("record/11")}
    assert (entries[1].erased, entries[1].detail, entries[1].about) == (True, {}, (("person", LI),))
    assert (entries[2].erased, entries[4].erased) == (False, False)
    assert (entries[6].verb, entries[6].about) == ("detail.erased", (("entry", 1), ("entry", 3)))
    assert erase_details("record/11", [1], actor=HEAD, post=9) == 0


def test_all_that_is_told_about_one_pupil_is_erased_in_every_stream() -> None:
    write_week()
    assert erase_details_about("person", WANG, actor=HEAD, post=9) == 5
    told = verify_journal()
    assert (told.whole, told.erased) == (True, 5)
    assert all(not entry.detail for entry in read_about("person", WANG))
    assert any(entry.detail for entry in read_about("person", LI))


def test_writing_takes_few_queries(django_assert_max_num_queries: object) -> None:
    write_week()
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        write_journal("identity", "pupil.moved", actor=HEAD, post=9, about=[("person", LI)], detail={"to": "八年级"})


def test_settings_are_read_when_they_are_used(settings: SimpleNamespace) -> None:
    """Rooms import the journal long before anybody has said where the data lies."""
    assert settings.PLACES.folder.name == "data"

"""Whatever was written and whichever single thing is then changed: checking finds it, and nothing where nothing was."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xueheng.trust.journal import write_journal
from xueheng.trust.tests.office import delete_entry, named, rows, sql

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("loose")]

NUMBERS = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=4,
)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["identity", "reading", "record/11"]),
        st.sampled_from(["pupil.enrolled", "record.added", "a"]),
        st.none() | NUMBERS,
        st.none() | NUMBERS,
        st.lists(st.tuples(st.sampled_from(["person", "record"]), NUMBERS), max_size=3),
        st.dictionaries(TEXTS, VALUES, max_size=3),
    ),
    min_size=1,
    max_size=8,
)
Place = tuple[int, str, int]


def of_the_entry(text: str) -> Callable[[Place, int], int]:
    def change(place: Place, chance: int) -> int:
        return sql(text.replace("{n}", str(chance)), [place[0]])

    return change


def swapped(place: Place, _: int) -> int:
    """With the one behind it, where there is one."""
    _, stream, sequence = place
    if not rows("SELECT 1 FROM trust_entry WHERE stream_id = %s AND sequence = %s", [stream, sequence + 1]):
        return 0
    for was, becomes in ((sequence, -1), (sequence + 1, sequence), (-1, sequence + 1)):
        sql("UPDATE trust_entry SET sequence = %s WHERE stream_id = %s AND sequence = %s", [becomes, stream, was])
    return 2


def deleted(place: Place, _: int) -> int:
    delete_entry(place[1], place[2])
    return 1


CHANGES: dict[str, Callable[[Place, int], int]] = {
    "at": of_the_entry("UPDATE trust_entry SET at = at - {n} WHERE id = %s"),
    "actor": of_the_entry("UPDATE trust_entry SET actor = {n} WHERE id = %s AND actor IS NULL"),
    "no actor": of_the_entry("UPDATE trust_entry SET actor = NULL WHERE id = %s AND actor IS NOT NULL"),
    "post": of_the_entry("UPDATE trust_entry SET post = {n} WHERE id = %s AND post IS NULL"),
    "actor and post": of_the_entry(
        "UPDATE trust_entry SET actor = post, post = actor WHERE id = %s AND coalesce(actor, -1) <> coalesce(post, -1)"
    ),
    "verb": of_the_entry("UPDATE trust_entry SET verb = verb || 'x' WHERE id = %s"),
    "hash": of_the_entry("UPDATE trust_entry SET hash = commitment WHERE id = %s"),
    "previous": of_the_entry("UPDATE trust_entry SET previous = hash WHERE id = %s"),
    "detail": of_the_entry("UPDATE trust_detail SET text = text || ' ' WHERE entry_id = %s"),
    "no detail": of_the_entry("DELETE FROM trust_detail WHERE entry_id = %s"),
    "about": of_the_entry("UPDATE trust_about SET kind = kind || 'x' WHERE entry_id = %s"),
    "no about": of_the_entry("DELETE FROM trust_about WHERE entry_id = %s"),
    "more about": of_the_entry("INSERT INTO trust_about (entry_id, kind, number) VALUES (%s, 'person', {n})"),
    "swapped": swapped,
    "deleted": deleted,
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS, which=st.integers(0), change=st.sampled_from(sorted(CHANGES)), chance=st.integers(1, 10**6))
def test_one_change_is_always_named(
    acts: list[tuple[str, str, int | None, int | None, list[tuple[str, int]], dict[str, object]]],
    which: int,
    change: str,
    chance: int,
) -> None:
    before = transaction.savepoint()
    try:
        for stream, verb, actor, post, about, detail in acts:
            write_journal(stream, verb, actor=actor, post=post, about=about, detail=detail)
        assert named() == []
        places: list[Place] = rows("SELECT id, stream_id, sequence FROM trust_entry ORDER BY id")
        place = places[which % len(places)]
        if CHANGES[change](place, chance):
            found = named()
            assert any(stream == place[1] and sequence in (place[2], place[2] + 1) for _, stream, sequence in found)
            assert {stream for _, stream, _ in found} == {place[1]}
        else:
            assert named() == []
    finally:
        transaction.savepoint_rollback(before)
        assert connection.in_atomic_block

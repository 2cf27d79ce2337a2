"""The closure of the hierarchies after any acts: it tells of every day what a book kept by hand tells."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from xueheng.identity.actions.close_organisation import close_organisation
from xueheng.identity.actions.found_organisation import found_organisation
from xueheng.identity.actions.merge_organisations import merge_organisations
from xueheng.identity.actions.move_organisation import leave_hierarchy, move_organisation
from xueheng.identity.actions.split_organisation import split_organisation
from xueheng.identity.closure import above, under
from xueheng.identity.model_organisations import Closure, Organisation
from xueheng.identity.tests.unit_book import DAYS, HIERARCHIES, OUT, Book, day
from xueheng.identity.unit_changes import NewOrganisation
from xueheng.identity.unit_refusals import UnitRefused
from xueheng.identity.viewer import programme_viewer

pytestmark = pytest.mark.django_db
BY = programme_viewer(date(2026, 1, 5))

Act = tuple[str, str, int, int, int]
"""What, in which hierarchy, by which unit, with which other, from which day."""
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["found", "found", "move", "move", "move", "move", "leave", "close", "merge", "split"]),
        st.sampled_from(HIERARCHIES),
        st.integers(0, 7),
        st.integers(0, 7),
        st.integers(0, DAYS - 1),
    ),
    max_size=14,
)


class Office:
    """Does an act in the programme and, where it was not refused, writes it into the book."""

    def __init__(self) -> None:
        self.book = Book()
        self.units: list[int] = []
        self.done = 0

    def act(self, what: str, hierarchy: str, one: int, other: int, at: int) -> None:
        pick = [self.units[n % len(self.units)] for n in (one, other)] if self.units else [0, 0]
        if not self.units or what == "found":
            self.found(hierarchy, pick[1] if other % 3 else 0, at)
        else:
            getattr(self, what)(hierarchy, pick[0], pick[1], at)

    def new(self, places: dict[str, int | None]) -> NewOrganisation:
        return NewOrganisation("school", f"u{self.done}-{len(self.units)}-{len(places)}", "示例学校", places=places)

    def found(self, hierarchy: str, parent: int, at: int) -> None:
        number = found_organisation(BY, self.new({hierarchy: parent or None}), day(at))
        self._entered(number, {hierarchy: parent}, at)

    def move(self, hierarchy: str, unit: int, parent: int, at: int) -> None:
        to = 0 if unit == parent else parent
        may = self.book.may_move(hierarchy, unit, at, to)
        try:
            move_organisation(BY, unit, hierarchy, to or None, day(at))
        except UnitRefused:
            assert not may, "a move was refused that the book allows"
            raise
        assert may, "a move was made that the book does not allow"
        self.book.put(hierarchy, unit, at, to)

    def leave(self, hierarchy: str, unit: int, other: int, at: int) -> None:
        leave_hierarchy(BY, unit, hierarchy, day(at))
        self.book.put(hierarchy, unit, at, OUT)

    def close(self, hierarchy: str, unit: int, other: int, at: int) -> None:
        close_organisation(BY, unit, day(at))
        self._closed(unit, at)

    def merge(self, hierarchy: str, unit: int, other: int, at: int) -> None:
        children = self.book.children(unit, at)
        merge_organisations(BY, [unit], other, day(at))
        for name, child in children:
            self.book.put(name, child, at, other)
        self._closed(unit, at - 1)

    def split(self, hierarchy: str, unit: int, other: int, at: int) -> None:
        children = sorted(self.book.children(unit, at))
        goes_to = {child: child % 2 for _, child in children}
        parts = [self.new(dict.fromkeys(HIERARCHIES)), self.new(dict.fromkeys((*HIERARCHIES, "group")))]
        after = split_organisation(BY, unit, parts, goes_to, day(at))
        for number in after:
            self._entered(number, dict.fromkeys(HIERARCHIES, 0), at)
        for name, child in children:
            self.book.put(name, child, at, after[goes_to[child]])
        self._closed(unit, at - 1)

    def _entered(self, number: int, places: dict[str, int], at: int) -> None:
        self.units.append(number)
        self.book.founded[number] = at
        for hierarchy, parent in places.items():
            self.book.put(hierarchy, number, at, parent)

    def _closed(self, unit: int, at: int) -> None:
        self.book.closed[unit] = at


def stored(hierarchy: str) -> dict[int, list[tuple[int, int, int]]]:
    """(ancestor, descendant, depth) of each day, as the closure has them; a list, so that a row twice is seen."""
    rows = list(Closure.objects.for_the_programme("compared").filter(hierarchy=hierarchy))
    return {
        at: sorted(
            (row.ancestor_id, row.descendant_id, row.depth) for row in rows if row.from_day <= day(at) <= row.to_day
        )
        for at in range(DAYS + 1)
    }


@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a case has at most 14 acts; to shorten it takes minutes
)
@example([("found", "party", 0, 0, 0), ("leave", "party", 0, 0, 1), ("move", "party", 0, 0, 0)])
@given(ACTS)
def test_after_any_acts_the_closure_of_every_day_is_that_of_the_book(
    acts: list[tuple[str, str, int, int, int]],
) -> None:
    with transaction.atomic():
        office = Office()
        for act in acts:
            before = {hierarchy: stored(hierarchy) for hierarchy in HIERARCHIES}
            with suppress(UnitRefused):
                office.act(*act)
            for hierarchy in HIERARCHIES:
                now = stored(hierarchy)
                past = range(act[-1])
                assert [now[at] for at in past] == [before[hierarchy][at] for at in past], "the past was written again"
                assert now == {at: sorted(office.book.pairs(hierarchy, at)) for at in range(DAYS + 1)}
            office.done += 1
        empty = Closure.objects.for_the_programme("compared").extra(where=["from_day > to_day"])
        assert not empty.exists()
        transaction.set_rollback(True)


def founded(kind: str, name: str, parent: int | None) -> int:
    """A unit of the administrative hierarchy from the first day on."""
    return found_organisation(BY, NewOrganisation(kind, name, name, places={"administrative": parent}), day(0))


def test_a_school_that_moves_takes_its_classes_along_and_yesterday_stays() -> None:
    one, two = founded("district", "区一", None), founded("district", "区二", None)
    school = founded("school", "示例学校", one)
    room = founded("class", "三（1）班", school)
    move_organisation(BY, school, "administrative", two, day(5))
    assert under("administrative", one, day(4)) == (one, school, room)
    assert under("administrative", one, day(5)) == (one,)
    assert under("administrative", two, day(5)) == (two, school, room)
    assert above("administrative", room, day(4)) == (school, one)
    assert above("administrative", room, day(5)) == (school, two)


def test_a_thousand_classes_move_in_a_few_statements(django_assert_max_num_queries: Any) -> None:
    one, two = founded("district", "区一", None), founded("district", "区二", None)
    school = founded("school", "示例学校", one)
    rooms = [Organisation(kind="class", code=f"班{at}", founded=day(0)) for at in range(1000)]
    Organisation.objects.bulk_create(rooms)
    rows = [(room.pk, room.pk, 0) for room in rooms]
    rows += [(school, room.pk, 1) for room in rooms] + [(one, room.pk, 2) for room in rooms]
    Closure.objects.bulk_create(
        Closure(hierarchy="administrative", ancestor_id=a, descendant_id=d, depth=depth, from_day=day(0))
        for a, d, depth in rows
    )
    with django_assert_max_num_queries(40):
        move_organisation(BY, school, "administrative", two, day(5))
    assert len(under("administrative", two, day(5))) == 1002
    assert len(under("administrative", one, day(5))) == 1

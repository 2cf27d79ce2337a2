"""Something fails in the middle of an act: all of it is undone."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from xueheng.evidence import acting, storing
from xueheng.evidence.model_records import NumberBlock, RecordLink, RecordState
from xueheng.evidence.numbers import take_numbers
from xueheng.evidence.public import attest_record, correct_record, retract_record
from xueheng.evidence.states import state_rows
from xueheng.evidence.tests.office import STEADY, count_of_records, observed, served
from xueheng.identity.tests.authority import Authority
from xueheng.trust.models import Entry

pytestmark = pytest.mark.django_db


class DiskFull(DatabaseError):
    pass


def broken(*values: object, **named: object) -> None:
    raise DiskFull


@pytest.mark.parametrize("where", ["write_records_journal", "refresh_differences", "_link", "attach"])
def test_recording_is_all_or_nothing(place: Authority, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setattr(storing, where, broken)
    with pytest.raises(DiskFull):
        observed(place.viewer("class_teacher"), place.people["ann"], client="c")
    assert count_of_records() == 0
    assert state_rows() == {}
    monkeypatch.undo()
    observed(place.viewer("class_teacher"), place.people["ann"], client="c")
    assert count_of_records() == 1


@pytest.mark.parametrize(
    "act",
    [
        lambda place, number: attest_record(place.viewer("class_teacher"), number),
        lambda place, number: retract_record(place.pupil("ann"), number, reason="记错了"),
        lambda place, number: correct_record(place.pupil("ann"), number, fields={"hours_served": 5}, reason="记错了"),
    ],
)
def test_acts_are_all_or_nothing(
    place: Authority, monkeypatch: pytest.MonkeyPatch, act: Callable[[Authority, int], int]
) -> None:
    number = served(place)
    before, entries = state_rows(), Entry.objects.count()
    for room in (acting, storing):
        monkeypatch.setattr(room, "write_records_journal", broken)
    with pytest.raises(DiskFull):
        act(place, number)
    assert (state_rows(), count_of_records(), Entry.objects.count()) == (before, 1, entries)
    monkeypatch.undo()
    act(place, number)
    assert count_of_records() == 2


def test_numbers_taken_inside_a_transaction_go_back_with_it(place: Authority) -> None:
    """Nothing is kept for later inside one: what was rolled back may be given to another process."""
    first = take_numbers(3)
    with transaction.atomic():
        inside = list(take_numbers(5))
        transaction.set_rollback(True)
    assert list(take_numbers(5)) == inside
    assert inside[0] == first[-1] + 1
    assert NumberBlock.objects.get().next == inside[-1] + 1


def test_a_link_is_part_of_the_same_act(place: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    observed(place.viewer("class_teacher"), place.people["ann"])
    monkeypatch.setattr(storing, "write_records_journal", broken)
    with pytest.raises(DiskFull):
        observed(place.viewer("subject_teacher"), place.people["ann"])
    assert RecordLink.objects.for_the_programme("test").count() == 0
    assert RecordState.objects.for_the_programme("test").count() == 1


def test_an_act_inside_a_larger_one_is_undone_with_it(place: Authority) -> None:
    number = observed(place.viewer("class_teacher"), place.people["ann"])
    with transaction.atomic():
        correct_record(place.viewer("class_teacher"), number, fields={**STEADY, "level": "growing"}, reason="x")
        transaction.set_rollback(True)
    assert state_rows()[number][0] is None
    assert count_of_records() == 1

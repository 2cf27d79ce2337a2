"""An erasure takes two people with two posts; nobody decides her own, nobody erases who works here."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from xueheng.identity.model_erasures import Erasure
from xueheng.identity.model_people import Enrolment, Guardianship, IdentityNumber, Person
from xueheng.identity.public import (
    IDENTITY_ERASER,
    ErasureRefused,
    PermissionRefused,
    approve_erasure,
    carry_out_erasure,
    erasures_left,
    names_for_the_programme,
    propose_erasure,
    refuse_erasure,
)
from xueheng.identity.tests.authority import Authority
from xueheng.trust.models import Entry
from xueheng.trust.public import (
    Eraser,
    Erasing,
    KeyDestroyed,
    LedgerBroken,
    ledger_file,
    read_ledger,
    seal,
    verify_journal,
)
from xueheng.trust.subject_keys import keys_to_unseal

pytestmark = pytest.mark.django_db
WHY = "a test looks"
ERASERS = (IDENTITY_ERASER,)


@pytest.fixture(autouse=True)
def own_ledger(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xueheng.trust.erasure_ledger.data_folder", lambda: tmp_path)


def proposed(place: Authority, word: str = "ann", by: str = "school_admin") -> int:
    return propose_erasure(place.viewer(by), place.people[word], "asked", "家长来信要求")


def state(number: int) -> str:
    found: str = Erasure.objects.for_the_programme(WHY).values_list("state", flat=True).get(pk=number)
    return found


def test_one_puts_it_forward_and_another_approves(place: Authority) -> None:
    number = proposed(place)
    approve_erasure(place.viewer("head"), number)
    assert state(number) == "approved"
    assert erasures_left() == [number]
    verbs = Entry.objects.filter(about__kind="erasure", about__number=number).order_by("sequence")
    assert [entry.verb for entry in verbs] == ["propose_erasure", "approve_erasure"]


@pytest.mark.parametrize("word", ["school_admin", "class_teacher", "nine_head", "data_officer", "security_admin"])
def test_nobody_else_may_decide(place: Authority, word: str) -> None:
    number = proposed(place)
    with pytest.raises(PermissionRefused):
        approve_erasure(place.viewer(word), number)
    assert state(number) == "proposed"


def test_whoever_put_it_forward_does_not_decide_it_under_another_post(place: Authority) -> None:
    number = proposed(place)
    both = replace(place.viewer("head"), person=place.people["school_admin"])
    with pytest.raises(PermissionRefused):
        approve_erasure(both, number)


@pytest.mark.parametrize("word", ["class_teacher", "pe_teacher", "head", "nine_admin", "bureau_head"])
def test_nobody_else_may_put_it_forward(place: Authority, word: str) -> None:
    with pytest.raises(PermissionRefused):
        proposed(place, by=word)


def test_who_works_here_is_not_erased(place: Authority) -> None:
    with pytest.raises(ErasureRefused, match="还有任职"):
        proposed(place, "class_teacher")


def test_it_is_put_forward_once_and_with_a_reason(place: Authority) -> None:
    number = proposed(place)
    with pytest.raises(ErasureRefused, match="已经提出"):
        proposed(place)
    with pytest.raises(ErasureRefused, match="法律依据"):
        propose_erasure(place.viewer("school_admin"), place.people["ben"], "because", "家长来信")
    refuse_erasure(place.viewer("head"), number)
    with pytest.raises(ErasureRefused, match="已经有人决定"):
        approve_erasure(place.viewer("head"), number)
    assert proposed(place) != number


def test_what_nobody_approved_is_not_carried_out(place: Authority) -> None:
    number = proposed(place)
    with pytest.raises(ErasureRefused, match="没有批准"):
        carry_out_erasure(place.viewer("head"), number, ERASERS)
    assert read_ledger(ledger_file()) == ()


def test_she_is_gone_and_her_guardian_and_classmate_are_not(place: Authority) -> None:
    ann, ben = place.people["ann"], place.people["ben"]
    number = proposed(place)
    approve_erasure(place.viewer("head"), number)
    assert carry_out_erasure(place.viewer("head"), number, ERASERS) > 4
    assert names_for_the_programme([ann, ben], WHY) == {ann: "", ben: place.names[ben]}
    assert keys_to_unseal([ann]) == {ann: None}
    with pytest.raises(KeyDestroyed):
        seal(ann, "name", b"x")
    for model, whom in ((IdentityNumber, "person"), (Enrolment, "pupil"), (Guardianship, "pupil")):
        assert not model.objects.for_the_programme(WHY).filter(**{whom: ann}).exists()
        assert model.objects.for_the_programme(WHY).filter(**{whom: place.people["hua"]}).exists()
    row = Person.objects.for_the_programme(WHY).get(pk=ann)
    assert (row.sex, row.born, bytes(row.name_index), row.erased is not None) == ("", None, b"", True)
    assert [line.subjects for line in read_ledger(ledger_file())] == [(ann,)]
    assert verify_journal().findings == ()
    assert (state(number), erasures_left()) == ("done", [])


def broken_off(step: Callable[[Erasing], Any]) -> Eraser:
    return Eraser("test", lambda erasing: [], step)


def test_broken_off_at_any_step_it_comes_to_the_same_end(place: Authority) -> None:
    ann, number = place.people["ann"], proposed(place)
    approve_erasure(place.viewer("head"), number)
    begun: list[str] = []

    def stop(erasing: Erasing) -> int:
        begun.append(Entry.objects.filter(stream_id="identity").order_by("sequence").last().verb)  # type: ignore[union-attr]
        assert keys_to_unseal([ann]) == {ann: None}, "the key went first"
        raise RuntimeError(erasing.subjects)

    for erasers in ((broken_off(stop), *ERASERS), (*ERASERS, broken_off(stop))):
        with pytest.raises(RuntimeError):
            carry_out_erasure(place.viewer("head"), number, erasers)
        assert (state(number), erasures_left()) == ("erasing", [number])
    assert begun[0] == "begin_erasure"
    assert [line.subjects for line in read_ledger(ledger_file())] == [(ann,)]
    carry_out_erasure(place.viewer("head"), number, ERASERS)
    assert state(number) == "done"
    assert names_for_the_programme([ann], WHY) == {ann: ""}


def test_without_the_ledger_no_key_goes(place: Authority) -> None:
    ann, number = place.people["ann"], proposed(place)
    approve_erasure(place.viewer("head"), number)
    ledger_file().parent.mkdir(parents=True)
    ledger_file().write_text("not a ledger\n", "utf-8")
    with pytest.raises(LedgerBroken):
        carry_out_erasure(place.viewer("head"), number, ERASERS)
    assert keys_to_unseal([ann])[ann] is not None

"""Random facts, corrections, retractions, attestations and refusals, beside a plain model of the same rules."""

import random
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xueheng.errors import XuehengError
from xueheng.evidence.counting import doubles, standing_facts
from xueheng.evidence.model_records import RecordState
from xueheng.evidence.public import append_record, attest_record, correct_record, refuse_record, retract_record
from xueheng.evidence.states import rebuild_states, state_rows
from xueheng.evidence.tests.office import ATTENDANCE, SERVICE
from xueheng.evidence.tests.plain_record import Fact, PlainRecord
from xueheng.identity.models import Organisation, Post
from xueheng.identity.tests.authority import DAY, YEAR, Authority
from xueheng.identity.viewer import Viewer

pytestmark = pytest.mark.django_db
DAYS = (date(2026, 1, 12), date(2026, 1, 26), date(2026, 2, 24), DAY)
PUPILS = ("ann", "ben")


class Office:
    """Two class teachers and two pupils who record, correct, retract, verify; each act is tried on both records."""

    def __init__(self, place: Authority, chance: random.Random) -> None:
        self.place, self.chance, self.plain = place, chance, PlainRecord()
        self.viewers: dict[str, Viewer] = {
            "teacher": place.viewer("class_teacher"),
            "substitute": substitute(place),
            "admin": place.viewer("school_admin"),
            **{word: place.pupil(word) for word in PUPILS},
        }

    def step(self) -> None:
        weights = {self.record: 6, self.correct: 4, self.retract: 1, self.attest: 4, self.refuse: 2}
        self.chance.choices(list(weights), list(weights.values()))[0]()

    def record(self) -> None:
        kind = self.chance.choice(("attendance", "service"))
        subject = self.chance.choice(PUPILS)
        recorder = self.chance.choice(("teacher", "substitute")) if kind == "attendance" else subject
        provenance = self.chance.choice(("form", "form", "upload"))
        day, value = self.chance.choice(DAYS), self.chance.choice((5, 10))
        new = Fact(0, kind, subject, day, value, recorder, provenance)
        expected = not self.plain.refuses(new)
        number = self.tried(
            expected,
            lambda: append_record(
                self.viewers[recorder], type=ATTENDANCE if kind == "attendance" else SERVICE,
                subject=self.place.people[subject], day=day, fields=fields_of(kind, value), provenance=provenance,
            ),
        )  # fmt: skip
        again = self.plain.again(new)
        if again is not None:
            assert number == again
        elif number is not None:
            new.number = number
            self.plain.add(new)

    def correct(self) -> None:
        old = self.some()
        if old is None:
            return
        by, value, day = (
            self.chance.choice(list(self.viewers)),
            self.chance.choice((5, 10, 15)),
            self.chance.choice(DAYS),
        )
        new = Fact(0, old.kind, old.subject, day, value, by, "form", (*old.earlier, old.recorder))
        changes = (value, day) != (old.value, old.day)
        expected = self.may_change(by, old) and old.stands and changes and not self.plain.refuses(new, old.number)
        number = self.tried(
            expected,
            lambda: correct_record(
                self.viewers[by], old.number, fields=fields_of(old.kind, value), day=day, reason="核对后更正"
            ),
        )
        if number is not None:
            new.number = number
            self.plain.add(new, old.number)

    def retract(self) -> None:
        old = self.some()
        if old is None:
            return
        by = self.chance.choice(list(self.viewers))
        expected = self.may_change(by, old) and old.stands
        if self.tried(expected, lambda: retract_record(self.viewers[by], old.number, reason="记错了")) is not None:
            old.retracted = True

    def attest(self) -> None:
        old = self.some()
        if old is None:
            return
        by = self.chance.choice(list(self.viewers))
        expected = self.may_verify(by, old) and old.waits
        if self.tried(expected, lambda: attest_record(self.viewers[by], old.number)) is not None:
            old.attested = True

    def refuse(self) -> None:
        old = self.some()
        if old is None:
            return
        by = self.chance.choice(list(self.viewers))
        expected = self.may_verify(by, old) and old.stands and not old.refused
        if self.tried(expected, lambda: refuse_record(self.viewers[by], old.number, reason="对不上")) is not None:
            old.refused = True

    def some(self) -> Fact | None:
        return self.chance.choice(list(self.plain.facts.values())) if self.plain.facts else None

    def may_change(self, by: str, old: Fact) -> bool:
        """The recorder; the verifier of the type; where two differ, who records the type in the class."""
        verifier = {"attendance": ("admin",), "service": ("teacher", "substitute")}[old.kind]
        recorders = ("teacher", "substitute") if old.kind == "attendance" else ()
        settles = by in recorders and old.number in self.plain.disputed()
        own = by == old.recorder and (by in recorders or by == old.subject)
        return own or by in verifier or settles

    def may_verify(self, by: str, old: Fact) -> bool:
        verifier = {"attendance": ("admin",), "service": ("teacher", "substitute")}[old.kind]
        return by in verifier and by not in (old.recorder, *old.earlier)

    def tried(self, expected: bool, act: object) -> int | None:
        try:
            number: int | None = act()  # type: ignore[operator]  # a lambda that returns a number
        except XuehengError as refused:
            if expected:
                pytest.fail(f"refused and should not be: {refused}")
            return None
        assert expected, f"not refused: record {number}"
        return number

    def agrees(self) -> None:
        facts = self.plain.facts
        states = {s.record_id: s for s in RecordState.objects.for_the_programme("test")}
        assert set(states) == set(facts)
        for number, fact in facts.items():
            state = states[number]
            assert (state.corrected_by is not None) == fact.corrected
            assert (state.retracted_by is not None) == fact.retracted
            assert (state.attested_by is not None, state.refused_by is not None) == (fact.attested, fact.refused)
            assert state.to_verify == fact.waits
        assert {n for n, s in states.items() if s.differs} == self.plain.disputed()
        assert set(standing_facts().values_list("number", flat=True)) == {n for n, f in facts.items() if f.stands}
        assert doubles() == self.plain.doubles()
        kept = state_rows()
        rebuild_states()
        assert state_rows() == kept


def fields_of(kind: str, value: int) -> dict[str, object]:
    if kind == "attendance":
        return {"days_due": 20, "days_excused": value // 5, "days_absent": 0}
    return {"hours_served": value}


def substitute(place: Authority) -> Viewer:
    unit = Organisation.objects.for_the_programme("test").get(pk=place.units["c3"])
    person = place.people["other_class_teacher"]
    post = Post.objects.create(person_id=person, role="class_teacher", organisation=unit, from_day=YEAR, acting=True)
    return Viewer(person, post.pk, "class_teacher", unit.pk, "administrative", DAY)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_the_record_keeps_its_rules(place: Authority, seed: int) -> None:
    with transaction.atomic():
        office = Office(place, random.Random(seed))
        for _ in range(30):
            office.step()
        office.agrees()
        transaction.set_rollback(True)

"""Draws by lot for a second look: sealed first, reproducible, looked at by somebody else."""

import hashlib

import pytest

from xueheng.evidence.actions.draw_sample import list_digest, lot, ticket
from xueheng.evidence.model_samples import SampleDraw
from xueheng.evidence.public import (
    RecordUnknown,
    attest_many,
    attest_record,
    draw_result,
    draw_sample,
    refuse_record,
    seal_sample,
)
from xueheng.evidence.refusals import DayRefused, DrawRefused, NotToVerify
from xueheng.evidence.states import rebuild_states, state_rows
from xueheng.evidence.tests.office import SERVICE, served, state_of
from xueheng.identity.models import Organisation, Post
from xueheng.identity.permission import PermissionRefused
from xueheng.identity.tests.authority import DAY, YEAR, Authority
from xueheng.identity.viewer import Viewer
from xueheng.trust.models import Detail

pytestmark = pytest.mark.django_db


def sealed(place: Authority, by: Viewer | None = None, per_cent: int = 50) -> int:
    return seal_sample(
        by or place.viewer("class_teacher"), type=SERVICE, organisation=place.units["c3"], from_day=YEAR, to_day=DAY,
        per_cent=per_cent,
    )  # fmt: skip


def draw_of(number: int) -> SampleDraw:
    found: SampleDraw = SampleDraw.objects.for_the_programme("test").get(pk=number)
    return found


def services(place: Authority) -> list[int]:
    return [served(place, word) for word in ("ann", "ben", "cai") for _ in range(2)]


@pytest.fixture
def second(place: Authority) -> Viewer:
    """Another teacher who may verify in this class."""
    unit = Organisation.objects.for_the_programme("test").get(pk=place.units["c3"])
    person = place.people["other_class_teacher"]
    post = Post.objects.create(person_id=person, role="class_teacher", organisation=unit, from_day=YEAR, acting=True)
    return Viewer(person, post.pk, "class_teacher", unit.pk, "administrative", DAY)


def test_the_seed_is_fixed_before_anything_is_drawn(place: Authority) -> None:
    numbers = services(place)
    draw = sealed(place)
    found = draw_of(draw)
    assert (found.among, found.among_digest, found.seed) == (6, list_digest(numbers), None)
    assert found.commitment in Detail.objects.get(entry__verb="seal_sample").text
    drawn = draw_sample(place.viewer("class_teacher"), draw)
    seed = bytes.fromhex(draw_of(draw).seed or "")
    assert hashlib.sha256(seed).hexdigest() == found.commitment
    assert lot(seed, numbers, 50) == drawn
    assert len(drawn) == 3
    assert {number for number in numbers if state_of(number).sampled} == set(drawn)


def test_the_lot_is_what_the_rule_says() -> None:
    """Half of four, by the two smallest HMACs of the numbers in decimal digits."""
    seed = b"\x01" * 32
    by_hand = sorted([3, 14, 159, 2653], key=lambda number: ticket(seed, number))[:2]
    assert lot(seed, [2653, 159, 14, 3], 50) == by_hand
    assert len(lot(seed, range(1, 12), 10)) == 2


def test_a_draw_is_made_once(place: Authority) -> None:
    services(place)
    draw = sealed(place)
    draw_sample(place.viewer("class_teacher"), draw)
    with pytest.raises(DrawRefused):
        draw_sample(place.viewer("class_teacher"), draw)


def test_only_who_verifies_there_draws(place: Authority, elsewhere: Authority) -> None:
    services(place)
    for viewer in (place.viewer("subject_teacher"), elsewhere.viewer("class_teacher"), place.viewer("system_admin")):
        with pytest.raises(PermissionRefused):
            sealed(place, viewer)
    draw = sealed(place)
    with pytest.raises(RecordUnknown):
        draw_sample(place.viewer("other_class_teacher"), draw)
    with pytest.raises(RecordUnknown):
        draw_result(elsewhere.viewer("class_teacher"), draw)


def test_a_second_look_takes_somebody_else(place: Authority, second: Viewer) -> None:
    numbers = services(place)
    teacher = place.viewer("class_teacher")
    attest_many(teacher, numbers)
    draw = sealed(place, per_cent=100)
    drawn = draw_sample(teacher, draw)
    with pytest.raises(NotToVerify):
        attest_record(teacher, drawn[0])
    attest_record(second, drawn[0])
    refuse_record(second, drawn[1], reason="签到表上没有")
    result = draw_result(teacher, draw)
    assert (result.among, result.drawn, result.confirmed, result.refused, result.open) == (6, 6, 1, 1, 4)
    assert not state_of(drawn[0]).sampled
    with pytest.raises(NotToVerify):
        attest_record(second, drawn[0])
    kept = state_rows()
    rebuild_states()
    assert state_rows() == kept


@pytest.mark.parametrize("per_cent", [0, 101, -5])
def test_a_share_of_nothing_is_refused(place: Authority, per_cent: int) -> None:
    services(place)
    with pytest.raises(DrawRefused):
        sealed(place, per_cent=per_cent)


def test_there_must_be_something_to_draw_from(place: Authority) -> None:
    with pytest.raises(DrawRefused):
        sealed(place)
    with pytest.raises(DayRefused):
        seal_sample(
            place.viewer("class_teacher"), type=SERVICE, organisation=place.units["c3"], from_day=DAY, to_day=YEAR,
            per_cent=10,
        )  # fmt: skip

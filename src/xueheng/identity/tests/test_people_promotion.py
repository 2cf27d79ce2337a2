"""The school year turns: seen before, done once, and once only."""

from datetime import date
from typing import Any

import pytest

from xueheng.identity import promotion
from xueheng.identity.actions.found_organisation import found_organisation
from xueheng.identity.actions.promote_classes import promote_classes
from xueheng.identity.actions.suspend_pupil import resume_pupil
from xueheng.identity.closure import under
from xueheng.identity.model_posts import Post
from xueheng.identity.organisations import attributes_on, name_on, unit
from xueheng.identity.people import classes_on
from xueheng.identity.people_refusals import TooManyClasses
from xueheng.identity.permission import PermissionRefused
from xueheng.identity.promotion import Promotion, preview_promotion
from xueheng.identity.tests.authority import DAY, YEAR, Authority
from xueheng.identity.unit_changes import NewOrganisation
from xueheng.identity.viewer import programme_viewer
from xueheng.trust.models import Entry

pytestmark = pytest.mark.django_db
BY = programme_viewer(DAY)
NEXT = date(2026, 9, 1)
EVE = date(2026, 8, 31)


def told(place: Authority, found: Promotion) -> dict[str, tuple[str, str, str, int]]:
    words = {number: word for word, number in place.units.items()}
    return {words[one.number]: (one.outcome, one.new_name, one.new_grade, one.pupils) for one in found.classes}


def test_the_preview_says_what_becomes_of_every_class(place: Authority) -> None:
    assert told(place, preview_promotion(place.viewer("school_admin"), place.units["first"], NEXT)) == {
        "c3": ("rises", "四（1）班", "14", 3),
        "closing_c3": ("rises", "四（1）班", "14", 2),
        "c6": ("leaves", "六（1）班", "", 1),
    }
    assert told(place, preview_promotion(place.viewer("nine_admin"), place.units["nine"], NEXT)) == {
        "nine_c6": ("leaves", "六（1）班", "", 2),
        "nine_c7": ("rises", "八（1）班", "22", 2),
        "nine_c9": ("waits", "九（1）班", "", 2),
    }


def test_the_preview_names_the_sections_that_wait_for_first_classes(place: Authority) -> None:
    preview = preview_promotion(place.viewer("nine_admin"), place.units["nine"], NEXT)
    assert preview.arrivals == tuple(sorted([(place.units["nine_primary"], "11"), (place.units["nine_junior"], "21")]))


def test_classes_rise_the_last_grade_leaves_and_the_past_stays(place: Authority) -> None:
    office, c3, c6 = place.viewer("school_admin"), place.units["c3"], place.units["c6"]
    promote_classes(office, place.units["first"], NEXT)
    assert (attributes_on([c3], EVE)[c3], attributes_on([c3], NEXT)[c3]) == ({"grade": "13"}, {"grade": "14"})
    assert (name_on(c3, EVE), name_on(c3, NEXT)) == ("三（1）班", "四（1）班")
    ann, dan = place.people["ann"], place.people["dan"]
    assert classes_on([ann, dan], EVE) == {ann: c3, dan: c6}
    assert classes_on([ann, dan], NEXT) == {ann: c3}
    assert unit(c6).closed == EVE
    assert c6 not in under("administrative", place.units["first"], NEXT)


def test_the_class_teacher_goes_along_and_the_leaving_class_s_post_ends(place: Authority) -> None:
    promote_classes(BY, place.units["first"], NEXT)
    held = dict(Post.objects.for_the_programme("test").values_list("number", "to_day"))
    assert held[place.posts["class_teacher"]] == date(9999, 12, 31)
    assert held[place.posts["other_class_teacher"]] == EVE


def test_done_twice_nothing_changes_the_second_time(place: Authority) -> None:
    new = NewOrganisation(
        "class", "新一", "一（1）班", places={"administrative": place.units["primary"]}, attributes={"grade": "11"}
    )
    promote_classes(BY, place.units["first"], NEXT, [new])
    entries = Entry.objects.count()
    again = promote_classes(BY, place.units["first"], NEXT, [new])
    assert {one.outcome for one in again.classes} == {"done"}
    assert Entry.objects.count() == entries
    assert again.arrivals == ()


def test_a_slip_of_the_day_does_not_promote_a_second_time(place: Authority) -> None:
    promote_classes(BY, place.units["first"], NEXT)
    slip = promote_classes(BY, place.units["first"], date(2026, 9, 8))
    assert slip.of("rises") == ()
    assert attributes_on([place.units["c3"]], date(2026, 9, 8))[place.units["c3"]] == {"grade": "14"}


def test_next_year_it_rises_again(place: Authority) -> None:
    promote_classes(BY, place.units["first"], NEXT)
    promote_classes(BY, place.units["first"], date(2027, 9, 1))
    c3 = place.units["c3"]
    assert (name_on(c3, date(2027, 9, 1)), attributes_on([c3], date(2027, 9, 1))[c3]) == ("五（1）班", {"grade": "15"})


def test_a_class_with_a_pupil_on_leave_waits_and_then_ends(place: Authority) -> None:
    nine, c9 = place.units["nine"], place.units["nine_c9"]
    promote_classes(BY, nine, NEXT)
    jun, on_leave = place.people["jun"], place.people["on_leave"]
    assert classes_on([jun, on_leave], NEXT) == {on_leave: c9}
    assert unit(c9).closed is None
    resume_pupil(BY, on_leave, NEXT, into=place.units["nine_c7"])
    promote_classes(BY, nine, NEXT)
    assert unit(c9).closed == EVE


def test_a_class_without_a_known_grade_is_left_alone(place: Authority) -> None:
    new = NewOrganisation("class", "混龄", "混龄班", places={"administrative": place.units["primary"]})
    number = found_organisation(BY, new, YEAR)
    done = promote_classes(BY, place.units["first"], NEXT)
    assert [one.number for one in done.of("unclear")] == [number]


@pytest.mark.parametrize("classes", [1, 30])
def test_a_preview_takes_as_many_queries_for_thirty_classes(
    place: Authority, classes: int, django_assert_max_num_queries: Any
) -> None:
    for at in range(classes):
        under_it = {"administrative": place.units["primary"]}
        new = NewOrganisation("class", f"多{at}", f"三（{at + 5}）班", places=under_it, attributes={"grade": "13"})
        found_organisation(BY, new, YEAR)
    office = place.viewer("school_admin")
    with django_assert_max_num_queries(12):
        preview_promotion(office, place.units["first"], NEXT)


@pytest.mark.parametrize("word", ["class_teacher", "head", "nine_admin", "security_admin"])
def test_only_the_school_s_office_and_those_above_promote(place: Authority, word: str) -> None:
    for act in (promote_classes, preview_promotion):
        with pytest.raises(PermissionRefused):
            act(place.viewer(word), place.units["first"], NEXT)


def test_a_districts_classes_are_not_promoted_in_one_go(place: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    classes = len(preview_promotion(BY, place.units["first"], NEXT).classes)
    assert classes > 1
    monkeypatch.setattr(promotion, "MOST_CLASSES", classes)
    assert len(preview_promotion(BY, place.units["first"], NEXT).classes) == classes
    monkeypatch.setattr(promotion, "MOST_CLASSES", classes - 1)
    for act in (promote_classes, preview_promotion):
        with pytest.raises(TooManyClasses, match="多于"):
            act(BY, place.units["first"], NEXT)

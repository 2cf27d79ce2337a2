"""Nothing recorded lately: a hint for one teacher's eyes, silenced by a word; phrases that are nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xueheng.evidence.actions.keep_phrase import MOST_PHRASES, PhraseRefused, forget_phrase, keep_phrase
from xueheng.evidence.actions.watch_pupils import watch_pupils
from xueheng.evidence.catalogue import evidence_type
from xueheng.evidence.erasing import forget_own
from xueheng.evidence.model_sheets import KeptPhrase, LastSheet, WatchedPupil
from xueheng.evidence.phrases import own_phrases, phrases_for
from xueheng.evidence.sheets.brushes import sheet_of
from xueheng.evidence.sheets.class_sheet import tiles_of
from xueheng.evidence.sheets.quiet import quiet_pupils
from xueheng.evidence.tests.office import OBSERVATION, attended, observed
from xueheng.evidence.tests.test_pages import signed_in
from xueheng.identity.public import PermissionRefused, Viewer
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.viewer import today

pytestmark = pytest.mark.django_db
WHY = "a test looks"


def quiet(place: Authority, viewer: Viewer) -> list[str]:
    shape = sheet_of(evidence_type(OBSERVATION))
    assert shape is not None
    words = {number: word for word, number in place.people.items()}
    tiles = tiles_of(viewer, shape, place.units["c3"], viewer.day)
    return sorted(words[number] for number in quiet_pupils(viewer, tiles))


def test_a_teacher_who_has_just_begun_is_told_nothing(place: Authority) -> None:
    assert quiet(place, place.viewer("class_teacher")) == []


def test_pupils_without_a_record_for_three_weeks_are_named_to_their_teacher_alone(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    observed(teacher, place.people["ann"], DAY - timedelta(days=20))
    observed(teacher, place.people["ben"], DAY - timedelta(days=21))
    assert quiet(place, teacher) == ["ben", "cai"]
    assert quiet(place, place.viewer("subject_teacher")) == []  # who has recorded nothing at all


def test_any_record_of_hers_counts_and_nobody_else_s(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    observed(teacher, place.people["ann"])
    attended(teacher, place.people["ben"])
    observed(place.viewer("subject_teacher"), place.people["cai"])
    assert quiet(place, teacher) == ["cai"]


def test_who_says_that_she_has_an_eye_on_them_is_left_alone_for_three_weeks(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    observed(teacher, place.people["ann"])
    assert watch_pupils(teacher, [place.people["ben"]]) == 1
    assert quiet(place, teacher) == ["cai"]
    later = place.viewer("class_teacher", DAY + timedelta(days=20))
    observed(later, place.people["ann"], later.day)
    assert quiet(place, later) == ["cai"]
    much_later = place.viewer("class_teacher", DAY + timedelta(days=22))
    observed(much_later, place.people["ann"], much_later.day)
    assert quiet(place, much_later) == ["ben", "cai"]


def test_a_note_to_oneself_is_seen_by_nobody_else_and_about_nobody_else_s_pupil(
    place: Authority, elsewhere: Authority
) -> None:
    teacher = place.viewer("class_teacher")
    assert watch_pupils(teacher, [place.people["ben"], place.people["dan"], elsewhere.people["ann"]]) == 1
    assert watch_pupils(teacher, [place.people["ben"]]) == 1
    assert WatchedPupil.objects.for_the_programme(WHY).count() == 1
    for other in (place.viewer("subject_teacher"), place.viewer("head"), place.guardian("mother")):
        assert not WatchedPupil.objects.visible_to(other).exists()
    with pytest.raises(PermissionRefused):
        watch_pupils(place.viewer("system_admin"), [place.people["ben"]])


def test_the_hint_takes_two_queries_whatever_the_class(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    observed(teacher, place.people["ann"])
    shape = sheet_of(evidence_type(OBSERVATION))
    assert shape is not None
    tiles = tiles_of(teacher, shape, place.units["c3"], DAY)
    for some in (tiles[:1], tiles):
        with CaptureQueriesContext(connection) as asked:
            quiet_pupils(teacher, some)
        assert len(asked) == 2


def test_the_page_rings_them_until_the_teacher_dismisses_it(place: Authority) -> None:
    observed(place.viewer("class_teacher", today()), place.people["ann"], today())
    client = signed_in(place, "class_teacher")
    where = f"{reverse('sheet', args=[OBSERVATION])}?class={place.units['c3']}"
    page = client.get(where).content.decode()
    assert "近 3 周您没有记录：2 人" in page
    assert page.count("data-ringed") == 2
    client.post(reverse("watch_pupils"), {"pupil": [place.people["ben"], place.people["cai"]], "back": where})
    assert "data-ringed" not in client.get(where).content.decode()
    sent_off = client.post(reverse("watch_pupils"), {"pupil": ["x"], "back": "//elsewhere.example/"})
    assert sent_off.headers["Location"] == reverse("sheets")


def test_phrases_of_the_packs_are_offered_where_they_belong(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    assert [some.title.zh for some in phrases_for(teacher, OBSERVATION)] == ["课堂事例"]
    assert [some.title.zh for some in phrases_for(teacher)] == ["期末评语"]
    page = signed_in(place, "class_teacher").get(reverse("new_record", args=[OBSERVATION, place.people["ann"]]))
    assert "主动提出了自己的问题。" in page.content.decode()


def test_a_phrase_of_one_s_own_comes_first_and_is_nobody_else_s(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    number = keep_phrase(teacher, "  今天第一次  举手。 ")
    assert [phrase.words for phrase in own_phrases(teacher)] == ["今天第一次 举手。"]
    assert phrases_for(teacher, OBSERVATION)[0].words == ("今天第一次 举手。",)
    assert own_phrases(place.viewer("subject_teacher")) == []
    assert "举手".encode() not in bytes(KeptPhrase.objects.for_the_programme(WHY).get().words)
    assert not forget_phrase(place.viewer("subject_teacher"), number)
    assert forget_phrase(teacher, number)
    assert own_phrases(teacher) == []


@pytest.mark.parametrize("words", ["", "   ", "字" * 201, "a\u202eb"])
def test_what_is_no_phrase_is_refused(place: Authority, words: str) -> None:
    with pytest.raises(PhraseRefused):
        keep_phrase(place.viewer("class_teacher"), words)


def test_no_more_than_a_hundred_phrases_are_kept(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    rows = [KeptPhrase(person=teacher.person, words=b"", made=at) for at in range(MOST_PHRASES)]
    KeptPhrase.objects.bulk_create(rows)
    with pytest.raises(PhraseRefused):
        keep_phrase(teacher, "再来一句")


def test_the_page_of_phrases_keeps_and_removes_and_says_what_not_to_write(place: Authority) -> None:
    client = signed_in(place, "class_teacher")
    page = client.post(reverse("phrases"), {"words": "<script>alert(1)</script>"}, follow=True).content.decode()
    assert "<script>alert(1)" not in page
    assert "请不要写学生姓名" in page
    number = KeptPhrase.objects.for_the_programme(WHY).get().pk
    assert signed_in(place, "subject_teacher").post(reverse("forget_phrase", args=[number])).status_code == 404
    client.post(reverse("forget_phrase", args=[number]))
    assert not KeptPhrase.objects.for_the_programme(WHY).exists()
    assert signed_in(place, "ann").get(reverse("phrases")).status_code == 404


def test_nothing_of_it_is_left_of_somebody_erased(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    keep_phrase(teacher, "一句")
    watch_pupils(teacher, [place.people["ben"]])
    LastSheet.objects.create(post=teacher.post, person=teacher.person, type=OBSERVATION, organisation=1)
    assert forget_own([place.people["ann"]]) == 0
    assert forget_own([place.people["ben"]]) == 1
    assert forget_own([teacher.person]) == 2

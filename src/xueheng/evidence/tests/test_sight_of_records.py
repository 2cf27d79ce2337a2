"""Who sees which records, and which fields of them."""

from dataclasses import replace
from datetime import date

import pytest

from xueheng.evidence.model_batches import Batch
from xueheng.evidence.model_records import Attachment, Record, RecordLink, RecordState
from xueheng.evidence.public import (
    append_record,
    correct_record,
    current_fields,
    record_for,
    records,
    shown_records,
)
from xueheng.evidence.refusals import RecordUnknown
from xueheng.evidence.tests.office import (
    EXEMPTION,
    OBSERVATION,
    RESOURCES,
    STEADY,
    attended,
    observed,
    record_of,
    served,
)
from xueheng.evidence.tests.some_files import a_paper
from xueheng.evidence.visibility import near
from xueheng.identity.models import ReadingPurpose
from xueheng.identity.public import programme_viewer, with_purpose
from xueheng.identity.tests.authority import DAY, MERGER, MOVE, Authority
from xueheng.identity.viewer import Viewer
from xueheng.trust.models import About, Entry
from xueheng.trust.public import now

pytestmark = pytest.mark.django_db
NOTE = "示例：主动整理图书角"


def sees(viewer: Viewer, number: int) -> bool:
    found = records(viewer).filter(pk=number)
    seen = bool(found.exists())
    assert bool(found.filter(near(viewer)).exists()) is seen, "the shorter way of lists leads elsewhere"
    return seen


def noted(place: Authority, by: str = "class_teacher", pupil: str = "ann") -> int:
    """An observation with private words."""
    fields = {**STEADY, "seen_case": NOTE}
    return append_record(place.viewer(by), type=OBSERVATION, subject=place.people[pupil], day=DAY, fields=fields)


def exempted(place: Authority, pupil: str = "ann") -> int:
    return append_record(
        place.viewer("class_teacher"), type=EXEMPTION, subject=place.people[pupil], day=DAY,
        fields={"kind": "illness"}, files={"certificate": [a_paper()]},
    )  # fmt: skip


def readings() -> int:
    return Entry.objects.filter(stream="reading").count()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("class_teacher", True),
        ("subject_teacher", True),
        ("other_class_teacher", False),
        ("school_admin", False),
        ("head", False),
        ("nine_head", False),
        ("bureau_head", False),
        ("data_officer", False),
        ("inspector", False),
        ("branch_secretary", False),
        ("system_admin", False),
        ("security_admin", False),
        ("audit_admin", False),
    ],
)
def test_posts_see_what_packs_grant_where_they_reach(place: Authority, word: str, expected: bool) -> None:
    assert sees(place.viewer(word), observed(place.viewer("class_teacher"), place.people["ann"])) is expected


def test_a_pupil_and_her_guardians_see_what_is_about_her(place: Authority, elsewhere: Authority) -> None:
    number = observed(place.viewer("class_teacher"), place.people["ann"])
    assert sees(place.pupil("ann"), number)
    assert sees(place.guardian("mother"), number)
    assert sees(place.guardian("father"), number)
    assert not sees(place.pupil("ben"), number)
    assert not sees(place.guardian("mother_of_dan"), number)
    assert not sees(elsewhere.pupil("ann"), number)
    assert not sees(elsewhere.guardian("mother"), number)


def test_nothing_crosses_to_another_authority(place: Authority, elsewhere: Authority) -> None:
    number = observed(place.viewer("class_teacher"), place.people["ann"])
    for word in ("class_teacher", "subject_teacher", "head", "bureau_head"):
        assert not sees(elsewhere.viewer(word), number)


def test_the_former_class_keeps_what_was_recorded_there_and_nothing_later(place: Authority) -> None:
    before = observed(place.viewer("other_class_teacher"), place.people["moved"], day=date(2025, 11, 20))
    after = observed(_teacher_of_nine(place), place.people["moved"], day=MOVE)
    assert sees(place.viewer("other_class_teacher"), before)
    assert not sees(place.viewer("other_class_teacher"), after)
    assert sees(_teacher_of_nine(place), after)
    assert sees(_teacher_of_nine(place), before)


def _teacher_of_nine(place: Authority) -> Viewer:
    """The class teacher of the class that she moved into."""
    return replace(place.viewer("nine_class_teacher"), organisation=place.units["nine_c6"], memo={})


def test_a_school_that_was_merged_away_is_seen_by_the_one_that_carries_it_on(place: Authority) -> None:
    day = date(2026, 1, 20)
    assert day < MERGER
    by = place.viewer("closing_admin", day)
    number = append_record(by, type=RESOURCES, subject=place.units["closing_primary"], day=day, fields={"pupils": 80})
    assert sees(place.viewer("head"), number)
    assert not sees(place.viewer("nine_head"), number)


def test_whoever_records_a_type_keeps_sight_of_her_own(place: Authority) -> None:
    number = append_record(
        place.viewer("subject_teacher"), type="student.course_grade", subject=place.people["ann"], day=DAY,
        fields={"course": "语文", "grade_level": "good"},
    )  # fmt: skip
    assert sees(place.viewer("subject_teacher"), number)
    assert not sees(place.viewer("class_teacher"), number)
    assert sees(place.viewer("school_admin"), number)


def test_a_pupil_learns_what_became_of_her_record(place: Authority) -> None:
    number = served(place)
    corrected = correct_record(place.viewer("class_teacher"), number, fields={"hours_served": 10}, reason="按签到表")
    assert sees(place.pupil("ann"), corrected)
    assert not sees(place.pupil("ben"), corrected)


def test_an_upload_is_seen_once_it_is_visible(place: Authority) -> None:
    teacher = place.viewer("class_teacher")
    batch = Batch.objects.create(
        layout="x", file_name=b"", file_digest="0", organisation=place.units["c3"], person=teacher.person,
        post=teacher.post, state="storing", created=now(),
    )  # fmt: skip
    number = observed(teacher, place.people["ann"], provenance="upload", batch=batch.number)
    assert sees(teacher, number)
    assert not sees(place.pupil("ann"), number)
    assert not sees(place.viewer("subject_teacher"), number)
    Batch.objects.for_the_programme("test").update(state="visible")
    assert sees(place.pupil("ann"), number)
    assert sees(place.viewer("subject_teacher"), number)


def test_what_belongs_to_a_record_goes_with_it(place: Authority) -> None:
    number = exempted(place)
    attended(place.viewer("class_teacher"), place.people["ann"])
    for model in (RecordState, Attachment):
        rows = model.objects.visible_to(place.viewer("school_admin")).filter(record=number)
        assert rows.count() == 1
        assert model.objects.visible_to(place.viewer("nine_admin")).filter(record=number).count() == 0


def test_a_link_is_seen_by_whoever_sees_both(place: Authority) -> None:
    first = observed(place.viewer("class_teacher"), place.people["ann"])
    observed(place.viewer("subject_teacher"), place.people["ann"])
    assert RecordLink.objects.visible_to(place.viewer("class_teacher")).count() == 1
    assert RecordLink.objects.visible_to(place.viewer("other_class_teacher")).count() == 0
    assert first


def test_unknown_and_forbidden_are_answered_alike(place: Authority) -> None:
    number = observed(place.viewer("class_teacher"), place.people["ann"])
    said = set()
    for asked in (number, 987_654):
        with pytest.raises(RecordUnknown) as refused:
            record_for(place.viewer("other_class_teacher"), asked)
        said.add(str(refused.value))
    assert len(said) == 1


def test_private_words_are_read_by_the_few_they_are_for(place: Authority) -> None:
    record = record_of(noted(place, by="subject_teacher"))
    for reader in (
        place.viewer("subject_teacher"),
        place.viewer("class_teacher"),
        place.pupil("ann"),
        place.guardian("father"),
        programme_viewer(DAY),
    ):
        assert current_fields(reader, record)["seen_case"] == NOTE
    other = record_of(noted(place))
    shown = shown_records(place.viewer("subject_teacher"), [other])[0]
    assert "seen_case" not in shown.fields
    assert shown.hidden == ("seen_case",)
    assert dict(shown.fields) == STEADY


def test_lists_leave_private_words_out_for_everybody(place: Authority) -> None:
    record = record_of(noted(place))
    assert "seen_case" not in shown_records(place.viewer("class_teacher"), [record], with_private=False)[0].fields


def test_reading_a_medical_reason_is_noted_in_one_entry_for_all(place: Authority) -> None:
    numbers = [exempted(place)]
    numbers.append(
        append_record(
            place.viewer("class_teacher"),
            type=EXEMPTION,
            subject=place.people["ben"],
            day=DAY,
            fields={"kind": "disability"},
            files={"certificate": [a_paper(b"/Lang (zh)")]},
        )
    )
    found = [record_of(number) for number in numbers]
    shown = shown_records(place.viewer("school_admin"), found)
    assert [each.fields["kind"] for each in shown] == ["illness", "disability"]
    assert readings() == 1
    about = About.objects.filter(entry__stream="reading").values_list("kind", "number")
    assert set(about) == {("person", place.people["ann"]), ("person", place.people["ben"])}


def test_the_pupil_and_her_guardian_read_without_an_entry(place: Authority) -> None:
    """No pack grants them sight of exemptions; were it granted, their own reading would not be noted."""
    record = record_of(exempted(place))
    assert not sees(place.pupil("ann"), record.number)
    shown_records(place.pupil("ann"), [record])
    assert readings() == 0


def test_without_duty_a_sensitive_field_needs_an_approved_purpose(place: Authority) -> None:
    """A class teacher who has taken over the class did not record it: she reads it for an approved purpose only."""
    record = record_of(exempted(place))
    person, post = place.people["other_class_teacher"], place.posts["other_class_teacher"]
    successor = Viewer(person, post, "class_teacher", place.units["c3"], "administrative", DAY)
    assert "kind" not in current_fields(successor, record)
    assert readings() == 0
    purpose = ReadingPurpose.objects.create(
        post_id=post, purpose="check", reason="核对免测名单", asked_at=now(), until=now() + 10**12,
        approved_by_id=place.posts["head"],
    )  # fmt: skip
    assert current_fields(replace(successor, purpose=purpose.pk, memo={}), record)["kind"] == "illness"
    assert readings() == 1


def test_a_district_post_that_decides_on_pupils_records_sees_them_under_a_purpose_alone(place: Authority) -> None:
    records_of = {word: exempted(place, word) for word in ("ann", "ben")}
    officer = replace(place.viewer("data_officer"), role="pe_officer")
    assert not any(sees(officer, number) for number in records_of.values())
    purpose = ReadingPurpose.objects.create(
        post_id=officer.post, purpose="check", reason="核对免测名单", asked_at=now(), until=now() + 10**12,
        subject=place.people["ann"], approved_by_id=place.posts["bureau_head"],
    )  # fmt: skip
    under = with_purpose(officer, purpose.pk)
    assert under is not None
    assert [sees(under, number) for number in records_of.values()] == [True, False]


def test_a_page_of_45_records_reads_in_a_fixed_number_of_queries(
    place: Authority, django_assert_max_num_queries: object
) -> None:
    for word in ("ann", "ben", "cai"):
        for _ in range(15):
            observed(place.viewer("class_teacher"), place.people[word])
    teacher = place.viewer("class_teacher")
    with django_assert_max_num_queries(8):  # type: ignore[operator]  # pytest-django's own
        found = list(records(teacher).order_by("-number")[:45])
        assert len(shown_records(teacher, found)) == 45


def test_the_programme_sees_all(place: Authority, elsewhere: Authority) -> None:
    observed(place.viewer("class_teacher"), place.people["ann"])
    observed(elsewhere.viewer("class_teacher"), elsewhere.people["ann"])
    assert Record.objects.visible_to(programme_viewer(DAY)).count() == 2

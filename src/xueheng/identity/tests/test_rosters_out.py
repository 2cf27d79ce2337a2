"""What another program gave us goes back to it unharmed; our own goes out under ids that tell nothing."""

from datetime import date

import pytest

from xueheng.identity.actions.correct_person import change_name
from xueheng.identity.actions.export_roster import export_roster
from xueheng.identity.actions.move_pupil import move_pupil
from xueheng.identity.actions.suspend_pupil import pupil_leaves
from xueheng.identity.erasing import IDENTITY_ERASER
from xueheng.identity.model_rosters import RosterRow
from xueheng.identity.oneroster.roster_reading import read_roster
from xueheng.identity.people import find_people
from xueheng.identity.permission import PermissionRefused
from xueheng.identity.post_refusals import PurposeMissing
from xueheng.identity.tests.authority import DAY, Authority
from xueheng.identity.tests.roster_zips import FILES, brought, changed, counts, rows_in, stored, unzipped, zipped
from xueheng.identity.viewer import programme_viewer
from xueheng.trust.public import Erasing, destroy_key, now, read_about, read_stream

pytestmark = pytest.mark.django_db


def test_another_programs_roster_comes_back_row_for_row(place: Authority) -> None:
    by = programme_viewer(DAY)
    stored(by, zipped())
    out = unzipped(export_roster(by, source="OSIS", sensitive=True).content)
    for name, text in FILES.items():
        assert out[name] == rows_in(text), name
    assert {name for name in out if name != "manifest"} == set(FILES)


def test_everything_that_goes_out_is_sound(place: Authority) -> None:
    by = programme_viewer(DAY)
    stored(by, zipped())
    content = export_roster(by, sensitive=True).content
    roster = read_roster(content)
    assert [fault.said.en for faults in roster.faults.values() for fault in faults] == []
    assert roster.remarks == []
    assert len(roster.tables["users"].rows) > 20
    assert export_roster(by, sensitive=True).content == content


def test_our_own_ids_tell_nothing_and_stay(place: Authority) -> None:
    by = programme_viewer(DAY)
    out = unzipped(export_roster(by, of=place.units["first"]).content)
    ids = [row["sourcedId"] for rows in out.values() for row in rows if "sourcedId" in row]
    numbers = {str(number) for number in (*place.people.values(), *place.units.values())}
    assert not numbers & set(ids)
    assert all(len(one) == 36 for one in ids)
    assert unzipped(export_roster(by, of=place.units["first"]).content) == out


def test_a_class_goes_out_with_its_grade_pupils_and_class_teacher(place: Authority) -> None:
    out = unzipped(export_roster(programme_viewer(DAY), of=place.units["nine"]).content)
    (school,) = [row for row in out["orgs"] if row["type"] == "school"]
    assert (school["name"], school["identifier"], school["parentSourcedId"]) == ("示例一区实验学校", "91-nine", "")
    (seven,) = [row for row in out["classes"] if row["classCode"] == "91-nine_c7"]
    assert (seven["title"], seven["grades"], seven["classType"]) == ("七（1）班", "07", "homeroom")
    terms = {row["sourcedId"]: (row["title"], row["startDate"], row["endDate"]) for row in out["academicSessions"]}
    assert [terms[one] for one in seven["termSourcedIds"].split(",")] == [
        ("2025-2026 第一学期", "2025-09-01", "2026-02-09"), ("2025-2026 第二学期", "2026-02-09", "2026-07-11")
    ]  # fmt: skip
    inside = [row for row in out["enrollments"] if row["classSourcedId"] == seven["sourcedId"]]
    assert sorted((row["role"], row["primary"], row["beginDate"]) for row in inside) == [
        ("student", "", "2025-09-01"), ("student", "", "2025-09-01"), ("teacher", "true", "2025-09-01")
    ]  # fmt: skip
    users = {row["sourcedId"]: row["familyName"] + row["givenName"] for row in out["users"]}
    assert {users[row["userSourcedId"]] for row in inside} == {
        place.names[place.people[word]] for word in ("hua", "ivy", "nine_class_teacher")
    }
    assert "demographics" not in out


def test_a_school_sends_its_own_people_alone(place: Authority) -> None:
    out = unzipped(export_roster(place.viewer("nine_admin")).content)
    names = {row["familyName"] + row["givenName"] for row in out["users"]}
    assert place.names[place.people["hua"]] in names
    assert place.names[place.people["ann"]] not in names
    with pytest.raises(PermissionRefused):
        export_roster(place.viewer("class_teacher"))
    with pytest.raises(PurposeMissing):
        export_roster(place.viewer("nine_admin"), sensitive=True)


def test_the_district_sends_pupils_only_for_an_approved_purpose(place: Authority) -> None:
    out = unzipped(export_roster(place.viewer("data_officer")).content)
    assert {row["role"] for row in out["roles"]} == {
        "teacher",
        "principal",
        "siteAdministrator",
        "districtAdministrator",
    }


def test_what_was_changed_here_is_written_over_the_row_that_came(place: Authority) -> None:
    by = programme_viewer(DAY)
    stored(by, zipped())
    before = unzipped(export_roster(by, source="OSIS").content)
    ann = next(iter(find_people(by, name="Ann Exampleton"))).number
    change_name(by, ann, "Ann Renamed")
    bo = next(iter(find_people(by, name="Bo Exampleson"))).number
    pupil_leaves(by, bo, date(2026, 3, 1), "moved_away")
    after = unzipped(export_roster(by, source="OSIS").content)
    users = {row["sourcedId"]: row for row in after["users"]}
    assert (users["u-1"]["givenName"], users["u-1"]["familyName"], users["u-1"]["email"]) == (
        "Ann",
        "Renamed",
        "ann@school.example",
    )
    ends = {row["sourcedId"]: row["endDate"] for row in after["enrollments"]}
    assert ends == {row["sourcedId"]: row["endDate"] for row in before["enrollments"]} | {"e-3": "2026-03-02"}


def test_a_delta_tells_what_changed_since(place: Authority) -> None:
    by = programme_viewer(DAY)
    moment = now()
    move_pupil(by, place.people["hua"], place.units["nine_c9"], DAY)
    content = export_roster(by, of=place.units["nine"], since=moment).content
    roster = read_roster(content, lambda file, sourced_id: True)
    assert [fault.said.en for faults in roster.faults.values() for fault in faults] == []
    assert {table.mode for table in roster.tables.values()} == {"delta"}
    whole = unzipped(export_roster(by, of=place.units["nine"]).content)
    out = unzipped(content)
    classes = {row["sourcedId"]: row["classCode"] for row in whole["classes"]}
    assert sorted((row["status"], classes[row["classSourcedId"]], row["endDate"]) for row in out["enrollments"]) == [
        ("active", "91-nine_c9", ""), ("tobedeleted", "91-nine_c7", "2026-03-02")
    ]  # fmt: skip
    assert all(row["dateLastModified"].endswith("Z") for row in out["enrollments"])


def test_whoever_is_asked_for_sensitive_data_is_noted(place: Authority) -> None:
    by = programme_viewer(DAY)
    out = unzipped(export_roster(by, of=place.units["nine"], sensitive=True).content)
    assert len(out["demographics"]) >= 6
    (entry, *_) = read_about("person", place.people["hua"])
    assert (entry.stream, entry.verb) == ("reading", "read")
    assert read_stream("reading")[0].verb == "export_roster"


def test_two_programs_with_the_same_ids_are_kept_apart(place: Authority) -> None:
    by = programme_viewer(DAY)
    stored(by, zipped())
    stored(by, zipped(code="THIRD", files=changed("orgs", "RV", "RW")))
    roster = read_roster(export_roster(by, sensitive=True).content)
    assert [fault.said.en for faults in roster.faults.values() for fault in faults] == []
    titles = [row.values["title"] for row in roster.tables["classes"].rows]
    assert titles.count("Maths 3A") == 2
    assert unzipped(export_roster(by, source="THIRD", sensitive=True).content)["users"] == rows_in(FILES["users"])


def test_the_first_roster_of_an_empty_server_is_known_again(place: Authority) -> None:
    """It comes before there is any unit; what it founded stands at the top the next time."""
    by = programme_viewer(DAY)
    stored(by, zipped(), None)
    again = brought(by, zipped(), place.units["district"])
    assert counts(again) == (29, 0, 29, 0, 0)


def test_an_erased_pupil_is_in_no_roster_any_more(place: Authority) -> None:
    by = programme_viewer(DAY)
    stored(by, zipped())
    ann = next(iter(find_people(by, name="Ann Exampleton"))).number
    destroy_key(ann)
    IDENTITY_ERASER.erase(Erasing((ann,)))
    whole = unzipped(export_roster(by, source="OSIS", sensitive=True).content)
    assert "u-1" not in {row["sourcedId"] for row in whole["users"]}
    assert "Exampleton" not in {row["familyName"] for row in whole["users"] if row["sourcedId"] != "u-9"}
    assert {row["userSourcedId"] for row in whole["enrollments"]} == {"u-2", "u-3", "u-4"}
    assert not RosterRow.objects.for_the_programme("a test").filter(subject=ann).exists()

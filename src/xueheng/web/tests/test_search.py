"""Searching: what is found within permission, how namesakes are told apart, and that no address holds a name."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from xueheng.identity.public import EnrolmentRow, NewPerson, add_people_many, enrol_many, programme_viewer
from xueheng.identity.tests.authority import DAY, YEAR, Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.web.tests.test_people_pages import signed_in, words

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
NAMESAKE = "示例·重名"


def looked_for(client: Client, wanted: str) -> Any:
    answer = client.post("/search/", {"wanted": wanted})
    assert answer.status_code == 200
    return answer


def found_in(answer: Any) -> str:
    """What stands in the groups found, without the head of the page and the box."""
    body = answer.content.decode().partition("<main")[2].partition("</form>")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def enrolled_alike(place: Authority) -> None:
    """Somebody of the same name in each of two classes of the first school."""
    by = programme_viewer(DAY)
    added = add_people_many(by, [NewPerson(NAMESAKE), NewPerson(NAMESAKE)])
    rows = [
        EnrolmentRow(one.number or 0, place.units[unit], YEAR) for one, unit in zip(added, ("c3", "c6"), strict=True)
    ]
    assert all(one.problem is None for one in enrol_many(by, rows))


def test_before_anything_is_looked_for_the_page_says_what_may_be(place: Authority) -> None:
    assert "姓名的一部分也行" in words(signed_in(place, "head").get("/search/"))
    system = words(signed_in(place, "system_admin").get("/search/"))
    assert "页面的名称" in system
    assert "姓名" not in system.replace("页面的名称", ""), "who sees no people is not told to look for them"


def test_a_part_of_a_name_finds_whom_the_reader_sees_and_nobody_else(place: Authority) -> None:
    found = found_in(looked_for(signed_in(place, "class_teacher"), "学生0"))
    own, others = ("ann", "ben", "cai"), ("dan", "eve", "gao", "hua")
    assert all(place.names[place.people[word]] in found for word in own)
    assert not any(place.names[place.people[word]] in found for word in others)


def test_namesakes_are_told_apart_by_their_class(place: Authority) -> None:
    enrolled_alike(place)
    found = found_in(looked_for(signed_in(place, "head"), NAMESAKE))
    assert found.count(NAMESAKE) == 2
    assert "三（1）班" in found
    assert "六（1）班" in found


def test_who_sees_nobody_without_a_purpose_finds_no_pupil_by_whole_name_either(place: Authority) -> None:
    ann = place.names[place.people["ann"]]
    answer = looked_for(signed_in(place, "data_officer"), ann)
    assert "没有找到" in words(answer)


def test_staff_are_found_across_the_district_by_their_whole_name(place: Authority) -> None:
    name = place.names[place.people["nine_head"]]
    assert name in found_in(looked_for(signed_in(place, "data_officer"), name))


def test_units_kinds_of_records_and_pages_are_found_by_a_part_of_what_they_are_called(place: Authority) -> None:
    head = signed_in(place, "head")
    assert "示例一区第一小学小学部" in found_in(looked_for(head, "小学部"))
    assert "实验学校小学部" not in found_in(looked_for(head, "小学部")), "another school's"
    assert "教师观察" in found_in(looked_for(signed_in(place, "class_teacher"), "观察"))
    assert "我的草稿" in found_in(looked_for(head, "草稿"))
    assert 'href="/drafts/"' in looked_for(head, "草稿").content.decode()


def test_administrators_find_no_name_at_all(place: Authority) -> None:
    for word in ("system_admin", "security_admin", "audit_admin"):
        name = place.names[place.people["class_teacher"]]
        assert "没有找到" in words(looked_for(signed_in(place, word), name))


def test_signs_that_mean_something_to_a_page_or_a_database_are_only_looked_for(place: Authority) -> None:
    head = signed_in(place, "head")
    for wanted in ("<script>x</script>", "%", "_", "' OR 1=1 --", "x" * 5_000, "\x00没有"):
        answer = looked_for(head, wanted)
        assert b"<script>x" not in answer.content
        assert "没有找到" in words(answer)


def test_what_is_looked_for_stands_in_no_address(place: Authority) -> None:
    assert "没有找到" not in words(signed_in(place, "head").get("/search/", {"wanted": "学生"})), "only what is sent"


def test_it_asks_as_often_however_many_are_found(place: Authority) -> None:
    def queries(wanted: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            looked_for(client, wanted)
        return len(asked)

    client = signed_in(place, "head")
    queries("学生")  # the packs are loaded
    one, all_ = queries("学生01号"), queries("学生")
    assert one == all_

"""The home pages of those who look after schools, a district or the server: what waits, and that each line leads on."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from xueheng.evaluation.models import SchoolLayer
from xueheng.evaluation.public import Run
from xueheng.evidence.public import append_record, seal_sample
from xueheng.identity.public import today
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.trust.public import now
from xueheng.web.home_bands import waiting
from xueheng.web.home_lines import Line
from xueheng.web.tests.test_people_pages import signed_in, words
from xueheng.wording import Text

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
OFFICES = (
    "head", "school_admin", "data_officer", "bureau_head", "class_teacher", "system_admin", "security_admin",
    "audit_admin",
)  # fmt: skip


def observed(place: Authority, pupil: str = "ann", back: int = 1) -> None:
    teacher = place.viewer("class_teacher", today())
    fields = {"habit": "study", "level": "steady"}
    day = today() - timedelta(days=back)
    append_record(teacher, type="student.observation", subject=place.people[pupil], day=day, fields=fields)


def a_run(place: Authority, state: str = "done", unit: str = "district") -> int:
    made = Run.objects.create(
        standard="fitness.national", version="1.0.0", window="school_year", label="2025-2026",
        first=today(), last=today(), state=state, snapshot=1, snapshot_digest="0" * 64, known_at=now(), begun=now(),
        organisation=place.units[unit],
    )  # fmt: skip
    return int(made.number)


def home(place: Authority, word: str) -> str:
    return words(signed_in(place, word).get("/"))


def test_the_district_sees_which_schools_have_sent_nothing(place: Authority) -> None:
    client = signed_in(place, "data_officer")
    assert "2 所学校近 30 天没有报送：示例一区实验学校、示例一区第一小学" in words(client.get("/"))
    observed(place)
    assert "1 所学校近 30 天没有报送：示例一区实验学校" in words(client.get("/"))


def test_a_head_sees_the_classes_without_a_record_and_never_a_teachers_name(place: Authority) -> None:
    client = signed_in(place, "head")
    assert "没有记录" not in words(client.get("/")), "where nobody records at all, no class is quiet"
    observed(place, back=2)
    told = words(client.get("/"))
    assert "个班近 21 天没有记录" in told
    assert "六（1）班" in told
    assert place.names[place.people["other_class_teacher"]] not in told


def test_who_sees_runs_reads_which_were_finished_or_failed(place: Authority) -> None:
    done = a_run(place)
    told = signed_in(place, "data_officer").get("/").content.decode()
    assert f'href="/runs/{done}/"' in told
    assert "评价批次已算完：国家学生体质健康标准" in re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", told))


def test_a_layer_that_was_sent_waits_for_somebody_who_had_no_hand_in_it(place: Authority) -> None:
    admin = place.people["school_admin"]
    sent = {"begun_by": admin, "edited_by": admin, "sent_by": admin, "begun": now(), "changed": now(), "sent": now()}
    of_school = {"organisation": place.units["first"], "standard": "student.primary", "version": "1.0.0"}
    SchoolLayer.objects.create(**of_school, digest="0" * 64, text="", state="sent", **sent)
    assert "1 份校本指标待您决定" in home(place, "head")
    for word in ("school_admin", "nine_head", "data_officer"):
        assert "校本指标待您决定" not in home(place, word)


def test_a_draw_that_is_sealed_waits_for_whoever_sealed_it(place: Authority) -> None:
    pupil = place.pupil("ann", today())
    append_record(
        pupil, type="student.labour", subject=place.people["ann"], day=today(), fields={"labour_place": "home"}
    )
    teacher = place.viewer("class_teacher", today())
    unit = place.units["c3"]
    seal_sample(teacher, type="student.labour", organisation=unit, from_day=today(), to_day=today(), per_cent=50)
    assert "抽查待抽取：" in home(place, "class_teacher")
    assert "抽查" not in home(place, "other_class_teacher").partition("等我办")[2].partition("今天")[0]


def test_the_auditor_is_told_that_no_checkpoint_was_made(place: Authority) -> None:
    assert "日志还没有校验点" in home(place, "audit_admin")
    for word in ("system_admin", "security_admin", "head"):
        assert "校验点" not in home(place, word)


def test_what_keeps_the_server_from_serving_is_told_with_what_to_do(
    place: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In words, and by no address that answers in JSON."""
    monkeypatch.setattr("xueheng.web.home_offices.ready", lambda: {"database": True, "disk": False, "migrations": True})
    answer = signed_in(place, "system_admin").get("/")
    assert "数据盘快满了或不能写：在服务器上腾出空间，或运行 ./xueheng doctor" in words(answer)
    assert "/health" not in answer.content.decode()
    assert "数据盘" not in home(place, "data_officer")


def test_what_is_due_comes_first_then_what_takes_least_time(place: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = today() + timedelta(days=2)
    lines = [Line(Text("长"), "/", 9), Line(Text("短"), "/", 1), Line(Text("到期"), "/", 60, soon)]
    monkeypatch.setattr("xueheng.web.home_bands.office_waiting", lambda viewer: iter(lines))
    told = [line.words.zh for line in waiting(place.viewer("system_admin", today()))]
    assert told == ["到期", "短", "长"]


@pytest.mark.parametrize("word", OFFICES)
def test_every_line_leads_somewhere_the_reader_may_open(place: Authority, word: str) -> None:
    observed(place, back=2)
    a_run(place)
    client = signed_in(place, word)
    body = client.get("/").content.decode().partition("<main")[2].partition("</main>")[0]
    addresses = re.findall(r'<li><a href="([^"]+)"', body)
    assert addresses
    for address in addresses:
        assert client.get(address.replace("&amp;", "&")).status_code in (200, 302), address
    for band in body.split("<h2")[1:]:
        assert band.count("<li>") <= 7


def test_it_asks_as_often_however_many_runs_there_are(place: Authority) -> None:
    client = signed_in(place, "data_officer")
    a_run(place)
    _queries(client)  # what is kept between answers is there
    few = _queries(client)
    for _ in range(4):
        a_run(place)
    assert _queries(client) == few


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    return len(asked)

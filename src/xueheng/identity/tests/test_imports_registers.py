"""Staff, units, guardians and the cadre form come in; what must never be stored is nowhere; who may not is refused."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from xueheng.identity.actions.check_register import check_register
from xueheng.identity.actions.receive_register import receive_register
from xueheng.identity.actions.store_register import store_register
from xueheng.identity.model_organisations import Organisation, OrganisationName, OrganisationState
from xueheng.identity.model_people import Guardianship, IdentityNumber, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.people_refusals import PeopleRefused
from xueheng.identity.permission import PermissionRefused
from xueheng.identity.tests.authority import DAY, Authority, identity_card
from xueheng.identity.tests.register_books import (
    CADRES,
    GUARDIANS,
    PUPILS,
    STAFF,
    UNITS,
    again,
    book,
    brought,
    counts,
    stored,
    told,
)
from xueheng.identity.tests.test_imports_pupils import pupil
from xueheng.identity.viewer import programme_viewer
from xueheng.workbooks.public import WorkbookRefused

pytestmark = pytest.mark.django_db
WHY = "a test looks"
ADULT = date(1985, 5, 6)


def unit(code: str, name: str, **more: str) -> dict[str, object]:
    return {"学校标识码": code, "学校名称": name, "办学类型": "211", "公办": "是", **more}


class TestUnits:
    def test_the_district_takes_in_its_schools_and_a_year_later_one_has_another_name(
        self, place: Authority, tmp_path: Path
    ) -> None:
        officer = place.viewer("data_officer")
        first = stored(
            officer,
            UNITS,
            book(tmp_path / "a.xlsx", [unit("2150000001", "示例新校"), unit("2150000002", "示例二校")]),
            DAY,
        )
        assert counts(first) == (2, 2, 0, 0, 0)
        later = book(tmp_path / "b.xlsx", [unit("2150000001", "示例改名学校"), unit("2150000002", "示例二校")])
        batch = stored(officer, UNITS, later, date(2026, 3, 9))
        assert counts(batch) == (2, 0, 1, 1, 0)
        school = Organisation.objects.for_the_programme(WHY).get(code="2150000001")
        names = OrganisationName.objects.for_the_programme(WHY).filter(organisation=school).order_by("from_day")
        assert next(iter(names.values_list("name", "to_day"))) == ("示例新校", date(2026, 3, 8))
        assert batch.gone == 2  # the first and the nine-year school are not in the list

    def test_a_code_of_another_district_and_a_parent_out_of_reach_are_refused_alike(
        self, place: Authority, elsewhere: Authority, tmp_path: Path
    ) -> None:
        officer = place.viewer("data_officer")
        rows = [unit("92-first", "示例二区第一小学"), unit("2150000009", "示例新校", 所属区县="示例二区")]
        batch = stored(officer, UNITS, book(tmp_path / "a.xlsx", rows), DAY)
        assert counts(batch) == (2, 0, 0, 0, 2)

    def test_every_kind_of_school_that_is_offered_is_taken_as_it_is_written(
        self, place: Authority, tmp_path: Path
    ) -> None:
        officer = place.viewer("data_officer")
        wrong = book(tmp_path / "a.xlsx", [unit("2150000000", "示例校", 办学类型="学堂")])
        refused = brought(officer, UNITS, wrong, DAY)
        offered = told(refused, "rejected")[0].remedy.zh.removeprefix("可填：").rstrip("…。").split("、")
        assert {"幼儿园", "小学", "九年一贯制学校", "十二年一贯制学校"} <= set(offered)
        assert "中等教育" not in offered
        rows = [unit(f"21500010{at:02d}", f"示例校{at}", 办学类型=word) for at, word in enumerate(offered)]
        assert counts(stored(officer, UNITS, book(tmp_path / "b.xlsx", rows), DAY))[:2] == (len(rows), len(rows))
        state = OrganisationState.objects.for_the_programme(WHY)
        primary = state.get(organisation__code=f"21500010{offered.index('小学'):02d}")
        assert primary.attributes["kind"] == "211"

    def test_what_changes_is_said_by_the_heading_not_by_a_code(self, place: Authority, tmp_path: Path) -> None:
        officer = place.viewer("data_officer")
        stored(officer, UNITS, book(tmp_path / "a.xlsx", [unit("2150000007", "示例校")]), DAY)
        later = book(tmp_path / "b.xlsx", [unit("2150000007", "示例校", 办学类型="312", 公办="否")])
        batch = brought(officer, UNITS, later, date(2026, 3, 9))
        assert [text.zh for text in told(batch, "changed")[0].changes] == ["改办学类型", "改公办"]

    @pytest.mark.parametrize(
        ("school", "grade", "section"),
        [
            ("示例第八学校", "小学六年级", "示例第八学校小学部"),
            ("示例第八学校", "初中一年级", "示例第八学校初中部"),
            ("示例第八小学", "小学六年级", "示例第八小学本部"),
        ],
    )
    def test_a_new_school_s_section_is_called_as_the_office_would(
        self, place: Authority, tmp_path: Path, school: str, grade: str, section: str
    ) -> None:
        officer = place.viewer("data_officer")
        stored(officer, UNITS, book(tmp_path / "a.xlsx", [unit("2150000008", school, 办学类型="312")]), DAY)
        card = identity_card(date(2013, 10, 3), 899)
        row = {"学籍号": f"G{card}", "身份证件号": card, "姓名": "示例新生", "性别": "女", "学校标识码": "2150000008",
               "年级": grade, "班级": "新（1）班"}  # fmt: skip
        pupils = stored(place.viewer("data_officer"), PUPILS, book(tmp_path / "b.xlsx", [row]), DAY)
        assert counts(pupils) == (1, 1, 0, 0, 0)
        founded = OrganisationName.objects.for_the_programme(WHY).filter(organisation__kind="section")
        assert founded.filter(organisation__code__startswith="2150000008").get().name == section

    def test_a_school_office_brings_in_no_school(self, place: Authority, tmp_path: Path) -> None:
        content = book(tmp_path / "a.xlsx", [unit("2150000003", "示例新校")])
        batch = stored(place.viewer("school_admin"), UNITS, content, DAY)
        assert batch.new == 1  # under the own school, where its office may found units
        with pytest.raises(PermissionRefused):
            receive_register(place.viewer("class_teacher"), UNITS, "a.xlsx", content, DAY)


class TestStaff:
    def staff(self, order: int, **more: str) -> dict[str, object]:
        return {"教师号": f"T20260{order:03d}", "姓名": f"示例师{order}", "性别": "女", "岗位": "班主任",
                "任教班级": "六（1）班", **more}  # fmt: skip

    def test_a_teacher_comes_with_her_post_and_again_without_a_second_one(
        self, place: Authority, tmp_path: Path
    ) -> None:
        admin = place.viewer("school_admin")
        content = book(tmp_path / "a.xlsx", [self.staff(1), self.staff(2, 岗位="体育教师", 任教班级="")])
        assert counts(stored(admin, STAFF, content, DAY)) == (2, 2, 0, 0, 0)
        assert counts(stored(admin, STAFF, content, DAY)) == (2, 0, 2, 0, 0)
        person = IdentityNumber.objects.for_the_programme(WHY).filter(kind="teacher").order_by("pk").first().person_id
        post = Post.objects.for_the_programme(WHY).get(person=person)
        assert (post.role, post.organisation_id, post.from_day) == ("class_teacher", place.units["c6"], DAY)

    def test_a_post_that_the_office_does_not_appoint_to_is_sent_back(self, place: Authority, tmp_path: Path) -> None:
        rows = [self.staff(3, 岗位="校长", 任教班级=""), self.staff(4, 任教班级="九（9）班"), self.staff(5, 岗位="")]
        batch = brought(place.viewer("school_admin"), STAFF, book(tmp_path / "a.xlsx", rows), DAY)
        assert counts(batch) == (3, 0, 0, 0, 3)
        assert "这所学校没有这个班" in told(batch, "rejected")[1].reason.zh

    def test_a_cadre_form_gives_person_and_post(self, place: Authority) -> None:
        form = cadre("示例书记甲", identity_card(ADULT, 881), "示例一区第一小学校长")
        by = programme_viewer(DAY)
        number = receive_register(by, CADRES, "示例.lrmx", form, DAY, place.units["district"])
        assert check_register(by, number) == "checked"
        batch = store_register(by, number)
        assert counts(batch) == (1, 1, 0, 0, 0)
        holder = IdentityNumber.objects.for_the_programme(WHY).order_by("-pk").first().person_id
        assert Post.objects.for_the_programme(WHY).get(person=holder).role == "head"
        assert [row.changes[0].zh for row in told(batch, "new")] == ["任命：示例一区第一小学 校长"]

    @pytest.mark.parametrize(
        "content",
        [
            b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "b">]><Person><XingMing>&a;</XingMing></Person>',
            b'<?xml version="1.0"?><!DOCTYPE p SYSTEM "file:///etc/passwd"><Person/>',
            b"<Person><XingMing>\xe7\xa4\xba",
            b"<Person>" + b"<XingMing>a</XingMing>" * 6000 + b"</Person>",
            b"<Person>" + b"<a>" * 3000,
        ],
    )
    def test_a_hostile_form_is_refused_and_stores_nothing(self, place: Authority, content: bytes) -> None:
        by = programme_viewer(DAY)
        before = Person.objects.for_the_programme(WHY).count()
        number = receive_register(by, CADRES, "示例.lrmx", content, DAY, place.units["district"])
        with pytest.raises(WorkbookRefused):
            check_register(by, number)
        assert (again(number).state, Person.objects.for_the_programme(WHY).count()) == ("received", before)


def cadre(name: str, card: str, duty: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Person><XingMing>{name}</XingMing><XingBie>女</XingBie>'
        f"<ChuShengNianYue>198505</ChuShengNianYue><ShenFenZheng>{card}</ShenFenZheng><XianRenZhiWu>{duty}</XianRenZhiWu>"
        "<JiaTingChengYuan><Item><XingMing>示例亲属</XingMing></Item></JiaTingChengYuan>"
        f"<ZhaoPian>{'A' * 5000}</ZhaoPian></Person>"
    ).encode()


class TestGuardians:
    def test_two_guardians_of_one_pupil_come_in_once(self, place: Authority, tmp_path: Path) -> None:
        admin = place.viewer("school_admin")
        stored(admin, PUPILS, book(tmp_path / "p.xlsx", [pupil(851, "示例家一")]), DAY)
        number = pupil(851, "示例家一")["学籍号"]
        rows = [
            {"学籍号": number, "学生姓名": "示例家一", "家长姓名": "示例母", "关系": "母亲", "联系电话": "13800000000"},
            {"学籍号": number, "家长姓名": "示例父", "关系": "父亲", "家长身份证件号": identity_card(ADULT, 852)},
            {"学籍号": number, "学生姓名": "别人", "家长姓名": "示例父", "关系": "父亲"},
        ]
        content = book(tmp_path / "g.xlsx", rows)
        assert counts(stored(admin, GUARDIANS, content, DAY)) == (3, 2, 0, 0, 1)
        assert counts(stored(admin, GUARDIANS, content, DAY)) == (3, 0, 2, 0, 1)
        links = Guardianship.objects.for_the_programme(WHY).order_by("-pk")[:2]
        assert {link.relation for link in links} == {"mother", "father"}

    def test_a_child_is_nobodys_guardian(self, place: Authority, tmp_path: Path) -> None:
        admin = place.viewer("school_admin")
        rows = [pupil(861, "示例童一"), pupil(862, "示例童二")]
        stored(admin, PUPILS, book(tmp_path / "p.xlsx", rows), DAY)
        link = {
            "学籍号": rows[0]["学籍号"],
            "家长姓名": "示例童二",
            "家长身份证件号": rows[1]["身份证件号"],
            "关系": "母亲",
        }
        batch = stored(admin, GUARDIANS, book(tmp_path / "g.xlsx", [link]), DAY)
        assert counts(batch) == (1, 0, 0, 0, 1)
        assert "未满 18 周岁" in told(batch)[0].reason.zh


class TestProtections:
    CANARY = "绝不保存的金丝雀"

    def test_a_column_that_is_never_stored_is_nowhere_in_the_database_nor_on_the_disk(
        self, place: Authority, tmp_path: Path
    ) -> None:
        row = {**pupil(871, "示例保一"), "家庭住址": self.CANARY, "血型": self.CANARY, "健康状况": self.CANARY}
        batch = stored(place.viewer("school_admin"), PUPILS, book(tmp_path / "a.xlsx", [row]), DAY)
        assert batch.new == 1
        assert not holding(self.CANARY.encode())
        for path in Path(settings.PLACES.uploads).rglob("*"):
            assert path.is_dir() or self.CANARY.encode() not in path.read_bytes()

    def test_the_import_itself_keeps_no_name_in_clear(self, place: Authority, tmp_path: Path) -> None:
        content = book(tmp_path / "a.xlsx", [pupil(872, "示例明文甲")])
        brought(place.viewer("school_admin"), PUPILS, content, DAY, "示例明文甲.xlsx")
        assert not holding("示例明文甲".encode())

    def test_a_school_cannot_map_a_column_that_is_never_stored(self, place: Authority, tmp_path: Path) -> None:
        row = {**pupil(873, "示例保三"), "民族": self.CANARY}
        batch = brought(place.viewer("school_admin"), PUPILS, book(tmp_path / "a.xlsx", [row]), DAY)
        assert batch.state == "checked"
        assert [each for each in told(batch) if self.CANARY in str(each)] == []

    def test_a_pupil_of_another_school_is_not_drawn_over_by_a_number(self, place: Authority, tmp_path: Path) -> None:
        nine = place.viewer("nine_admin")
        stored(
            nine,
            PUPILS,
            book(tmp_path / "n.xlsx", [{**pupil(874, "示例他校"), "年级": "初中一年级", "班级": "七（1）班"}]),
            DAY,
        )
        batch = stored(place.viewer("school_admin"), PUPILS, book(tmp_path / "a.xlsx", [pupil(874, "示例他校")]), DAY)
        assert counts(batch) == (1, 0, 0, 0, 1)
        assert "不归您的单位管" in told(batch)[0].reason.zh

    def test_a_future_or_ancient_day_is_refused(self, place: Authority) -> None:
        for day in (date(1900, 1, 1), date(2099, 1, 1)):
            with pytest.raises((PeopleRefused, Exception), match="生效日期"):
                receive_register(place.viewer("school_admin"), PUPILS, "a.xlsx", b"x", day)


def holding(some: bytes) -> bool:
    """Whether any cell of any table of the record holds these bytes, in clear."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    kept = bytes(cell) if isinstance(cell, (bytes, memoryview)) else str(cell).encode()
                    if some in kept:
                        return True
    return False

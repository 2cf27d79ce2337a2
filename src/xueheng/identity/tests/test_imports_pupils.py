"""The pupil register comes in: new, same, changed, moved, rejected, gone; nobody comes in twice."""

from datetime import date
from pathlib import Path

import pytest

from xueheng.identity.actions.store_register import store_register
from xueheng.identity.imports import going_through
from xueheng.identity.model_people import Enrolment, IdentityNumber, Person
from xueheng.identity.people import names_for_the_programme
from xueheng.identity.tests.authority import DAY, Authority, identity_card
from xueheng.identity.tests.register_books import PUPILS, again, book, brought, counts, stored, told
from xueheng.trust.public import blind_index
from xueheng.wording import Text

pytestmark = pytest.mark.django_db
WHY = "a test looks"
BORN = date(2013, 10, 3)


def pupil(order: int, name: str, **more: str) -> dict[str, object]:
    card = identity_card(BORN, order)
    return {"学籍号": f"G{card}", "身份证件号": card, "姓名": name, "性别": "女", "年级": "小学六年级",
            "班级": "六（1）班", **more}  # fmt: skip


def test_a_school_takes_in_its_register_and_the_same_file_again_changes_nothing(
    place: Authority, tmp_path: Path
) -> None:
    admin = place.viewer("school_admin")
    content = book(tmp_path / "a.xlsx", [pupil(801, "示例新一"), pupil(802, "示例新二", 班级="六（2）班")])
    before = Person.objects.for_the_programme(WHY).count()

    first = stored(admin, PUPILS, content, DAY)
    assert counts(first) == (2, 2, 0, 0, 0)
    assert Person.objects.for_the_programme(WHY).count() == before + 2
    held = IdentityNumber.objects.for_the_programme(WHY).filter(kind="pupil").order_by("-pk")[:2]
    people = [one.person_id for one in held]
    assert set(names_for_the_programme(people, WHY).values()) == {"示例新一", "示例新二"}
    places = Enrolment.objects.for_the_programme(WHY).filter(pupil__in=people).values_list("organisation__names__name")
    assert {name for (name,) in places} == {"六（1）班", "六（2）班"}

    second = stored(admin, PUPILS, content, DAY)
    assert counts(second) == (2, 0, 2, 0, 0)
    assert Person.objects.for_the_programme(WHY).count() == before + 2


def test_a_later_register_shows_the_difference_and_confirming_it_makes_it_so(place: Authority, tmp_path: Path) -> None:
    admin = place.viewer("school_admin")
    stored(admin, PUPILS, book(tmp_path / "a.xlsx", [pupil(n, f"示例名{n}") for n in (811, 812, 813)]), DAY)
    later = book(
        tmp_path / "b.xlsx",
        [pupil(811, "示例名811"), pupil(812, "示例改了名"), pupil(813, "示例名813", 班级="六（2）班")],
    )
    batch = brought(admin, PUPILS, later, date(2026, 3, 9))
    assert counts(batch) == (3, 0, 1, 2, 0)
    assert [[text.zh for text in row.changes] for row in told(batch, "changed")] == [
        ["姓名与已存的不同，改为表里的"],
        ["换班：六（2）班"],
    ]
    assert batch.gone == len(told(batch, "gone")) == 6  # all who were there before: four, and two of the merged school


def test_of_two_classes_of_one_name_after_a_merger_nobody_guesses(place: Authority, tmp_path: Path) -> None:
    rows = [pupil(821, "示例并一", 班级="三（1）班", 年级="小学三年级")]
    batch = brought(place.viewer("school_admin"), PUPILS, book(tmp_path / "a.xlsx", rows), DAY)
    assert counts(batch) == (1, 0, 0, 0, 1)
    assert told(batch, "rejected")[0].reason.zh == "这所学校有几个同名的班"


def test_a_namesake_is_another_person_and_is_said_to_be(place: Authority, tmp_path: Path) -> None:
    admin = place.viewer("school_admin")
    stored(admin, PUPILS, book(tmp_path / "a.xlsx", [pupil(831, "示例同名")]), DAY)
    batch = stored(admin, PUPILS, book(tmp_path / "b.xlsx", [pupil(832, "示例同名")]), DAY)
    assert batch.new == 1
    assert "1 人同名而号码不同" in told(batch, "new")[0].remarks[-1].zh


def test_whoever_stands_in_a_row_that_is_sent_back_is_not_gone_from_the_file(place: Authority, tmp_path: Path) -> None:
    admin = place.viewer("school_admin")
    stored(
        admin,
        PUPILS,
        book(tmp_path / "a.xlsx", [pupil(835, "示例在一"), pupil(836, "示例在二"), pupil(837, "示例在三")]),
        DAY,
    )
    rows = [pupil(835, "示例在一", 身份证件号="12"), pupil(837, "示例在三")]
    batch = brought(admin, PUPILS, book(tmp_path / "b.xlsx", rows), DAY)
    assert counts(batch) == (2, 0, 1, 0, 1)
    assert {row.name for row in told(batch, "gone")} & {"示例在一", "示例在二", "示例在三"} == {"示例在二"}


def test_one_number_twice_in_a_file_comes_in_once(place: Authority, tmp_path: Path) -> None:
    rows = [pupil(841, "示例重一"), pupil(841, "示例重二")]
    batch = stored(place.viewer("school_admin"), PUPILS, book(tmp_path / "a.xlsx", rows), DAY)
    assert counts(batch) == (2, 1, 0, 0, 1)


def test_two_uploads_of_one_file_checked_side_by_side_store_each_pupil_once(place: Authority, tmp_path: Path) -> None:
    admin = place.viewer("school_admin")
    content = book(tmp_path / "a.xlsx", [pupil(845, "示例双一"), pupil(846, "示例双二")])
    first, second = brought(admin, PUPILS, content, DAY), brought(admin, PUPILS, content, DAY)
    assert first.new == second.new == 2
    before = Person.objects.for_the_programme(WHY).count()
    assert counts(store_register(admin, first.number)) == (2, 2, 0, 0, 0)
    assert counts(store_register(admin, second.number)) == (2, 0, 2, 0, 0)
    assert Person.objects.for_the_programme(WHY).count() == before + 2


def test_a_storing_that_stopped_half_way_goes_on_where_it_was(
    place: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = place.viewer("school_admin")
    monkeypatch.setattr(going_through, "BLOCK", 2)
    rows = [pupil(order, f"示例停{order}") for order in range(880, 885)]
    batch = brought(admin, PUPILS, book(tmp_path / "a.xlsx", rows), DAY)

    def stops(done: int, total: int, said: Text) -> None:
        if said == going_through.STORING and done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store_register(admin, batch.number, stops)
    assert (again(batch.number).state, held("示例停880"), held("示例停884")) == ("storing", 1, 0)
    assert counts(store_register(admin, batch.number)) == (5, 5, 0, 0, 0)
    assert [held(f"示例停{order}") for order in range(880, 885)] == [1, 1, 1, 1, 1]


def held(name: str) -> int:
    return int(Person.objects.for_the_programme(WHY).filter(name_index=blind_index("name", name)).count())

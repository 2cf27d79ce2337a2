"""The pages on which minors' sensitive data is read: under an approved purpose, shown once, told to who may know."""

import pytest

from xueheng.identity.actions.approve_purpose import approve_purpose
from xueheng.identity.actions.ask_purpose import ask_purpose
from xueheng.identity.models import ReadingPurpose
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.conftest import place, two_authorities
from xueheng.identity.viewer import today
from xueheng.trust.models import Detail, Entry
from xueheng.trust.public import now
from xueheng.web.tests.test_people_pages import names_in, signed_in, words

pytestmark = pytest.mark.django_db
__all__ = ["place", "two_authorities"]
DAYS = 24 * 3600 * 1_000_000
BORN = "2016-10-01"


def approved(place: Authority, word: str, subject: str | None = None, approver: str = "head") -> int:
    whom = place.people[subject] if subject else None
    number = ask_purpose(place.viewer(word, today()), "check", "核对转学信息", now() + 7 * DAYS, whom)
    approve_purpose(place.viewer(approver, today()), number)
    return number


def page_of(place: Authority, word: str) -> str:
    return f"/people/{place.people[word]}/sensitive/"


def readings() -> int:
    return Entry.objects.filter(stream_id="reading", verb="read").count()


class TestUnderAPurpose:
    def test_without_one_nothing_is_read_and_the_way_to_ask_stands_there(self, place: Authority) -> None:
        client = signed_in(place, "class_teacher")
        shown = client.get(page_of(place, "ann"))
        assert "没有批准的、在有效期内的查阅目的" in words(shown)
        assert f"/purposes/new/?person={place.people['ann']}" in shown.content.decode()
        refused = client.post(page_of(place, "ann"), {"fields_read": ["born"], "purpose": "1"})
        assert BORN not in words(refused)
        assert readings() == 0

    def test_with_one_it_is_shown_once_noted_and_not_kept(self, place: Authority) -> None:
        number = approved(place, "class_teacher", "ann")
        client = signed_in(place, "class_teacher")
        asked = client.get(page_of(place, "ann"))
        assert "核对转学信息" in words(asked)
        assert BORN not in words(asked)
        assert readings() == 0
        read = client.post(page_of(place, "ann"), {"fields_read": ["born"], "purpose": number})
        assert BORN in words(read)
        assert "500199" not in words(read)
        assert "核查" in words(read)
        assert read["Cache-Control"] == "no-store"
        assert readings() == 1
        assert BORN not in words(client.get(page_of(place, "ann")))

    def test_another_pupil_s_purpose_and_a_colleague_s_do_not_open_it(self, place: Authority) -> None:
        of_ben, of_office = approved(place, "class_teacher", "ben"), approved(place, "school_admin")
        client = signed_in(place, "class_teacher")
        for number in (of_ben, of_office):
            answer = client.post(page_of(place, "ann"), {"fields_read": ["born"], "purpose": number})
            assert BORN not in words(answer)
        assert readings() == 0

    def test_one_asks_from_the_pupil_s_page_for_that_pupil_alone(self, place: Authority) -> None:
        ann = place.people["ann"]
        client = signed_in(place, "class_teacher")
        form = client.get(f"/purposes/new/?person={ann}")
        assert place.names[ann] in words(form)
        client.post(f"/purposes/new/?person={ann}", {"purpose": "check", "reason": "核对学籍", "days": 3})
        [made] = ReadingPurpose.objects.for_the_programme("test")
        assert made.subject == ann
        assert client.get(f"/purposes/new/?person={place.people['hua']}").status_code == 404

    @pytest.mark.parametrize("word", ["subject_teacher", "nine_admin"])
    def test_who_may_not_ask_or_does_not_reach_has_no_such_page(self, place: Authority, word: str) -> None:
        assert signed_in(place, word).get(page_of(place, "ann")).status_code in (400, 404)

    def test_staff_are_read_without_one_and_noted(self, place: Authority) -> None:
        answer = signed_in(place, "school_admin").post(page_of(place, "class_teacher"), {"fields_read": ["born"]})
        assert "1985-05-06" in words(answer)
        assert readings() == 1


class TestTheDistrict:
    def test_pupils_are_found_under_a_purpose_alone_and_each_is_noted(self, place: Authority) -> None:
        name = place.names[place.people["ann"]]
        client = signed_in(place, "data_officer")
        none_yet = client.post("/people/", {"name": name})
        assert "申请查阅" in words(none_yet)
        assert "没有这个人" in words(none_yet)
        number = approved(place, "data_officer", approver="bureau_head")
        assert names_in(place, client.post("/people/", {"name": name})) == {"data_officer", "ann"}  # in the field alone
        assert readings() == 0
        found = client.post("/people/", {"name": name, "purpose": number})
        assert f"/people/{place.people['ann']}/?purpose={number}" in found.content.decode()
        assert readings() == 1

    def test_the_pupil_s_page_opens_with_the_way_back(self, place: Authority) -> None:
        number = approved(place, "data_officer", approver="bureau_head")
        client, ann = signed_in(place, "data_officer"), place.people["ann"]
        assert client.get(f"/people/{ann}/").status_code == 400
        page = client.get(f"/people/{ann}/?purpose={number}")
        assert "三（1）班" in words(page)
        assert f"/people/?purpose={number}" in page.content.decode()
        assert readings() == 1
        address = f"{page_of(place, 'ann')}?purpose={number}"
        read = client.post(address, {"fields_read": ["born"], "purpose": number})
        assert BORN in words(read)
        assert readings() == 3  # the page, the name on this one, and the day
        assert client.get(page_of(place, "ann")).status_code == 400

    def test_an_approved_request_leads_there(self, place: Authority) -> None:
        whole = approved(place, "data_officer", approver="bureau_head")
        of_ann = approved(place, "data_officer", "ann", approver="bureau_head")
        client = signed_in(place, "data_officer")
        assert f"/people/?purpose={whole}" in client.get(f"/purposes/{whole}/").content.decode()
        assert f"/people/{place.people['ann']}/?purpose={of_ann}" in client.get(f"/purposes/{of_ann}/").content.decode()

    @pytest.mark.parametrize("asked", ["12345", "x", "-1", "9" * 30])
    def test_a_purpose_that_is_none_opens_nothing(self, place: Authority, asked: str) -> None:
        client = signed_in(place, "data_officer")
        answer = client.get(f"/people/{place.people['ann']}/?purpose={asked}")
        assert answer.status_code == 400
        assert place.names[place.people["ann"]] not in answer.content.decode()


class TestWhoLearnsOfIt:
    def test_the_family_and_the_auditor_see_who_read_what_and_why(self, place: Authority) -> None:
        number = approved(place, "class_teacher", "ann")
        client = signed_in(place, "class_teacher")
        client.post(page_of(place, "ann"), {"fields_read": ["born"], "purpose": number})
        looked = words(signed_in(place, "mother").get(f"/people/{place.people['ann']}/looked/"))
        for told in ("班主任", "出生日期", "核查", "核对转学信息"):
            assert told in looked
        answer = signed_in(place, "audit_admin").get("/journal/?stream=reading")
        for told in ("班主任", "出生日期", "目的：核查（核对转学信息）", str(place.people["class_teacher"])):
            assert told in words(answer)
        assert names_in(place, answer) == {"audit_admin"}

    def test_a_pupil_and_her_guardian_read_her_own(self, place: Authority) -> None:
        for word in ("ann", "mother"):
            answer = signed_in(place, word).post(page_of(place, "ann"), {"fields_read": ["born", "resident"]})
            assert BORN in words(answer)


class TestFilesTakenAway:
    def test_a_list_of_pupils_is_noted_before_it_is_handed_out(self, place: Authority) -> None:
        c3 = place.units["c3"]
        client = signed_in(place, "class_teacher")
        assert client.get(f"/organisations/{c3}/pupils/?as_of=2026-03-02&export=xlsx").status_code == 200
        [entry] = Entry.objects.filter(stream_id="reading", verb="export")
        told = Detail.objects.get(entry=entry).text
        assert (entry.actor, entry.post) == (place.people["class_teacher"], place.posts["class_teacher"])
        for what in ('"class_pupils"', '"rows":3', '"as_of":"2026-03-02"', f'"number":"{c3}"'):
            assert what in told.replace(": ", ":")
        assert "班级学生" in words(signed_in(place, "audit_admin").get("/journal/?stream=reading"))

    def test_where_it_cannot_be_noted_nothing_is_handed_out(
        self, place: Authority, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: object, **__: object) -> None:
            raise RuntimeError("the journal cannot be written")

        monkeypatch.setattr("xueheng.shell.tables.handing_out.write_journal", fails)
        client = signed_in(place, "class_teacher")
        with pytest.raises(RuntimeError):
            client.get(f"/organisations/{place.units['c3']}/pupils/?export=xlsx")

    def test_a_list_of_units_is_not(self, place: Authority) -> None:
        signed_in(place, "data_officer").get(f"/organisations/{place.units['district']}/?export=xlsx")
        assert not Entry.objects.filter(stream_id="reading").exists()

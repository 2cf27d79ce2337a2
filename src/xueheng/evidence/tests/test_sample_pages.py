"""The pages of draws by lot: sealed, drawn, looked at by somebody else, and reckoned again by whoever wants to."""

import hashlib
import hmac
import io
import re
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from xueheng.evidence.model_samples import SampleCandidate, SampleDraw
from xueheng.evidence.public import attest_many, correct_record, draw_result, draw_sample, seal_sample
from xueheng.evidence.tests.office import ATTENDANCE, SERVICE, attended, observed, served, state_of
from xueheng.identity.models import Account, Organisation, Post
from xueheng.identity.public import CHOSEN
from xueheng.identity.tests.authority import DAY, YEAR, Authority
from xueheng.identity.viewer import Viewer, today
from xueheng.trust.models import Detail, Entry

pytestmark = pytest.mark.django_db


def signed_in(place: Authority, word: str) -> Client:
    account = Account.objects.create(login=word, person_id=place.people[word], must_change_password=False)
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(account)
    return client


def words(answer: Any) -> str:
    body = answer.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def services(place: Authority) -> list[int]:
    return [served(place, word) for word in ("ann", "ben", "cai") for _ in range(2)]


def drawn(place: Authority, per_cent: int = 100) -> tuple[int, list[int]]:
    """A draw at the class by its teacher; its number and the records it fell on."""
    by = place.viewer("class_teacher", today())
    number = seal_sample(by, type=SERVICE, organisation=place.units["c3"], from_day=YEAR, to_day=DAY, per_cent=per_cent)
    return number, draw_sample(by, number)


def second_teacher(place: Authority) -> Client:
    """Another teacher who may verify in this class, signed in at that post."""
    unit = Organisation.objects.for_the_programme("test").get(pk=place.units["c3"])
    post = Post.objects.create(
        person_id=place.people["other_class_teacher"],
        role="class_teacher",
        organisation=unit,
        from_day=YEAR,
        acting=True,
    )
    client = signed_in(place, "other_class_teacher")
    session = client.session
    session[CHOSEN] = str(post.pk)
    session.save()
    return client


def test_an_office_seals_and_draws_and_sees_what_it_fell_on(place: Authority) -> None:
    numbers = services(place)
    client = signed_in(place, "class_teacher")
    sent = {"type": SERVICE, "organisation": place.units["c3"], "from_day": YEAR, "to_day": DAY, "per_cent": 50}
    sealed = client.post("/samples/new/", sent, follow=True)
    assert "已封存，待抽取" in words(sealed)
    assert "6 条有效记录的 50%" in words(sealed)
    [draw] = SampleDraw.objects.for_the_programme("test")
    assert draw.among == len(numbers)
    shown = client.post(f"/samples/{draw.pk}/drawings/", follow=True)
    assert "抽中 3 条，种子已公开" in words(shown)
    assert "0/3（0%）" in words(shown)
    for row in SampleCandidate.objects.for_the_programme("test").filter(draw=draw):
        assert (f"/samples/{draw.pk}/records/{row.record_id}/" in shown.content.decode()) == row.drawn
    again = client.post(f"/samples/{draw.pk}/drawings/")
    assert again.status_code == 400
    assert "不能重抽" in again.content.decode()
    assert "已核 0/3" in words(client.get("/samples/"))


def test_anybody_reckons_the_draw_again_from_what_the_page_gives(place: Authority) -> None:
    numbers = services(place)
    number, fell_on = drawn(place, 50)
    client = signed_in(place, "class_teacher")
    shown = client.get(f"/samples/{number}/check/").content.decode()
    assert shown.count("一致</span>") == 3
    listed = b"".join(client.get(f"/samples/{number}/numbers/"))
    draw = SampleDraw.objects.for_the_programme("test").get(pk=number)
    assert hashlib.sha256(listed).hexdigest() == draw.among_digest
    assert draw.among_digest in shown
    seed = re.findall(r"fromhex\(&quot;(\w+)&quot;\)|fromhex\(\"(\w+)\"\)", shown)[0]
    key = bytes.fromhex("".join(seed))
    assert hashlib.sha256(key).hexdigest() in shown
    by_hand = sorted(int(line) for line in listed.split())
    assert by_hand == sorted(numbers)
    tickets = sorted((hmac.digest(key, str(n).encode(), "sha256"), n) for n in by_hand)
    assert [n for _, n in tickets[:3]] == fell_on


def test_a_draw_that_was_meddled_with_says_so(place: Authority) -> None:
    services(place)
    number, fell_on = drawn(place, 50)
    rows = SampleCandidate.objects.for_the_programme("test").filter(draw=number)
    rows.filter(record=fell_on[0]).update(drawn=False)
    shown = signed_in(place, "class_teacher").get(f"/samples/{number}/check/").content.decode()
    assert shown.count("不一致</span>") == 1


def test_the_seed_is_shown_to_nobody_before_the_draw(place: Authority) -> None:
    services(place)
    by = place.viewer("class_teacher", today())
    number = seal_sample(by, type=SERVICE, organisation=place.units["c3"], from_day=YEAR, to_day=DAY, per_cent=50)
    shown = signed_in(place, "class_teacher").get(f"/samples/{number}/check/")
    assert "抽取后公开" in words(shown)
    assert "fromhex" not in shown.content.decode()


def test_each_is_found_genuine_or_not_with_what_follows(place: Authority) -> None:
    numbers = services(place)
    attest_many(place.viewer("class_teacher", today()), numbers)
    number, fell_on = drawn(place)
    client = second_teacher(place)
    first, other = (f"/samples/{number}/records/{each}/" for each in fell_on[:2])
    assert "核对结果" in words(client.get(first))
    assert client.post(first, {"found": "genuine", "words": ""}, follow=True).status_code == 200
    refused = client.post(other, {"found": "otherwise", "words": ""})
    assert refused.status_code == 422
    assert "请写明原因" in words(refused)
    shown = client.post(other, {"found": "otherwise", "words": "签到表上没有这一次"}, follow=True)
    assert "2/6（约 33.3%）" in words(shown)
    assert "1/2（50%）" in words(shown)
    assert "已退回，等记录人更正或撤回" in words(shown)
    assert state_of(fell_on[1]).refused_by is not None
    result = draw_result(place.viewer("class_teacher", today()), number)
    assert (result.confirmed, result.refused, result.open, result.gone) == (1, 1, 4, 0)
    assert "签到表上没有这一次" in words(client.get(other))
    assert "签到表上没有这一次" not in words(client.get(first))
    narrowed = client.get(f"/samples/{number}/?state=otherwise").content.decode()
    assert str(fell_on[1]) in narrowed
    assert f"records/{fell_on[0]}/" not in narrowed


def test_what_followed_is_told(place: Authority) -> None:
    services(place)
    number, fell_on = drawn(place)
    signed_in(place, "class_teacher").post(
        f"/samples/{number}/records/{fell_on[0]}/", {"found": "otherwise", "words": "少一小时"}
    )
    word = next(w for w in ("ann", "ben", "cai") if place.people[w] == state_of(fell_on[0]).record.subject)
    newer = correct_record(place.pupil(word), fell_on[0], fields={"hours_served": 10}, reason="改为一小时")
    correct_record(place.pupil(word_of(place, fell_on[1])), fell_on[1], fields={"hours_served": 10}, reason="也改")
    shown = second_teacher(place).get(f"/samples/{number}/")
    assert "已更正" in words(shown)
    result = draw_result(place.viewer("class_teacher", today()), number)
    assert (result.refused, result.open, result.gone) == (1, 4, 1)
    assert f"/records/{newer}/" in second_look(place, number, fell_on[0])


def word_of(place: Authority, number: int) -> str:
    return next(w for w in ("ann", "ben", "cai") if place.people[w] == state_of(number).record.subject)


def second_look(place: Authority, draw: int, record: int) -> str:
    Account.objects.filter(person=place.people["class_teacher"]).delete()
    return str(signed_in(place, "class_teacher").get(f"/samples/{draw}/records/{record}/").content.decode())


def test_nobody_looks_at_what_she_verified_or_recorded_herself(place: Authority) -> None:
    numbers = services(place)
    attest_many(place.viewer("class_teacher", today()), numbers)
    number, fell_on = drawn(place)
    client = signed_in(place, "class_teacher")
    address = f"/samples/{number}/records/{fell_on[0]}/"
    assert "要由另一位来核" in words(client.get(address))
    client.post(address, {"found": "genuine", "words": ""})
    assert state_of(fell_on[0]).sampled
    assert draw_result(place.viewer("class_teacher", today()), number).confirmed == 0


def test_nobody_looks_at_her_own_record_under_another_post_either(place: Authority) -> None:
    person, first = place.people["class_teacher"], place.units["first"]
    number = attended(place.viewer("class_teacher", today()), place.people["ann"])
    unit = Organisation.objects.for_the_programme("test").get(pk=first)
    post = Post.objects.create(person_id=person, role="school_admin", organisation=unit, from_day=YEAR, acting=True)
    office = Viewer(person, post.pk, "school_admin", first, "administrative", today())
    draw = seal_sample(office, type=ATTENDANCE, organisation=first, from_day=YEAR, to_day=today(), per_cent=100)
    assert draw_sample(office, draw) == [number]
    client = signed_in(place, "class_teacher")
    session = client.session
    session[CHOSEN] = str(post.pk)
    session.save()
    address = f"/samples/{draw}/records/{number}/"
    assert "要由另一位来核" in words(client.get(address))
    client.post(address, {"found": "genuine", "words": ""})
    assert state_of(number).attested_by is None


@pytest.mark.parametrize("word", ["subject_teacher", "other_class_teacher", "head", "audit_admin", "ann", "mother"])
def test_others_have_no_such_draw(place: Authority, word: str) -> None:
    services(place)
    number, fell_on = drawn(place)
    client = signed_in(place, word)
    for address in (
        f"/samples/{number}/",
        f"/samples/{number}/check/",
        f"/samples/{number}/numbers/",
        f"/samples/{number}/records/{fell_on[0]}/",
    ):
        assert client.get(address).status_code in (302, 403, 404)
    assert client.post(f"/samples/{number}/drawings/").status_code in (302, 403, 404)


def test_a_record_that_was_not_drawn_is_no_page_of_the_draw(place: Authority) -> None:
    numbers = services(place)
    number, fell_on = drawn(place, 50)
    client = signed_in(place, "class_teacher")
    [left_out, *_] = set(numbers) - set(fell_on)
    assert client.get(f"/samples/{number}/records/{left_out}/").status_code == 404


def test_the_list_goes_out_as_a_workbook_and_is_noted(place: Authority) -> None:
    services(place)
    number, _ = drawn(place)
    client = signed_in(place, "class_teacher")
    answer = client.get(f"/samples/{number}/?state=open&export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet.max_row == 7
    assert {cell.value for cell in sheet["C"][1:]} == {place.names[place.people[w]] for w in ("ann", "ben", "cai")}
    told = Detail.objects.get(entry__verb="export").text
    assert f'"number":"{number}"' in told
    assert '"state":"open"' in told
    client.get("/samples/?export=xlsx")
    assert Entry.objects.filter(verb="export").count() == 1


def test_what_was_typed_into_a_filter_is_not_in_the_journal(place: Authority) -> None:
    observed(place.viewer("class_teacher", today()), place.people["ann"])
    name = place.names[place.people["ann"]]
    signed_in(place, "class_teacher").get("/records/", {"export": "xlsx", "name": name, "from": "2026-03-01"})
    told = Detail.objects.get(entry__verb="export").text
    assert name not in told
    assert '"name":"typed"' in told
    assert '"from":"2026-03-01"' in told
    assert '"rows":1' in told


def test_as_many_queries_for_six_drawn_records_as_for_two(place: Authority) -> None:
    served(place, "ann")
    served(place, "ben")
    few, _ = drawn(place)
    services(place)
    many, _ = drawn(place)
    client = signed_in(place, "class_teacher")
    client.get(f"/samples/{few}/")
    counts = []
    for number in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/samples/{number}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_teacher_sees_which_post_verified_her_record_and_which_sent_it_back(place: Authority) -> None:
    teacher, office = place.viewer("class_teacher", today()), place.viewer("school_admin", today())
    attested = attended(teacher, place.people["ann"])
    attest_many(office, [attested])
    client = signed_in(place, "class_teacher")
    shown = words(client.get(f"/records/{attested}/"))
    facts = shown.partition("历史")[0]
    assert re.search(rf"审核通过 {today()} · \S+ 示例一区第一小学", facts), facts
    assert place.names[place.people["school_admin"]] not in shown  # the post; her name is not open to a class teacher


def test_a_correction_is_told_with_headings_for_a_narrow_window(place: Authority) -> None:
    teacher = place.viewer("class_teacher", today())
    old = attended(teacher, place.people["ann"])
    new = correct_record(teacher, old, fields={"days_due": 20, "days_absent": 1}, reason="漏记一天")
    shown = signed_in(place, "class_teacher").get(f"/records/{new}/").content.decode()
    assert '<td data-heading="原来">' in shown
    assert '<td data-heading="现在">' in shown

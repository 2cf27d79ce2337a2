"""Forms: nothing typed is lost, each problem names field and remedy, two editors are noticed."""

import re
from typing import Any, ClassVar

import pytest
from django import forms
from django.core import signing
from django.utils.translation import override

from xueheng.errors import XuehengError
from xueheng.shell.drafts import DraftRefused, drop_old_drafts, keep_draft, kept_draft, kept_drafts
from xueheng.shell.models import Draft
from xueheng.shell.public import Form, lazily, page
from xueheng.shell.tests.people import CHEN, LI, asked, sent
from xueheng.trust.public import now
from xueheng.wording import Text

pytestmark = pytest.mark.django_db
DAY = 86_400_000_000


class VisitForm(Form):
    pupil = forms.CharField(label=lazily("学生", "Pupil"), max_length=4)
    day = forms.DateField(label=lazily("日期", "Day"))
    minutes = forms.IntegerField(label=lazily("时长", "Length"), min_value=5, max_value=240)
    topics = forms.MultipleChoiceField(
        label=lazily("谈了什么", "Topics"), required=False, choices=[("a", "学习"), ("b", "作息")]
    )
    private = forms.BooleanField(label=lazily("不外传", "Private"), required=False)
    units: ClassVar = {"minutes": Text("分钟", "min")}


GOOD: dict[str, Any] = {"pupil": "李小花", "day": "2026-03-12", "minutes": "45", "topics": ["a", "b"]}


def problems(typed: dict[str, Any], language: str = "zh-hans") -> dict[str, str]:
    with override(language):
        form = VisitForm.for_request(sent("/visits/new/", typed))
        assert not form.sent()
        return {found.field: found.words for found in form.problems()}


def test_each_problem_names_its_field_and_what_to_do() -> None:
    assert problems({"pupil": "阿布都热合曼", "day": "昨天", "minutes": "300", "topics": ["x"]}) == {
        "pupil": "“学生”最多 4 个字，现在有 6 个，请缩短。",
        "day": "“日期”要写成 2026-03-12 这样的日期。",
        "minutes": "“时长”最大是 240，请改小。",
        "topics": "“谈了什么”里没有这一项，请重新选择。",
    }
    assert problems({}, "en") == {
        "pupil": "Fill in “Pupil”.", "day": "Fill in “Day”.", "minutes": "Fill in “Length”."
    }  # fmt: skip


def test_a_fields_own_words_stay() -> None:
    class Own(Form):
        code = forms.CharField(label="代码", error_messages={"required": "代码在公章上。"})

    form = Own.for_request(sent("/x/", {}))
    assert not form.sent()
    assert [found.words for found in form.problems()] == ["代码在公章上。"]


def test_a_good_form_is_taken() -> None:
    form = VisitForm.for_request(sent("/visits/new/", GOOD))
    assert form.sent()
    assert form.cleaned_data["minutes"] == 45


def test_a_refusal_of_a_room_stands_at_its_field_and_keeps_what_was_typed() -> None:
    form = VisitForm.for_request(sent("/visits/new/", GOOD))
    assert form.sent()
    form.refuse("day", XuehengError(Text("这一天还没到。"), Text("请改成今天或以前。")))
    form.refuse("nothing", XuehengError(Text("这个学生已转出。")))
    assert [(found.field, found.words) for found in form.problems()] == [
        ("", "这个学生已转出。"),
        ("day", "这一天还没到。\n请改成今天或以前。"),
    ]
    assert form["pupil"].value() == "李小花"


def drawn(form: Form) -> str:
    found = page(
        asked("/visits/new/"), "shell/form.html", {"form": form, "submit": Text("保存家访记录")}, title=Text("家访")
    )
    return found.content.decode()


def test_the_page_ties_each_problem_to_its_field() -> None:
    form = VisitForm.for_request(sent("/visits/new/", {**GOOD, "minutes": "300"}))
    form.sent()
    shown = drawn(form)
    assert "保存家访记录" in shown
    assert '<a href="#id_minutes">“时长”最大是 240，请改小。</a>' in shown
    control = re.search(r'<input[^>]*name="minutes"[^>]*>', shown)
    assert control is not None
    assert 'aria-describedby="told-minutes"' in control.group()
    assert 'aria-invalid="true"' in control.group()
    assert 'value="300"' in control.group()
    assert shown.index('id="told-minutes"') > shown.index('name="minutes"')


def test_a_draft_comes_back_whole_to_its_own_person_alone() -> None:
    keep_draft(
        11, "/visits/new/", {"pupil": ["李小"], "topics": ["a", "b"], "minutes": ["4x"], "csrfmiddlewaretoken": ["t"]}
    )
    form = VisitForm.for_request(asked("/visits/new/"), initial={"pupil": "王", "minutes": 30})
    assert (form["pupil"].value(), form["minutes"].value(), form["topics"].value()) == ("李小", "4x", ["a", "b"])
    assert form.draft_from
    other = VisitForm.for_request(asked("/visits/new/", LI), initial={"pupil": "王"})
    assert other["pupil"].value() == "王"
    assert not other.draft_from
    elsewhere = VisitForm.for_request(asked("/visits/7/"))
    assert elsewhere["pupil"].value() is None


def test_what_is_kept_is_sealed() -> None:
    keep_draft(11, "/visits/new/", {"note": ["母亲住院，情绪低落"]})
    stored = bytes(Draft.objects.get().payload)
    assert "住院".encode() not in stored
    assert kept_draft(11, "/visits/new/").typed == {"note": ["母亲住院，情绪低落"]}  # type: ignore[union-attr]


def test_a_draft_is_gone_once_the_form_was_taken() -> None:
    keep_draft(11, "/visits/new/", GOOD | {"topics": ["a"]})
    form = VisitForm.for_request(sent("/visits/new/", GOOD))
    assert form.sent()
    assert kept_drafts(11) != []
    form.done()
    assert kept_drafts(11) == []


def test_drafts_are_kept_thirty_days() -> None:
    keep_draft(11, "/a/", {"x": ["1"]})
    keep_draft(11, "/b/", {"x": ["1"]})
    Draft.objects.filter(form="/a/").update(changed=now() - 31 * DAY)
    assert [form for form, _ in kept_drafts(11)] == ["/b/"]
    assert kept_draft(11, "/a/") is None
    assert drop_old_drafts() == 1


@pytest.mark.parametrize("form", ["", "https://elsewhere.example/", "x", "/" + "a" * 80])
def test_a_draft_belongs_to_an_address_of_ours(form: str) -> None:
    with pytest.raises(DraftRefused):
        keep_draft(11, form, {"x": ["1"]})


def test_too_long_a_draft_is_refused_in_words() -> None:
    with pytest.raises(DraftRefused, match="没有存成草稿"):
        keep_draft(11, "/a/", {"x": ["长" * 100_000]})


def test_two_editors_are_noticed_and_what_is_stored_now_is_shown() -> None:
    opened = VisitForm.for_request(asked("/visits/7/"), version="1", initial={"pupil": "李小花"})
    stamp = opened.stamp()
    typed = {**GOOD, "pupil": "李晓花", "_form": stamp}
    late = VisitForm.for_request(sent("/visits/7/", typed), version="2", initial={"pupil": "李小华"})
    assert not late.sent()
    assert "别人改过它" in late.problems()[0].words
    assert late.now_stored["pupil"] == "李小华"
    assert "现在存的是：李小华" in drawn(late)
    again = VisitForm.for_request(sent("/visits/7/", {**typed, "_form": late.stamp()}), version="2")
    assert again.sent()


def test_a_form_opened_by_another_person_is_not_taken() -> None:
    stamp = VisitForm.for_request(asked("/visits/new/", CHEN)).stamp()
    form = VisitForm.for_request(sent("/visits/new/", {**GOOD, "_form": stamp}, LI))
    assert not form.sent()
    assert "另一位登录者" in form.problems()[0].words


def test_a_draft_over_an_older_state_is_noticed_too() -> None:
    opened = VisitForm.for_request(asked("/visits/7/"), version="1")
    keep_draft(11, "/visits/7/", {**GOOD, "_form": [opened.stamp()]})
    back = VisitForm.for_request(asked("/visits/7/"), version="2")
    late = VisitForm.for_request(sent("/visits/7/", {**GOOD, "_form": back.stamp()}), version="2")
    assert not late.sent()


def test_a_made_up_stamp_says_nothing() -> None:
    for stamp in ("x", signing.dumps([12, "1"], salt="other"), ""):
        assert VisitForm.for_request(sent("/visits/new/", {**GOOD, "_form": stamp})).sent()

"""Before a report is printed: signs that the face lacks are told; where it is written: phrases are at hand."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from xueheng.evidence.actions.keep_phrase import keep_phrase
from xueheng.identity.public import Account, change_name, programme_viewer
from xueheng.identity.tests.authority import DAY, Authority, authority
from xueheng.publication.class_context import class_context
from xueheng.publication.model_reports import ClassReports, TermReport
from xueheng.publication.papers.lacking_signs import lacking_signs
from xueheng.publication.papers.paper_words import clean
from xueheng.publication.papers.signs_of_face import signs_of_face
from xueheng.publication.public import draft_reports, open_class_reports, pick_works, write_comment
from xueheng.publication.tests.a_class_term import ANN, BEN, TERM, live_through
from xueheng.wording import Text

pytestmark = pytest.mark.django_db
WHY = "a test looks"
RARE, NEWER, SMILE, OWN_SIGN = "\U00020001", "\U00031350", "😀", "\ue000"
"""Signs of Extensions B and H, an emoji, a sign of some office's own."""
WARNING = "有字印不出来"


def quiet(done: int, total: int, said: Text) -> None:
    """Progress that nobody watches."""


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xueheng.identity.holding.today", lambda: DAY)


@pytest.fixture
def place() -> Authority:
    return authority()


@pytest.fixture
def found(place: Authority) -> ClassReports:
    works = live_through(place)
    opened = open_class_reports(place.viewer("class_teacher"), place.units["c3"], TERM)
    draft_reports(place.viewer("class_teacher"), int(opened.pk), quiet)
    pick_works(place.pupil(ANN), number_of(place, opened, ANN), [works["garden"]])
    return opened


def number_of(place: Authority, found: ClassReports, word: str) -> int:
    return int(TermReport.objects.for_the_programme(WHY).get(reports=found, pupil=place.people[word]).pk)


def signed_in(place: Authority, word: str) -> Client:
    account = Account.objects.create(login=word, person_id=place.people[word], must_change_password=False)
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(account)
    return client


def page(client: Client, name: str, number: int) -> str:
    return client.get(reverse(name, args=[number])).content.decode()


def test_the_face_has_as_many_signs_as_its_readme_says() -> None:
    assert len(signs_of_face()) == 33_071


@pytest.mark.parametrize(
    ("words", "lacking"),
    [
        ("示例𬭎㛃㐂，A1。\n", ()),
        (f"真棒{SMILE}{SMILE}！", (SMILE,)),
        (f"示{NEWER}例{OWN_SIGN}", (NEWER, OWN_SIGN)),
        ("葛\U000e0100飾\ufe0f\u200d", ()),
    ],
)
def test_a_rare_name_can_be_printed_and_an_emoji_cannot(words: str, lacking: tuple[str, ...]) -> None:
    assert lacking_signs(words) == lacking


def test_a_name_keeps_a_sign_that_the_face_lacks() -> None:
    """Left out, the name would be another's; so a box is printed and the document holds the sign."""
    assert clean(f"示{NEWER}{OWN_SIGN}") == f"示{NEWER}{OWN_SIGN}"


def test_the_class_is_told_before_printing_whose_name_and_whose_comment(place: Authority, found: ClassReports) -> None:
    teacher = signed_in(place, "class_teacher")
    assert WARNING not in page(teacher, "class_reports", int(found.pk))
    change_name(programme_viewer(DAY), place.people[BEN], f"示例{RARE}")
    write_comment(place.viewer("class_teacher"), number_of(place, found, ANN), f"真棒{SMILE}")
    for address in ("class_reports", "finish_class_reports"):
        told = page(teacher, address, int(found.pk))
        assert WARNING in told
        assert f"班主任寄语：{SMILE} (U+1F600)" in told
        assert f"姓名：{RARE} (U+20001)" in told
        assert "PDF 里这些地方会印成打叉的方框" in told
    own = page(teacher, "term_report", number_of(place, found, ANN))
    assert f"班主任寄语：{SMILE} (U+1F600)" in own
    assert "U+20001" not in own


def test_who_only_reads_is_not_told_of_printing(place: Authority, found: ClassReports) -> None:
    write_comment(place.viewer("class_teacher"), number_of(place, found, ANN), f"真棒{SMILE}")
    assert class_context(place.viewer("head"), found)["lacking"] == []
    assert WARNING not in page(signed_in(place, "head"), "term_report", number_of(place, found, ANN))


def test_the_warning_asks_as_often_for_a_class_as_for_one(place: Authority, found: ClassReports) -> None:
    rows = TermReport.objects.for_the_programme(WHY).filter(reports=found)
    with CaptureQueriesContext(connection) as many:
        class_context(place.viewer("class_teacher"), found)
    rows.exclude(pupil=place.people[ANN]).delete()
    with CaptureQueriesContext(connection) as one:
        class_context(place.viewer("class_teacher"), found)
    assert len(many) == len(one)


def test_phrases_of_a_term_and_one_s_own_are_offered_where_the_comment_is_written(
    place: Authority, found: ClassReports
) -> None:
    keep_phrase(place.viewer("class_teacher"), "坐得住了。")
    told = page(signed_in(place, "class_teacher"), "term_report", number_of(place, found, ANN))
    offered = told.partition('id="phrases-for-comment"')[2].partition("<form")[0]
    assert 'data-phrases="id_comment"' in offered
    assert offered.index("坐得住了。") < offered.index("期末评语")
    assert "课堂事例" not in offered, "those belong to a type of records"
    assert "evidence/phrases" in told
    assert "phrases-for-comment" not in page(signed_in(place, "head"), "term_report", number_of(place, found, ANN))

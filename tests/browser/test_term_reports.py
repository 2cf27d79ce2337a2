"""The reports of a class: drafted, written, chosen for, checked, given out, read; at a desk and by phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, signed_in
from tests.browser.running_server import RunningServer, running

PUPILS = ("示例一区学生01号", "示例一区学生02号", "示例一区学生03号")
WORDS = "你种的菜发芽了，我看到了你的耐心。"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server over a small authority."""
    with running(tmp_path_factory.mktemp("office") / "data", fill=["tests.browser.term_reports"]) as started:
        yield started


def until_done(page: Page, link: str) -> None:
    """A job's page leads on when its work is done."""
    page.get_by_role("link", name=link).click(timeout=90_000)


def test_the_way_of_a_class(
    office: RunningServer, window: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    teacher = signed_in(window(), office, "class_teacher")
    teacher.get_by_role("link", name="报告书", exact=True).first.click()
    look(teacher, "01-none")
    teacher.get_by_role("link", name="开写全班报告书").click()
    teacher.locator("#id_period").select_option("term_1:2025-2026")
    look(teacher, "02-new")
    teacher.get_by_role("button", name="开写报告书").click()
    look(teacher, "03-class-not-drafted")
    address = teacher.url
    teacher.get_by_role("button", name="写全班草稿").click()
    until_done(teacher, "看结果")
    assert teacher.url == address
    look(teacher, "04-class-drafted")

    pupil = signed_in(window(), office, "ann")
    pupil.get_by_role("link", name="报告书", exact=True).first.click()
    look(pupil, "05-pupil-own")
    pupil.get_by_role("link", name="选作品").click()
    pupil.get_by_label("我种的菜发芽了").check()
    look(pupil, "06-pupil-chooses")
    pupil.get_by_role("button", name="保存我的选择").click()
    expect(pupil.get_by_text("已选好")).to_be_visible()

    teacher.get_by_role("link", name=PUPILS[0]).click()
    expect(teacher.get_by_text("我种的菜发芽了")).to_be_visible()
    look(teacher, "07-one-report")
    teacher.locator("#id_comment").fill(WORDS)
    expect(teacher.locator(".draft-state")).to_contain_text("草稿", timeout=10_000)
    teacher.reload()
    expect(teacher.locator("#id_comment")).to_have_value(WORDS)
    other = window()
    signed_in(other, office, "class_teacher").goto(teacher.url)
    teacher.get_by_role("button", name="只保存").click()
    expect(teacher.get_by_text("寄语已保存")).to_be_visible()
    other.locator("#id_comment").fill("另一扇窗里写的")
    other.get_by_role("button", name="只保存").click()
    expect(other.get_by_text("别人改过它").first).to_be_visible()

    for name in PUPILS:
        expect(teacher.get_by_role("heading", level=1)).to_contain_text(name)
        teacher.get_by_role("button", name="保存并标为已审").click()
    expect(teacher.get_by_role("link", name="发出全班报告书")).to_be_visible()
    teacher.get_by_role("button", name="生成全班 docx 和 PDF").click()
    until_done(teacher, "看结果")
    look(teacher, "08-all-checked")
    with teacher.expect_download() as taken:
        teacher.get_by_role("link", name="全班一份 PDF").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")
    teacher.get_by_role("link", name="发出全班报告书").click()
    look(teacher, "09-give-out")
    teacher.get_by_role("button", name="发出全班报告书").click()
    expect(teacher.get_by_text("已发出 3 份")).to_be_visible()
    look(teacher, "10-given-out")

    mother = signed_in(window(PHONE), office, "mother")
    mother.goto(office.address + "/term-reports/")
    look(mother, "11-guardian-list")
    mother.get_by_role("link", name="看报告书").click()
    expect(mother.get_by_text(WORDS)).to_be_visible()
    look(mother, "12-guardian-reads")
    head = signed_in(window(), office, "head")
    head.goto(office.address + "/term-reports/")
    look(head, "13-head-list")
    dark = signed_in(window(dark=True), office, "mother")
    dark.goto(mother.url)
    look(dark, "14-dark")


def test_a_hostile_comment_stays_text(office: RunningServer, window: Callable[..., Page]) -> None:
    """Runs after the way of the class: the report is taken back and written anew."""
    teacher = signed_in(window(), office, "class_teacher")
    teacher.goto(office.address + "/term-reports/")
    teacher.get_by_role("link", name="三（1）班").first.click()
    teacher.get_by_role("link", name=PUPILS[1]).click()
    teacher.get_by_role("button", name="收回修改").click()
    said = '<script>alert(1)</script> {{ 7 * 7 }} #read("x")'
    teacher.locator("#id_comment").fill(said)
    teacher.get_by_role("button", name="只保存").click()
    expect(teacher.locator("#id_comment")).to_have_value(said)
    with teacher.expect_download() as taken:
        teacher.get_by_role("link", name="下载 PDF").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")

"""Draws for a second look, readings under a purpose, who verified a record: in a browser, at a desk and by phone."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, signed_in
from tests.browser.running_server import RunningServer, running

PUPIL, OTHER_PUPIL = "示例一区学生01号", "示例一区学生02号"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server over a small authority."""
    with running(tmp_path_factory.mktemp("office") / "data", fill=["tests.browser.second_looks"]) as started:
        yield started


def test_a_sample_is_drawn_looked_at_and_reckoned_again(
    office: RunningServer, page: Page, look: Callable[[Page, str], None]
) -> None:
    signed_in(page, office, "class_teacher")
    page.goto(office.address + "/samples/")
    look(page, "01-samples-empty")
    page.get_by_role("link", name="新建抽查").click()
    page.locator("#id_type").select_option("student.volunteering")
    page.locator("#id_from_day").fill("2026-03-01")
    page.locator("#id_per_cent").fill("34")
    look(page, "02-new")
    page.get_by_role("button", name="封存").click()
    look(page, "03-sealed")
    page.get_by_role("button", name="抽取并公开种子").click()
    expect(page.get_by_text("抽中 4 条，种子已公开。")).to_be_visible()
    look(page, "04-drawn")
    drawn = page.url
    page.locator("td[data-heading=对象] a").first.click()
    look(page, "05-record")
    page.get_by_label("与记录不符").check()
    page.get_by_role("button", name="存核对结果").click()
    expect(page.locator("[data-problems]")).to_be_visible()
    look(page, "06-reason-missing")
    page.locator("#id_words").fill("签到表上只有一小时，请更正时长")
    page.get_by_role("button", name="存核对结果").click()
    expect(page.get_by_text("1/4（25%）")).to_be_visible()
    page.locator("td[data-heading=对象] a").nth(1).click()
    page.get_by_label("属实").check()
    page.get_by_role("button", name="存核对结果").click()
    expect(page.get_by_text("2/4（50%）")).to_be_visible()
    look(page, "07-half-done")
    page.locator("td[data-heading=对象] a").first.click()
    look(page, "08-looked-at")
    page.goto(drawn)
    page.get_by_role("link", name="重算").click()
    expect(page.get_by_text("一致", exact=True)).to_have_count(3)
    look(page, "09-check")
    page.goto(office.address + "/samples/")
    look(page, "10-samples")


def test_the_district_reads_a_pupil_under_a_purpose_and_the_family_sees_it(
    office: RunningServer, window: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    page = signed_in(window(DESK), office, "data_officer")
    page.goto(office.address + "/people/")
    look(page, "11-people")
    page.locator("#find-purpose").select_option(index=1)
    page.get_by_label("姓名（须完整）").fill(PUPIL)
    page.get_by_role("button", name="查找").click()
    look(page, "12-found")
    page.get_by_role("link", name=PUPIL).click()
    look(page, "13-person")
    page.get_by_role("link", name="敏感信息").click()
    look(page, "14-ask-what")
    page.get_by_label("出生日期").check()
    page.get_by_role("button", name="查阅").click()
    expect(page.get_by_text("2016-10-01")).to_be_visible()
    look(page, "15-shown")
    page.get_by_role("link", name="看完了").click()
    expect(page.get_by_text("2016-10-01")).to_have_count(0)
    mother = signed_in(window(PHONE), office, "mother")
    mother.goto(re.sub(r"sensitive/.*", "looked/", page.url))
    expect(mother.get_by_text("出生日期 · 核查：核对转学信息")).to_be_visible()
    look(mother, "16-family")


def test_asking_from_a_pupil_s_page(office: RunningServer, page: Page, look: Callable[[Page, str], None]) -> None:
    signed_in(page, office, "class_teacher")
    page.goto(office.address + "/people/")
    page.get_by_label("姓名（须完整）").fill(PUPIL)
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=PUPIL).click()
    page.get_by_role("link", name="敏感信息").click()
    look(page, "17-no-purpose")
    page.get_by_role("link", name="申请查阅").click()
    look(page, "18-ask")


def test_who_verified_stands_on_the_record(
    office: RunningServer, page: Page, look: Callable[[Page, str], None]
) -> None:
    signed_in(page, office, "class_teacher")
    for name, words in ((OTHER_PUPIL, "退回"), (PUPIL, "审核通过")):
        page.goto(f"{office.address}/records/?type=student.monthly_attendance")
        page.get_by_role("link", name=name).click()
        expect(page.locator(".facts dt", has_text=words)).to_be_visible()
        expect(page.locator(".facts dd", has_text="学校教务").first).to_be_visible()
        look(page, f"19-{'attested' if name == PUPIL else 'refused'}")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a ViewportSize
    before = page.locator("td[data-heading=原来]").first
    assert before.evaluate("cell => getComputedStyle(cell, '::before').content") == '"原来"'

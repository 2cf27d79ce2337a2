"""Distributions, requirements and the burden of recording as the district and a school look at them."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, signed_in
from tests.browser.running_server import RunningServer, running

Look = Callable[[Page, str], None]
PATIENCE = 60
"""Seconds."""
GIRL = "示例学生001号"


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server over a small district, evaluated."""
    with running(tmp_path_factory.mktemp("distributions") / "data", fill=["tests.browser.distributions_site"]) as it:
        yield it


def test_a_district_officer_goes_from_all_schools_to_one_pupil_under_a_purpose(
    district: RunningServer, window: Callable[..., Page], look: Look
) -> None:
    page = signed_in(window(DESK), district, "pe_officer", PATIENCE)
    page.goto(district.address + "/distributions/")
    look(page, "01-runs")
    page.get_by_role("main").get_by_role("link", name="国家学生体质健康标准").first.click()
    expect(page.locator(".strip svg").first).to_be_visible()
    expect(page.get_by_text("已隐去").first).to_be_visible()
    expect(page.locator("nav.tree a[aria-current=page]")).to_have_text("分布")
    expect(page.get_by_text("12 人没有记录").first).to_be_visible()
    look(page, "02-schools")
    page.get_by_role("link", name="看它的各项").first.click()
    look(page, "03-parts")
    page.go_back()
    page.get_by_role("main").get_by_role("link", name="第一小学").first.click()
    look(page, "04-school")
    page.get_by_role("main").get_by_role("link", name="三（1）班").first.click()
    page.get_by_role("link", name="按等级看学生").first.click()
    expect(page.get_by_text(GIRL)).to_have_count(0)
    look(page, "05-class")
    page.get_by_role("link", name="在这个目的之内查看").click()
    expect(page.get_by_text("这次查阅已记入日志")).to_be_visible()
    expect(page.get_by_role("link", name=GIRL)).to_be_visible()
    look(page, "06-pupils")
    page.get_by_role("link", name=GIRL).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(GIRL, timeout=60_000)


def test_a_school_stands_among_others_that_are_not_named(
    district: RunningServer, window: Callable[..., Page], look: Look
) -> None:
    page = signed_in(window(PHONE), district, "school_admin", PATIENCE)
    page.goto(district.address + "/distributions/")
    page.get_by_role("main").get_by_role("link", name="国家学生体质健康标准").first.click()
    page.get_by_role("link", name="和同级单位放在一起看").click()
    expect(page.locator(".strip .own").first).to_be_attached()
    expect(page.get_by_text("临江小学")).to_have_count(0)
    look(page, "07-among-others")
    page.goto(district.address + "/burdens/?period=2025-2026")
    look(page, "08-burden")


def test_a_head_teacher_sees_what_her_school_meets_and_what_recording_costs(
    district: RunningServer, window: Callable[..., Page], look: Look
) -> None:
    page = signed_in(window(PHONE), district, "head", PATIENCE)
    page.goto(district.address + "/distributions/")
    look(page, "09-head-runs")
    page.locator("main tbody a").first.click()
    look(page, "10-head-school")
    page.goto(district.address + "/requirements/")
    expect(page.get_by_text("未达到").first).to_be_visible()
    look(page, "11-head-requirements")
    page.get_by_role("link", name="看佐证的记录").first.click()
    expect(page.get_by_role("heading", name="学校年报")).to_be_visible()
    look(page, "12-proofs")
    page.goto(district.address + "/burdens/?period=2025-2026")
    expect(page.get_by_text("还没有被用到").first).to_be_visible()
    look(page, "13-head-burden")


def test_an_inspector_opens_one_requirement_in_every_school(
    district: RunningServer, window: Callable[..., Page], look: Look
) -> None:
    page = signed_in(window(DESK), district, "inspector", PATIENCE)
    page.goto(district.address + "/requirements/")
    look(page, "14-requirements")
    page.get_by_role("main").get_by_role("link", name="教师培训经费").first.click()
    expect(page.get_by_role("main").get_by_text("按单位代码排列")).to_be_visible()
    look(page, "15-one-requirement")

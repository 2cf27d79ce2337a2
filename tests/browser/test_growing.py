"""A pupil and her mother, by phone and at a desk: growth, where a point comes from, a doubt, and who answers it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import assert_accessible
from tests.browser.conftest import DESK, PHONE, signed_in
from tests.browser.running_server import RunningServer, running
from tests.browser.slow_network import MOST, on_a_slow_network

GIRL = "示例一区学生01号"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server over a small authority."""
    with running(tmp_path_factory.mktemp("school") / "data", fill=["tests.browser.growing"]) as started:
        yield started


SECONDS = 60
"""The first page after a start compiles the standards: later ones are quick."""


def test_a_pupil_looks_at_herself_and_goes_down_to_a_record(
    school: RunningServer, window: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    page = signed_in(window(PHONE), school, "ann", SECONDS)
    look(page, "01-home")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a ViewportSize
    page.locator(".bottom-tabs").get_by_text("成长").click()
    expect(page.locator(".next-step")).to_be_visible()
    look(page, "02-growth")
    page.locator("table.growth").first.get_by_role("link", name="劳动与社会实践").click()
    expect(page.locator("#node-labour[open]")).to_be_visible()
    look(page, "03-explanation")
    for code in ("labour_habits", "labour_done"):
        page.locator(f"#node-{code} > summary").click()
    look(page, "03-leaf")
    page.locator("#node-labour_done .rows a").first.click()
    expect(page.get_by_role("group", name="素质发展报告书")).to_be_visible()
    look(page, "04-record")
    page.get_by_label("只有家人").check()
    page.get_by_label("放进去").check()
    page.get_by_role("button", name="存选择").click()
    expect(page.get_by_text("已按你的选择显示。")).to_be_visible()


def test_by_keyboard_alone_a_pupil_opens_what_a_sum_is_made_of(school: RunningServer, page: Page) -> None:
    signed_in(page, school, "ann", SECONDS)
    page.goto(school.address + "/growth/")
    page.locator("table.growth a").first.focus()
    page.keyboard.press("Enter")
    summary = page.locator("details.why details.why > summary").first
    expect(summary).to_be_visible()
    summary.focus()
    was = page.locator("details.why details.why").first.get_attribute("open")
    page.keyboard.press("Enter")
    assert page.locator("details.why details.why").first.get_attribute("open") != was


def test_a_mother_doubts_a_record_and_the_office_answers(
    school: RunningServer, window: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    mother = signed_in(window(PHONE), school, "mother", SECONDS)
    mother.goto(school.address + "/growth/")
    mother.locator(".page-tabs").get_by_role("link", name=GIRL).click()
    expect(mother.locator("table.growth").first).to_be_visible()
    look(mother, "05-growth-of-two")
    mother.get_by_role("link", name="考勤月报").first.click()
    mother.get_by_role("link", name="有疑问").click()
    look(mother, "06-object")
    mother.get_by_role("button", name="提出疑问").click()
    expect(mother.locator("[data-problems]")).to_be_visible()
    mother.get_by_label("内容不对").check()
    mother.get_by_label("说明").fill("<script>alert(1)</script>那天请过假")
    mother.get_by_role("button", name="提出疑问").click()
    expect(mother.get_by_text("待答复")).to_be_visible()
    look(mother, "07-receipt")
    office = signed_in(window(DESK), school, "school_admin", SECONDS)
    look(office, "08-office-home")
    office.get_by_role("link", name="1 条疑问待答复").click()
    look(office, "09-objections")
    office.get_by_role("link", name="考勤月报").first.click()
    look(office, "10-answer")
    office.get_by_label("成立，记录要更正或撤回").check()
    office.get_by_label("理由").fill("查到请假单")
    office.get_by_role("button", name="答复").click()
    expect(office.get_by_text("疑问成立。")).to_be_visible()
    mother.goto(school.address + "/")
    expect(mother.get_by_text("疑问成立：考勤月报")).to_be_visible()
    look(mother, "11-mother-told")


def test_dark_and_on_paper_everything_can_be_read(
    school: RunningServer, window: Callable[..., Page], tmp_path: Path
) -> None:
    page = signed_in(window(DESK, dark=True), school, "ann", SECONDS)
    for name, address in (("growth", "/growth/"), ("why", "")):
        if address:
            page.goto(school.address + address)
        else:
            page.locator("table.growth a").first.click()
        assert_accessible(page)
        page.screenshot(path=tmp_path / f"dark-{name}.png", full_page=True)
        page.emulate_media(media="print")
        expect(page.locator("nav.tree")).to_be_hidden()
        page.screenshot(path=tmp_path / f"paper-{name}.png", full_page=True)
        page.emulate_media(media="screen")


def test_growth_comes_over_a_slow_network_too(school: RunningServer, window: Callable[..., Page]) -> None:
    page = signed_in(window(PHONE), school, "ann", SECONDS)
    cost = on_a_slow_network(page, lambda: page.goto(school.address + "/growth/"))
    expect(page.locator(".next-step")).to_be_visible()
    assert cost.received <= MOST, cost
    assert cost.seconds < 15, cost

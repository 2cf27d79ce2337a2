"""Homes of those who look after schools, and the search of every page: by mouse, by keyboard, by phone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, signed_in
from tests.browser.running_server import RunningServer, running

GIRL = "示例一区学生01号"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server over a small authority."""
    with running(tmp_path_factory.mktemp("homes") / "data", fill=["tests.browser.growing"]) as started:
        yield started


def at_home(page: Page, server: RunningServer, word: str) -> Page:
    expect(signed_in(page, server, word).get_by_role("heading", level=1)).to_have_text("工作台")
    return page


def test_a_head_finds_a_pupil_by_ctrl_k_and_a_part_of_her_name(
    school: RunningServer, window: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    page = at_home(window(DESK), school, "head")
    look(page, "01-home-of-a-head")
    page.keyboard.press("Control+k")
    expect(page.locator("#head-wanted")).to_be_focused()
    page.keyboard.type("学生0")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=GIRL)).to_be_visible()
    assert page.url == school.address + "/search/", "nobody's name stands in an address"
    look(page, "02-found")
    page.get_by_role("link", name=GIRL).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_on_a_phone_a_teacher_reaches_the_search_with_her_thumb_and_is_told_what_it_finds(
    school: RunningServer, window: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    page = at_home(window(PHONE), school, "class_teacher")
    page.locator("a.to-search").click()
    expect(page.get_by_text("可以找：")).to_be_visible()
    look(page, "03-nothing-looked-for")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a ViewportSize
    page.get_by_label("找什么").fill("没有这个人")
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_text("您能看到的范围里没有找到。")).to_be_visible()
    look(page, "04-nothing-found")


def test_in_the_dark_the_home_and_what_was_found_are_read_as_well(
    school: RunningServer, window: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    page = at_home(window(DESK, dark=True), school, "school_admin")
    look(page, "05-home-in-the-dark")
    page.locator("#head-wanted").fill("班")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="单位", level=2)).to_be_visible()
    look(page, "06-found-in-the-dark")

"""What every page has, in a real browser: the look, the keyboard, the draft, the ended session, the long work."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import DESK, PHONE
from tests.browser.running_server import RunningServer

Window = Callable[..., Page]
PAGES = ["/records/", "/records/?state=none", "/visit/", "/parts/", "/jobs/", "/drafts/", "/mine/", "/nowhere/"]
SMALL = {"width": 320, "height": 640}


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (DESK, True), (PHONE, False)])
def test_pages_are_accessible_and_fit_their_window(
    window: Window, sample: RunningServer, address: str, size: dict[str, int], dark: bool
) -> None:
    page = window(size, dark=dark)
    page.goto(sample.address + address)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_nothing_scrolls_sideways_on_the_smallest_phone(window: Window, sample: RunningServer) -> None:
    page = window(SMALL)
    for address in PAGES:
        page.goto(sample.address + address)
        assert_no_sideways_scroll(page)


def test_twelve_rows_are_visible_on_an_office_screen(page: Page, sample: RunningServer) -> None:
    page.goto(sample.address + "/records/")
    bottoms = page.locator("tbody tr").evaluate_all("rows => rows.map(row => row.getBoundingClientRect().bottom)")
    assert sum(bottom <= DESK["height"] for bottom in bottoms) >= 12


def test_targets_of_a_phone_are_as_high_as_a_thumb(phone: Page, sample: RunningServer) -> None:
    for address in ("/records/", "/visit/", "/parts/"):
        phone.goto(sample.address + address)
        pressed = "main :is(a, button, input, select):visible, .bottom-tabs a"
        low = phone.locator(pressed).evaluate_all(
            "found => found.filter(one => !one.closest('p, dd, label, [role=alert]'))"
            ".filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML)"
        )
        assert low == [], address


def test_pages_of_a_table_go_there_and_back_and_the_workbook_has_all(
    page: Page, sample: RunningServer, tmp_path: Path
) -> None:
    page.goto(sample.address + "/records/")
    expect(page.locator(".table-foot")).to_contain_text("共 1,000+ 条，本页 50 条")
    first = page.locator("tbody tr").first.inner_text()
    page.get_by_role("link", name="下一页").click()
    assert page.locator("tbody tr").first.inner_text() != first
    page.get_by_role("link", name="上一页").click()
    assert page.locator("tbody tr").first.inner_text() == first
    page.get_by_label("状态").select_option("failed")
    page.get_by_role("button", name="查询").click()
    expect(page.locator(".table-foot")).to_contain_text("共 172 条")
    with page.expect_download() as kept:
        page.get_by_role("link", name="导出").click()
    assert kept.value.suggested_filename == "全部记录.xlsx"
    kept.value.save_as(tmp_path / "kept.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "kept.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 173
    assert {cell.data_type for cell in sheet["A"]} == {"s"}


def test_a_form_with_problems_keeps_all_and_leads_to_each(page: Page, sample: RunningServer) -> None:
    page.goto(sample.address + "/visit/")
    page.get_by_label("学生").fill("")
    page.get_by_label("时长").fill("999")
    page.get_by_label("视频").check()
    page.get_by_role("button", name="保存家访记录").click()
    expect(page.locator("[data-problems]")).to_be_focused()
    assert_accessible(page)
    assert page.get_by_label("时长").input_value() == "999"
    assert page.get_by_label("视频").is_checked()
    page.get_by_role("link", name="“时长”最大是 240，请改小。").click()
    expect(page.get_by_label("时长")).to_be_focused()


def test_a_draft_is_kept_while_typing_and_comes_back(window: Window, sample: RunningServer) -> None:
    page = window()
    page.goto(sample.address + "/visit/")
    page.get_by_label("纪要").fill("谈了作息，约定每晚九点睡")
    expect(page.locator(".draft-state")).to_contain_text("草稿已存")
    elsewhere = window()
    elsewhere.goto(sample.address + "/visit/")
    expect(elsewhere.get_by_label("纪要")).to_have_value("谈了作息，约定每晚九点睡")
    expect(elsewhere.locator(".note")).to_contain_text("没有提交的内容")
    elsewhere.goto(sample.address + "/drafts/")
    expect(elsewhere.get_by_role("link", name="/visit/")).to_be_visible()
    elsewhere.get_by_role("button", name="丢弃这份草稿").click()
    expect(elsewhere.get_by_label("纪要")).to_have_value("")


def test_signed_out_while_typing_nothing_is_lost(window: Window, sample: RunningServer) -> None:
    page = window()
    page.goto(sample.address + "/visit/")
    page.get_by_label("日期").fill("2026-03-12")
    page.get_by_label("时长").fill("45")
    page.get_by_label("纪要").fill("谈了阅读")
    page.context.add_cookies([{"name": "out", "value": "1", "url": sample.address}])
    page.get_by_label("纪要").press_sequentially("和作业")
    expect(page.get_by_text("登录已结束，您填的内容还在本页。")).to_be_visible()
    page.get_by_role("button", name="保存家访记录").click()
    expect(page.get_by_role("heading", name="还没有提交")).to_be_visible()
    assert_accessible(page)
    page.context.clear_cookies(name="out")
    page.get_by_role("button", name="再次提交").click()
    expect(page.get_by_text("已存 1 条家访记录。")).to_be_visible()


def test_an_old_token_is_made_fresh(page: Page, sample: RunningServer) -> None:
    page.goto(sample.address + "/visit/")
    page.get_by_label("日期").fill("2026-03-12")
    page.get_by_label("时长").fill("45")
    page.evaluate("document.querySelector('form[data-form] [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    page.get_by_role("button", name="保存家访记录").click()
    expect(page.get_by_text("已存 1 条家访记录。")).to_be_visible()


def test_two_editors_are_noticed(window: Window, sample: RunningServer) -> None:
    page = window()
    page.goto(sample.address + "/visit/")
    page.get_by_label("学生").fill("李小")
    page.get_by_label("日期").fill("2026-03-12")
    page.get_by_label("时长").fill("45")
    window().goto(sample.address + "/visit/?changed=1")
    page.get_by_role("button", name="保存家访记录").click()
    expect(page.locator("[data-problems]")).to_contain_text("别人改过它")
    expect(page.get_by_text("现在存的是：李晓华")).to_be_visible()
    page.get_by_role("button", name="保存家访记录").click()
    expect(page.get_by_text("已存 1 条家访记录。")).to_be_visible()


def test_long_work_is_told_and_can_be_cancelled_and_tried_again(page: Page, sample: RunningServer) -> None:
    page.goto(sample.address + "/slow/")
    expect(page.get_by_text(re.compile("正在核对 40 行中的第"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="取消这项工作").click()
    expect(page.locator(".state")).to_have_text("已取消")
    page.get_by_role("button", name="再做一次").click()
    expect(page.locator(".state")).to_have_text("已完成")
    page.get_by_role("link", name="看结果").click()
    expect(page).to_have_url(sample.address + "/records/")


def test_language_light_and_post_are_chosen_in_the_head(page: Page, sample: RunningServer) -> None:
    page.goto(sample.address + "/parts/")
    page.locator("header summary").last.click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A home visit")
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("header summary").last.click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    unit = page.locator(".unit").inner_text()
    page.locator(".standing summary").click()
    page.locator(".standing button:not([aria-current])").click()
    expect(page.locator(".unit")).not_to_have_text(unit)


def test_the_keyboard_skips_to_the_content_and_sends(page: Page, sample: RunningServer) -> None:
    page.goto(sample.address + "/records/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("form.filter select").first).to_be_focused()
    page.goto(sample.address + "/visit/")
    page.get_by_label("时长").fill("45")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-problems]")).to_be_visible()


def test_a_fault_of_the_programme_shows_a_code_that_the_log_has_and_no_data(page: Page, sample: RunningServer) -> None:
    response = page.goto(sample.address + "/broken/")
    assert response is not None
    assert response.status == 500
    assert_accessible(page)
    code = page.locator(".code b").inner_text()
    assert code in sample.log()
    assert "500101201501011234" not in sample.log() + page.content()


def test_the_printed_page_has_no_tree_and_no_buttons(page: Page, sample: RunningServer) -> None:
    page.goto(sample.address + "/records/")
    page.emulate_media(media="print")
    for hidden in (".tree", ".filter", ".menu"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("table")).to_be_visible()

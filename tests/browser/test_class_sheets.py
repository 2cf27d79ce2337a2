"""A class sheet as a teacher lives it: one thumb on a phone, keys on a desk, no network in the corridor."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import APIResponse, Browser, Dialog, Page, Route, expect

from tests.browser.accessible import assert_accessible, assert_no_sideways_scroll
from tests.browser.class_sheets import LONG_NAME
from tests.browser.conftest import DESK, PHONE, signed_in
from tests.browser.password import PASSWORD
from tests.browser.running_server import RunningServer, running
from tests.browser.slow_network import MOST, on_a_slow_network

UNDO_SECONDS = 8
SAVED = 20_000
"""Milliseconds within which the server has answered: eight seconds to undo, and a slow machine."""
SMALLEST_TARGET = 44


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server over a class of 45."""
    with running(tmp_path_factory.mktemp("sheets") / "data", fill=["tests.browser.class_sheets"]) as started:
        yield started


def sheet(page: Page, server: RunningServer, word: str = "class_teacher", day: str = "") -> Page:
    """The sheet of observations, by the line on the home page; of another day by its address."""
    signed_in(page, server, word)
    page.get_by_role("main").get_by_role("link", name="快记").click()
    expect(page.locator(".tile")).to_have_count(45)
    if day:
        page.goto(f"{page.url}&day={day}")
        expect(page.locator(".tile")).to_have_count(45)
    return page


def kept_on_the_device(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(Object.assign({}, localStorage))"))


def stored(server: RunningServer, day: str) -> list[str]:
    """What the record holds of the day: a line a fact."""
    return server.ask("tests.browser.sheets_stored", day).split()


def test_eight_pupils_in_ten_taps_on_a_phone(school: RunningServer, phone: Page, tmp_path: Path) -> None:
    page = sheet(phone, school, day="2026-03-03")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    sizes = page.locator(".tile, .brush").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
    )
    assert min(sizes) >= SMALLEST_TARGET
    rows = page.locator(".tile").evaluate_all("all => new Set(all.map(one => one.offsetTop)).size")
    assert rows == 9
    expect(page.locator(".tile", has_text=LONG_NAME)).to_be_visible()
    for at in (5, 8, 11, 14, 19, 22):
        page.locator(".tile").nth(at).tap()
    page.locator(".brush", has_text="待关心").tap()
    for at in (30, 31):
        page.locator(".tile").nth(at).tap()
    expect(page.locator(".sheet-counts")).to_contain_text("突出 6")
    expect(page.locator(".sheet-counts")).to_contain_text("待关心 2")
    page.screenshot(path=tmp_path / "marked.png")
    assert stored(school, "2026-03-03") == []
    page.get_by_role("button", name="保存 8 条").tap()
    expect(page.locator(".sheet-status")).to_have_text("8 条将发出")
    expect(page.locator(".sheet-status")).to_contain_text("已存 8 条。", timeout=SAVED)
    assert_accessible(page)
    assert len(stored(school, "2026-03-03")) == 8
    page.screenshot(path=tmp_path / "stored.png")
    assert kept_on_the_device(page) == "{}"


def test_an_undo_before_sending_leaves_no_trace_and_one_after_is_a_retraction(
    school: RunningServer, phone: Page
) -> None:
    page = sheet(phone, school, day="2026-03-04")
    page.locator(".tile").first.tap()
    page.get_by_role("button", name="保存 1 条").tap()
    page.get_by_role("button", name="撤销").tap()
    expect(page.locator(".tile[aria-pressed=true]")).to_have_count(1)
    page.wait_for_timeout((UNDO_SECONDS + 1) * 1000)
    assert stored(school, "2026-03-04") == []
    page.get_by_role("button", name="保存 1 条").tap()
    page.get_by_role("button", name="撤回刚存的 1 条").tap(timeout=SAVED)
    expect(page.locator(".sheet-status")).to_contain_text("已撤回 1 条")
    assert sorted(line.split(":")[0] for line in stored(school, "2026-03-04")) == ["fact"]
    assert [line.split(":")[2] for line in stored(school, "2026-03-04")] == ["retracted"]


def test_without_a_network_the_marks_wait_on_the_phone_and_go_once(school: RunningServer, phone: Page) -> None:
    page = sheet(phone, school, day="2026-03-05")
    page.context.set_offline(True)
    for at in (0, 1, 2):
        page.locator(".tile").nth(at).tap()
    page.get_by_role("button", name="保存 3 条").tap()
    expect(page.locator(".sheet-status")).to_contain_text("没有网络，3 条已存在本机", timeout=SAVED)
    expect(page.locator("#sheet-waiting")).to_have_text("待发送 3")
    expect(page.locator(".tile.is-waiting")).to_have_count(3)
    assert_accessible(page)
    kept = kept_on_the_device(page)
    assert "示例" not in kept
    assert "steady" in kept or "outstanding" in kept
    assert stored(school, "2026-03-05") == []
    page.context.set_offline(False)
    expect(page.locator(".sheet-status")).to_contain_text("已存 3 条", timeout=SAVED)
    expect(page.locator("#sheet-waiting")).to_be_hidden()
    assert len(stored(school, "2026-03-05")) == 3


def test_an_answer_that_was_lost_doubles_nothing(school: RunningServer, phone: Page) -> None:
    page = sheet(phone, school, day="2026-03-06")
    lost: list[APIResponse] = []

    def lose(route: Route) -> None:
        """The server hears the first sending, and its answer is lost."""
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/sheets/**", lose)
    page.locator(".tile").nth(3).tap()
    page.get_by_role("button", name="保存 1 条").tap()
    expect(page.locator(".sheet-status")).to_contain_text("还在本机", timeout=SAVED)
    page.reload()  # at once: the next try is the page's own when it opens
    expect(page.locator(".sheet-status")).to_contain_text("已存 1 条", timeout=SAVED)
    assert len(stored(school, "2026-03-06")) == 1


def test_a_phone_that_dies_before_saving_has_the_marks_when_it_is_back(school: RunningServer, phone: Page) -> None:
    page = sheet(phone, school, day="2026-03-07")
    page.locator(".tile").nth(7).tap()
    page.locator(".tile").nth(9).tap()
    page.reload()
    expect(page.locator(".tile[aria-pressed=true]")).to_have_count(2)
    page.get_by_role("button", name="保存 2 条").tap()
    page.goto(school.address + "/")  # leaving sends at once
    page.wait_for_timeout(1500)
    assert len(stored(school, "2026-03-07")) == 2


def test_signed_out_in_the_middle_one_signs_in_again_and_nothing_is_lost(school: RunningServer, page: Page) -> None:
    sheet(page, school, day="2026-03-09")
    page.locator(".tile").nth(4).click()
    page.context.clear_cookies(name="sessionid")
    page.locator("#sheet-save").click()
    expect(page.locator("#session-over")).to_be_visible(timeout=SAVED)
    expect(page.locator(".sheet-status")).to_contain_text("登录已结束，1 条还在本机")
    assert_accessible(page)
    with page.context.expect_page() as opened:
        page.locator("#session-over a").click()
    again = opened.value
    again.get_by_label("登录名").fill("class_teacher")
    again.get_by_label("密码").fill(PASSWORD)
    again.get_by_role("button", name="登录").click()
    expect(page.locator(".sheet-status")).to_contain_text("已存 1 条", timeout=SAVED)
    expect(page.locator("#session-over")).to_be_hidden()
    assert len(stored(school, "2026-03-09")) == 1


def test_somebody_else_on_the_same_phone_sends_and_sees_none_of_it(school: RunningServer, phone: Page) -> None:
    page = sheet(phone, school, day="2026-03-10")
    page.locator(".tile").nth(4).tap()
    page.context.clear_cookies()
    sheet(page, school, "subject_teacher", day="2026-03-10")
    expect(page.locator(".tile[aria-pressed=true]")).to_have_count(0)
    assert stored(school, "2026-03-10") == []


def test_signing_out_asks_and_leaves_nothing_on_the_phone(school: RunningServer, phone: Page) -> None:
    page = sheet(phone, school, day="2026-03-11")
    page.locator(".tile").nth(4).tap()
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", agree)
    page.locator("header details.menu").last.locator("summary").tap()
    page.get_by_role("button", name="退出登录").tap()
    expect(page.get_by_label("登录名")).to_be_visible()
    assert "1 条" in asked[0]
    assert kept_on_the_device(page) == "{}"


def test_a_desk_needs_no_mouse(school: RunningServer, page: Page, tmp_path: Path) -> None:
    sheet(page, school, day="2026-03-12")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.locator(".tile").first.focus()
    page.keyboard.press("2")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    marked = page.locator(".tile[aria-pressed=true]")
    expect(marked).to_have_count(3)
    assert page.evaluate("document.activeElement.querySelector('.tile-seat').textContent") == "11"  # below seat 2
    page.keyboard.press("z")
    expect(marked).to_have_count(2)
    page.keyboard.press("0")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(marked).to_have_count(1)
    page.screenshot(path=tmp_path / "desk.png")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".sheet-status")).to_contain_text("已存 1 条", timeout=SAVED)
    assert [line.split(":")[1] for line in stored(school, "2026-03-12")] == ["steady"]


def test_a_rubric_for_all_in_few_taps(school: RunningServer, phone: Page) -> None:
    page = sheet(phone, school, day="2026-03-13")
    page.locator(".brush").nth(1).tap()
    page.get_by_role("button", name="全班").tap()
    page.locator(".brush").nth(0).tap()
    for at in range(5):
        page.locator(".tile").nth(at).tap()
    page.locator("summary", has_text="加备注").tap()
    page.locator("summary", has_text="常用语").tap()
    page.get_by_role("button", name="把想法讲清楚了").tap()
    expect(page.locator("textarea")).to_have_value("把想法讲清楚了，还举了例子。")
    assert_accessible(page)
    page.get_by_role("button", name="保存 45 条").tap()
    assert "讲清楚" not in kept_on_the_device(page)
    expect(page.locator(".sheet-status")).to_contain_text("已存 45 条", timeout=SAVED)
    found = [line.split(":")[1] for line in stored(school, "2026-03-13")]
    assert (found.count("outstanding"), found.count("steady")) == (5, 40)


def with_a_photo(page: Page, tiles: int) -> None:
    """Marks so many and adds a phone's picture of 3,000 by 2,000, told of its place."""
    for at in range(tiles):
        page.locator(".tile").nth(at).tap()
    page.locator("summary", has_text="附一张照片").tap()
    picture = BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(picture, "JPEG", exif=told_of_its_place())
    page.locator("[name=seen_photo]").set_input_files(
        {"name": "板报.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    page.wait_for_timeout(1500)  # the script draws it smaller


def told_of_its_place() -> Image.Exif:
    told = Image.Exif()
    told[0x010F] = "示例相机"
    return told


def test_one_photo_for_all_who_are_marked_is_neither_lost_nor_doubled(school: RunningServer, phone: Page) -> None:
    page = sheet(phone, school, day="2026-03-17")
    assert_accessible(page)
    with_a_photo(page, 2)
    page.context.set_offline(True)
    page.get_by_role("button", name="保存 2 条").tap()
    expect(page.locator(".sheet-status")).to_contain_text("没有网络，2 条已存在本机", timeout=SAVED)
    assert "板报" not in kept_on_the_device(page)
    page.context.set_offline(False)
    expect(page.locator(".sheet-status")).to_contain_text("已存 2 条", timeout=SAVED)
    photos = school.ask("tests.browser.photos_stored", "2026-03-17").split()
    assert photos == ["2048x1365:bare"] * 2
    assert page.locator("[name=seen_photo]").input_value() == ""

    # Nothing arrives, and the page with the photo is gone: the marks are marks again, not records without a photo.
    page.goto(page.url.replace("2026-03-17", "2026-03-18"))
    with_a_photo(page, 2)
    page.route("**/sheets/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.get_by_role("button", name="保存 2 条").tap()
    expect(page.locator(".sheet-status")).to_contain_text("还在本机", timeout=SAVED)
    page.unroute("**/sheets/**")
    page.reload()
    expect(page.locator(".sheet-status")).to_contain_text("上次的备注或照片没有存在本机", timeout=SAVED)
    expect(page.locator(".tile[aria-pressed=true]")).to_have_count(2)
    assert stored(school, "2026-03-18") == []

    # It arrives and only the answer is lost: nothing is asked twice.
    page.locator(".tile").nth(1).tap()  # wiped
    with_a_photo(page, 0)
    lost: list[APIResponse] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/sheets/**", lose)
    page.get_by_role("button", name="保存 1 条").tap()
    expect(page.locator(".sheet-status")).to_contain_text("还在本机", timeout=SAVED)
    page.reload()
    expect(page.locator(".sheet-status")).to_contain_text("已存 1 条", timeout=SAVED)
    assert len(stored(school, "2026-03-18")) == 1
    assert school.ask("tests.browser.photos_stored", "2026-03-18").split() == ["2048x1365:bare"]


def test_ringed_tiles_until_the_teacher_has_an_eye_on_them(school: RunningServer, page: Page) -> None:
    sheet(page, school)
    expect(page.locator(".quiet")).to_contain_text("近 3 周您没有记录")
    ringed = page.locator(".tile.ringed").count()
    assert ringed > 0
    assert_accessible(page)
    page.get_by_role("button", name="我在关注").click()
    expect(page.locator(".tile")).to_have_count(45)
    expect(page.locator(".tile.ringed")).to_have_count(0)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_of_it_is_accessible_in_both_languages(
    school: RunningServer, window: Callable[..., Page], size: dict[str, int]
) -> None:
    for language in ("zh-CN", "en-GB"):
        page = window(size, language=language)
        page.goto(school.address + "/sign-in/")
        page.locator("[name=login]").fill("pe_teacher")
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form .btn-primary").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for where in ("/sheets/", "/phrases/"):
            page.goto(school.address + where)
            assert_accessible(page)
            assert_no_sideways_scroll(page)
        page.goto(school.address + "/sheets/")
        page.locator("#type").select_option("fitness.fitness_test")
        page.locator("form.filter .btn").click()
        expect(page.locator("h1")).to_be_visible()
        assert_accessible(page)
        assert_no_sideways_scroll(page)


def test_without_script_the_sheet_is_a_table_that_works(school: RunningServer, browser: Browser) -> None:
    size: Any = PHONE
    context = browser.new_context(viewport=size, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(school.address + "/sign-in/")
    page.get_by_label("登录名").fill("class_teacher")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("main").get_by_role("link", name="快记").click()
    page.goto(f"{page.url}&day=2026-03-16")
    page.get_by_label("示例07").select_option("steady")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已存 1 条。")).to_be_visible()
    context.close()
    assert [line.split(":")[1] for line in stored(school, "2026-03-16")] == ["steady"]


def test_at_the_edge_of_the_network_the_sheet_of_a_class_comes(school: RunningServer, phone: Page) -> None:
    signed_in(phone, school, "class_teacher")
    leads = phone.get_by_role("main").get_by_role("link", name="快记")
    cost = on_a_slow_network(phone, leads.click)
    expect(phone.locator(".tile")).to_have_count(45)
    assert cost.received <= MOST, cost
    assert cost.seconds < 15, cost

"""Uploads of records and imports of registers, page by page: at a desk and by phone, for everybody."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import DESK, PHONE, signed_in
from tests.browser.running_server import RunningServer, running
from xueheng.evidence.tests.workbooks_to_upload import HEADS, LAYOUT, TESTED, pupil_number, workbook
from xueheng.identity.tests.authority import Authority
from xueheng.identity.tests.register_books import PUPILS, book
from xueheng.identity.tests.test_imports_pupils import pupil

WORK_SECONDS = 60
Look = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server over a small authority."""
    with running(tmp_path_factory.mktemp("office") / "data", fill=["tests.browser.files_brought"]) as started:
        yield started


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Looks at a page in both widths, in the dark too, and keeps its pictures."""

    def both(page: Page, name: str) -> None:
        for size, word in ((PHONE, "phone"), (DESK, "desk")):
            page.set_viewport_size(size)  # type: ignore[arg-type]  # a ViewportSize
            assert_accessible(page)
            assert_no_sideways_scroll(page)
            assert page.locator("main .btn-primary:visible").count() <= 1, f"{name}: more than one primary button"
            page.screenshot(path=tmp_path / f"{name}-{word}.png", full_page=True)

    return both


def at_home(page: Page, server: RunningServer, word: str) -> Page:
    expect(signed_in(page, server, word).get_by_role("heading", name="等我办")).to_be_visible()
    return page


def measured(word: str, name: str, height: object = 141.5) -> list[object]:
    place = Authority("", TESTED, {}, {}, {}, {})
    cells = {"年级编号": "13", "学籍号": pupil_number(place, word), "姓名": name, "性别": 2, "身高": height,
             "体重": 35.2, "肺活量": 1800, "1000米跑": ""}  # fmt: skip
    return [cells[head] for head in HEADS]


def checked(page: Page) -> None:
    page.get_by_role("link", name="看结果").click(timeout=WORK_SECONDS * 1000)


def test_an_upload_from_the_file_to_the_records(office: RunningServer, page: Page, look: Look, tmp_path: Path) -> None:
    at_home(page, office, "pe_teacher")
    page.goto(office.address + "/uploads/")
    look(page, "01-uploads-empty")
    page.goto(office.address + "/uploads/new/")
    page.get_by_role("button", name=re.compile("上传")).click()
    look(page, "02-nothing-chosen")
    file = tmp_path / "体质健康_三年级.xlsx"
    file.write_bytes(workbook([measured("ann", "示例一区学生01号"), measured("ben", "示例一区学生02号", 1.65)]))
    page.locator("#id_file").set_input_files(file)
    page.locator("#id_layout").select_option(value=LAYOUT)
    page.locator("#id_day").fill(str(TESTED))
    look(page, "03-chosen")
    page.get_by_role("button", name=re.compile("上传")).click()
    checked(page)
    expect(page.get_by_text("收到 2 = 新 1 + 已有相同 0 + 退回 1")).to_be_visible()
    look(page, "04-checked")
    upload = page.url
    page.get_by_role("link", name="1 行").first.click()
    expect(page.get_by_text("1.65").first).to_be_visible()
    look(page, "05-sent-back")
    page.goto(upload)
    page.get_by_role("button", name="入库 1 行").click()
    checked(page)
    expect(page.get_by_role("link", name="看记录")).to_be_visible()
    look(page, "06-stored")
    page.get_by_role("link", name="撤回这次上传").click()
    look(page, "07-take-back")
    page.goto(office.address + "/uploads/")
    expect(page.get_by_text("体质健康_三年级.xlsx")).to_be_visible()
    look(page, "08-uploads")


def bring(page: Page, office: RunningServer, file: Path) -> None:
    page.goto(office.address + "/imports/new/")
    page.locator("#id_file").set_input_files(file)
    page.locator("#id_layout").select_option(value=PUPILS)
    page.locator("#id_day").fill("2026-03-02")


def test_an_import_with_headings_and_spellings_of_its_own(
    office: RunningServer, page: Page, look: Look, tmp_path: Path
) -> None:
    at_home(page, office, "school_admin")
    page.goto(office.address + "/imports/")
    look(page, "11-imports-empty")
    page.goto(office.address + "/imports/new/")
    page.get_by_role("button", name="上传并核对").click()
    look(page, "12-nothing-chosen")
    file = tmp_path / "学籍表.xlsx"
    rows = [{**pupil(940 + at, f"示例新生{at}"), "年级": "六年及", "血型": "A"} for at in range(3)]
    for row in rows:
        row["学生的姓名"] = row.pop("姓名")
    book(file, rows)
    bring(page, office, file)
    look(page, "13-chosen")
    page.get_by_role("button", name="上传并核对").click()
    checked(page)
    expect(page.get_by_label("学生的姓名")).to_have_value("name")
    look(page, "14-headings")
    page.get_by_role("button", name="记住并核对").click()
    checked(page)
    expect(page.get_by_text("收到 3 = 新 0 + 相同 0 + 有变化 0 + 退回 3")).to_be_visible()
    look(page, "15-spellings")
    page.get_by_label(re.compile("年级：六年及 3 行")).select_option(value="16")
    page.get_by_role("button", name="照此读并重新核对").click()
    checked(page)
    expect(page.get_by_role("button", name="确认入库：新 3，变化 0")).to_be_visible()
    look(page, "16-mended")
    imported = page.url
    page.get_by_role("link", name="3 行").first.click()
    look(page, "17-rows")
    page.goto(imported)
    page.get_by_role("button", name="确认入库").click()
    checked(page)
    expect(page.locator("main")).to_contain_text("已入库")
    look(page, "18-stored")
    page.goto(office.address + "/imports/")
    look(page, "19-imports")

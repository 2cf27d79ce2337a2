"""A new authority, as a new user sets it up: from the command to the history of a corrected record, in a browser."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser import new_authority_books as books
from tests.browser.accessible import assert_accessible, assert_no_sideways_scroll
from tests.browser.conftest import DESK, PHONE
from tests.browser.running_server import RunningServer

Window = Callable[..., Page]
WORK_SECONDS = 90
"""The longest that a small register takes on a busy machine."""
OWN_PASSWORD = "cloud-over-river-7"
ANSWERS = """\
name: 示例区教育委员会
code: "500199"
people:
  system_admin: {name: 示例系统管理员}
  security_admin: {name: 示例安全管理员}
  audit_admin: {name: 示例审计管理员}
  data_officer: {name: 示例数据统计岗}
"""
HANDED = re.compile(r"^\s*(\S+)\s+(示例\S+)\s+(u\w{7})\s+(\w{12})\s*$", re.MULTILINE)


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[RunningServer]:
    """Nothing but a folder; started by the test once the authority is set up."""
    server = RunningServer(tmp_path / "data")
    yield server
    if server.process is not None and server.process.poll() is None:
        server.stop()


class Journey:
    """The same journey for everybody: signing in, and looking at each page of the way at a desk and on a phone."""

    def __init__(self, server: RunningServer, window: Window, pictures: Path) -> None:
        self.server, self.window, self.pictures = server, window, pictures
        self.passwords: dict[str, str] = {}
        self.secrets: dict[str, str] = {}
        self.seen = 0
        pictures.mkdir()

    def look(self, page: Page, name: str) -> None:
        """The page as it is, in both widths: accessible, not too wide, kept as a picture."""
        self.seen += 1
        for size, word in ((DESK, "desk"), (PHONE, "phone")):
            page.set_viewport_size(size)  # type: ignore[arg-type]  # a ViewportSize
            assert_accessible(page)
            assert_no_sideways_scroll(page)
            page.screenshot(path=self.pictures / f"{self.seen:02d}-{name}-{word}.png", full_page=True)
        page.set_viewport_size(DESK)  # type: ignore[arg-type]  # as above

    def sign_in(self, login: str, first: str = "") -> Page:
        """A window of somebody who is signed in; with `first` for the first time, choosing a password of her own."""
        page = self.window(DESK)
        page.goto(self.server.address + "/sign-in/")
        page.get_by_label("登录名").fill(login)
        page.get_by_label("密码").fill(first or OWN_PASSWORD)
        if first:
            self.look(page, "sign-in")
        page.get_by_role("button", name="登录").click()
        if first:
            page.locator("#id_oldpassword").fill(first)
            page.locator("#id_password1").fill(OWN_PASSWORD)
            page.locator("#id_password2").fill(OWN_PASSWORD)
            self.look(page, "own-password")
            page.get_by_role("button", name="保存新密码").click()
        return page

    def turn_on_codes(self, page: Page) -> None:
        """The second factor that an administrator must have."""
        expect(page.get_by_role("heading", name="开启动态验证码")).to_be_visible()
        self.look(page, "one-time-codes")
        page.locator("#id_code").fill(one_time_code(page.locator("code").inner_text()))
        page.get_by_role("button", name="开启动态验证码").click()
        expect(page.get_by_role("heading", name="恢复码")).to_be_visible()
        self.look(page, "recovery-codes")

    def accounts_of(self, page: Page, address: str) -> dict[str, tuple[str, str]]:
        """Makes the accounts that are lacking, and reads the slips: name → login name, first password."""
        page.goto(self.server.address + address)
        self.look(page, "accounts")
        with page.expect_download() as kept:
            page.get_by_role("button", name="开户并下载首次密码").click()
        path = self.pictures / f"slips-{self.seen}.xlsx"
        kept.value.save_as(path)
        sheet = openpyxl.load_workbook(path).active
        assert sheet is not None
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        return {str(name): (str(login), str(password)) for name, login, password in rows}

    def bring(self, page: Page, layout: str, file: Path, name: str) -> None:
        """Brings a register through its pages: all rows are new, and stored."""
        page.goto(self.server.address + "/imports/new/")
        page.locator("#id_file").set_input_files(file)
        page.locator("#id_layout").select_option(value=layout)
        self.look(page, f"{name}-file")
        page.get_by_role("button", name="上传并核对").click()
        page.get_by_role("link", name="看结果").click(timeout=WORK_SECONDS * 1000)
        button = page.get_by_role("button", name="确认入库")
        expect(button).to_contain_text("变化 0")
        expect(page.locator("main")).to_contain_text("退回 0")
        self.look(page, f"{name}-checked")
        button.click()
        page.get_by_role("link", name="看结果").click(timeout=WORK_SECONDS * 1000)
        expect(page.locator("main")).to_contain_text("已入库")
        self.look(page, f"{name}-stored")


def one_time_code(secret: str) -> str:
    """The six digits that an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret.strip() + "=" * (-len(secret.strip()) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1)
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_from_an_empty_folder_to_a_corrected_record(new_server: RunningServer, window: Window, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(ANSWERS, "utf-8")
    told = new_server.run("xueheng", "setup", "--file", str(answers))
    handed = {post: (login, password) for post, _, login, password in HANDED.findall(told)}
    assert set(handed) == {"系统管理员", "安全管理员", "审计管理员", "区数据统计岗"}
    new_server.start()
    journey = Journey(new_server, window, tmp_path / "pictures")

    officer = journey.sign_in(*handed["区数据统计岗"])
    the_officer_brings_schools_and_pupils(journey, officer, tmp_path)
    security = journey.sign_in(*handed["安全管理员"])
    the_security_administrator_appoints_the_office(journey, security)
    slips = journey.accounts_of(officer, "/accounts/")
    office = journey.sign_in(*slips[books.OFFICE])
    the_office_brings_teachers_and_appoints(journey, office, tmp_path)
    slips = journey.accounts_of(office, "/accounts/")
    teacher = journey.sign_in(*slips[books.TEACHERS[0]])
    record = the_teacher_records(journey, teacher)
    the_office_attests(journey, office)
    the_teacher_corrects(journey, teacher, record)
    audit = journey.sign_in(*handed["审计管理员"])
    the_auditor_reads_the_journal(journey, audit)


def open_school(journey: Journey, page: Page) -> None:
    page.goto(journey.server.address + "/organisations/")
    page.get_by_role("link", name="示例区教育委员会").last.click()
    page.get_by_role("link", name=books.SCHOOL).click()
    expect(page.get_by_role("heading", name=books.SCHOOL)).to_be_visible()


def the_officer_brings_schools_and_pupils(journey: Journey, page: Page, tmp_path: Path) -> None:
    expect(page.get_by_role("heading", name="等我办")).to_be_visible()
    journey.look(page, "officer-home")
    schools = books.schools(tmp_path / "学校名单.xlsx")
    journey.bring(page, "common.school_statistics", schools, "schools")
    pupils = books.pupils(tmp_path / "学籍表.xlsx")
    journey.bring(page, "common.pupil_register", pupils, "pupils")
    open_school(journey, page)
    journey.look(page, "school")
    page.get_by_role("link", name="办理变更").click()
    journey.look(page, "unit-changes")
    page.get_by_role("link", name="登记人员").click()
    page.locator("#id_name").fill(books.OFFICE)
    page.locator("#id_sex").select_option(label="女")
    page.locator("#id_number").fill(books.OFFICE_CARD)
    journey.look(page, "register-person")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("请由有任命权的人任命")).to_be_visible()


def the_security_administrator_appoints_the_office(journey: Journey, page: Page) -> None:
    journey.turn_on_codes(page)
    page.goto(journey.server.address + "/")
    journey.look(page, "security-home")
    open_school(journey, page)
    page.get_by_role("link", name="任命").click()
    page.locator("#id_role").select_option(label="学校教务")
    page.locator("#id_name").fill(books.OFFICE)
    page.get_by_role("button", name="任命").click()
    expect(page.locator("[data-problems]")).to_contain_text("请把姓名和证件号都填上")
    journey.look(page, "appoint-refused")
    page.locator("#id_number").fill(books.OFFICE_CARD)
    page.get_by_role("button", name="任命").click()
    expect(page.get_by_text("已任命")).to_be_visible()
    assert books.OFFICE not in page.locator("main").inner_text()
    journey.look(page, "post")
    page.goto(journey.server.address + "/posts/")
    journey.look(page, "posts")


def the_office_brings_teachers_and_appoints(journey: Journey, page: Page, tmp_path: Path) -> None:
    journey.look(page, "office-home")
    teachers = books.teachers(tmp_path / "教职工名册.xlsx")
    journey.bring(page, "common.teacher_register", teachers, "teachers")
    page.goto(journey.server.address + "/organisations/")
    for name in ("示例区教育委员会", books.SCHOOL):
        page.locator("tbody").get_by_role("link", name=name).click()
    page.locator("tbody").get_by_role("link").first.click()
    page.locator("tbody").get_by_role("link", name=books.CLASS).click()
    journey.look(page, "class")
    page.get_by_role("link", name="任命").click()
    page.locator("#id_role").select_option(label="班主任")
    page.locator("#id_name").fill(books.TEACHERS[0])
    journey.look(page, "appoint")
    page.get_by_role("button", name="任命").click()
    expect(page.get_by_text("已任命")).to_be_visible()
    page.goto(journey.server.address + "/")
    expect(page.get_by_role("link", name="2 位教职工还没有账号")).to_be_visible()
    journey.look(page, "office-home-waiting")


def the_teacher_records(journey: Journey, page: Page) -> str:
    """An observation, and taking part in an activity, which waits for the office; the address of the second."""
    journey.look(page, "teacher-home")
    choose_standing(page, "班主任")
    page.get_by_role("link", name="记一条记录").click()
    page.get_by_label("记录类型").select_option(label="教师观察")
    page.get_by_role("button", name="选择对象").click()
    journey.look(page, "choose-pupil")
    page.get_by_role("link", name=books.PUPILS[0]).click()
    pick(page, "观察点", "行为习惯")
    pick(page, "表现", "突出")
    page.get_by_label("事例").fill("主动帮同学收拾器材")
    journey.look(page, "observation-form")
    page.get_by_role("button", name="存这条记录").click()
    expect(page.get_by_text("已存。")).to_be_visible()
    journey.look(page, "observation")
    page.goto(journey.server.address + "/records/new/?type=student.civic_activity")
    page.get_by_role("link", name=books.PUPILS[0]).click()
    pick(page, "活动类别", "主题教育")
    page.get_by_label("活动时数").fill("2")
    page.get_by_role("button", name="存这条记录").click()
    expect(page.get_by_text("已存。")).to_be_visible()
    return page.url


def the_office_attests(journey: Journey, page: Page) -> None:
    page.goto(journey.server.address + "/")
    page.get_by_role("link", name="1 条记录待审核").click()
    journey.look(page, "attestations")
    page.get_by_label("选这一条").check()
    page.get_by_role("button", name="审核通过勾选的").click()
    expect(page.get_by_text("已审核 1 条。")).to_be_visible()


def the_teacher_corrects(journey: Journey, page: Page, record: str) -> None:
    page.goto(record)
    journey.look(page, "attested")
    page.get_by_role("link", name="更正").click()
    page.get_by_label("活动时数").fill("1.5")
    page.get_by_label("更正原因").fill("时数填错了")
    journey.look(page, "correction-form")
    page.get_by_role("button", name="存更正").click()
    expect(page.get_by_text("已存。")).to_be_visible()
    history = page.locator("ol.rows")
    expect(history).to_contain_text("时数填错了")
    expect(history).to_contain_text("1.5")
    journey.look(page, "history")


def the_auditor_reads_the_journal(journey: Journey, page: Page) -> None:
    journey.turn_on_codes(page)
    page.goto(journey.server.address + "/journal/")
    expect(page.locator("tbody")).to_contain_text("任命")
    body = page.locator("main").inner_text()
    assert not [name for name in (*books.PUPILS, *books.TEACHERS, books.OFFICE, "收拾器材") if name in body]
    journey.look(page, "journal")
    page.locator("details.menu").last.locator("summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="登录学衡")).to_be_visible()


def choose_standing(page: Page, role: str) -> None:
    """Works under that post."""
    page.locator("details.standing summary").click()
    page.locator("details.standing").get_by_role("button", name=role).click()


def pick(page: Page, label: str, choice: str) -> None:
    """Chooses one of several, in a list or among buttons."""
    group = page.get_by_role("group", name=label)
    if group.count():
        group.get_by_label(choice).check()
    else:
        page.get_by_label(label).select_option(label=choice)

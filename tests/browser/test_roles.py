"""Everybody's day at a desk and by phone, in both languages: sign in, home, what she came for, sign out.

A page more for a role is a line in `roles.ROLES`. What each does there, `JOBS`, by the eyes; the way in by keyboard.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.password import PASSWORD
from tests.browser.roles import ADMINISTRATORS, ROLES, SECRET, Role
from tests.browser.running_server import RunningServer, running

TABS_AT_MOST = 60
SMALLEST_TARGET = 44
SLOW = 60_000
"""Milliseconds: the first page after a start compiles the standards."""
ENGLISH_SHELL = """() => {
  const shown = 'header, nav, footer, h1, h2, h3, label, legend, th, button, .btn, .hint, .told, .table-foot, caption';
  const ours = one => !one.closest('[lang="zh-Hans"], .unit, .name, option, [data-said-by-people]');
  const words = new Set();
  for (const part of document.querySelectorAll(shown)) {
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (ours(walk.currentNode.parentElement)) words.add(walk.currentNode.data.trim());
  }
  return [document.title, ...words].filter(one => /[\\u4e00-\\u9fff]/.test(one));
}"""
DATA = re.compile("示例|[一二三四五六七八九]（\\d）班|语言 Language|^衡$")
"""Names of the example's people and units; and what is in both languages on purpose."""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One server and one filling for everybody."""
    with running(tmp_path_factory.mktemp("roles") / "data", fill=["tests.browser.roles"]) as started:
        yield started


def one_time_code() -> str:
    """What the administrators' telephones show now."""
    return str(format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time())))))


def signed_in_by_keyboard(page: Page, server: RunningServer, word: str) -> None:
    """Name, Tab, password, Enter; an administrator her code as well."""
    page.set_default_timeout(SLOW)
    page.goto(server.address + "/sign-in/")
    page.get_by_label("登录名").focus()
    page.keyboard.type(word)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    if word in ADMINISTRATORS:
        page.wait_for_url("**/sign-in/second/**")
        page.get_by_role("textbox").first.focus()
        page.keyboard.type(one_time_code())
        page.keyboard.press("Enter")
    expect(page.locator("nav.tree")).to_be_visible(timeout=SLOW)


def goes_by_keyboard(page: Page, to: str, heading: str) -> None:
    """Tab to the line of the tree, opening its groups on the way, and Enter."""
    for _ in range(TABS_AT_MOST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('nav.tree details:not([open]) > summary')"):
            page.keyboard.press("Enter")
        if page.evaluate("document.activeElement.getAttribute('href')") == to:
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=SLOW)
            return
    raise AssertionError(f"{to} is not reached from {page.url} in {TABS_AT_MOST} steps")


def signs_out(page: Page) -> None:
    """By the menu in the head."""
    page.locator("header details.menu > summary").last.click()
    page.get_by_role("button", name="退出登录").click()
    if page.url.endswith("/sign-out/"):
        page.locator("main button").first.click()
    expect(page.get_by_label("登录名")).to_be_visible()


def reads_growth(page: Page) -> None:
    page.locator("table.growth a").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[id^=node-]").first).to_be_visible()


def marks_a_pupil(page: Page) -> None:
    page.get_by_role("link", name=re.compile("三（1）班")).first.click()
    page.locator(".tile").first.click()
    page.get_by_role("button", name="保存 1 条").click()
    expect(page.locator(".sheet-status")).to_contain_text("已存 1 条。", timeout=20_000)  # eight seconds to undo


def verifies(page: Page) -> None:
    desk = page.viewport_size
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a ViewportSize
    target = page.locator("label.tick").first.bounding_box()
    assert target is not None
    assert min(target["width"], target["height"]) >= SMALLEST_TARGET
    page.set_viewport_size(desk)  # type: ignore[arg-type]  # as it was
    page.get_by_label("选这一条").first.check()
    page.get_by_role("button", name="审核通过勾选的").click()
    expect(page.get_by_text("已审核 1 条。")).to_be_visible()


def approves_a_reading(page: Page) -> None:
    page.locator("main table a").first.click()
    page.get_by_role("button", name="批准查阅").click()
    expect(page.locator("#said")).not_to_be_empty()


def asks_for_a_reading(page: Page) -> None:
    page.get_by_label("用途").select_option(index=1)
    page.get_by_label("原因").fill("核对转学学生的体质测试")
    page.locator("main form .btn-primary").click()
    expect(page.locator("#said")).not_to_be_empty()


def gives_a_new_password(page: Page) -> None:
    page.get_by_role("row").filter(has_text="inspector").get_by_role("button", name="重设密码").click()
    expect(page.get_by_role("heading", name="首次密码")).to_be_visible()


def looks_at_a_chain(page: Page) -> None:
    page.get_by_label("哪一条链").select_option(index=1)
    page.locator("main form button").first.click()
    expect(page.locator("main")).to_contain_text("登录")


def looks_at_her_sessions(page: Page) -> None:
    expect(page.get_by_role("button", name="退出其他所有登录")).to_be_visible()


JOBS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "ann": ("/growth/", reads_growth), "mother": ("/growth/", reads_growth),
    "subject_teacher": ("/sheets/", marks_a_pupil), "class_teacher": ("/attestations/", verifies),
    "head": ("/purposes/", approves_a_reading), "data_officer": ("/purposes/new/", asks_for_a_reading),
    "system_admin": ("/security/", looks_at_her_sessions), "security_admin": ("/accounts/", gives_a_new_password),
    "audit_admin": ("/journal/", looks_at_a_chain),
}  # fmt: skip
"""Role → the page where her main job begins, and the job."""


ORDINARY = ("ann", "class_teacher", "head")
"""Tried with every change; the others in the slow tests: each is a day of clicks."""
DAYS = [pytest.param(one, marks=() if one.word in ORDINARY else pytest.mark.sweep, id=one.word) for one in ROLES]


@pytest.mark.parametrize("role", DAYS)
def test_the_day_of(
    role: Role, school: RunningServer, window: Callable[..., Page], look: Callable[[Page, str], None]
) -> None:
    page = window(DESK)
    signed_in_by_keyboard(page, school, role.word)
    goes_by_keyboard(page, *role.leads)
    for address in role.pages:
        page.goto(school.address + address)
        look(page, f"{role.word}{address.replace('/', '_').rstrip('_') or '_home'}")
    begins, job = JOBS[role.word]
    for size in (PHONE, DESK) if role.word in ("ann", "mother") else (DESK,):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a ViewportSize
        page.goto(school.address + begins)
        job(page)
    chinese = in_english(page, school, role)
    assert chinese == {}, chinese
    signs_out(page)


def in_english(page: Page, server: RunningServer, role: Role) -> dict[str, list[str]]:
    """Address → the Chinese words of our own that are left there in English."""
    page.context.add_cookies([{"name": "language", "value": "en", "url": server.address}])
    found: dict[str, list[str]] = {}
    for address in role.pages:
        page.goto(server.address + address)
        left = [words for words in page.evaluate(ENGLISH_SHELL) if not DATA.search(words)]
        if left:
            found[address] = left
    page.context.clear_cookies(name="language")
    page.goto(server.address)
    return found


assert {role.word for role in ROLES} == set(JOBS)

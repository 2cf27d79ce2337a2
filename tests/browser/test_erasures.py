"""Two people erase a girl: one puts it forward, the other decides; at a desk and by phone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import signed_in
from tests.browser.running_server import RunningServer, running

GIRL, OTHER = "示例一区学生01号", "示例一区学生02号"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server over a small authority."""
    with running(tmp_path_factory.mktemp("office") / "data", fill=["tests.browser.erasures"]) as started:
        yield started


def test_one_puts_it_forward_another_decides_and_she_is_gone(
    office: RunningServer, page: Page, look: Callable[[Page, str], None]
) -> None:
    signed_in(page, office, "school_admin")
    page.goto(office.address + "/erasures/")
    look(page, "01-empty")
    page.get_by_role("link", name="提出清除").click()
    page.get_by_label("姓名").fill(GIRL)
    look(page, "02-find")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text(f"要清除的是：{GIRL}")).to_be_visible()
    expect(page.get_by_text("记录的内容")).to_be_visible()
    look(page, "03-preview")
    page.get_by_label("法律依据").select_option("asked")
    page.get_by_label("原因").fill("家长来信要求删除，已转学")
    page.locator("#id_typed").fill("示例一区学生")
    page.get_by_role("button", name="提出清除").click()
    expect(page.get_by_text("和姓名或编号不一致").first).to_be_visible()
    look(page, "04-not-the-name")
    page.locator("#id_typed").fill(GIRL)
    page.get_by_role("button", name="提出清除").click()
    expect(page.get_by_text("自己提出的，由另一人批准。")).to_be_visible()
    assert page.get_by_role("link", name="批准…").count() == 0
    look(page, "05-put-forward")

    signed_in(page, office, "head")
    page.goto(office.address + "/erasures/")
    look(page, "06-waits")
    page.get_by_role("link", name=GIRL).click()
    look(page, "07-one")
    page.get_by_role("link", name="批准…").click()
    look(page, "08-approve")
    page.locator("#id_typed").fill(GIRL)
    page.get_by_role("button", name="批准并清除").click()
    page.goto(office.address + "/erasures/")
    for _ in range(40):
        if page.get_by_role("cell", name="已清除").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text("（已清除）").first).to_be_visible()
    page.get_by_role("link", name="（已清除）").click()
    expect(page.get_by_text("行和文件")).to_be_visible()
    look(page, "09-erased")
    assert GIRL not in page.content()
    page.goto(office.address + "/erasures/periods/")
    look(page, "10-periods")

    signed_in(page, office, "class_teacher")
    page.goto(office.address + "/records/")
    assert GIRL not in page.content()


def test_who_may_neither_ask_nor_decide_does_not_see_the_pages(office: RunningServer, page: Page) -> None:
    signed_in(page, office, "class_teacher")
    page.goto(office.address + "/erasures/")
    expect(page.get_by_text(OTHER)).to_have_count(0)
    assert page.get_by_role("link", name="提出清除").count() == 0

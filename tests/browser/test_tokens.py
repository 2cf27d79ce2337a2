"""Access tokens and the interface's own page in a browser, at a desk and by phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.conftest import signed_in
from tests.browser.running_server import RunningServer, running


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server over a small authority."""
    with running(tmp_path_factory.mktemp("office") / "data", fill=["tests.browser.second_looks"]) as started:
        yield started


def test_a_token_is_made_used_and_revoked(
    office: RunningServer, page: Page, look: Callable[[Page, str], None], tmp_path: Path
) -> None:
    signed_in(page, office, "class_teacher")
    page.goto(office.address + "/tokens/")
    look(page, "01-none")
    page.get_by_label("给哪个系统用").fill("体测仪夜间上传")
    page.get_by_label("查看人员").check()
    look(page, "02-filled")
    page.get_by_role("button", name="建立令牌").click()
    text = page.locator("#new-token").inner_text()
    look(page, "03-shown-once")
    asked = {"headers": {"Authorization": f"Bearer {text}"}, "timeout": 30}
    assert requests.get(office.address + "/api/v1/people", **asked).status_code == 200  # type: ignore[arg-type]
    page.reload()
    expect(page.get_by_text(text)).to_have_count(0)
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销，立即失效。")).to_be_visible()
    assert requests.get(office.address + "/api/v1/people", **asked).status_code == 401  # type: ignore[arg-type]


def test_the_interface_is_read_as_a_page(office: RunningServer, page: Page, look: Callable[[Page, str], None]) -> None:
    signed_in(page, office, "data_officer")
    page.goto(office.address + "/api/v1/docs/")
    expect(page.get_by_text("POST /api/v1/records/batches")).to_be_visible()
    look(page, "04-interface")

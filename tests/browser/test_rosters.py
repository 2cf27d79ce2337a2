"""Another program's roster comes in through the pages, and ours goes out; at a desk and by phone."""

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import signed_in
from tests.browser.running_server import RunningServer, running
from xueheng.identity.tests.roster_zips import changed, zipped

WAIT = 60


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server over a small authority."""
    with running(tmp_path_factory.mktemp("office") / "data", fill=["tests.browser.erasures"]) as started:
        yield started


def until(page: Page, words: str) -> None:
    """Waits for the work behind the page."""
    for _ in range(WAIT):
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def test_a_roster_comes_in_and_goes_out(office: RunningServer, page: Page, look: Callable[[Page, str], None]) -> None:
    signed_in(page, office, "school_admin")
    page.goto(office.address + "/rosters/")
    look(page, "01-empty")
    page.goto(office.address + "/rosters/new/")
    look(page, "02-new")
    files = changed("users", "u-2,,,true", "u-2,,,maybe", changed("orgs", "RV-01", "91-first"))
    page.locator("input[type=file]").set_input_files(
        {"name": "roster.zip", "mimeType": "application/zip", "buffer": zipped(files)}
    )
    page.locator("main form button").last.click()
    page.get_by_role("link", name="看结果").click(timeout=WAIT * 1_000)
    until(page, "users.csv")
    look(page, "03-difference")
    address = page.url.partition("?")[0]
    page.goto(f"{address}rows/?outcome=new")
    expect(page.get_by_text("登记为新的人员").first).to_be_visible()
    look(page, "04-rows")
    page.goto(address)
    page.locator("form[action$='/storings/'] button").first.click()
    page.get_by_role("link", name="看结果").click(timeout=WAIT * 1_000)
    until(page, "已入库")
    look(page, "05-stored")
    page.goto(office.address + "/rosters/")
    expect(page.get_by_text("roster.zip").first).to_be_visible()
    look(page, "06-list")
    page.goto(office.address + "/rosters/exports/")
    look(page, "07-export")
    with page.expect_download() as coming:
        page.locator("main form button").last.click()
    with zipfile.ZipFile(io.BytesIO(coming.value.path().read_bytes())) as packed:
        assert "Ann" in packed.read("users.csv").decode("utf-8")

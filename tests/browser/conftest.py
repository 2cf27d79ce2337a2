"""A real browser before a real server. Without Chromium these tests are left out, and say so."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.accessible import assert_accessible, assert_no_sideways_scroll
from tests.browser.password import PASSWORD
from tests.browser.running_server import RunningServer, running

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
SECONDS = 15
PICTURES = "XUEHENG_PICTURES"
"""A folder in which the journeys leave a picture of each page: at a desk, on a phone and in the dark."""


def signed_in(page: Page, server: RunningServer, word: str, seconds: int = SECONDS) -> Page:
    """The page after this person signed in, in place of whoever was; from now on it is waited for so many seconds."""
    page.set_default_timeout(seconds * 1000)
    page.context.clear_cookies(name="sessionid")
    page.goto(server.address + "/sign-in/")
    page.get_by_label("登录名").fill(word)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's own Chromium; no test tool downloads one."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("there is no chromium here")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server with its own settings over an empty folder."""
    with running(tmp_path_factory.mktemp("server") / "data") as started:
        yield started


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The server with pages of the tests' own, for what every page has; somebody is signed in already."""
    with running(
        tmp_path_factory.mktemp("sample") / "data",
        "tests.browser.sample_site.settings",
        ["tests.browser.sample_site.fill"],
    ) as started:
        yield started


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens windows: `window(PHONE, dark=True)`; all are closed in the end. A script's error fails the test."""
    opened: list[BrowserContext] = []
    errors: list[str] = []

    def open_window(size: dict[str, int] | None = None, *, dark: bool = False, language: str = "zh-CN") -> Page:
        context = browser.new_context(
            viewport=size or DESK,  # type: ignore[arg-type]  # a ViewportSize
            locale=language,
            color_scheme="dark" if dark else "light",
            has_touch=size == PHONE,
        )
        opened.append(context)
        context.set_default_timeout(SECONDS * 1000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda told: errors.append(told.text) if "Content Security Policy" in told.text else None)
        return page

    yield open_window
    for context in opened:
        context.close()
    assert errors == []


@pytest.fixture
def page(window: Callable[..., Page]) -> Page:
    """A window of an office's desk."""
    return window(DESK)


@pytest.fixture
def phone(window: Callable[..., Page]) -> Page:
    """A window of a phone."""
    return window(PHONE)


@pytest.fixture
def kept_pictures(request: pytest.FixtureRequest) -> Path | None:
    """The folder for this module's pictures, where XUEHENG_PICTURES names one; without it none are taken."""
    named = os.environ.get(PICTURES)
    if not named:
        return None
    folder = Path(named) / request.path.stem.removeprefix("test_")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def look(kept_pictures: Path | None) -> Callable[..., None]:
    """Looks at a page in both widths with axe, `look(page, name)`; where pictures are kept, in the dark too."""

    def both(page: Page, name: str) -> None:
        for size, word in ((PHONE, "phone"), (DESK, "desk")):
            page.set_viewport_size(size)  # type: ignore[arg-type]  # a ViewportSize
            assert_accessible(page)
            assert_no_sideways_scroll(page)
            if kept_pictures is not None:
                page.screenshot(path=kept_pictures / f"{name}-{word}.png", full_page=True)
        if kept_pictures is not None:
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            assert_accessible(page)
            page.screenshot(path=kept_pictures / f"{name}-dark.png", full_page=True)
            page.emulate_media(color_scheme="light")

    return both

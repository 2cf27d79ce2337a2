"""WCAG 2.2 AA on a page, as axe sees it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults_of(page: Page) -> list[str]:
    """What axe finds wrong, a line each."""
    if page.evaluate("typeof window.axe") == "undefined":  # looked at once already, in another width
        page.evaluate(AXE.read_text("utf-8") + "\n;0")
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{rule['id']}: {rule['help']} — {', '.join(str(node['target'][0]) for node in rule['nodes'][:5])} "
        f"{rule['nodes'][0].get('failureSummary', '')[:300]}"
        for rule in found["violations"]
    ]


def assert_accessible(page: Page) -> None:
    """Nothing for axe to find."""
    found = faults_of(page)
    assert not found, "\n".join(found)


def assert_no_sideways_scroll(page: Page) -> None:
    """The page is no wider than its window."""
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], f"{page.url} is {wide[0]} wide in a window of {wide[1]}"

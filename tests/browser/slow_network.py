"""A telephone at the edge of the network, and what a page costs there."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

ROUND_TRIP_MS = 400
BYTES_A_SECOND = 50_000
"""400 kbit/s."""
MOST = 150_000
"""Bytes of a page without charts at its first load."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What came over the network, and how long it took until all was there."""

    received: int
    seconds: float


def on_a_slow_network(page: Page, act: Callable[[], object]) -> Cost:
    """What an act costs where every answer takes 400 ms and 400 kbit come in a second."""
    wire = page.context.new_cdp_session(page)
    received: list[float] = []

    def came(told: dict[str, Any]) -> None:
        received.append(told["encodedDataLength"])

    wire.on("Network.loadingFinished", came)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    slow = {"offline": False, "latency": ROUND_TRIP_MS, "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND}  # fmt: skip
    wire.send("Network.emulateNetworkConditions", slow)
    began = time.monotonic()
    act()
    page.wait_for_load_state("load")
    page.wait_for_load_state("networkidle")
    cost = Cost(int(sum(received)), time.monotonic() - began)
    wire.detach()
    return cost

"""The single steps of people in these tests, and a look at what came of them."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser.running_server import RunningServer
from tests.crashes.browsing import Answer, Gone, Person
from tests.crashes.people import PUPILS, WORLD
from tests.crashes.workbooks import workbook_of

LAYOUT = "fitness.national_upload"
OBSERVATION = "student.observation"
STORED = "已入库"


def save(data: Path, person: Person, address: str, client: str) -> Answer:
    """One observation under this sender's id."""
    pupils = json.loads((data / WORLD).read_text("utf-8"))["pupils"]
    fields = {"day": "2026-03-02", "habit": "conduct", "level": "steady", "client_id": client}
    answer = person.post(address, f"/records/new/{OBSERVATION}/{pupils[0]}/", fields)
    if answer.status == 302:
        with suppress(Gone):
            person.get(address, urlsplit(answer.location).path)  # as a browser does; it takes the message away
    return answer


def upload(person: Person, address: str, which: int, pupils: int = PUPILS) -> int:
    """The number of a new upload."""
    fields = {"layout": LAYOUT, "day": "2026-03-02"}
    answer = person.post(address, "/uploads/new/", fields, (f"r{which}.csv", workbook_of(which, pupils)))
    assert answer.number is not None, answer.body[:2000]
    return answer.number


def until_stored(person: Person, address: str, number: int, seconds: float = 60) -> None:
    """Presses what the page offers until the upload is stored."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        body = person.get(address, f"/uploads/{number}/").body
        if STORED in body:
            return
        for act in ("checks", "storings"):
            if f"/uploads/{number}/{act}/" in body:
                person.post(address, f"/uploads/{number}/{act}/", {})
        time.sleep(0.2)
    raise AssertionError(f"upload {number} was not stored within {seconds} s")


def look(data: Path, uploads: list[int], database: str = "") -> dict[str, Any]:
    """What `looking` finds."""
    told = RunningServer(data, database=database).run("tests.crashes.looking", json.dumps(uploads))
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found

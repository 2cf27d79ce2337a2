"""The clock goes back by a day while the server runs, and stands there at the next start."""

import json
import re
import time
from pathlib import Path

import pytest

from tests.crashes.browsing import Person
from tests.crashes.people import ADMINISTRATOR, SENDER, TEACHER
from tests.crashes.servers import founded, started, stopped
from tests.crashes.set_back_clock import NOTICED, NotAvailable, SetClock
from tests.crashes.steps import look, save, until_stored, upload
from tests.crashes.workbooks import ROWS

DOOR = "/sign-in/"


@pytest.fixture
def clock(tmp_path: Path) -> SetClock:
    try:
        return SetClock(tmp_path)
    except NotAvailable as fault:
        pytest.skip(str(fault))


def locked_out(address: str, login: str) -> Person:
    """Somebody who has tried too often."""
    person = Person(login)
    person.get(address, DOOR)
    for _ in range(5):
        answer = person.post(address, DOOR, {"login": login, "password": "not-this-one-1"})
    assert answer.status == 429
    return person


def test_nothing_breaks_and_it_is_said(clock: SetClock, tmp_path: Path) -> None:
    data = founded(tmp_path / "data")
    servers = started(data, 1, more=clock.surroundings)
    told: dict[str, int | None] = {}
    try:
        address, teacher, sender = servers[0].address, Person(TEACHER), Person(SENDER)
        teacher.sign_in(address)
        sender.sign_in(address)
        told["before"] = save(data, teacher, address, "before").number
        before = upload(sender, address, 0)
        locked_out(address, ADMINISTRATOR)
        clock.set("-1d")
        time.sleep(NOTICED)
        refused = save(data, teacher, address, "meanwhile")
        assert refused.status == 401, refused.body[:500]
        assert "登录已结束" in refused.body  # what she typed is there
        teacher, sender = Person(TEACHER), Person(SENDER)
        teacher.sign_in(address)
        sender.sign_in(address)
        told["meanwhile"] = save(data, teacher, address, "meanwhile").number
        until_stored(sender, address, before)
        assert re.search("时钟被调回 14(39|40) 分钟", servers[0].log())
    finally:
        stopped(servers)

    servers = started(data, 1, more=clock.surroundings)
    try:
        address = servers[0].address
        assert "时钟不对：现在是" in servers[0].log()
        assert "请校准时钟" in servers[0].log()
        told["after"] = save(data, teacher, address, "after").number  # her session outlives the restart
        administrator = Person(ADMINISTRATOR)
        administrator.get(address, DOOR)
        answer = administrator.post(address, DOOR, {"login": ADMINISTRATOR, "password": "x"})
        assert answer.status == 429  # still counted, and for a quarter of an hour only
        assert "Traceback" not in servers[0].log()
        said = servers[0].run("xueheng", "journal", "verify")
        assert "没有发现改动" in said
        assert "时钟不对：现在是" in said
        number = told["before"]
        shown = teacher.get(address, "/records/")
        assert (shown.status, str(number) in shown.body) == (200, True)
    finally:
        stopped(servers)
    found = look(data, [before])
    assert found["faults"] == []
    assert dict(found["sent"]) == told
    assert [each["records"] for each in found["uploads"]] == [ROWS], json.dumps(found["uploads"])

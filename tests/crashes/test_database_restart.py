"""PostgreSQL stopped and started again while people save and upload: what they were told is stored is there, once."""

import threading
import time
from pathlib import Path

from tests.crashes.browsing import Person
from tests.crashes.people import SENDER, TEACHER
from tests.crashes.servers import founded, started, stopped
from tests.crashes.steps import look, save, until_stored, upload
from tests.crashes.workbooks import DAYS, ROWS
from tests.server.postgresql import Cluster

PAUSE = 0.3
FEW = 30


class Saving(threading.Thread):
    """Somebody who saves one observation after another, the same again after each refusal, until she is stopped."""

    def __init__(self, data: Path, address: str, person: Person, name: str) -> None:
        super().__init__()
        self._data, self._address, self._person, self._client = data, address, person, name
        self._over = threading.Event()
        self.told: dict[str, int] = {}
        self.refused: list[str] = []
        self.wrong: list[str] = []

    def run(self) -> None:
        order = 0
        while not self._over.wait(PAUSE):
            answer = save(self._data, self._person, self._address, f"{self._client}-{order}")
            if answer.number is not None:
                self.told[f"{self._client}-{order}"] = answer.number
                order += 1
            elif answer.status == 503 and "数据库连不上" in answer.body:
                self.refused.append(answer.body)
            else:
                self.wrong.append(f"{answer.status} {answer.location} {answer.body[:1500]}")

    def stop(self) -> None:
        self._over.set()
        self.join()


def test_nothing_acknowledged_is_lost_and_the_server_goes_on(
    postgresql_server: Cluster, postgresql: str, tmp_path: Path
) -> None:
    data = founded(tmp_path / "data", postgresql)
    servers, saving = started(data, 1, postgresql), list[Saving]()
    try:
        address, teacher, sender = servers[0].address, Person(TEACHER), Person(SENDER)
        teacher.sign_in(address)
        sender.sign_in(address)
        saving = [Saving(data, address, Person(TEACHER, dict(teacher.cookies)), f"one-{one}") for one in range(2)]
        for one in saving:
            one.start()
        number = upload(sender, address, 2)
        for mode in ("fast", "immediate"):
            refused, told = count(saving, "refused"), count(saving, "told")
            postgresql_server.stop(mode)
            until_more(saving, "refused", refused)  # people go on trying while it is away
            postgresql_server.start()
            until_more(saving, "told", told)
        after = upload(sender, address, 3, FEW)
        until_stored(sender, address, after)  # the one that was cut off is taken up after half a minute, or by `look`
        for one in saving:
            one.stop()
        assert [wrong for one in saving for wrong in one.wrong] == []
        assert servers[0].process is not None
        assert servers[0].process.poll() is None
        assert "Traceback" not in servers[0].log()
    finally:
        for one in saving:
            one.stop()
        stopped(servers)
    found = look(data, [number, after], postgresql)
    assert found["faults"] == []
    told_all = {client: number for one in saving for client, number in one.told.items()}
    sent = dict(found["sent"])
    assert {client: sent.get(client) for client in told_all} == told_all
    assert len(found["sent"]) == len(sent)
    assert [each["records"] for each in sorted(found["uploads"], key=lambda each: each["number"] != number)] == [
        ROWS,
        FEW * DAYS,
    ]


def count(saving: list[Saving], what: str) -> int:
    return sum(len(getattr(one, what)) for one in saving)


def until_more(saving: list[Saving], what: str, than: int, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if count(saving, what) > than + 2:
            return
        time.sleep(0.1)
    raise AssertionError(f"nothing more was {what} within {seconds} s")

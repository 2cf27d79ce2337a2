"""Servers killed with -9 while people save and upload: what they were told is stored is there, once."""

import json
import random
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from tests.browser.running_server import RunningServer
from tests.crashes.browsing import Gone, Person
from tests.crashes.people import SENDER, TEACHER, WORLD
from tests.crashes.servers import OneOfSeveral, founded, started
from tests.crashes.workbooks import ROWS, workbook_of

LAYOUT = "fitness.national_upload"
OBSERVATION = "student.observation"
STORED = "已入库"
SPAN = (0.2, 2.0)
"""Seconds from the first request to the kill."""


@dataclass
class Told:
    """What people were told by answers that reached them whole."""

    records: dict[str, int] = field(default_factory=dict)
    """The sender's id → the record's number."""
    uploads: dict[int, bool] = field(default_factory=dict)
    """An upload → whether its page has said that it is stored."""
    kills: int = 0


@dataclass
class Crashes:
    """Rounds over one folder: several servers at once, each killed in the middle."""

    data: Path
    servers_at_once: int = 4
    seed: int = 7
    database: str = ""
    told: Told = field(default_factory=Told)

    def run(self, kills: int) -> dict[str, object]:
        """Kill so many, then look. The findings of `looking`, to be compared with `told`."""
        chance = random.Random(self.seed)
        found = RunningServer(self.data, database=self.database)
        founded(self.data, self.database)
        teacher, sender = Person(TEACHER), Person(SENDER)
        unsure: list[dict[str, str]] = []
        round_ = 0
        while self.told.kills < kills:
            servers = started(self.data, min(self.servers_at_once, kills - self.told.kills), self.database)
            if not teacher.cookies:
                teacher.sign_in(servers[0].address)
                sender.sign_in(servers[0].address)
            self._round(servers, teacher, sender, unsure, round_, chance)
            round_ += 1
        told = found.run("tests.crashes.looking", json.dumps(sorted(self.told.uploads)))
        answer: dict[str, object] = json.loads(told.splitlines()[-1])
        return answer

    def _round(
        self, servers: list[OneOfSeveral], teacher: Person, sender: Person, unsure: list[dict[str, str]],
        round_: int, chance: random.Random,
    ) -> None:  # fmt: skip
        addresses = [server.address for server in servers]
        over = threading.Event()
        people = [
            threading.Thread(target=self._saves, args=(address, teacher, unsure, over)) for address in addresses
        ] + [threading.Thread(target=self._uploads, args=(addresses, sender, round_, over))]
        for thread in people:
            thread.start()
        for server in servers:
            time.sleep(chance.uniform(*SPAN))
            assert server.process is not None
            assert server.process.poll() is None, server.log()
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
            self.told.kills += 1
        over.set()
        for thread in people:
            thread.join()

    def _saves(self, address: str, teacher: Person, unsure: list[dict[str, str]], over: threading.Event) -> None:
        """Saves one record after another; what was not answered is sent again to the next server."""
        pupils = json.loads((self.data / WORLD).read_text("utf-8"))["pupils"]
        person = Person(teacher.login, dict(teacher.cookies))
        while not over.is_set():
            sent = unsure.pop() if unsure else {"client_id": str(uuid4()), "pupil": str(random.choice(pupils))}
            fields = {"day": "2026-03-02", "habit": "conduct", "level": "steady", "client_id": sent["client_id"]}
            try:
                answer = person.post(address, f"/records/new/{OBSERVATION}/{sent['pupil']}/", fields)
            except Gone:
                unsure.append(sent)
                return
            if answer.number is not None:
                self.told.records[sent["client_id"]] = answer.number
            else:
                assert answer.status == 503, answer.body[:2000]  # busy, said in words: nothing was stored
                unsure.append(sent)

    def _uploads(self, addresses: list[str], sender: Person, round_: int, over: threading.Event) -> None:
        """Sends the round's workbook, has it stored as soon as it is checked, and looks whether it is."""
        person, number = Person(sender.login, dict(sender.cookies)), None
        while not over.is_set():
            for address in addresses:
                with suppress(Gone):
                    if number is None:
                        fields = {"layout": LAYOUT, "day": "2026-03-02"}
                        number = person.post(
                            address, "/uploads/new/", fields, (f"r{round_}.csv", workbook_of(round_))
                        ).number
                        if number is not None:
                            self.told.uploads[number] = False
                    elif self._step(person, address, number):
                        return
            time.sleep(0.05)

    def _step(self, person: Person, address: str, number: int) -> bool:
        body = person.get(address, f"/uploads/{number}/").body
        if f"/uploads/{number}/storings/" in body:
            person.post(address, f"/uploads/{number}/storings/", {})
        self.told.uploads[number] = self.told.uploads[number] or STORED in body
        return self.told.uploads[number]


def complaints(told: Told, found: dict[str, object]) -> list[str]:
    """Everything that does not fit what people were told."""
    rows = {str(client): int(number) for client, number in found["sent"]}  # type: ignore[attr-defined]
    said = [
        f"{client} → {number} is {rows.get(client)}"
        for client, number in told.records.items()
        if rows.get(client) != number
    ]
    if len(rows) != len(found["sent"]):  # type: ignore[arg-type]
        said.append("a sender's id stands twice")
    uploads = {int(each["number"]): each for each in found["uploads"]}  # type: ignore[attr-defined]
    for number, stored in told.uploads.items():
        each = uploads.get(number)
        if each is None:
            said.append(f"upload {number} is not there")
        elif stored and each["before"] != "visible":
            said.append(f"upload {number} was said to be stored and is {each['before']}")
        elif (each["state"], each["records"], each["received"]) != ("visible", ROWS, ROWS):
            said.append(f"upload {number}: {each}")
    return [*said, *found["faults"]]  # type: ignore[misc]

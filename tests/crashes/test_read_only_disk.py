"""A disk that turns read-only while the server runs: reading goes on, saving is refused in words, nothing is lost."""

import resource
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.crashes.browsing import Person
from tests.crashes.people import SENDER, TEACHER
from tests.crashes.rounds import LAYOUT
from tests.crashes.servers import OneOfSeveral, founded, started, stopped
from tests.crashes.steps import look, save, until_stored, upload
from tests.crashes.workbooks import ROWS, workbook_of

READ = ("/", "/records/", "/uploads/", "/security/", "/jobs/", "/mine/")


@contextmanager
def read_only(folder: Path, server: OneOfSeveral) -> Iterator[None]:
    """Whoever opens a file in the folder meanwhile can only read it; and what the server has open already it cannot
    make longer, which is all that it ever does to the database's files between two checkpoints.
    """
    for words in (["--bind"], ["-o", "remount,bind,ro"]):
        done = subprocess.run(["mount", *words, str(folder), str(folder)], check=False, capture_output=True)
        if done.returncode:
            pytest.skip("only root may make a folder read-only")
    try:
        with nothing_longer(server.every_process()):
            yield
    finally:
        assert subprocess.run(["umount", "-l", str(folder)], check=False).returncode == 0


@contextmanager
def nothing_longer(processes: Sequence[int]) -> Iterator[None]:
    """Every writing into a file of these processes is refused."""
    for number in processes:
        resource.prlimit(number, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        for number in processes:
            resource.prlimit(number, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def test_reading_goes_on_and_saving_is_refused_until_the_disk_can_be_written_again(small_disk: Path) -> None:
    data = founded(small_disk / "data")
    servers = started(data, 1)
    try:
        address, teacher, sender = servers[0].address, Person(TEACHER), Person(SENDER)
        teacher.sign_in(address)
        sender.sign_in(address)
        told = {"before": save(data, teacher, address, "before").number}
        with read_only(data, servers[0]):
            refused = save(data, teacher, address, "meanwhile")
            assert refused.status == 503, refused.body[:1000]
            assert "数据文件夹不能写入" in refused.body
            assert 'value="meanwhile"' in refused.body or ">meanwhile<" in refused.body  # to be sent again
            workbook = ("r.csv", workbook_of(3))
            sent = sender.post(address, "/uploads/new/", {"layout": LAYOUT, "day": "2026-03-02"}, workbook)
            assert (sent.status, sent.number) == (503, None)
            assert "数据文件夹不能写入" in sent.body
            for person in (teacher, sender):
                for path in READ:
                    shown = person.get(address, path)
                    assert shown.status == 200, (person.login, path, shown.body[:1500])
            shown = teacher.get(address, f"/records/{told['before']}/")
            assert "示例新生" in shown.body
            stranger = Person(TEACHER)
            stranger.get(address, "/sign-in/")
            door = stranger.post(address, "/sign-in/", {"login": TEACHER, "password": "x"})
            assert door.status == 503, door.body[:500]
            assert servers[0].process is not None
            assert servers[0].process.poll() is None
        told["meanwhile"] = save(data, teacher, address, "meanwhile").number
        told["after"] = save(data, teacher, address, "after").number
        number = upload(sender, address, 3)
        until_stored(sender, address, number)
    finally:
        stopped(servers)
    assert "Traceback" not in servers[0].log()
    found = look(data, [number])
    assert found["faults"] == []
    assert dict(found["sent"]) == told
    assert found["uploads"][0]["records"] == ROWS

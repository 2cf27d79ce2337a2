"""kill -9 of the real server while people save and upload."""

from pathlib import Path

from tests.crashes.rounds import Crashes, complaints

KILLS = 20


def test_what_people_were_told_is_stored_survives_twenty_kills(tmp_path: Path) -> None:
    crashes = Crashes(tmp_path / "data")
    found = crashes.run(KILLS)
    told = crashes.told
    assert complaints(told, found) == []
    assert told.kills == KILLS
    assert len(told.records) > KILLS
    assert len(told.uploads) >= KILLS // crashes.servers_at_once - 1

"""What the doctor says when time has passed, or the clock is wrong: moved on by hand, to the minute."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from xueheng.trust import leftovers
from xueheng.trust.public import make_checkpoint, now, sweep_databases, write_journal
from xueheng.web.backups.make_backup import STREAM, VERB
from xueheng.web.doctor import databases, kept
from xueheng.web.doctor.findings import Found

pytestmark = pytest.mark.django_db
DAY, MINUTE = 24 * 3600 * 1_000_000, 60 * 1_000_000


def backed_up(*, with_keys: bool) -> None:
    with transaction.atomic():
        write_journal(STREAM, VERB, actor=None, post=None, detail={"with_keys": with_keys})


def later(monkeypatch: pytest.MonkeyPatch, by: int) -> None:
    moment = now() + by
    for room in (kept, databases):
        monkeypatch.setattr(room, "now", lambda: moment)


def named(found: list[Found]) -> list[tuple[str, bool]]:
    return [(one.name, one.advice) for one in found]


def test_a_backup_is_old_after_seven_days(monkeypatch: pytest.MonkeyPatch) -> None:
    backed_up(with_keys=True)
    later(monkeypatch, 7 * DAY - MINUTE)
    assert kept.backups() == []
    later(monkeypatch, 7 * DAY + MINUTE)
    (old,) = kept.backups()
    assert (old.name, old.advice) == ("old_backup", False)
    assert "过了 7 天" in old.text.zh
    assert "./xueheng backup" in old.remedy.zh
    backed_up(with_keys=False)
    later(monkeypatch, 0)
    assert kept.backups() == [], "keys that were backed up once do"


def test_keys_that_were_never_backed_up_are_named_beside_an_old_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    backed_up(with_keys=False)
    later(monkeypatch, 8 * DAY)
    assert named(kept.backups()) == [("old_backup", False), ("keys_not_backed_up", False)]


def test_a_young_installation_without_a_backup_is_advised_and_an_older_one_faulted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = int((Path(settings.PLACES.secrets) / "master.key").stat().st_mtime * 1_000_000)
    for days, advice in ((6, True), (8, False)):
        monkeypatch.setattr(kept, "now", lambda days=days: begun + days * DAY)
        assert named(kept.backups()) == [("no_backup", advice)]


def test_a_checkpoint_is_old_after_seven_days(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> list[Found]:
        return kept.journal(lambda said, done, of: None)

    assert found() == [], "a journal with nothing in it needs none"
    backed_up(with_keys=True)
    (never,) = found()
    assert (never.name, never.advice) == ("old_checkpoint", True)
    assert "还没有作过检查点" in never.text.zh
    make_checkpoint()
    assert found() == []
    later(monkeypatch, 7 * DAY - MINUTE)
    assert found() == []
    later(monkeypatch, 7 * DAY + MINUTE)
    (old,) = found()
    assert (old.name, old.advice) == ("old_checkpoint", True)
    assert "最近一个检查点是" in old.text.zh


def test_a_clock_behind_the_journal_and_one_behind_the_programme_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept.clock() == []
    monkeypatch.setattr(kept, "now", lambda: kept.BEFORE_ALL - 1)
    (wrong,) = kept.clock()
    assert (wrong.name, wrong.advice) == ("clock_wrong", False)
    assert "打开自动对时" in wrong.remedy.zh
    backed_up(with_keys=True)
    monkeypatch.setattr("xueheng.trust.clock_check.now", lambda: now() - DAY)
    (behind,) = kept.clock()
    assert (behind.name, behind.advice) == ("clock_behind", False), "the journal tells it sooner"


def test_what_was_erased_and_stays_in_the_files_is_told_after_two_nights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leftovers, "data_folder", lambda: tmp_path)
    assert databases.swept() == []
    assert sweep_databases() is False, "within a transaction nothing can be swept"
    assert databases.swept() == []
    later(monkeypatch, 2 * DAY + MINUTE)
    (told,) = databases.swept()
    assert (told.name, told.advice) == ("not_swept", True)
    sweep_databases()
    assert [one.name for one in databases.swept()] == ["not_swept"], "tried again in vain, it is no younger"

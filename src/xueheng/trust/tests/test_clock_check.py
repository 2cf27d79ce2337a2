"""A clock that stands behind the journal is noticed and said; the chain keeps its order all the same."""

import pytest

from xueheng.trust import clock_check, journal
from xueheng.trust.clock import now
from xueheng.trust.clock_check import LEEWAY, clock_behind
from xueheng.trust.models import Entry
from xueheng.trust.tests.office import write_week
from xueheng.trust.verifying import verify_journal

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOUR = 3_600 * 1_000_000


def set_back(monkeypatch: pytest.MonkeyPatch, by: int) -> None:
    for module in (clock_check, journal):
        monkeypatch.setattr(module, "now", lambda: now() - by)


def test_an_empty_journal_and_a_right_clock_need_no_word() -> None:
    assert clock_behind() is None
    write_week()
    assert clock_behind() is None


@pytest.mark.parametrize(("by", "noticed"), [(LEEWAY - 1_000_000, False), (LEEWAY + 1_000_000, True)])
def test_five_minutes_are_let_pass(monkeypatch: pytest.MonkeyPatch, by: int, noticed: bool) -> None:
    write_week()
    set_back(monkeypatch, by)
    assert (clock_behind() is not None) is noticed


def test_a_day_back_is_said_and_the_journal_goes_on_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    write_week()
    set_back(monkeypatch, 24 * HOUR)
    behind = clock_behind()
    assert behind is not None
    assert behind.last - behind.clock > 23 * HOUR
    assert "早 23 小时 59 分钟" in behind.text.zh or "早 24 小时 0 分钟" in behind.text.zh
    assert "before the journal's last entry" in behind.text.en
    write_week()
    assert verify_journal().whole
    for stream in Entry.objects.values_list("stream", flat=True).distinct():
        times = list(Entry.objects.filter(stream=stream).order_by("sequence").values_list("at", flat=True))
        assert times == sorted(times)

"""The ledger of erasures: each noted once, in two places, and nothing in it can be changed unnoticed."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from xueheng.trust.public import LedgerBroken, in_ranges, ledger_file, note_erasure, ranges, read_ledger, take_over

LI, WANG, MERGED = 201, 202, 203


def test_an_erasure_is_noted_once_with_numbers_alone(places: SimpleNamespace) -> None:
    del places
    note_erasure(1, [MERGED, LI])
    note_erasure(1, [LI, MERGED])
    note_erasure(2, records=[7, 3, 4, 5])
    first, second = read_ledger(ledger_file())
    assert (first.number, first.subjects, first.records) == (1, (LI, MERGED), "")
    assert (second.number, second.subjects, in_ranges(second.records)) == (2, (), [3, 4, 5, 7])


def test_a_changed_line_and_one_taken_away_are_noticed(places: SimpleNamespace) -> None:
    del places
    for number, subject in ((1, LI), (2, WANG)):
        note_erasure(number, [subject])
    first, second = ledger_file().read_text("utf-8").splitlines()
    for changed in (first.replace(str(LI), str(MERGED)) + f"\n{second}\n", f"{second}\n", f"{first}\n{first}\n"):
        ledger_file().write_text(changed, "utf-8")
        with pytest.raises(LedgerBroken):
            read_ledger(ledger_file())


def test_what_a_power_cut_left_of_a_line_is_written_over(places: SimpleNamespace) -> None:
    del places
    note_erasure(1, [LI])
    with ledger_file().open("a", encoding="utf-8") as file:
        file.write('{"at":17')
    assert [line.number for line in read_ledger(ledger_file())] == [1]
    note_erasure(2, [WANG])
    assert [line.number for line in read_ledger(ledger_file())] == [1, 2]


def test_the_second_copy_is_written_too_and_without_it_nothing_begins(places: SimpleNamespace, tmp_path: Path) -> None:
    places.erasures = tmp_path / "elsewhere" / "ledger.jsonl"
    note_erasure(1, [LI])
    assert places.erasures.read_bytes() == ledger_file().read_bytes()
    places.erasures.write_text("something else\n", "utf-8")
    with pytest.raises(LedgerBroken, match="对不上"):
        note_erasure(2, [WANG])


def test_a_newer_ledger_is_taken_over_and_another_history_is_refused(places: SimpleNamespace, tmp_path: Path) -> None:
    del places
    note_erasure(1, [LI])
    older = ledger_file().read_bytes()
    note_erasure(2, [WANG])
    newer = tmp_path / "newer.jsonl"
    newer.write_bytes(ledger_file().read_bytes())
    ledger_file().write_bytes(older)
    assert [line.number for line in take_over(newer)] == [1, 2]
    assert ledger_file().read_bytes() == newer.read_bytes()
    ledger_file().unlink()
    note_erasure(3, [MERGED])
    with pytest.raises(LedgerBroken, match="对不上"):
        take_over(newer)


def test_runs_of_numbers_are_drawn_together() -> None:
    assert ranges([]) == ""
    assert in_ranges(ranges([1, 2, 3, 9, 11, 12])) == [1, 2, 3, 9, 11, 12]

"""The example region's registers: the same pupils as the fitness workbooks, and no number that could be anybody's."""

from datetime import date
from pathlib import Path

import openpyxl

from examples.pupils import enrol
from examples.registers import PUPIL_HEADINGS, identity_number, write_registers
from xueheng.identity.check_digits import checked_number

SMALL = 300
TODAY = date(2026, 3, 2)
SCHOOLMASTER = date(1980, 5, 6)


def test_every_pupil_of_the_region_is_in_a_register_and_says_it_is_made_up(tmp_path: Path) -> None:
    written = write_registers(tmp_path, seed=1, pupils=SMALL)
    assert sum(each.count for each in written) == SMALL
    found: list[str] = []
    for each in written:
        for sheet in openpyxl.load_workbook(tmp_path / each.pupils, read_only=True):
            rows = list(sheet.iter_rows(values_only=True))
            assert rows[0][0] == "示例数据（合成）"
            assert rows[2] == PUPIL_HEADINGS
            found += [row[1] for row in rows[3:]]
    assert sorted(found) == sorted(pupil.number for school in enrol(1, SMALL) for pupil in school.pupils)


def test_numbers_are_right_in_form_and_of_no_region() -> None:
    number = identity_number("000001", SCHOOLMASTER, 7)
    checked = checked_number("resident", number, TODAY)
    assert checked.value == number
    assert "不在区划表里" in checked.remarks[0].zh

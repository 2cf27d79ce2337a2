"""Makes 体测.xls beside this file; wants xlwt, which only this script uses: python make_old_workbook.py."""

from datetime import date, time
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def make() -> None:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("三年级")
    page.write_merge(0, 1, 0, 6, "某某小学体质测试")
    for column, heading in enumerate(("学籍号", "性别", "身高", "体重", "50米×8往返跑", "肺活量", "日期")):
        page.write(2, column, heading)
    day, clock = xlwt.easyxf(num_format_str="yyyy-mm-dd"), xlwt.easyxf(num_format_str="h:mm")
    rows = [("G1", "1", 121.5, 23.4, "1'58", 1200), ("G2", "女", 8.1 + 111.1, 25, time(1, 59), 1300)]
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row):
            page.write(number, column, value, clock if isinstance(value, time) else xlwt.easyxf())
        page.write(number, 6, date(2025, 10, 20), day)
    page.write(5, 0, "G3")
    page.row(5).set_cell_error(2, "#DIV/0!")
    page.row(5).set_cell_boolean(3, True)
    page.write(5, 6, date(2025, 10, 20), day)
    book.save(str(HERE / "体测.xls"))


if __name__ == "__main__":
    make()

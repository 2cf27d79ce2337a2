"""The workbook of a round: every pupil on four days that no other round has."""

import csv
import io
import random
from datetime import date, timedelta

from tests.crashes.people import PUPILS, name_of, number_of

DAYS = 4
FIRST = date(2025, 9, 2)
ROWS = PUPILS * DAYS


def workbook_of(round_: int, pupils: int = PUPILS) -> bytes:
    draw = random.Random(round_)
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["学籍号", "姓名", "性别", "测试日期", "身高", "体重", "肺活量"])
    for order in range(pupils):
        for day in range(DAYS):
            on = FIRST + timedelta(days=round_ * DAYS + day)
            measured = [round(draw.uniform(120, 160), 1), round(draw.uniform(25, 60), 1), draw.randint(900, 3000)]
            rows.writerow([number_of(order), name_of(order), "女", on.isoformat(), *measured])
    return text.getvalue().encode()

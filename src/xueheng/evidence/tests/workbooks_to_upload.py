"""Workbooks as a school's PE teacher sends them, and uploads of them."""

import io
from collections.abc import Sequence
from datetime import date

import openpyxl

from xueheng.evidence.public import Batch, IncomingFile, check_upload, receive_upload
from xueheng.identity.tests.authority import AGES, GRADES, POSTS, PUPILS, WARDS, Authority, identity_card
from xueheng.identity.viewer import Viewer

LAYOUT = "fitness.national_upload"
TESTED = date(2025, 11, 3)
HEADS = ("年级编号", "学籍号", "姓名", "性别", "身高", "体重", "肺活量", "1000米跑")
WORDS = tuple(PUPILS)


def pupil_number(place: Authority, word: str, which: int = 1) -> str:
    """The number a pupil of the tests' authority has."""
    words = [*PUPILS, *WARDS, *POSTS]
    born = date(2025 - AGES[GRADES[PUPILS[word]]], 10, 1)
    return f"G{identity_card(born, which * 100 + words.index(word))}"


def row_of(place: Authority, word: str, height: object = 141.5, **changed: object) -> list[object]:
    """A row about a pupil that nothing is wrong with."""
    cells: dict[str, object] = {
        "年级编号": "13", "学籍号": pupil_number(place, word), "姓名": place.names[place.people[word]], "性别": 2,
        "身高": height, "体重": 35.2, "肺活量": 1800, "1000米跑": "",
    }  # fmt: skip
    cells |= changed
    return [cells[head] for head in HEADS]


def workbook(rows: Sequence[Sequence[object]], heads: Sequence[str] = HEADS) -> bytes:
    """An .xlsx with a merged title above the headings."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "体质"
    sheet.append(["示例学校体质健康数据"])
    sheet.append(list(heads))
    for row in rows:
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def received(by: Viewer, content: bytes, name: str = "体质健康.xlsx", day: date | None = TESTED) -> Batch:
    return receive_upload(by, IncomingFile(name, content), LAYOUT, day)


def checked(by: Viewer, content: bytes, name: str = "体质健康.xlsx") -> Batch:
    return check_upload(by, int(received(by, content, name).pk))


def counts(batch: Batch) -> tuple[int, int, int, int]:
    """Received, new, same, rejected."""
    return batch.received, batch.new, batch.same, batch.rejected

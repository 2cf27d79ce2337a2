"""The ways in which schools fill in the same workbook, as found in the wild."""

from dataclasses import dataclass
from datetime import date, time
from random import Random
from typing import Literal, TypeAlias

Cell: TypeAlias = str | int | float | date | time | None
"""A cell as it is written: text, number, Excel date or Excel time of day, or nothing."""

FileKind = Literal["xlsx", "csv_gb18030", "csv_utf8"]
RunTime = Literal["apostrophe", "prime", "dot", "colon", "number", "excel_time"]

LATER_COLUMNS = (
    "左眼裸眼视力", "右眼裸眼视力", "左眼串镜", "右眼串镜", "左眼屈光不正", "右眼屈光不正",
)  # fmt: skip
FIRST_COLUMNS = ("年级编号", "班级编号", "班级名称", "学籍号", "民族代码", "姓名", "性别", "出生日期", "家庭住址")
ITEM_COLUMNS = (
    "身高", "体重", "肺活量", "50米跑", "坐位体前屈", "一分钟跳绳", "一分钟仰卧起坐", "50米×8往返跑",
    "引体向上", "400米跑", "立定跳远", "1000米跑", "800米跑",
)  # fmt: skip
HEADINGS = FIRST_COLUMNS + ITEM_COLUMNS + LATER_COLUMNS
"""The national upload workbook's headings, in its order."""

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass(frozen=True, slots=True)
class Style:
    """How one school writes its workbook.

    `title_rows`: rows above the headings, the first of them always the notice that the data are
    synthetic. `stray`: share of cells written in full-width digits or as text, here and there.
    """

    file_kind: FileKind
    title_rows: int
    sex_as_code: bool
    shuttle_heading: str
    run_time: RunTime
    birth_date: Literal["compact", "dashes", "excel"]
    sheet_per_grade: bool
    notes_sheet: bool
    number_first: bool
    stray: float

    def headings(self) -> tuple[str, ...]:
        """The headings in this school's order and spelling."""
        names = tuple(self.shuttle_heading if name == "50米×8往返跑" else name for name in HEADINGS)
        if not self.number_first:
            return names
        moved = ("学籍号", "姓名", "性别")
        return moved + tuple(name for name in names if name not in moved)


def style_of(place: int) -> Style:
    """The style of the region's school number `place` (0, 1, …): every way of writing occurs in the region."""
    file_kind: FileKind = "csv_gb18030" if place % 11 == 3 else "csv_utf8" if place % 11 == 8 else "xlsx"
    ways: tuple[RunTime, ...] = ("apostrophe", "prime", "dot", "colon", "number", "excel_time")
    run_time = ways[place % 6] if file_kind == "xlsx" else ways[place % 4]
    return Style(
        file_kind=file_kind,
        title_rows=1 + place % 3,
        sex_as_code=place % 2 == 0,
        shuttle_heading=("50米×8往返跑", "50米*8往返跑", "50米x8往返跑")[place % 3],
        run_time=run_time,
        birth_date=("compact", "dashes", "excel")[place % 3] if file_kind == "xlsx" else "dashes",
        sheet_per_grade=file_kind == "xlsx" and place % 8 == 6,
        notes_sheet=file_kind == "xlsx" and place % 8 == 4,
        number_first=place % 5 == 2,
        stray=0.01 if place % 4 == 1 else 0.002,
    )


def written_sex(style: Style, sex: str) -> str:
    """男/女, or 1/2."""
    return {"男": "1", "女": "2"}[sex] if style.sex_as_code else sex


def written_birthday(style: Style, born: date) -> Cell:
    """An Excel date, or a date written out."""
    if style.birth_date == "excel":
        return born
    return f"{born:%Y%m%d}" if style.birth_date == "compact" else f"{born:%Y-%m-%d}"


def written_run_time(style: Style, seconds: int) -> Cell:
    """Minutes and seconds in the school's way; as a number 4′10″ is 4.1, as in a cell that lost its nought."""
    minutes, rest = divmod(seconds, 60)
    match style.run_time:
        case "apostrophe":
            return f"{minutes}'{rest:02d}"
        case "prime":
            return f"{minutes}′{rest:02d}″"
        case "dot":
            return f"{minutes}.{rest:02d}"
        case "colon":
            return f"{minutes}:{rest:02d}"
        case "number":
            return round(minutes + rest / 100, 2)
        case "excel_time":  # typed as 4:05, which a spreadsheet takes for five past four
            return time(minutes, rest)


def written_number(style: Style, random: Random, value: float) -> Cell:
    """A number; here and there as text, or in full-width digits."""
    plain: int | float = int(value) if value == int(value) else value
    if style.file_kind != "xlsx":
        return str(plain).translate(FULL_WIDTH) if random.random() < style.stray else plain
    if random.random() >= style.stray:
        return plain
    return str(plain).translate(FULL_WIDTH) if random.random() < 0.5 else str(plain)

"""Every command of the user's guide, typed as it stands, with files such as the guide speaks of."""

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from examples.region import write_region
from tests.house import guide_blocks as guide
from xueheng.cli.main import run
from xueheng.language.public import SHIPPED

PAGE = "users-guide.md"
HALVES = {
    "中文": ("zh", "上报表.xlsx", "结果.xlsx", "全区", "名册.csv", "数据", "按校结果", "草案", "回测网页"),
    "English": (
        "en", "upload.xlsx", "results.xlsx", "district", "pupils.csv", "data", "by_school", "draft", "backtest_pages",
    ),
}  # fmt: skip


def write_parquet_files(folder: Path) -> None:
    """The boy of the pack's worked example: 48.0 kg and 160.0 cm make a BMI of 18.75, which is 18.8."""
    folder.mkdir()
    one = pa.decimal128(5, 1)
    values = {"height": "160.0", "weight": "48.0", "run_50m": "8.2", "sit_and_reach": "12.0"}
    counts = {"vital_capacity": 2900, "standing_long_jump": 205, "pull_up": 16, "run_1000m": 238}
    record = {"id": [1], "subject": ["p1"], "day": [date(2025, 11, 3)], "attempt": ["regular"]}
    columns = {name: pa.array([Decimal(value)], one) for name, value in values.items()}
    pq.write_table(
        pa.table({**record, **columns, **{n: [v] for n, v in counts.items()}}), folder / "fitness_test.parquet"
    )
    pq.write_table(pa.table({"subject": ["p1"], "sex": ["male"], "grade": ["21"]}), folder.parent / "pupil.parquet")


def somebody(workbook: Path) -> str:
    """A pupil's number in a workbook of results."""
    rows = load_workbook(workbook, read_only=True).worksheets[0].iter_rows(values_only=True)
    return next(str(cell) for row in rows for cell in row if re.fullmatch(r"G\d{18}", str(cell)))


def rows_of(workbook: Path) -> Iterator[dict[str, str]]:
    """The rows of a school's workbook, by heading."""
    for sheet in load_workbook(workbook, read_only=True).worksheets:
        headings: list[str] = []
        for row in sheet.iter_rows(values_only=True):
            cells = ["" if cell is None else str(cell) for cell in row]
            if headings:
                yield dict(zip(headings, cells, strict=False))
            elif "学籍号" in cells:
                headings = cells


def write_list(district: Path, to: Path) -> None:
    """A list of the pupils of a folder of workbooks, all of one school."""
    sexes = {"1": "男", "2": "女"}
    pupils = {row["学籍号"]: row for path in sorted(district.iterdir()) for row in rows_of(path) if row["学籍号"]}
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("学籍号", "性别", "年级", "学校"))
        for number, row in pupils.items():
            writer.writerow((number, sexes.get(row["性别"], row["性别"]), row["年级编号"], "第一小学"))


def write_draft(folder: Path) -> None:
    """A copy of the shipped pack with one mark changed, for the backtest."""
    shutil.copytree(SHIPPED / "fitness", folder / "fitness")
    standards = folder / "fitness" / "standards.yaml"
    standards.write_text(standards.read_text("utf-8").replace("excellent: [90", "excellent: [91"), "utf-8")


@pytest.mark.parametrize("half", HALVES)
def test_the_commands_do_what_the_guide_says(half: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    language, upload, results, district, pupils, data, by_school, draft, backtest = HALVES[half]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUEHENG_LANGUAGE", language)
    write_region(tmp_path / "region", seed=1, pupils=120)
    schools = sorted((tmp_path / "region").rglob("*.xlsx"), key=lambda path: path.stat().st_size)
    shutil.copy(schools[-1], upload)
    Path(district).mkdir()
    for school in schools[-3:]:
        shutil.copy(school, district)
    write_parquet_files(tmp_path / data)
    write_draft(tmp_path / draft)
    before: dict[str, Callable[[], None]] = {pupils: lambda: write_list(tmp_path / district, tmp_path / pupils)}
    for line in guide.command_lines(guide.part(PAGE, half)):
        if line[0] == "demo":  # its own tests run it
            continue
        for name in set(line) & before.keys():
            before[name]()
        words = [somebody(Path(results)) if word in {"学籍号", "ID"} else word for word in line]
        with redirect_stdout(StringIO()) as said:
            assert run(words) == 0, (words, said.getvalue())
    assert "91" in (tmp_path / backtest / "handout.html").read_text("utf-8")
    groups = (tmp_path / by_school / "groups.csv").read_text("utf-8")
    assert "school,第一小学,total,mean," in groups
    (block,) = [each for each in guide.blocks(guide.part(PAGE, half)) if each.kind == "python"]
    with redirect_stdout(StringIO()) as said:
        exec(compile(block.text, PAGE, "exec"), {})
    assert said.getvalue() == f"{ {'p1': Fraction(94, 5)} }\n"

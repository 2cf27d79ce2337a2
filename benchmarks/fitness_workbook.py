"""A school district's upload workbook, in and out: read, checked, evaluated, written, and given back marked.

    python benchmarks/fitness_workbook.py FOLDER [--pupils 100000] [--runs 3]

Makes one workbook with the headings of the national upload template (synthetic pupils), runs the
command that a person would type, and prints seconds and peak memory of the command and of the
largest of its worker processes.
"""

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import xlsxwriter

ROOT = Path(__file__).resolve().parent.parent
HEADS = [
    "年级编号",
    "班级编号",
    "班级名称",
    "学籍号",
    "民族代码",
    "姓名",
    "性别",
    "出生日期",
    "家庭住址",
    "身高",
    "体重",
    "肺活量",
    "50米跑",
    "坐位体前屈",
    "一分钟跳绳",
    "一分钟仰卧起坐",
    "50米×8往返跑",
    "立定跳远",
    "引体向上",
    "1000米跑",
    "800米跑",
]
GRADES = [11, 12, 13, 14, 15, 16, 21, 22, 23, 31, 32, 33]


def make_workbook(path: Path, pupils: int, seed: int = 1) -> None:
    """One row a pupil; every item that her grade and sex are asked for."""
    draw = random.Random(seed)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("体质健康数据")
    sheet.write_row(0, 0, HEADS)
    for row in range(1, pupils + 1):
        grade, boy = GRADES[row % len(GRADES)], row % 2 == 0
        height = draw.gauss(110 + 5.5 * GRADES.index(grade), 6)
        measured: list[object] = [
            round(height, 1),
            round(height * height * draw.uniform(14, 24) / 10000, 1),
            draw.randint(900, 4800),
            round(draw.uniform(7, 12.5), 1),
            round(draw.uniform(-5, 22), 1),
        ]
        run = f"{draw.randint(3, 5)}'{draw.randint(0, 59):02d}"
        measured += [
            draw.randint(20, 180) if grade < 20 else None,
            draw.randint(5, 60) if (13 <= grade <= 16) or (grade > 20 and not boy) else None,
            f"{draw.randint(1, 2)}:{draw.randint(0, 59):02d}" if grade in (15, 16) else None,
            draw.randint(110, 280) if grade > 20 else None,
            draw.randint(0, 20) if grade > 20 and boy else None,
            run if grade > 20 and boy else None,
            run if grade > 20 and not boy else None,
        ]
        who = [
            grade,
            1 + row % 9,
            f"{1 + row % 9}班",
            f"T{row:09d}",
            "01",
            f"示例{row}",
            1 if boy else 2,
            "2013-05-06",
            "",
        ]
        sheet.write_row(row, 0, [*who, *measured])
    book.close()


def run_once(folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of the whole command."""
    command = [
        sys.executable,
        "-m",
        "xueheng",
        "evaluate",
        "fitness",
        "--records",
        str(folder / "pupils.xlsx"),
        "--period",
        "2025-2026",
        "--out",
        str(folder / "out.csv"),
        "--marked",
        str(folder / "back.xlsx"),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    started = time.perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pupils", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    make_workbook(args.folder / "pupils.xlsx", args.pupils)
    found = [run_once(args.folder) for _ in range(args.runs)]
    seconds = [s for s, _ in found]
    print(
        json.dumps(
            {
                "pupils": args.pupils,
                "median_s": round(statistics.median(seconds), 1),
                "least_s": round(min(seconds), 1),
                "greatest_s": round(max(seconds), 1),
                "peak_mb": round(max(m for _, m in found)),
            }
        )
    )


if __name__ == "__main__":
    main()

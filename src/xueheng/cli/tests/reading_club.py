"""A pack that no programme has heard of, in a folder of its own, and files of records for it.

li reads 120 + 230 = 350 pages (80 points) in 2 notes (50 points): 0.6 × 80 + 0.4 × 50 = 68.0, a pass.
wang reads 500 pages (100 points) in 1 note (50 points): 0.6 × 100 + 0.4 × 50 = 80.0, good.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from xueheng.cli.main import run

ROOT = Path(__file__).resolve().parents[4]
FILES = {
    "pack.yaml": "xueheng: 1\nname: club\ntitle: {zh: 读书会, en: Reading club}\nversion: 1.0.0\nowner: school\n",
    "entities.yaml": """\
school: {title: {zh: 学校, en: School}}
pupil: {title: {zh: 学生, en: Pupil}, person: minor, belongs_to: [school]}
""",
    "calendar.yaml": """\
windows:
  school_year: {title: {zh: 学年, en: School year}, 2025-2026: [2025-09-01, 2026-08-31]}
""",
    "evidence.yaml": """\
note:
  title: {zh: 读书笔记, en: Reading note}
  about: pupil
  needed: [pages]
  fields: {pages: {title: {zh: 页数, en: Pages}, integer: {min: 1, max: 2000}}}
loan:
  title: {zh: 借书, en: Loan}
  about: pupil
  needed: [books]
  fields: {books: {title: {zh: 册数, en: Books}, integer: {min: 1, max: 20}}}
""",
    "scales.yaml": """\
by_pages: {bands: [[500, 100], [300, 80], [100, 60]], else: 0}
by_notes: {bands: [[3, 100], [1, 50]], else: 0}
""",
    "standards.yaml": """\
year:
  title: {zh: 读书之星, en: Reader of the year}
  of: pupil
  period: school_year
  missing: zero
  decimals: 1
  levels: {good: [80, {zh: 好, en: Good}], pass: [60, {zh: 合格, en: Pass}], fail: [0, {zh: 再努力, en: Not yet}]}
  groups: {school: [count, mean]}
  parts:
    pages: {title: {zh: 页数, en: Pages read}, weight: 60, sum: pages, from: note, scale: by_pages}
    notes: {title: {zh: 篇数, en: Notes written}, weight: 40, count: all, from: note, scale: by_notes}
term:
  title: {zh: 只看页数, en: Pages alone}
  of: pupil
  period: school_year
  missing: zero
  parts:
    pages: {title: {zh: 页数, en: Pages read}, sum: pages, from: note, scale: by_pages}
""",
    "posts.yaml": "teacher: {title: {zh: 教师, en: Teacher}, at: school, records: [note, loan], sees: [year, term]}\n",
    "worked/readers.yaml": """\
li:
  title: {zh: 两篇共三百五十页, en: 'Two notes, 350 pages'}
  run: {standard: year, period: 2025-2026}
  given:
    pupil: {p1: {}}
    note:
      - {pupil: p1, day: 2025-10-01, verified: true, pages: 120}
      - {pupil: p1, day: 2025-12-01, verified: true, pages: 230}
  then: {p1: {pages: 80, notes: 50, total: 68.0, level: pass}}
  sum: |
    120 + 230 = 350 页，80 分；2 篇，50 分；0.6 × 80 + 0.4 × 50 = 68
""",
}  # fmt: skip
RECORDS = "id,学生,日期,页数\n11,li,2025-10-01,120\n12,li,2025-12-01,230\n13,wang,2025-11-11,500\n"


@dataclass(frozen=True)
class Outcome:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


class Club:
    """The pack's folder and a place for files; runs commands there."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.pack = folder / "club"
        self.capsys = capsys
        self.monkeypatch = monkeypatch
        for name, text in FILES.items():
            path = self.pack / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        self.records = self.file("notes.csv", RECORDS)
        monkeypatch.chdir(folder)

    def file(self, name: str, text: str) -> Path:
        """A text file in the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def change(self, name: str, old: str, new: str) -> None:
        """Change a file of the pack."""
        path = self.pack / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def run(self, *words: object, language: str = "en") -> Outcome:
        """Run a command in this process."""
        self.monkeypatch.setenv("XUEHENG_LANGUAGE", language)
        code = run([str(word) for word in words])
        said = self.capsys.readouterr()
        return Outcome(code, said.out, said.err)

    def evaluate(
        self, *words: object, records: object = None, out: object = "out.csv", language: str = "en"
    ) -> Outcome:
        """Evaluate the year of 2025-2026."""
        given = ("evaluate", "year", "--pack", self.pack, "--records", records or self.records, "--period", "2025-2026")
        return self.run(*given, "--out", out, *words, language=language)

    def results(self, name: str = "out.csv") -> list[list[str]]:
        """A CSV file as rows."""
        return [line.split(",") for line in (self.folder / name).read_text("utf-8").splitlines()]

    def listing(self) -> set[str]:
        """Everything in the folder beside the pack."""
        found = (path.relative_to(self.folder) for path in self.folder.rglob("*"))
        return {str(path) for path in found if path.parts[0] != "club"}


def launched(*words: object, language: str = "en", **more: str) -> "subprocess.CompletedProcess[str]":
    """The real command in a process of its own."""
    surroundings = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-P", "-m", "xueheng", *map(str, words)],
        env=surroundings | {"XUEHENG_LANGUAGE": language} | more,
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )

"""The README's own command lines, typed as they stand, on one school's workbook."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pyarrow import parquet

from examples.region import write_region
from xueheng.cli.main import run

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
TRIED_ELSEWHERE = (
    "demo", "test", "bench", "setup", "serve", "import", "run", "measure", "oneroster", "backup",
    "restore", "doctor", "explain-record",
)  # fmt: skip
"""In test_launcher, by whoever runs this, in tests/benchmarks, tests/browser, tests/upkeep and cli/tests."""
LAST_YEAR = ("去年按现行标准的结果", "去年按草案的结果", "last_year_adopted", "last_year_by_draft")


def command_lines() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    return [line[1:] for line in lines if line[1] not in TRIED_ELSEWHERE]


@pytest.fixture(scope="module")
def school_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fullest workbook of a very small region."""
    folder = tmp_path_factory.mktemp("region")
    write_region(folder, seed=1, pupils=300)
    return max(folder.rglob("*.xlsx"), key=lambda path: path.stat().st_size)


def test_the_command_lines_of_the_readme_do_what_it_says(
    school_workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XUEHENG_LANGUAGE", "zh")
    shipped = ROOT / "src" / "xueheng" / "systems"
    for name in ("上报表.xlsx", "upload.xlsx"):
        shutil.copy(school_workbook, name)
    for name in ("我的业务包", "my_pack"):
        for pack in ("common", "fitness"):
            shutil.copytree(shipped / pack, Path(name) / pack)
    words = ["--records", "upload.xlsx", "--period", "2025-2026", "--day", "2025-10-20", "--out"]
    for name in LAST_YEAR:
        assert run(["evaluate", "fitness", *words, name]) == 0
    somebody = ""
    for words in command_lines():
        line = [somebody if word in {"学籍号", "ID"} else word for word in words]
        assert run(line) == 0, (line, capsys.readouterr())
        written = Path(line[line.index("--out") + 1]) if "--out" in line else None
        if written and written.suffix == ".xlsx":
            rows = list(load_workbook(written, read_only=True).worksheets[0].iter_rows(values_only=True))
            named = (str(cell) for row in rows for cell in row if re.fullmatch(r"G\d{18}", str(cell)))
            somebody = next(named, somebody)
    totals = parquet.read_table("结果/results.parquet", columns=["total"]).column(0)
    assert len(totals) - totals.null_count > 0
    said = capsys.readouterr().out
    assert somebody in said
    assert "收到" in said
    for name in ("结果/results.parquet", "标注.xlsx", "网页/index.html", "results/manifest.json", "schemas"):
        assert Path(name).exists(), name

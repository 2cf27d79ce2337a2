"""`demo`: the whole way with made-up schools, small enough for a test."""

import csv
from pathlib import Path

import openpyxl
import pytest

from xueheng.cli.tests.reading_club import launched


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("shown") / "demo"
    done = launched("demo", "--out", folder, "--pupils", "300", "--pages", "2", language="en")
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def test_it_leaves_everything_that_it_names(shown: tuple[Path, str]) -> None:
    folder, said = shown
    for name in ("results.xlsx", "marked.xlsx", "pages/index.html", "results.rejections.csv", "workbooks"):
        assert (folder / name).exists(), name
        assert str(folder / name) in said


def test_received_is_stored_and_rejected(shown: tuple[Path, str]) -> None:
    folder, said = shown
    total = next(line.split() for line in said.splitlines() if line.strip().startswith("All "))
    received, rejected, pupils = (int(cell.replace(",", "")) for cell in total[1:4])
    assert received == rejected + pupils
    with (folder / "results.rejections.csv").open(encoding="utf-8-sig") as file:
        assert len({tuple(row[:3]) for row in list(csv.reader(file))[1:]}) >= rejected > 0
    sheet = openpyxl.load_workbook(folder / "results.xlsx", read_only=True)["Results"]
    assert sum(1 for row in sheet.iter_rows(min_row=3, max_col=1, values_only=True) if row[0]) == pupils


def test_two_pupils_have_pages(shown: tuple[Path, str]) -> None:
    assert len(list((shown[0] / "pages" / "subjects").iterdir())) == 2


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    done = launched("demo", "--out", tmp_path, "--pupils", "10")
    assert done.returncode == 2
    assert "holds something else already" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

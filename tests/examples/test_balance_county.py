"""The two made-up counties go in as files, and the evaluation finds what was planted in the western one and no more."""

import csv
from pathlib import Path

import pytest

from examples.balance_county import write_counties
from examples.balance_schools import EAST, PLANTED, WEST
from xueheng.cli.main import run


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_counties(tmp_path_factory.mktemp("counties"))


def results(files: tuple[Path, Path], standard: str, into: Path) -> dict[str, dict[str, str]]:
    """Subject → heading → what stands in the results file."""
    lists, reports = files
    command = ["evaluate", f"balance.{standard}", "--records", str(reports), "--subjects", str(lists)]
    assert run([*command, "--period", "2025-2026", "--out", str(into)]) == 0
    with (into / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["subject"]: row for row in csv.DictReader(file)}


def test_the_eastern_county_is_balanced_and_the_western_is_not(files: tuple[Path, Path], tmp_path: Path) -> None:
    found = results(files, "county_standard", tmp_path)
    parts = ("primary_compliance", "junior_compliance", "primary_variation", "junior_variation", "government_part")
    rest = ("quality_part", "approval_part", "no_verified_veto", "no_recalled_veto", "verdict")
    assert {found[EAST][code] for code in (*parts, *rest)} == {"100"}
    west = found[WEST]
    assert [west[code] for code in parts] == ["0", "", "100", "", "0"]
    assert [west[code] for code in rest] == ["", "0", "0", "100", "0"]  # 83 of 100 approve; a school chose its pupils
    assert west["missing"].split() == ["junior_compliance", "junior_variation", "quality_part"]


def test_the_western_items_say_what_is_short_and_what_lacks_a_report(files: tuple[Path, Path], tmp_path: Path) -> None:
    west = results(files, "government_standard", tmp_path / "15")[WEST]
    short = [f"g{n}" for n in range(1, 16) if west[f"g{n}"] == "0"]
    assert short == ["g3", "g5", "g6", "g11", "g15"]  # rooms, classes, small schools, rotation, left-behind children
    assert west["missing"].split() == ["g4", "g13"]  # the junior school whose report nobody verified
    west = results(files, "quality_standard", tmp_path / "9")[WEST]
    assert [code for code in west if west[code] == "0"] == []
    assert west["missing"] == "e7"  # a yes without proof


def test_the_sections_and_schools_planted_are_the_ones_found(files: tuple[Path, Path], tmp_path: Path) -> None:
    sections = results(files, "resource_standard", tmp_path / "sections")
    low = {
        name for name, row in sections.items() if any(row[f"r{n}"] and float(row[f"r{n}"]) < 100 for n in range(1, 8))
    }
    assert low == {f"{PLANTED['小学部体育场馆面积只有规定值的八成']}-小学"}
    assert sections[low.pop()]["r5"] == "80.00"
    unverified = f"{PLANTED['初中部的年报没有核验']}-初中"
    assert sections[unverified]["missing"].split()[:7] == [f"r{n}" for n in range(1, 8)]
    schools = results(files, "school_standard", tmp_path / "schools")
    assert schools[PLANTED["13 个班只有 1 间音乐教室"]]["art_room_ratio"] == "0"
    assert "full_curriculum" in schools[PLANTED["课程开设答“是”而没有佐证"]]["missing"].split()
    assert schools[PLANTED["不足 100 人的教学点按实有人数核定公用经费"]]["funding_base"] == "0"
    assert "size_basic" in schools["E-教学点1"]["not_applying"].split()  # 49 pupils: it does not count
    assert schools["E-特教"]["not_applying"].split()[-1] == "total"

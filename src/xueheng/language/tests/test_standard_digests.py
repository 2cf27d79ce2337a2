"""A standard's digest of meaning covers what it rests on, and nothing else of its pack."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from xueheng.language.public import Standard
from xueheng.language.tests.broken_composition import REGISTER
from xueheng.language.tests.broken_packs import more, swap
from xueheng.language.tests.small_packs import SOUND, library_of_files

FEW_LONG = "few: {title: {zh: 少, en: Few}, of: pupil, count: minutes < 30, from: home_visit, during: term_1}\n"
LISTED = (
    "on_list: {title: {zh: 在册, en: On list}, of: school, count: all, from: listed, on: census}\n"
    "mean_total: {title: {zh: 均, en: Mean}, of: school, mean: contact.total, from: pupils}\n"
)
WORK = """\
work:
  title: {zh: 工作, en: Work}
  of: school
  period: school_year
  missing: block
  parts:
    listed_ones: {measure: on_list}
    points_mean: {measure: mean_total}
"""
FILES = {
    **more("measures.yaml", FEW_LONG + LISTED),
    **swap("standards.yaml", "measure: visits", "value: few + visits"),
    "registers.yaml": REGISTER,
}
FILES["standards.yaml"] += WORK


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def standards(tmp_path: Path, changed: Mapping[str, str]) -> Mapping[str, Standard]:
    return library_of_files(tmp_path, {**FILES, "worked/visits.yaml": "", **changed}).standards


def change(file: str, old: str, new: str) -> dict[str, str]:
    text = FILES.get(file, SOUND.get(file, ""))
    assert old in text, old
    return {file: text.replace(old, new)}


SAME = {
    "a title of a measure": change("measures.yaml", "en: Few", "en: Fewer"),
    "a measure that nothing of it reads": change("measures.yaml", "share: visits >= 1", "share: visits >= 2"),
    "a line's place": change("measures.yaml", "few: {", "\n\nfew: {"),
    "an evidence type that it does not read": change("evidence.yaml", "families: {title", "homes: {title"),
    "a source": change(
        "standards.yaml", "  missing: block\n  decimals", "  source: {doc: 甲}\n  missing: block\n  decimals"
    ),
    "another standard": change("standards.yaml", "points_mean: {measure", "mean_of: {measure"),
}
OTHER = {
    "a threshold of a measure it reads": change("measures.yaml", "minutes < 30", "minutes < 40"),
    "a window of such a measure": change("calendar.yaml", "2026-01-31", "2026-02-01"),
    "a table of its scale": change("tables.yaml", "[female, '11', 100, 3]", "[female, '11', 100, 4]"),
    "a field that it reads": change("evidence.yaml", "max: 240", "max: 300"),
    "who verifies": change("posts.yaml", "verifies: [home_visit], ", ""),
    "a parent of its pupils": change(
        "entities.yaml", "en: Class}, belongs_to: [school]", "en: Class}, belongs_to: [school, district]"
    ),
    "its own weight": change("standards.yaml", "weight: 60", "weight: 50"),
    "what it leaves open": change(
        "standards.yaml", "  decimals: 1\n", "  decimals: 1\n  open: {weigh: {made: [50, 70], long: [30, 50]}}\n"
    ),
}  # fmt: skip
UNDER_A_RESULT = {
    "a measure of the standard whose results it reads": OTHER["a threshold of a measure it reads"],
    "the day of the register": change("calendar.yaml", "2025-2026: 2025-09-05", "2025-2026: 2025-09-06"),
    "the register": {"registers.yaml": REGISTER.replace("ground:", "why:")},
    "the population": change("populations.yaml", "sex is known", "sex is missing"),
}


@pytest.mark.parametrize("changed", SAME.values(), ids=SAME)
def test_what_it_does_not_rest_on_changes_nothing(tmp_path: Path, changed: Mapping[str, str]) -> None:
    before, after = standards(tmp_path / "a", {}), standards(tmp_path / "b", changed)
    assert before["visits.contact"].digest_meaning == after["visits.contact"].digest_meaning


@pytest.mark.parametrize("changed", OTHER.values(), ids=OTHER)
def test_what_it_rests_on_changes_its_digest(tmp_path: Path, changed: Mapping[str, str]) -> None:
    before, after = standards(tmp_path / "a", {}), standards(tmp_path / "b", changed)
    assert before["visits.contact"].digest_meaning != after["visits.contact"].digest_meaning


@pytest.mark.parametrize("changed", UNDER_A_RESULT.values(), ids=UNDER_A_RESULT)
def test_what_is_under_a_result_or_register_counts_too(tmp_path: Path, changed: Mapping[str, str]) -> None:
    before, after = standards(tmp_path / "a", {}), standards(tmp_path / "b", changed)
    assert before["visits.work"].digest_meaning != after["visits.work"].digest_meaning


def test_standards_of_one_pack_have_each_their_own(tmp_path: Path) -> None:
    first, again = standards(tmp_path / "a", {}), standards(tmp_path / "b", {})
    assert len({standard.digest_meaning for standard in first.values()}) == 2
    assert {len(standard.digest_meaning) for standard in first.values()} == {64}
    assert first["visits.work"].digest_meaning == again["visits.work"].digest_meaning

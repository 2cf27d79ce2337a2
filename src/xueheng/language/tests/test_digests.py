"""A mended typo changes no digest of meaning; any rule that decides a result does."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.language.public import Pack
from xueheng.language.tests.broken_packs import more, swap, words
from xueheng.language.tests.small_packs import library_of_files


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def pack(tmp_path: Path, files: Mapping[str, str]) -> Pack:
    return library_of_files(tmp_path, files).packs["visits"]


PHOTO = "photo: {title: {zh: 照片, en: Photo}, file: {kinds: [jpg], max: 1}, private: true"
SAYS_THE_SAME = {
    "a title": swap("standards.yaml", "en: Contact", "en: Contacts"),
    "a code's title": swap("entities.yaml", "female: 女", "female: 女生"),
    "a comment": more("measures.yaml", "# a remark\n"),
    "a source": swap("standards.yaml", "  missing: block", "  source: {doc: 某文件}\n  missing: block"),
    "how long a record takes": swap("evidence.yaml", "about: school", "about: school\n  minutes: 0.2"),
    "a photo that is only looked at": swap(
        "evidence.yaml", "    note: {", f"    {PHOTO}, optional: true}}\n    note: {{"
    ),
    "an example": swap("worked/visits.yaml", "minutes: 30", "minutes: 31"),
    "the version": swap("pack.yaml", "version: 1.2.0", "version: 1.2.1"),
    "a line's place": swap("measures.yaml", "visits: {title", "\n\nvisits: {title"),
    "how a number is written": swap("standards.yaml", "weight: 60", "weight: 60.0"),
    "the order of writing": {
        "measures.yaml": "".join(reversed(swap("measures.yaml", "", "")["measures.yaml"].splitlines(keepends=True)))
    },
}
MEANS_ANOTHER = {
    "a threshold": swap("standards.yaml", "[120, 100]", "[121, 100]"),
    "a weight": swap("standards.yaml", "weight: 60", "weight: 50", "weight: 40", "weight: 50"),
    "a policy": swap("standards.yaml", "missing: block", "missing: zero"),
    "a line of a table": swap("tables.yaml", "[female, '11', 100, 3]", "[female, '11', 100, 4]"),
    "a condition": swap("measures.yaml", "share: visits >= 1", "share: visits >= 2"),
    "a window": swap("calendar.yaml", "2026-01-31", "2026-02-01"),
    "a population": swap("populations.yaml", "sex is known", "sex is missing"),
    "who verifies": swap("posts.yaml", "verifies: [home_visit], ", ""),
    "a field's bound": swap("evidence.yaml", "max: 240", "max: 300"),
    "a private file that must be brought": swap("evidence.yaml", "    note: {", f"    {PHOTO}}}\n    note: {{"),
    "a parent": swap("entities.yaml", "adult, belongs_to: [school]", "adult, belongs_to: [district]"),
}


@pytest.mark.parametrize("changed", SAYS_THE_SAME.values(), ids=SAYS_THE_SAME)
def test_what_only_speaks_to_people_changes_nothing(tmp_path: Path, changed: Mapping[str, str]) -> None:
    before, after = pack(tmp_path / "a", {}), pack(tmp_path / "b", changed)
    assert before.digest_meaning == after.digest_meaning
    assert before.digest_bytes != after.digest_bytes


@pytest.mark.parametrize("changed", MEANS_ANOTHER.values(), ids=MEANS_ANOTHER)
def test_what_decides_a_result_changes_the_digest(tmp_path: Path, changed: Mapping[str, str]) -> None:
    assert pack(tmp_path / "a", {}).digest_meaning != pack(tmp_path / "b", changed).digest_meaning


def test_minutes_are_kept_exactly_and_unsaid_ones_are_unknown(tmp_path: Path) -> None:
    said = swap("evidence.yaml", "about: school", "about: school\n  minutes: 0.2")
    evidence = library_of_files(tmp_path, said).evidence
    assert evidence["visits.guidance"].minutes == Fraction(1, 5)
    assert evidence["visits.home_visit"].minutes is None


def test_a_pack_that_is_used_is_part_of_the_meaning(tmp_path: Path) -> None:
    town = "town: {title: {zh: 镇, en: Town}}\n"
    alone = pack(tmp_path / "a", {**words(1), "../words/entities.yaml": town})
    other = pack(tmp_path / "b", {**words(1), "../words/entities.yaml": town + "lane: {title: {zh: 巷, en: Lane}}\n"})
    assert alone.digest_meaning != other.digest_meaning
    assert alone.digest_bytes == other.digest_bytes


def test_digests_are_of_sha_256_and_the_same_each_time(tmp_path: Path) -> None:
    first, second = pack(tmp_path / "a", {}), pack(tmp_path / "b", {})
    assert (first.digest_meaning, first.digest_bytes) == (second.digest_meaning, second.digest_bytes)
    assert len(first.digest_meaning) == 64

"""Files made to exhaust the reader are refused with one clear error, at once and in little memory.

The time allowed is far above what is needed: a failure means that something grows with the attack.
"""

import time
import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.language.issues import Issue
from xueheng.language.positions import Scalar
from xueheng.language.reader import LARGEST_FILE, read_yaml
from xueheng.language.scalars import read_number
from xueheng.language.shape import check_shape

SECONDS = 5.0
BYTES = 64 * 1024 * 1024

HOSTILE: dict[str, tuple[str, str]] = {
    "alias bomb": (
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 40)),
        "XH-Y001",
    ),
    "alias of itself": ("a: &a [*a]\n", "XH-Y001"),
    "10,000 levels of lists": ("a: " + "[" * 10_000 + "]" * 10_000, "XH-Y003"),
    "10,000 levels of a standard": ("a: " + "{parts: {b: " * 5_000 + "}}" * 5_000, "XH-Y003"),
    "10,000 levels in one line of dashes": ("a:\n" + "- " * 10_000 + "x\n", "XH-Y003"),
    "10,000 keys within keys": ("? " * 10_000 + "x\n", "XH-Y011"),
    "half a million values": ("a: [" + "1," * 500_000 + "]", "XH-Y003"),
    "2 MB of text": ("a: " + "x" * 2_000_000 + "\n", "XH-Y003"),
    "2 MB of comment": ("# " + "x" * 2_000_000 + "\n", "XH-Y003"),
    "a key of a megabyte": ("x" * 900_000 + ": 1\n", "XH-Y007"),
    "object to be made": ("a: !!python/object/apply:os.system ['true']\n", "XH-Y004"),
    "NUL": ("a: \0\n", "XH-Y012"),
    "merged map": ("a: &a {b: 1}\nc: {<<: *a}\n", "XH-Y001"),
    "hundred thousand documents": ("---\na: 1\n" * 100_000, "XH-Y005"),
    "quote never closed": ('a: "' + "x" * 900_000, "XH-Y007"),
}


def bounded(work: Callable[[], list[Issue]]) -> list[Issue]:
    """What `work` finds, once it was quick, and small when done again (watching memory makes it slow)."""
    started = time.perf_counter()
    found = work()
    assert time.perf_counter() - started < SECONDS
    tracemalloc.start()
    try:
        work()
        assert tracemalloc.get_traced_memory()[1] < BYTES
    finally:
        tracemalloc.stop()
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_one_error(tmp_path: Path, name: str) -> None:
    text, rule = HOSTILE[name]
    path = tmp_path / "standards.yaml"
    path.write_text(text, encoding="utf-8")
    found = bounded(lambda: read_yaml(path, "standards.yaml")[1])
    assert [issue.rule for issue in found] == [rule]
    assert len(found[0].say()) < 400


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "standards.yaml"
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)
    found = bounded(lambda: read_yaml(path, "standards.yaml")[1])
    assert [issue.say("en") for issue in found] == [
        "standards.yaml:1:1 XH-Y003 this file is too large; a file may have 1 MiB and 20 levels at most"
    ]
    assert [issue.say("zh") for issue in found] == [
        "standards.yaml:1:1 XH-Y003 文件太大；文件不得超过 1 MiB，嵌套不得超过 20 层"
    ]


def test_a_file_of_exactly_the_largest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "scales.yaml"
    start = b"a: {pass: value}\n#"
    path.write_bytes(start + b"x" * (LARGEST_FILE - len(start)))
    root, issues = read_yaml(path, "scales.yaml")
    assert root is not None
    assert issues == []


def test_twenty_levels_are_read_and_twenty_one_are_not(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: " + "[" * 19 + "]" * 19, encoding="utf-8")
    assert read_yaml(path, "a.yaml")[1] == []
    path.write_text("a: " + "[" * 20 + "]" * 20, encoding="utf-8")
    assert [issue.rule for issue in read_yaml(path, "a.yaml")[1]] == ["XH-Y003"]


@pytest.mark.parametrize("digits", [5_000, 500_000])
def test_a_number_of_thousands_of_digits(tmp_path: Path, digits: int) -> None:
    path = tmp_path / "scales.yaml"
    path.write_text(f"a: {{bands: [[{'9' * digits}, 100]], else: 0}}\n", encoding="utf-8")

    def work() -> list[Issue]:
        root, issues = read_yaml(path, "scales.yaml")
        return issues if root is None else issues + check_shape("scales", root)

    found = bounded(work)
    assert [issue.say("en") for issue in found] == [
        f'scales.yaml:1:14 XH-K003 a number is wanted here; "{"9" * 40}…" has more than 30 digits'
    ]


def test_thousands_of_unknown_keys_cost_little(tmp_path: Path) -> None:
    path = tmp_path / "measures.yaml"
    path.write_text("a:\n" + "".join(f"  duringg{i}: x\n" for i in range(20_000)), encoding="utf-8")

    def work() -> list[Issue]:
        root, issues = read_yaml(path, "measures.yaml")
        return issues if root is None else issues + check_shape("measures", root)

    assert len(bounded(work)) == 201


def test_thousands_of_double_keys_stop_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "measures.yaml"
    path.write_text("a: 1\n" * 100_000, encoding="utf-8")
    found = bounded(lambda: read_yaml(path, "measures.yaml")[1])
    assert {issue.rule for issue in found} == {"XH-Y002"}
    assert len(found) == 20


def test_a_number_stays_exact_up_to_thirty_digits(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1234567890123456789012345678.25\n", encoding="utf-8")
    root, _ = read_yaml(path, "a.yaml")
    assert root is not None
    written = root.get("a")
    assert isinstance(written, Scalar)
    found = read_number(written)
    assert not isinstance(found, Issue)
    assert found == (Fraction(4938271560493827156049382713, 4), 2)

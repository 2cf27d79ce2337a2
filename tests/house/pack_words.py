"""The words and numbers that belong to packs: names, codes, headings, thresholds, read from their files."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

# Files whose top-level keys are names given by the pack's author.
NAMED_FILES = {
    "activities",
    "decisions",
    "duties",
    "entities",
    "evidence",
    "figures",
    "layouts",
    "measures",
    "phrases",
    "populations",
    "posts",
    "processes",
    "registers",
    "reports",
    "scales",
    "standards",
    "tables",
}
JUDGED_FILES = {"measures", "standards"}
# Keys under which more names are given, wherever they stand.
HOLD_NAMES = {"attributes", "columns", "days", "fields", "levels", "one_of", "parts", "statements", "windows"}
# Keys under which a workbook's headings stand.
HOLD_HEADINGS = {"heads", "ignore", "never_store", "check", "by", "reads", "give", "end"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass
class PackWords:
    """What a set of packs calls its own, each with the file that it was first met in."""

    names: dict[str, Path] = field(default_factory=dict)
    judged: set[str] = field(default_factory=set)  # the names among them of packs, standards, measures and nodes
    headings: dict[str, Path] = field(default_factory=dict)
    numbers: dict[Decimal, Path] = field(default_factory=dict)

    def add_name(self, name: object, path: Path, *, judged: bool = False) -> None:
        if isinstance(name, str) and NAME.fullmatch(name):
            self.names.setdefault(name, path)
            if judged:
                self.judged.add(name)

    def add_heading(self, heading: object, path: Path) -> None:
        if isinstance(heading, str) and CHINESE.search(heading):
            self.headings.setdefault(heading, path)

    def add_number(self, text: str, path: Path) -> None:
        try:
            number = Decimal(text)
        except InvalidOperation:
            return
        if number.is_finite() and says_something(number):
            self.numbers.setdefault(number, path)


def says_something(number: Decimal) -> bool:
    """Whether a number is so particular that it can only be somebody's threshold.

    Three digits that count, and not a whole number below a thousand: 90, 0.5, 153 and 1000 are
    everybody's; 23.9, 48.25 and 3180 are a table's.

    >>> [says_something(Decimal(n)) for n in ("90", "153", "1000", "0.50", "23.9", "3180")]
    [False, False, False, False, True, True]
    """
    digits = "".join(map(str, number.normalize().as_tuple().digits))
    return len(digits) >= 3 and (number != int(number) or number >= 1000)


def packs_under(folder: Path) -> list[Path]:
    """Folders with a pack.yaml, at any depth."""
    return sorted(path.parent for path in folder.rglob("pack.yaml"))


def words_of(packs: list[Path], tables: list[Path]) -> PackWords:
    """All names, headings and telling numbers of some packs and of some folders of CSV tables."""
    words = PackWords()
    for pack in packs:
        words.add_name(pack.name, pack / "pack.yaml", judged=True)
        for path in sorted(pack.glob("*.yaml")):
            document = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
            if path.stem in NAMED_FILES and isinstance(document, dict):
                for name in document:
                    words.add_name(name, path, judged=path.stem in JUDGED_FILES)
            for key, value in _pairs(document):
                _take(words, key, value, path)
        _numbers_of_tables(words, pack)
    for folder in tables:
        _numbers_of_tables(words, folder)
    return words


def _pairs(document: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(document, dict):
        for key, value in document.items():
            yield key, value
            yield from _pairs(value)
    elif isinstance(document, list):
        for item in document:
            yield from _pairs(item)


def _take(words: PackWords, key: str, value: Any, path: Path) -> None:
    if key in HOLD_NAMES and isinstance(value, dict):
        for name in value:
            words.add_name(name, path, judged=key == "parts")
    if key in HOLD_HEADINGS:
        for heading in [value] if isinstance(value, str) else value:
            words.add_heading(heading, path)
    if key == "bands":
        for text in re.findall(r"\d+(?:\.\d+)?", str(value)):
            words.add_number(text, path)


def _numbers_of_tables(words: PackWords, folder: Path) -> None:
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line in csv.reader(file):
                for cell in line:
                    words.add_number(cell.strip(), path)

"""Words that tell that an unmarked record or field is of a kind no evaluation of a person may read.

The words stand in a table beside the national ones; this only reads and compares. A name is compared word by word, a
title as text.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from xueheng.wording import Text

FILE = "protected_words.csv"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def protected_words(folder: Path) -> tuple[tuple[str, str], ...]:
    """(kind, word), in the order of the table; none where the folder has no table."""
    path = folder / FILE
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        return tuple((row["kind"], row["word"]) for row in csv.DictReader(file))


@cache
def kind_told_by(folder: Path, name: str, title: Text) -> tuple[str, str] | None:
    """The kind that a name or title tells of, with the word that does; None where neither tells of any."""
    for kind, word in protected_words(folder):
        if any(_says(said, word) for said in _said(name, title)):
            return kind, word
    return None


def _said(name: str, title: Text) -> Iterator[str]:
    yield name.replace("_", " ")
    yield title.zh
    yield title.en


def _says(said: str, word: str) -> bool:
    pattern = _pattern(word)
    return word in said if pattern is None else pattern.search(said) is not None


@cache
def _pattern(word: str) -> re.Pattern[str] | None:
    """What an English word is found by; None for a Chinese one, which is found as it stands."""
    return None if _CHINESE.search(word) else re.compile(rf"\b{re.escape(word)}s?\b", re.IGNORECASE)

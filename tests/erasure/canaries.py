"""One pupil, with a word found nowhere else in every place where something about a person is kept; and the search.

Everything runs over real files, so that what a database leaves in them is searched too. Another pupil of her class has
the same, and must come through unharmed.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

TESTED = date(2025, 10, 20)
STANDARD, YEAR = "fitness.national", "2025-2026"
SHE, OTHER = "ann", "ben"
MEASURED = {
    "height": 1320, "weight": 330, "vital_capacity": 1350, "run_50m": 109, "sit_and_reach": 105,
    "rope_skip_1min": 152, "sit_up_1min": 33,
}  # fmt: skip
WORDS = {
    "name": "金丝雀甲名", "private": "金丝雀乙私语", "attachment": "canary-c-attached", "upload": "金丝雀丁退回",
    "journal": "金丝雀戊日志", "draft": "金丝雀己草稿", "draft_of_teacher": "金丝雀庚评语", "login": "canary-h-login",
    "purpose": "金丝雀辛目的", "register": "金丝雀壬名册", "session": "canary-j-session", "attempt": "canary-k-agent",
    "objection": "金丝雀癸疑问", "answer": "金丝雀子答复", "comment": "金丝雀丑寄语", "work": "金丝雀寅反思",
}  # fmt: skip


def words_of(word: str) -> dict[str, str]:
    """Her words; the other pupil's differ."""
    return WORDS if word == SHE else {what: said[::-1] for what, said in WORDS.items()}


def found_in(folder: Path, wanted: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Which of the byte strings stand in which files below the folder; nothing where none does."""
    found: dict[str, list[str]] = {}
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # a database that runs makes and drops small files of its own
            continue
        here = [what for what, said in wanted.items() if said in content]
        if here:
            found[str(path.relative_to(folder))] = here
    return found


def wanted_of(told: Mapping[str, str]) -> dict[str, bytes]:
    """What is searched, from what the scene said: words in UTF-8 and UTF-16, keys as they are."""
    wanted: dict[str, bytes] = {}
    for what, said in told.items():
        if what.startswith("key"):
            wanted[what] = bytes.fromhex(said)
        else:
            wanted[what] = said.encode()
            wanted[f"{what} in UTF-16"] = said.encode("utf-16-le")
    return wanted


def rows_about(folder: Path, number: int) -> Iterator[str]:
    """Files of tables in which somebody's number stands, snapshots' and results' alike."""
    parquet = import_module("pyarrow.parquet")
    for path in sorted(folder.rglob("*.parquet")):
        columns = parquet.read_table(path).to_pydict()
        own = {name: cells for name, cells in columns.items() if name != "recorder"}
        if any(str(number) in map(str, cells) for cells in own.values()):
            yield str(path.relative_to(folder))
    for path in sorted(folder.rglob("*.csv")):
        if str(number) in path.read_text("utf-8"):
            yield str(path.relative_to(folder))


def main(step: str, *words: str) -> None:
    """One step of the scene in a process of its own, which says in JSON what came of it."""
    server = import_module("xueheng.web.public")
    server.start_django()
    server.bring_up_to_date()
    steps: Any = {
        name: act
        for scene in ("tests.erasure.scene", "tests.erasure.times_over")
        for name, act in import_module(scene).STEPS.items()
    }
    sys.stdout.write(json.dumps(steps[step](*words), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], *sys.argv[2:])

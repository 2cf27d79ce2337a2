"""Counts over all results: how many reached which level, and what is missing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from xueheng.cli.documents.evaluated import Evaluated
from xueheng.cli.documents.result_rows import LEVEL, MISSING, NOT_APPLYING
from xueheng.cli.documents.standard_tree import TOTAL
from xueheng.wording import Text

MISSING_WORD = Text("缺", "missing")
NOT_APPLYING_WORD = Text("不适用", "n/a")
NO_LEVEL_WORDS = Text("有总得分，未达到任何等级", "a total below every level")


@dataclass(frozen=True, slots=True)
class Tally:
    """Subjects, levels by code, and missing nodes by code.

    `without_total`: subjects without a total because something is missing; `not_applying`: subjects
    whom the standard does not apply to.
    """

    subjects: int
    levels: Mapping[str, int]
    missing: Mapping[str, int]
    without_total: int
    not_applying: int

    @property
    def with_total(self) -> int:
        """Subjects with a total."""
        return self.subjects - self.without_total - self.not_applying


@dataclass(frozen=True, slots=True)
class LevelCount:
    """How many subjects stand at a level, or have none and why. `code` is '' where there is no level."""

    code: str
    title: Text
    count: int


def tally_of(evaluation: Evaluated) -> Tally:
    """Count the results once."""
    results = evaluation.results
    levels = Counter(results.column(LEVEL).to_pylist()) if LEVEL in results.schema.names else Counter[str]()
    missing = _times_named(results.column(MISSING).to_pylist())
    not_applying = _times_named(results.column(NOT_APPLYING).to_pylist())
    return Tally(
        subjects=results.num_rows,
        levels={level: count for level, count in levels.items() if level is not None},
        missing={code: count for code, count in missing.items() if code != TOTAL},
        without_total=missing[TOTAL],
        not_applying=not_applying[TOTAL],
    )


def _times_named(cells: list[str | None]) -> Counter[str]:
    """How often each code is named, in cells of codes with spaces between them; equal cells are read once."""
    found: Counter[str] = Counter()
    for cell, times in Counter(cells).items():
        for code in (cell or "").split():
            found[code] += times
    return found


def level_counts(levels: Mapping[str, Text], tally: Tally) -> tuple[LevelCount, ...]:
    """Every level, best first, then those without one; the counts add up to all subjects."""
    counted = [LevelCount(code, title, tally.levels.get(code, 0)) for code, title in levels.items()]
    reached = sum(tally.levels.values())
    rest = (
        LevelCount("", NO_LEVEL_WORDS, tally.with_total - reached if levels else 0),
        LevelCount("", Text("没有总得分：有缺", "no total: something is missing"), tally.without_total),
        LevelCount("", Text("不适用", "not applying"), tally.not_applying),
    )
    return (*counted, *(line for line in rest if line.count))

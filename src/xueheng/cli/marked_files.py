"""The workbooks that were read, given back with every row's outcome and answers."""

from collections.abc import Sequence
from pathlib import Path

from xueheng.cli.drafts import Drafts
from xueheng.cli.progress import Waiting
from xueheng.cli.returned_answers import Answers
from xueheng.wording import Language, Text
from xueheng.workbooks.public import Reading, write_marked


def marked_targets(marked: Path, readings: Sequence[Reading]) -> list[Path]:
    """Where each workbook comes back: the path itself for a single one (unless it is a folder), else in the folder.

    Files of the same name from different folders keep the folders in which they differ.
    """
    into_folder = len(readings) > 1 or marked.is_dir() or marked.suffix.lower() != ".xlsx"
    if not into_folder:
        return [marked]
    paths = [reading.path.resolve() for reading in readings]
    names = [path.with_suffix(".xlsx").name for path in paths]
    if len(set(names)) < len(names):
        return (
            [marked / "_".join(path.with_suffix(".xlsx").parts[-2:]) for path in paths]
            if _two_parts_differ(paths)
            else [marked / f"{place:03d}_{name}" for place, name in enumerate(names, 1)]
        )
    return [marked / name for name in names]


def _two_parts_differ(paths: Sequence[Path]) -> bool:
    return len({path.with_suffix("").parts[-2:] for path in paths}) == len(paths)


def write_marked_files(
    readings: Sequence[Reading],
    targets: Sequence[Path],
    answers: Answers,
    drafts: Drafts,
    language: Language,
    waiting: Waiting,
) -> None:
    """Write each workbook back, as drafts of their targets."""
    for done, (reading, target) in enumerate(zip(readings, targets, strict=True)):
        waiting(Text("写回工作簿", "Writing the workbooks back"), done, len(readings))
        write_marked(reading, drafts.of(target), answers.returned(reading), language=language)

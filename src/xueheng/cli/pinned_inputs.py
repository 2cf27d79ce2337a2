"""`--input`: folders of results of other standards, pinned to what they say and never computed again."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.cli.refusals import CommandRefused
from xueheng.evaluation.core.public import FIRST_DAY, LAST_DAY, PinnedResults, open_results, read_results
from xueheng.language.public import Library
from xueheng.wording import Text


def pinned_inputs(folders: Sequence[Path], library: Library, standard: str) -> dict[str, PinnedResults]:
    """Results by their standard's name. Of a layered run's folder, the layer that the running standard asks for.

    Raises RunError XH-F001 to XH-F003 for a folder that cannot be used, and refuses two of one standard.
    """
    asked = {each.standard: each.layer for each in library.standards[standard].inputs}
    found: dict[str, PinnedResults] = {}
    for folder in folders:
        layer = asked.get(open_results(folder).standard, "base")
        results = read_results(folder, layer)
        if results.standard in found:
            raise CommandRefused(
                Text(
                    f"给了两份“{results.standard}”的结果，不知道用哪一份",
                    f'Two results of "{results.standard}" were given; it is not clear which to read',
                ),
                Text("每个标准只给一个 --input。", "Give one --input for each standard."),
            )
        found[results.standard] = results
    return found


def pinned_subjects(
    inputs: Mapping[str, PinnedResults], subjects: Mapping[str, Any], library: Library, standard: str
) -> dict[str, Any]:
    """The subjects, with those of the pinned results where nothing else says whom the standard is about: a standard
    that reads results alone has no records to find them in.
    """
    of = library.standards[standard].of
    found = [
        pinned.table.column("subject")
        for name, pinned in inputs.items()
        if name in library.standards and library.standards[name].of == of and library.standards[name].by is None
    ]
    if of in subjects or not found:
        return dict(subjects)
    kind = next((table.column("subject").type for table in subjects.values()), found[0].type)
    listed = pc.unique(pa.chunked_array([pc.cast(chunk, kind) for column in found for chunk in column.chunks], kind))
    ends = {"from_day": FIRST_DAY, "to_day": LAST_DAY}
    days = {name: pa.repeat(pa.scalar(day, pa.int32()), len(listed)) for name, day in ends.items()}
    return {**subjects, of: pa.table({"subject": listed, **days})}

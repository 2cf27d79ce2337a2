"""Explanations of units, kept with their run as far as a page shows them: to make one anew, a standard that rests on
other subjects is planned and run whole, which takes seconds.

Standards of people are left out. Of the records that a unit's result rests on the numbers alone are kept; a page shows
each to whoever may see it. All go as soon as anybody or anything is taken out of what the run was computed from: then
nothing is explained, kept or not.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.errors import XuehengError
from xueheng.evaluation.core.public import Dataset, Period, explain_all, explain_all_layers
from xueheng.evaluation.kept_results import base_folder
from xueheng.evaluation.places import results_of
from xueheng.language.public import Library

Data = dict[str, Any]
EXPLANATIONS = "explanations.parquet"
SUBJECT, EXPLANATION = "subject", "explanation"
TOGETHER = 16
"""So many are read from the file at once."""
SCHEMA = pa.schema([(SUBJECT, pa.string()), (EXPLANATION, pa.string())])
OF_ALL = ("standard", "overlay", "record_ids")
OF_NODE = (
    "code", "title", "state", "points", "shown", "level", "weight", "share", "contribution", "combine", "if_missing",
    "zeroed", "rule", "source", "changed", "value_shown", "unit", "record_ids",
)  # fmt: skip
OF_MEASURE = ("title", "value", "unit", "words", "window")


def keep_explanations(
    library: Library, standard: str, layers: Sequence[str], dataset: Dataset, period: Period,
    subjects: Sequence[str | int], folder: Path,
) -> None:  # fmt: skip
    """Write what is shown of every unit, where the standard is one of units and its subjects no pairs."""
    definition = library.standards[standard]
    if library.entities[definition.of].person or definition.by is not None or not subjects:
        return
    asked = [str(subject) for subject in subjects]
    explained = (
        explain_all_layers(library, standard, layers, dataset, period, asked)
        if layers
        else explain_all(library, standard, dataset, period, asked)
    )
    path = folder / EXPLANATIONS
    try:
        with pq.ParquetWriter(path, SCHEMA, compression="zstd", use_dictionary=False, write_page_checksum=True) as file:
            for table in _tables(asked, explained):
                file.write_table(table)
    except XuehengError:  # the results stand; whoever opens one is told why there is no explanation
        path.unlink(missing_ok=True)


def _tables(subjects: Iterable[str], explained: Iterable[Data]) -> Iterator[pa.Table]:
    waiting: list[tuple[str, str]] = []
    for subject, data in zip(subjects, explained, strict=True):
        waiting.append((subject, json.dumps(shown_of(data), ensure_ascii=False, separators=(",", ":"))))
        if len(waiting) == TOGETHER:
            yield _table(waiting)
            waiting = []
    if waiting:
        yield _table(waiting)


def _table(rows: Sequence[tuple[str, str]]) -> pa.Table:
    return pa.table([pa.array(cells, pa.string()) for cells in zip(*rows, strict=True)], schema=SCHEMA)


def kept_explanation_of(run: int, subject: int) -> Data | None:
    """What a page shows of a unit in a run; None where it was not kept, or is no more."""
    path = base_folder(run) / EXPLANATIONS
    try:
        rows = pq.read_table(path, filters=pc.field(SUBJECT) == str(subject), page_checksum_verification=True)
    except (OSError, pa.ArrowException):  # it is made anew, from what is sealed
        return None
    found: Data | None = json.loads(rows.column(EXPLANATION)[0].as_py()) if rows.num_rows else None
    return found


def drop_explanations(run: int) -> bool:
    """Take a run's kept explanations away; whether there were any."""
    there = list(results_of(run).rglob(EXPLANATIONS))
    for path in there:
        path.unlink(missing_ok=True)
    return bool(there)


def shown_of(data: Mapping[str, Any]) -> Data:
    """The part of an explanation that a page shows: the titles of record types in the place of the records."""
    titles = {str(record["type"]): record["type_title"] for record in data["records"]}
    return {
        **{name: data[name] for name in OF_ALL if name in data},
        "records": [{"type": name, "type_title": title} for name, title in titles.items()],
        **{name: _node(data[name]) for name in ("root", "own") if data.get(name)},
    }


def _node(node: Mapping[str, Any]) -> Data:
    scale = node.get("scale")
    return {
        **{name: node[name] for name in OF_NODE if name in node},
        **({"measure": _measure(node["measure"])} if node.get("measure") else {}),
        **({"scale": {"words": scale["words"], "source": scale["source"]}} if scale else {}),
        "parts": [_node(part) for part in node["parts"]],
    }


def _measure(trace: Mapping[str, Any]) -> Data:
    return {
        **{name: trace[name] for name in OF_MEASURE if name in trace},
        "inputs": [_measure(read) for read in trace["inputs"]],
    }

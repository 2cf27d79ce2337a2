"""What scoring reads besides the values of leaves: attributes, ancestors, other measures. With the leaves' own values
it is all that scoring needs, so that changed weights and scales are scored again without any record.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from xueheng.evaluation.core.builder import Builder
from xueheng.evaluation.core.engines.duckdb import DuckDB
from xueheng.evaluation.core.engines.forms import Engine
from xueheng.evaluation.core.exact import NARROW
from xueheng.evaluation.core.grains import grain_read
from xueheng.evaluation.core.instances import RUN, Instance
from xueheng.evaluation.core.needs import node_expressions, nodes_of
from xueheng.evaluation.core.node_meanings import Meanings, described_int, described_node, read_int
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.scoring import Scoring
from xueheng.evaluation.core.stored import Stored, WideTable
from xueheng.evaluation.core.trees import SQL, cast, column, equal, named, relation, select, whole
from xueheng.evaluation.core.walking import walk
from xueheng.language.public import (
    Attribute,
    Library,
    MeasureValue,
    OtherResult,
    PercentileScale,
    Standard,
    canonical,
)
from xueheng.wording import Text

GROUND = "ground"
FORMAT = b"xueheng.ground"


def ground_of(engine: Engine, builder: Builder, scoring: Scoring) -> pa.Table | None:
    """The subjects' own table but for the leaves' values, with a description in its schema; None on an engine
    that has no files to write.
    """
    if not isinstance(engine, DuckDB):
        return None
    wide = builder.wide(scoring.grain, RUN)
    leaves = _leaf_columns(scoring)
    kept = [name for name in wide.names if name not in leaves]
    there = equal(column("x_there", "q"), whole(1))
    table = engine.arrow(select([_filed(name, wide) for name in kept], relation(wide.name, "q"), where=there))
    described: dict[str, Any] = {
        "grain": scoring.grain,
        "standard": scoring.standard.name,
        "reads": digest_of_reading(scoring.standard),
        "names": list(wide.names),
        "leaves": leaves,
        "stored": [_described(instance, stored) for instance, stored in wide.columns.items()],
    }
    meanings = Meanings(builder.library, builder.windows, scoring.standard, scoring.nodes)
    return described_as(table, described | nodes_described(meanings, scoring, figures=True))


def nodes_described(meanings: Meanings, scoring: Scoring, *, figures: bool) -> dict[str, Any]:
    """The nodes and what decides their results, so that scoring again can take over those that stay. `figures`: whether
    distributions are made of these results; if not, a file of them is of others.
    """
    made_of = [entity for entity, _ in scoring.standard.groups] if figures else []
    return {"figures": made_of, "nodes": {s.code: described_node(s, meanings.of(s.code)) for s in scoring.nodes}}


def described_as(table: pa.Table, described: dict[str, Any]) -> pa.Table:
    """The ground with its description."""
    return table.replace_schema_metadata({FORMAT: json.dumps(described).encode()})


def _leaf_columns(scoring: Scoring) -> dict[str, tuple[str, str]]:
    """Column of the subjects' table → code of a leaf that keeps it and which part."""
    found: dict[str, tuple[str, str]] = {}
    for scored in scoring.nodes:
        if scored.value is None or not scored.always:  # what does not apply to somebody is not in the leaves' file
            continue
        kept = scored.value
        found.setdefault(f"{kept.name}_{'v' if kept.num is None else 'n'}", (scored.code, "value"))
        if kept.den is not None and kept.den.value is None:
            found.setdefault(f"{kept.name}_d", (scored.code, "value_den"))
    return found


def _filed(name: str, wide: WideTable) -> SQL:
    """A column as files can hold it: wide integers as text."""
    stored = next((s for s in wide.columns.values() if name.startswith(f"{s.name}_")), None)
    wide_number = stored is not None and any(i is not None and i.tier != NARROW for i in (stored.num, stored.den))
    return named(cast(column(name, "q"), "text"), name) if wide_number else column(name, "q")


def _described(instance: Instance, stored: Stored) -> dict[str, Any]:
    return {
        "measure": instance.measure,
        "entity": instance.entity,
        "name": stored.name,
        "form": stored.form,
        "num": None if stored.num is None else described_int(stored.num),
        "den": None if stored.den is None else described_int(stored.den),
    }


def digest_of_reading(standard: Standard) -> str:
    """What a standard asks of subjects: whom it applies to, which measures its leaves have. Scales, weights, rules and
    levels are left out: they may change between scoring and scoring.
    """
    parts: list[object] = [standard.of, standard.by, standard.applies]
    for node in nodes_of(standard.root):
        parts += [node.code, node.when, node.measure, tuple(row.when for row in node.weights)]
    return hashlib.sha256("\n".join(canonical(part) for part in parts).encode()).hexdigest()


def expressions_read(standard: Standard) -> Iterator[object]:
    """Every node of every expression that scoring reads."""
    for node in nodes_of(standard.root):
        for expression in node_expressions(node):
            yield from walk(expression)
    if standard.applies is not None:
        yield from walk(standard.applies)


def refuse_what_needs_more(library: Library, standard: Standard, found: dict[str, Any]) -> None:
    """XH-R020 where the change asks for more than what is kept of the run."""
    percentile = any(isinstance(node.scale, PercentileScale) for node in nodes_of(standard.root))
    above = any(isinstance(n, (Attribute, MeasureValue)) and n.via for n in expressions_read(standard))
    others = any(isinstance(n, OtherResult) for n in expressions_read(standard))
    kept = {(one["measure"], one["entity"]) for one in found["stored"]}
    asked = {(n.measure, grain_read(library, n)) for n in expressions_read(standard) if isinstance(n, MeasureValue)}
    unknown = asked - {one for one in kept if one[1] == found["grain"]}
    if found["reads"] != digest_of_reading(standard) or percentile or above or others or unknown:
        raise RunError(
            "XH-R020",
            Text(
                f"“{standard.name}”的改动不只是权重、赋分、规则和等级，重算还要读记录",
                f'what changed in "{standard.name}" is more than weights, scales, rules and levels: records are needed',
            ),
            Text("请用 evaluate 重新评价", "evaluate anew"),
        )


def described_ground(folder: Path) -> tuple[pa.Table, dict[str, Any]]:
    """The ground of a results folder and its description."""
    path = folder / f"{GROUND}.parquet"
    if not path.is_file():
        raise RunError(
            "XH-R021",
            Text(f"{folder} 里没有 {path.name}，不能重算", f"{folder} holds no {path.name} to score again from"),
            Text("请先用 evaluate --out 写出结果文件夹", "write a results folder with evaluate --out first"),
        )
    table = pq.ParquetFile(path, page_checksum_verification=True).read()
    return table, json.loads((table.schema.metadata or {})[FORMAT])


def stored_of(one: dict[str, Any]) -> tuple[Instance, Stored]:
    """A measure's columns as they were described."""
    num, den = (None if one[part] is None else read_int(one[part]) for part in ("num", "den"))
    return Instance(one["measure"], one["entity"]), Stored(one["name"], one["form"], num, den)

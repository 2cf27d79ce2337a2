"""Merged organisations: one that is no more on the period's last day counts as the one it was merged into.

A list of subjects may have a text column `merged_into`. It is read on an organisation's last span.
"""

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.dataset import Dataset
from xueheng.evaluation.core.refusals import RunError
from xueheng.wording import Text

MERGED_INTO = "merged_into"


def successors_of(dataset: Dataset, entity: str, last_day: int) -> dict[str, str]:
    """Who stands for each organisation that is no more on `last_day`, the last of a chain.

    Raises RunError XH-R018 where organisations are said to have been merged into each other.
    """
    table = dataset.subjects.get(entity)
    if table is None or MERGED_INTO not in table.column_names:
        return {}
    merged: dict[str, str] = {}
    ends: dict[str, int] = {}
    there: set[str] = set()
    columns = (table.column(name).to_pylist() for name in ("subject", "from_day", "to_day", MERGED_INTO))
    for subject, first, last, into in zip(*columns, strict=True):
        name = str(subject)
        if first <= last_day <= last:
            there.add(name)
        if into is not None and last >= ends.get(name, last):
            merged[name], ends[name] = str(into), last
    chains = {name: _last_of(name, merged, there, entity) for name in merged}
    return {name: last for name, last in chains.items() if last != name}


def _last_of(name: str, merged: dict[str, str], there: set[str], entity: str) -> str:
    chain = [name]
    while chain[-1] not in there and chain[-1] in merged:
        following = merged[chain[-1]]
        if following in chain:
            raise _circle([*chain, following], entity)
        chain.append(following)
    return chain[-1]


def _circle(chain: list[str], entity: str) -> RunError:
    said, kind = " → ".join(chain), entity.rpartition(".")[2]
    return RunError(
        "XH-R018",
        Text(f"{kind} 的合并去向成环：{said}", f"{kind}: these were merged into each other in a circle: {said}"),
        Text(f"请改正名单里的 {MERGED_INTO} 一列", f"mend the column {MERGED_INTO} of the list"),
    )


def with_successors(column: pa.ChunkedArray, successors: dict[str, str]) -> pa.ChunkedArray:
    """A column of organisations with successors in their place."""
    if not successors:
        return column
    old = pa.array(list(successors), pa.string())
    new = pa.array(list(successors.values()), pa.string())
    found = pc.take(new, pc.index_in(pc.cast(column, pa.string()), value_set=old))
    return pc.cast(pc.coalesce(found, pc.cast(column, pa.string())), column.type)


def successors_table(successors: dict[str, str]) -> pa.Table:
    """Each merged organisation and its successor."""
    return pa.table(
        {"old": pa.array(list(successors), pa.string()), "new": pa.array(list(successors.values()), pa.string())}
    )

"""The end of a walk down a distribution: whose results these are, by level, as far as the reader may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import transaction
from django.urls import reverse

from xueheng.evaluation.distributions.counting import GROUP, LEAVES, LEVEL, NODES
from xueheng.evaluation.distributions.indicators import Indicator, parts_of
from xueheng.evaluation.distributions.lacking import (
    NOT_APPLYING,
    NOTHING,
    PARTLY,
    STATE,
    VALUE,
    WHY,
    Recorded,
    leaves_under,
    why_without,
)
from xueheng.evaluation.kept_results import base_folder
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.visibility import STANDARDS, WHOLE, standards_seen
from xueheng.identity.public import (
    Person,
    ReadingPurpose,
    Viewer,
    library,
    names_of,
    note_reading,
    policy,
    purposes_in_force,
    sees_pupils_by_purpose,
    with_purpose,
)
from xueheng.wording import Text

WITHOUT = {
    NOTHING: Text("没有等级：没有记录", "No level: no record"),
    PARTLY: Text("没有等级：数据不全", "No level: incomplete"),
    NOT_APPLYING: Text("没有等级：不适用", "No level: does not apply"),
    "": Text("没有等级", "No level"),
}
RESULT = "result"
"""What the journal calls a result that is read under a purpose."""


@dataclass(frozen=True, slots=True)
class PupilTold:
    """A pupil with where her result is taken apart."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class PupilsTold:
    """The pupils of a class by level, within a level by name; `out_of_sight`: so many more that the reader may not see.
    `refused`: why nobody is named; `purposes`: the reader's own, under one of which they would be.
    """

    indicator: Indicator
    levels: tuple[tuple[Text, tuple[PupilTold, ...]], ...] = ()
    out_of_sight: int = 0
    refused: Text | None = None
    purposes: tuple[ReadingPurpose, ...] = ()
    may_ask: bool = False
    noted: bool = False


def pupils_told(viewer: Viewer, run: Run, unit: int, indicator: Indicator, purpose: int | None) -> PupilsTold:
    """The pupils of a class. Whoever sees pupils under a purpose alone is noted before anything is shown."""
    if run.standard not in standards_seen(viewer, (WHOLE,)):
        return PupilsTold(indicator, refused=_who_may(run.standard))
    by_purpose, reader = sees_pupils_by_purpose(viewer), viewer
    if by_purpose:
        under = with_purpose(viewer, purpose) if purpose is not None else None
        if under is None:
            said = Text(
                "您这个岗位只在批准的查阅目的之内看得到学生；每次查阅都记入日志。",
                "Your post sees pupils under an approved purpose alone; each reading is noted.",
            )
            return PupilsTold(indicator, refused=said, purposes=tuple(purposes_in_force(viewer)), may_ask=True)
        reader = under
    found = _levels_of(run, unit, indicator)
    people = list(Person.objects.visible_to(reader).filter(pk__in=list(found)))
    if by_purpose and people:
        with transaction.atomic():
            note_reading(reader, [person.pk for person in people], [RESULT])
    names = names_of(people)
    levels = tuple((title, _named(run, code, found, names, reader.purpose)) for code, title in indicator.levels)
    levels += tuple((title, _named(run, why, found, names, reader.purpose)) for why, title in WITHOUT.items())
    return PupilsTold(indicator, levels, len(found) - len(names), noted=by_purpose and bool(people))


def _named(
    run: Run, level: str, found: dict[int, str], names: dict[int, str], purpose: int | None
) -> tuple[PupilTold, ...]:
    here = sorted((name, number) for number, name in names.items() if found[number] == level)
    under = f"?purpose={purpose}" if purpose is not None else ""
    return tuple(PupilTold(n, reverse("run_explanation", args=[run.number, number]) + under) for n, number in here)


def _levels_of(run: Run, unit: int, indicator: Indicator) -> dict[int, str]:
    """Each subject of a smallest group with her level's code, or why she has none ('' for no reason)."""
    folder = base_folder(run.number)
    names = pq.read_schema(folder / NODES).names
    inside = pc.field("subject").isin(_members(folder, [name for name in names if name.startswith(GROUP)], unit))
    kept = frozenset(pq.read_schema(folder / LEAVES).names)
    under = leaves_under(parts_of(library().standards[run.standard]), indicator.code)
    leaves = [leaf for leaf in under if leaf + STATE in kept]
    wanted = sorted(kept.intersection(leaf + end for leaf in leaves for end in (STATE, VALUE)))
    values = pq.read_table(folder / LEAVES, columns=wanted, filters=inside)
    own = [indicator.code + LEVEL, indicator.code + STATE]
    table = pq.read_table(folder / (NODES if own[0] in names else LEAVES), columns=["subject", *own], filters=inside)
    why = why_without(table.column(own[1]), Recorded(values.column_names, values.column).of(leaves))
    rows: Iterable[tuple[str, str | None, int]] = zip(
        table.column("subject").to_pylist(), table.column(own[0]).to_pylist(), why.tolist(), strict=True
    )
    return {int(subject): level or (WHY[reason] if reason >= 0 else "") for subject, level, reason in rows}


def _members(folder: Path, groups: Sequence[str], unit: int) -> pa.Array:
    """The subjects of a unit, as the files name them."""
    inside = reduce(or_, (pc.field(name) == str(unit) for name in groups))
    rows = pq.read_table(folder / NODES, columns=["subject", *groups], filters=inside)
    return rows.column("subject").cast(pa.string()).combine_chunks()


def _who_may(standard: str) -> Text:
    """Which posts see single results of a standard."""
    rights = policy()
    posts = [
        post.title
        for post in rights.holders("sees", STANDARDS)
        if post.appointed
        and any(r.thing == standard and r.suffix == WHOLE for r in rights.rights.get((post.name, "sees"), ()))
    ][:4]
    zh, en = "、".join(t.zh for t in posts), ", ".join(t.en or t.zh for t in posts)
    return Text(
        f"到这里只有人数。每个学生的结果只有{zh or '本人和监护人'}能看，各看自己范围内的。",
        f"Here are numbers alone. Single results are seen by {en or 'the pupil and her guardians'}, each within reach.",
    )

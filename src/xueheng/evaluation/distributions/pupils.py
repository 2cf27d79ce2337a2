"""The end of a walk down a distribution: whose results these are, by level, as far as the reader may see them."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db import transaction
from django.urls import reverse

from xueheng.evaluation.distributions.counting import GROUP, LEVEL
from xueheng.evaluation.distributions.indicators import TOTAL, Indicator
from xueheng.evaluation.kept_results import RESULTS, base_folder
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.visibility import STANDARDS, WHOLE, standards_seen
from xueheng.identity.public import (
    Person,
    ReadingPurpose,
    Viewer,
    names_of,
    note_reading,
    policy,
    purposes_in_force,
    sees_pupils_by_purpose,
    with_purpose,
)
from xueheng.wording import Text

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
    missing = _named(run, "", found, names, reader.purpose)
    if missing:
        levels = (*levels, (Text("没有等级（缺数据或不适用）", "No level (no data, or not applying)"), missing))
    return PupilsTold(indicator, levels, len(found) - len(names), noted=by_purpose and bool(people))


def _named(
    run: Run, level: str, found: dict[int, str], names: dict[int, str], purpose: int | None
) -> tuple[PupilTold, ...]:
    here = sorted((name, number) for number, name in names.items() if found[number] == level)
    under = f"?purpose={purpose}" if purpose is not None else ""
    return tuple(PupilTold(n, reverse("run_explanation", args=[run.number, number]) + under) for n, number in here)


def _levels_of(run: Run, unit: int, indicator: Indicator) -> dict[int, str]:
    """Each subject of a smallest group with her level's code, '' for none."""
    folder = base_folder(run.number)
    groups = [name for name in pq.read_schema(folder / "nodes.parquet").names if name.startswith(GROUP)]
    inside = None
    for name in groups:
        here = pc.field(name) == str(unit)
        inside = here if inside is None else inside | here
    rows = pq.read_table(folder / "nodes.parquet", columns=["subject", *groups], filters=inside)
    wanted = rows.column("subject").cast("string")
    heading = "level" if indicator.code == TOTAL else indicator.code + LEVEL
    levels = pq.read_table(
        folder / RESULTS, columns=["subject", heading], filters=pc.field("subject").isin(wanted.combine_chunks())
    )
    pairs: Iterable[tuple[str, str | None]] = zip(
        levels.column("subject").to_pylist(), levels.column(heading).to_pylist(), strict=True
    )
    return {int(subject): level or "" for subject, level in pairs}


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

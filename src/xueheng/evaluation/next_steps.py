"""What a pupil may do next: taken from the gaps in her own records, never from a comparison with anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from xueheng.evaluation.types_behind import WHOLE, types_behind
from xueheng.evaluation.visibility import standards_seen
from xueheng.evidence.public import TypeCount, counts_of
from xueheng.identity.public import PUPIL, Viewer, library, may, policy
from xueheng.wording import Text

MOST = 3
LONG_AGO = 30
"""Days without one after which a type is worth a word."""


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence, and where to do it; '' where the reader is not the one to do it."""

    words: Text
    act: Text
    address: str = ""


def next_steps(viewer: Viewer, subject: int, types: Sequence[str], counts: Mapping[str, TypeCount]) -> list[Step]:
    """At most three, what was never recorded first, then what was not for longest. `types`: those that count for
    something of hers, in the order of her standard.
    """
    own = {right.thing for right in policy().rights_to(PUPIL, "records", "evidence") if not right.suffix}
    gaps: list[tuple[int, int, Step]] = []
    for place, name in enumerate(types):
        type_ = library().evidence.get(name)
        if type_ is None or name not in own:
            continue
        known = counts.get(name)
        days = (viewer.day - known.last).days if known is not None and known.last is not None else None
        if days is None or (known is not None and not known.count) or days > LONG_AGO:
            step = _step(viewer, subject, name, type_.title, days)
            gaps.append((-(days if days is not None else 100_000), place, step))
    return [step for _, _, step in sorted(gaps, key=lambda gap: gap[:2])[:MOST]]


def _step(viewer: Viewer, subject: int, name: str, title: Text, days: int | None) -> Step:
    zh, en = title.zh, title.en or title.zh
    if days is None:
        words = Text(f"还没有“{zh}”的记录", f"Nothing recorded yet: {en}")
    else:
        words = Text(f"上一次“{zh}”是 {days} 天前", f"{en}: {days} days ago")
    mine = subject in viewer.own_people and may(viewer, "records", name, person=subject)
    if mine:
        return Step(words, Text("记一条", "Record one"), reverse("new_record", args=[name, subject]))
    return Step(words, Text("由孩子自己来记", "hers to record"))


def first_step(viewer: Viewer, subject: int) -> Step | None:
    """The first of them for the home page, without evaluating anything: of the records that her standards read."""
    packs = library()
    names = [name for name in sorted(standards_seen(viewer)) if name in packs.standards]
    pupils = [name for name in names if packs.entities[packs.standards[name].of].person == "minor"]
    own = {right.thing for right in policy().rights_to(PUPIL, "records", "evidence")}
    counts = counts_of(subject, viewer.day - timedelta(days=LONG_AGO), viewer.day)
    types = dict.fromkeys(t for one in pupils for t in types_behind(one)[WHOLE] if t in own)
    return next(iter(next_steps(viewer, subject, list(types), counts)), None)

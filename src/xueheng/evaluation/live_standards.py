"""Standards compiled for single subjects, kept: compiling one takes seconds, an answer milliseconds."""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from xueheng.evaluation.core.public import Evaluation, LiveStandard, Period
from xueheng.evaluation.live_answer import live_answer
from xueheng.identity.public import library

MOST_KEPT = 12


@dataclass
class _Kept:
    """One compiled standard, for one thread at a time."""

    live: LiveStandard
    lock: Lock = field(default_factory=Lock)


_kept: OrderedDict[tuple[str, Period], _Kept] = OrderedDict()
_adding = Lock()


def live_results(standard: str, period: Period, subject: int) -> Evaluation:
    """What the record says of a subject at this moment. Raises MeasureUnsupported where her results rest on others."""
    kept = _of(standard, period)
    with kept.lock:
        return live_answer(kept.live, subject)


def _of(standard: str, period: Period) -> _Kept:
    key = (standard, period)
    with _adding:
        found = _kept.get(key)
        if found is None:
            found = _kept[key] = _Kept(LiveStandard(library(), standard, period))
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)  # closed with its last user: another thread may be asking it
    return found

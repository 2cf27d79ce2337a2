"""Standards compiled for single subjects, kept: compiling one takes seconds, an answer milliseconds."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date, timedelta
from threading import Lock

from xueheng.evaluation.core.public import Evaluation, LiveStandard, MeasureUnsupported, Period, RunError, period_for
from xueheng.evaluation.kept_plans import explaining_plan
from xueheng.evaluation.live_answer import live_answer
from xueheng.identity.public import library

MOST_KEPT = 24


class _Kept:
    """One standard, compiled when it is first asked; for one thread at a time."""

    def __init__(self, standard: str, period: Period) -> None:
        self._standard, self._period, self._lock = standard, period, Lock()
        self._live: LiveStandard | None = None

    def compiled(self) -> None:
        """Makes it ready to answer. Raises MeasureUnsupported where the results rest on others."""
        with self._lock:
            self._ready()

    def answer(self, subject: int) -> Evaluation:
        """What it says of a subject."""
        with self._lock:
            return live_answer(self._ready(), subject)

    def _ready(self) -> LiveStandard:
        if self._live is None:
            self._live = LiveStandard(library(), self._standard, self._period)
        return self._live


_kept: OrderedDict[tuple[str, Period], _Kept] = OrderedDict()
_finding = Lock()


def live_results(standard: str, period: Period, subject: int) -> Evaluation:
    """What the record says of a subject at this moment. Raises MeasureUnsupported where her results rest on others."""
    return _of(standard, period).answer(subject)


def make_ready(day: date, going_on: Callable[[], bool]) -> None:
    """Compile every standard of persons for the period of a day and the one before it, as a growth page reads them, and
    plan what explains the first, one after another as long as `going_on`: else whoever comes first would wait for it.
    """
    packs = library()
    for name, standard in packs.standards.items():
        if standard.unused or packs.entities[standard.of].person != "minor":
            continue
        known_at = day
        for before in range(2):
            if not going_on():
                return
            try:
                period = period_for(packs, name, None, known_at)
                _of(name, period).compiled()
            except (MeasureUnsupported, RunError):
                break
            if not before:
                explaining_plan(packs, name, period)
            known_at = period.start - timedelta(days=1)


def _of(standard: str, period: Period) -> _Kept:
    """The one kept. While it is compiled only those wait who ask the same."""
    key = (standard, period)
    with _finding:
        found = _kept.get(key)
        if found is None:
            found = _kept[key] = _Kept(standard, period)
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)  # closed with its last user: another thread may be asking it
    return found

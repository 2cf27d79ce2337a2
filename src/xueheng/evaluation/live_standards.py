"""Standards compiled for single subjects, kept: compiling one takes seconds, an answer milliseconds."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from threading import Lock

from xueheng.evaluation.core.public import Evaluation, LiveStandard, MeasureUnsupported, Period, RunError, period_for
from xueheng.evaluation.kept_plans import explaining_plan
from xueheng.evaluation.live_answer import RecordNow
from xueheng.identity.public import library

MOST_KEPT = 24


class _Kept:
    """One standard, compiled when it is first asked; for one thread at a time."""

    def __init__(self, standard: str, period: Period) -> None:
        self._standard, self._period, self._lock = standard, period, Lock()
        self._live: LiveStandard | None = None
        self._refused: MeasureUnsupported | None = None

    def compiled(self) -> LiveStandard:
        """Ready to answer. Raises MeasureUnsupported where the results rest on others."""
        with self._lock:
            return self._ready()

    def answer(self, record: RecordNow) -> Evaluation:
        """What it says of a subject. Raises as `compiled` does."""
        with self._lock:
            return record.answer(self._ready())

    def _ready(self) -> LiveStandard:
        if self._refused is not None:
            raise self._refused.with_traceback(None)
        if self._live is None:
            try:
                self._live = LiveStandard(library(), self._standard, self._period)
            except MeasureUnsupported as refused:
                self._refused = refused
                raise
        return self._live


_kept: OrderedDict[tuple[str, Period], _Kept] = OrderedDict()
_finding = Lock()


class LiveResults:
    """What the record says of a subject at this moment by several standards: it is read once for all of them."""

    def __init__(self, subject: int, asked: Iterable[tuple[str, Period]]) -> None:
        self._kept = {each: _of(*each) for each in asked}
        able = [live for kept in self._kept.values() if (live := _able(kept)) is not None]
        self._record = RecordNow(subject, able)

    def of(self, standard: str, period: Period) -> Evaluation:
        """By one of the standards asked for. Raises MeasureUnsupported where her results rest on others."""
        return self._kept[standard, period].answer(self._record)


def live_results(standard: str, period: Period, subject: int) -> Evaluation:
    """What the record says of a subject at this moment. Raises MeasureUnsupported where her results rest on others."""
    return LiveResults(subject, [(standard, period)]).of(standard, period)


def _able(kept: _Kept) -> LiveStandard | None:
    try:
        return kept.compiled()
    except MeasureUnsupported:
        return None


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

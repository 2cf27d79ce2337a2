"""Plans that explain one subject after another, kept in this process's memory. They hold nobody's data."""

from collections import OrderedDict
from threading import Lock

from xueheng.evaluation.core.public import ExplainingPlan, MeasureUnsupported, Period
from xueheng.language.public import Library

MOST_KEPT = 12
Key = tuple[int, str, Period]
_kept: OrderedDict[Key, tuple[Library, ExplainingPlan | None]] = OrderedDict()
_lock = Lock()


def explaining_plan(definitions: Library, standard: str, period: Period) -> ExplainingPlan | None:
    """The plan by these very definitions, made where there is none; None where results rest on other subjects."""
    key = (id(definitions), standard, period)
    with _lock:
        known = _kept.get(key)
        if known is not None:
            _kept.move_to_end(key)
            return known[1]
    try:
        made = ExplainingPlan(definitions, standard, period)
    except MeasureUnsupported:
        made = None
    with _lock:
        _kept[key] = definitions, made  # kept with the plan, so that no other definitions come to stand in its place
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made

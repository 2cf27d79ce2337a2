"""Plans that explain one subject after another, kept in this process's memory. They hold nobody's data."""

from collections import OrderedDict
from threading import Lock

from xueheng.evaluation.core.public import ExplainingPlan, MeasureUnsupported, Period, own_library
from xueheng.language.public import Library, Overlay

MOST_KEPT = 24
Key = tuple[int, str, Period, str]
_kept: OrderedDict[Key, tuple[Library, ExplainingPlan | None]] = OrderedDict()
_lock = Lock()


def explaining_plan(
    definitions: Library, standard: str, period: Period, layer: Overlay | None = None
) -> ExplainingPlan | None:
    """The plan by these very definitions, made where there is none; None where results rest on other subjects. `layer`:
    one of the definitions', whose own tree takes the standard's place.
    """
    key = (id(definitions), standard, period, layer.name if layer is not None else "")
    with _lock:
        known = _kept.get(key)
        if known is not None:
            _kept.move_to_end(key)
            return known[1]
    try:
        made = ExplainingPlan(own_library(definitions, layer) if layer else definitions, standard, period)
    except MeasureUnsupported:
        made = None
    with _lock:
        _kept[key] = definitions, made  # kept with the plan, so that no other definitions come to stand in its place
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made

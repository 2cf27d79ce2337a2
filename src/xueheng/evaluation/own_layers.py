"""Schools' own layers over a standard: those of the library whose school stands on this server."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from xueheng.evaluation.core.public import Period
from xueheng.identity.public import Organisation
from xueheng.language.public import Library, Overlay, Pack

_WHY = "which school an own layer is of"


def with_layers(library: Library, standard: str, period: Period) -> tuple[Library, list[str]]:
    """The library with each layer's school said as the record says it, by its number; the packs of the layers over
    the standard whose school is here and which hold for the whole period: nobody is measured by what was decided after
    her period had begun. Of two that a school has for the period, the later one counts.
    """
    over = {
        name: layer
        for name, layer in library.overlays.items()
        if layer.base == standard and _holds(library.packs[name], period)
    }
    over = _latest(over, library.packs)
    units = Organisation.objects.for_the_programme(_WHY).filter(code__in={layer.subject for layer in over.values()})
    numbers = dict(units.values_list("code", "pk"))
    here = {
        name: replace(layer, subject=str(numbers[layer.subject]))
        for name, layer in over.items()
        if layer.subject in numbers
    }
    return replace(library, overlays={**library.overlays, **here}), sorted(here)


def _latest(layers: Mapping[str, Overlay], packs: Mapping[str, Pack]) -> dict[str, Overlay]:
    """Without those that one of the same school, in force since a later day, takes the place of. Two of one day both
    stay: the run refuses them by name.
    """
    since = {name: packs[name].since or date.min for name in layers}
    last: dict[tuple[str, str], date] = {}
    for name, layer in layers.items():
        whose = layer.entity, layer.subject
        last[whose] = max(since[name], last.get(whose, date.min))
    return {name: layer for name, layer in layers.items() if since[name] == last[layer.entity, layer.subject]}


def _holds(pack: Pack, period: Period) -> bool:
    return (pack.since is None or pack.since <= period.start) and (pack.until is None or pack.until >= period.end)

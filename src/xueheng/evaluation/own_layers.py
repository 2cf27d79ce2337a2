"""Schools' own layers over a standard: those of the packs in force whose school stands on this server."""

from dataclasses import replace

from xueheng.evaluation.core.public import Period
from xueheng.identity.public import Organisation
from xueheng.language.public import Library, Pack

_WHY = "which school an own layer is of"


def with_layers(library: Library, standard: str, period: Period) -> tuple[Library, list[str]]:
    """The library with each layer's school said as the record says it, by its number; the packs of the layers over
    the standard whose school is here and which hold for the whole period: nobody is measured by what was decided after
    her period had begun.
    """
    over = {
        name: layer
        for name, layer in library.overlays.items()
        if layer.base == standard and _holds(library.packs[name], period)
    }
    units = Organisation.objects.for_the_programme(_WHY).filter(code__in={layer.subject for layer in over.values()})
    numbers = dict(units.values_list("code", "pk"))
    here = {
        name: replace(layer, subject=str(numbers[layer.subject]))
        for name, layer in over.items()
        if layer.subject in numbers
    }
    return replace(library, overlays={**library.overlays, **here}), sorted(here)


def _holds(pack: Pack, period: Period) -> bool:
    return (pack.since is None or pack.since <= period.start) and (pack.until is None or pack.until >= period.end)

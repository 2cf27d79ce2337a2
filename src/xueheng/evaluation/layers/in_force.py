"""Layers adopted on this server, as runs and live answers take them: exactly like those of the packs in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xueheng.evaluation.core.public import Period
from xueheng.evaluation.layers.laying import HEAD, LAYER, base_as_it_was, head_text, laid_text, with_laid
from xueheng.evaluation.model_layers import ADOPTED, SchoolLayer
from xueheng.identity.public import Organisation, library
from xueheng.language.public import LaidLayer, Library

_WHY = "the layers that a result is computed with"


@dataclass(frozen=True, slots=True)
class TakenLayer:
    """A layer that holds, with its two files."""

    name: str
    files: Mapping[str, str]
    laid: LaidLayer


def layers_taken(standard: str, period: Period) -> list[TakenLayer]:
    """The adopted layers over a standard that hold for the whole period and whose base is as it was when they were
    adopted. Two queries, whatever their number.
    """
    rows = SchoolLayer.objects.for_the_programme(_WHY).filter(
        standard=standard, state=ADOPTED, from_day__lte=period.start
    )
    holding = [each for each in rows.order_by("number") if each.holds_over(period.start, period.end)]
    holding = [each for each in holding if base_as_it_was(each)]
    units = Organisation.objects.for_the_programme(_WHY).in_bulk([each.organisation for each in holding])
    found = []
    for layer in holding:
        head = head_text(layer, units[layer.organisation])
        made = laid_text(standard, layer.pack, head, layer.text)
        if not made.errors:
            found.append(TakenLayer(layer.pack, {HEAD: head, LAYER: layer.text}, made))
    return found


def library_with(taken: Sequence[TakenLayer]) -> Library:
    """The packs in force with these layers; the same object where there are none."""
    return with_laid([each.laid for each in taken]) if taken else library()


def layered_library(standard: str, period: Period) -> Library:
    """The packs in force with the layers adopted over a standard that hold for a period."""
    return library_with(layers_taken(standard, period))


def layer_files(taken: Sequence[TakenLayer]) -> dict[str, Mapping[str, str]]:
    """The files of each, by the name of its pack."""
    return {each.name: each.files for each in taken}

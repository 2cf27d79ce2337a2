"""A layer that an address names, or there is none."""

from django.http import Http404

from xueheng.evaluation.layers.one_layer import layer_in_sight, layer_to_write
from xueheng.evaluation.layers.refusals import LayerRefused
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.identity.public import Viewer


def layer_or_404(viewer: Viewer, number: int) -> SchoolLayer:
    """One that the viewer may open."""
    try:
        return layer_in_sight(viewer, number)
    except LayerRefused as fault:
        raise Http404 from fault


def written_or_404(viewer: Viewer, number: int) -> SchoolLayer:
    """One that the viewer writes."""
    try:
        return layer_to_write(viewer, number)
    except LayerRefused as fault:
        raise Http404 from fault

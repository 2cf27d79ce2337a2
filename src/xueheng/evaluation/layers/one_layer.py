"""One layer, for those who may write it or read it."""

from typing import Any

from xueheng.evaluation.layers.refusals import layer_unknown
from xueheng.evaluation.layers.sight import LAYERS
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.identity.public import Viewer, require

_WHY = "a layer that the viewer may write is changed"


def layer_to_write(by: Viewer, number: int) -> SchoolLayer:
    """Raises PermissionRefused without the right, LayerRefused where it is another school's or none."""
    require(by, "manages", LAYERS)
    found: SchoolLayer | None = SchoolLayer.objects.visible_to(by, act="write").filter(pk=number).first()
    if found is None:
        raise layer_unknown()
    return found


def layer_in_sight(by: Viewer, number: int) -> SchoolLayer:
    """Raises LayerRefused where the viewer may not open it, or there is none."""
    found: SchoolLayer | None = SchoolLayer.objects.visible_to(by, act="open").filter(pk=number).first()
    if found is None:
        raise layer_unknown()
    return found


def moved_on(layer: SchoolLayer, from_state: str, **values: Any) -> bool:
    """Change it where it still is as it was read: False where somebody was quicker."""
    rows = SchoolLayer.objects.for_the_programme(_WHY)
    changed = rows.filter(pk=layer.pk, state=from_state, changed=layer.changed).update(**values)
    if changed:
        for name, value in values.items():
            setattr(layer, name, value)
    return bool(changed)

"""What a school's draft says, stored as it was typed: right or wrong, the check speaks when it is looked at."""

from django.db import transaction

from xueheng.evaluation.layers.journal import note
from xueheng.evaluation.layers.laying import draft_text, school_of
from xueheng.evaluation.layers.one_layer import layer_to_write, moved_on
from xueheng.evaluation.layers.refusals import changed_meanwhile, not_a_draft
from xueheng.evaluation.layers.written import Written
from xueheng.evaluation.model_layers import DRAFT, SchoolLayer
from xueheng.identity.public import Viewer
from xueheng.trust.public import now


def save_layer(by: Viewer, number: int, written: Written, reason: str, seen: int | None = None) -> SchoolLayer:
    """`seen`: when the draft was last changed as the writer saw it; None: whatever stands there now. Raises
    PermissionRefused, LayerRefused.
    """
    layer = layer_to_write(by, number)
    if layer.state != DRAFT:
        raise not_a_draft()
    if seen is not None and seen != layer.changed:
        raise changed_meanwhile()
    text = draft_text(layer, school_of(layer), written).text
    if (text, reason) == (layer.text, layer.reason):
        return layer
    with transaction.atomic():
        if not moved_on(layer, DRAFT, text=text, reason=reason, edited_by=by.person, changed=now()):
            raise changed_meanwhile()
        note(by, layer, "save_layer")
    return layer

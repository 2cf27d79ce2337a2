"""A school's layer ends on a day, decided by those who decide that it begins."""

from datetime import date

from django.db import transaction

from xueheng.evaluation.layers.journal import note
from xueheng.evaluation.layers.one_layer import layer_in_sight, moved_on
from xueheng.evaluation.layers.refusals import changed_meanwhile, day_before, not_adopted
from xueheng.evaluation.layers.sight import may_decide
from xueheng.evaluation.model_layers import ADOPTED, WITHDRAWN, SchoolLayer
from xueheng.identity.public import Viewer, refused
from xueheng.trust.public import now


def end_layer(by: Viewer, number: int, last_day: date) -> SchoolLayer:
    """`last_day`: the last on which it is in force, today or later; before its first it never comes into force. Runs
    made with it stay as they are. Raises PermissionRefused, LayerRefused.
    """
    layer = layer_in_sight(by, number)
    if not may_decide(by, layer):
        raise refused("decides", layer.standard)
    if layer.state != ADOPTED or layer.from_day is None or layer.ended_before(by.day):
        raise not_adopted()
    if last_day < by.day:
        raise day_before(by.day)
    values = {"state": WITHDRAWN} if last_day < layer.from_day else {"to_day": last_day}
    with transaction.atomic():
        if not moved_on(layer, ADOPTED, changed=now(), **values):
            raise changed_meanwhile()
        note(by, layer, "end_layer", last_day=last_day.isoformat())
    return layer

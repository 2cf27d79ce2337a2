"""A school's draft goes to whoever decides on it, comes back, or is dropped."""

from django.db import transaction

from xueheng.evaluation.layers.journal import note
from xueheng.evaluation.layers.laying import base_as_it_was, laid, school_of
from xueheng.evaluation.layers.one_layer import layer_to_write, moved_on
from xueheng.evaluation.layers.refusals import (
    base_changed,
    changed_meanwhile,
    changes_nothing,
    has_errors,
    not_a_draft,
    not_sent,
    reason_wanted,
)
from xueheng.evaluation.layers.written import changes_something
from xueheng.evaluation.model_layers import DRAFT, SENT, WITHDRAWN, SchoolLayer
from xueheng.identity.public import Viewer
from xueheng.trust.public import now


def send_layer(by: Viewer, number: int) -> SchoolLayer:
    """Send a draft that the check finds nothing wrong with. Raises PermissionRefused, LayerRefused."""
    layer = layer_to_write(by, number)
    if layer.state != DRAFT:
        raise not_a_draft()
    require_sound(layer)
    if not layer.reason.strip():
        raise reason_wanted()
    return _moved(by, layer, DRAFT, "send_layer", {"state": SENT, "sent_by": by.person, "sent": now(), "answer": ""})


def take_back_layer(by: Viewer, number: int) -> SchoolLayer:
    """Make a draft again of what nobody has decided on yet. Raises PermissionRefused, LayerRefused."""
    layer = layer_to_write(by, number)
    if layer.state != SENT:
        raise not_sent()
    return _moved(by, layer, SENT, "take_back_layer", {"state": DRAFT})


def drop_layer(by: Viewer, number: int) -> SchoolLayer:
    """Give a draft up. It stays in the list of what was. Raises PermissionRefused, LayerRefused."""
    layer = layer_to_write(by, number)
    if layer.state != DRAFT:
        raise not_a_draft()
    return _moved(by, layer, DRAFT, "drop_layer", {"state": WITHDRAWN})


def require_sound(layer: SchoolLayer) -> None:
    """Raises LayerRefused for one that the check refuses, that changes nothing, or whose base has changed."""
    if not base_as_it_was(layer):
        raise base_changed()
    made = laid(layer, school_of(layer))
    if made.overlay is None:
        raise has_errors(len(made.errors))
    if not changes_something(made.overlay):
        raise changes_nothing()


def _moved(by: Viewer, layer: SchoolLayer, from_state: str, verb: str, values: dict[str, object]) -> SchoolLayer:
    with transaction.atomic():
        if not moved_on(layer, from_state, changed=now(), **values):
            raise changed_meanwhile()
        note(by, layer, verb)
    return layer

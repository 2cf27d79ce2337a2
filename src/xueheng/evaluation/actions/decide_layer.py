"""Whether a school's layer comes into force, from which day; decided by somebody who had no hand in it."""

from datetime import date, timedelta

from django.db import transaction

from xueheng.evaluation.actions.send_layer import require_sound
from xueheng.evaluation.layers.journal import note
from xueheng.evaluation.layers.laying import layer_title, school_of
from xueheng.evaluation.layers.one_layer import layer_in_sight, moved_on
from xueheng.evaluation.layers.refusals import answer_wanted, changed_meanwhile, day_before, not_sent, own_hand
from xueheng.evaluation.layers.sight import had_a_hand, may_decide
from xueheng.evaluation.layers.written import Decided, text_of, written_in
from xueheng.evaluation.model_layers import ADOPTED, DRAFT, SENT, WITHDRAWN, SchoolLayer
from xueheng.identity.public import Viewer, library, refused
from xueheng.trust.public import now

_WHY = "the layer that another takes the place of"


def approve_layer(by: Viewer, number: int, from_day: date, minute: str = "") -> SchoolLayer:
    """It is in force from a day on, never before today; the school's earlier one over the same standard ends the day
    before. `minute`: where the decision stands written. Raises PermissionRefused, LayerRefused.
    """
    layer = _to_decide(by, number)
    if from_day < by.day:
        raise day_before(by.day)
    require_sound(layer)
    text = _decided_text(layer, Decided(by.role, by.day, minute))
    moment = now()
    with transaction.atomic():
        if not moved_on(
            layer, SENT, state=ADOPTED, text=text, from_day=from_day, to_day=None, decided_by=by.person,
            decided=moment, changed=moment,
        ):  # fmt: skip
            raise changed_meanwhile()
        _end_earlier(layer, from_day)
        note(by, layer, "approve_layer", from_day=from_day.isoformat())
    return layer


def send_back_layer(by: Viewer, number: int, answer: str) -> SchoolLayer:
    """It is a draft again, with what is to be changed. Raises PermissionRefused, LayerRefused."""
    layer = _to_decide(by, number)
    if not answer.strip():
        raise answer_wanted()
    with transaction.atomic():
        if not moved_on(layer, SENT, state=DRAFT, answer=answer.strip(), changed=now()):
            raise changed_meanwhile()
        note(by, layer, "send_back_layer")
    return layer


def _to_decide(by: Viewer, number: int) -> SchoolLayer:
    layer = layer_in_sight(by, number)
    if not may_decide(by, layer):
        raise refused("decides", layer.standard)
    if layer.state != SENT:
        raise not_sent()
    if had_a_hand(by, layer):
        raise own_hand()
    return layer


def _decided_text(layer: SchoolLayer, decided: Decided) -> str:
    """overlay.yaml with whose decision it is."""
    unit, base = school_of(layer), library().standards[layer.standard]
    written = written_in(layer.text)
    return text_of(base, layer.digest, (unit.kind, unit.code), layer_title(layer.organisation), written, decided).text


def _end_earlier(layer: SchoolLayer, from_day: date) -> None:
    rows = SchoolLayer.objects.for_the_programme(_WHY).filter(
        organisation=layer.organisation, standard=layer.standard, state=ADOPTED
    )
    others = rows.exclude(pk=layer.pk)
    others.filter(from_day__gte=from_day).update(state=WITHDRAWN, changed=now())
    last = from_day - timedelta(days=1)
    others.filter(from_day__lt=from_day, to_day=None).update(to_day=last, changed=now())
    others.filter(from_day__lt=from_day, to_day__gt=last).update(to_day=last, changed=now())

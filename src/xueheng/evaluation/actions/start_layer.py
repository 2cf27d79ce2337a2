"""A school's draft of its own layer, begun over a standard that leaves something open."""

from django.db import transaction

from xueheng.evaluation.layers.base_then import keep_base
from xueheng.evaluation.layers.journal import note
from xueheng.evaluation.layers.laying import draft_text, open_standards
from xueheng.evaluation.layers.one_layer import layer_in_sight
from xueheng.evaluation.layers.refusals import base_unknown, of_no_school
from xueheng.evaluation.layers.sight import LAYERS
from xueheng.evaluation.layers.written import Written, written_in
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.identity.public import Organisation, Viewer, library, require
from xueheng.trust.public import now

_WHY = "the school whose draft it is"


def start_layer(by: Viewer, standard: str) -> SchoolLayer:
    """A draft that changes nothing yet. Raises PermissionRefused, LayerRefused."""
    return _begin(by, standard, Written(), "", None)


def start_layer_from(by: Viewer, number: int) -> SchoolLayer:
    """A draft that begins with what another of the school's layers says, over the base as it is now. Raises
    PermissionRefused, LayerRefused.
    """
    require(by, "manages", LAYERS)
    earlier = layer_in_sight(by, number)
    require(by, "manages", LAYERS, int(earlier.organisation))
    return _begin(by, earlier.standard, written_in(earlier.text), earlier.reason, earlier)


def _begin(by: Viewer, standard: str, written: Written, reason: str, earlier: SchoolLayer | None) -> SchoolLayer:
    school = _school(by) if earlier is None else earlier.organisation
    require(by, "manages", LAYERS, school)
    unit: Organisation = Organisation.objects.for_the_programme(_WHY).get(pk=school)
    if standard not in {each.name for each in open_standards(unit.kind)}:
        raise base_unknown() if open_standards(unit.kind) or earlier else of_no_school()
    base, moment = library().standards[standard], now()
    layer = SchoolLayer(
        organisation=school, standard=standard, version=base.version, digest=base.digest_meaning, reason=reason,
        follows=earlier.number if earlier else None, begun_by=by.person, edited_by=by.person, begun=moment,
        changed=moment,
    )  # fmt: skip
    layer.text = draft_text(layer, unit, written).text
    keep_base(base)
    with transaction.atomic():
        layer.save(force_insert=True)
        note(by, layer, "start_layer")
    return layer


def _school(by: Viewer) -> int:
    if by.organisation is None:
        raise of_no_school()
    return by.organisation

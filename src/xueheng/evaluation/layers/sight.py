"""Who sees schools' layers, who writes them, and who decides on them."""

from django.db.models import Q

from xueheng.evaluation.model_layers import DRAFT, SENT, WITHDRAWN, SchoolLayer
from xueheng.evaluation.visibility import STANDARDS
from xueheng.identity.public import NOTHING, Viewer, declare_rule, may, rights_of, units_reached, within_reach

LAYERS, LAYER = "layers", "overlay"
"""The kernel's kind; and how packs narrow a grant on a standard to the layers over it."""


def layer_rule(viewer: Viewer, act: str) -> Q:
    """Layers of the units reached: their state for whoever sees layers. What stands in a draft is read (`open`) by
    those alone who write the school's layers; what was sent, by those who decide as well, and whoever sees layers.
    """
    if act == "write":
        return within_reach(viewer, "organisation") if may(viewer, "manages", LAYERS) else NOTHING
    if act not in ("see", "open"):
        return NOTHING
    if not may(viewer, "sees", LAYERS) and not standards_decided(viewer):
        return NOTHING
    reached = within_reach(viewer, "organisation")
    if act == "see" or may(viewer, "manages", LAYERS):
        return reached
    return reached & ~Q(state__in=(DRAFT, WITHDRAWN))


def standards_decided(viewer: Viewer) -> frozenset[str]:
    """The standards over which the viewer decides on layers."""
    granted = rights_of(viewer, "decides", STANDARDS)
    return frozenset(right.thing for right in granted if right.suffix == LAYER)


def may_decide(viewer: Viewer, layer: SchoolLayer) -> bool:
    """Whether a pack grants the post to decide on layers over this standard, and the school is within its reach."""
    return layer.standard in standards_decided(viewer) and layer.organisation in units_reached(viewer)


def may_write(viewer: Viewer, organisation: int) -> bool:
    """Whether the viewer writes the layers of this school."""
    return may(viewer, "manages", LAYERS, organisation)


def had_a_hand(viewer: Viewer, layer: SchoolLayer) -> bool:
    """Whether the viewer began, wrote or sent it."""
    return viewer.person in (layer.begun_by, layer.edited_by, layer.sent_by)


def waiting_for(viewer: Viewer) -> int:
    """How many layers wait for the viewer's decision."""
    decided = standards_decided(viewer)
    if not decided:
        return 0
    rows = SchoolLayer.objects.visible_to(viewer).filter(state=SENT, standard__in=decided)
    mine = Q(begun_by=viewer.person) | Q(edited_by=viewer.person) | Q(sent_by=viewer.person)
    return int(rows.exclude(mine).count())


declare_rule(SchoolLayer, layer_rule)

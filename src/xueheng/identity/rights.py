"""The rights of a viewer: those of the role; what one unit's own pack grants only where that holds for her."""

from xueheng.identity.model_organisations import Closure
from xueheng.identity.model_people import Enrolment
from xueheng.identity.periods import holds_on
from xueheng.identity.policy import EVERYWHERE, Right, policy
from xueheng.identity.viewer import Viewer

WHY = "whose own pack a viewer stands under"


def rights_of(viewer: Viewer, verb: str, kind: str) -> tuple[Right, ...]:
    """The viewer's rights to `kind`: a kernel's kind, a kind of packs' things, or one thing by its qualified name."""
    found = policy().rights_to(viewer.role, verb, kind)
    if all(right.unit == EVERYWHERE for right in found):
        return found
    return tuple(right for right in found if right.unit == EVERYWHERE or right.unit in _codes(viewer))


def narrowings(viewer: Viewer, verb: str, kind: str) -> frozenset[str]:
    """How the viewer's rights to the kind are narrowed; WHOLE among them means: not at all."""
    return frozenset(right.suffix for right in rights_of(viewer, verb, kind))


def _codes(viewer: Viewer) -> frozenset[str]:
    """The codes of the unit where the post is held and of those above it; for a pupil and a guardian, of every class
    that the pupil was in: she keeps the sight of what is her own. Looked up once.
    """
    found: frozenset[str] | None = viewer.memo.get("codes")
    if found is None:
        above = Closure.objects.for_the_programme(WHY)
        if viewer.post is not None:
            above = above.filter(holds_on(viewer.day), descendant=viewer.organisation)
        else:
            classes = Enrolment.objects.for_the_programme(WHY).filter(pupil__in=viewer.own_people)
            above = above.filter(from_day__lte=viewer.day, descendant__in=classes.values("organisation"))
        found = viewer.memo["codes"] = frozenset(above.values_list("ancestor__code", flat=True))
    return found

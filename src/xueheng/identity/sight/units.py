"""Units: everybody sees the own one and those above it; who may see units, all that the post reaches or reached."""

from django.db.models import Q

from xueheng.identity.model_organisations import Closure
from xueheng.identity.model_people import Enrolment
from xueheng.identity.periods import holds_on
from xueheng.identity.reach import reach_of, within_reach
from xueheng.identity.sight.acts import how_far
from xueheng.identity.viewer import Viewer
from xueheng.identity.visible import NOTHING

WHY = "which units a viewer stands in"


def organisations(viewer: Viewer, act: str) -> Q:
    """Units themselves. To manage `below` leaves the post's own unit out."""
    far = how_far(viewer, act, "organisations")
    if act == "manage":
        below = Q() if "" in far else ~Q(pk=viewer.organisation)
        return within_reach(viewer, "pk") & below if far else NOTHING
    return _seen(viewer, "pk", with_reach=bool(far))


def dated(viewer: Viewer, act: str) -> Q:
    """Names and states of units; of a unit no longer reached only what began while it was."""
    seen = _seen(viewer, "organisation", with_reach=False)
    if not how_far(viewer, act, "organisations"):
        return seen
    for last, units in reach_of(viewer).before:
        seen |= Q(organisation__in=units, from_day__lte=last)
    return seen | within_reach(viewer, "organisation")


def links(viewer: Viewer, act: str) -> Q:
    """Places in the hierarchies: of units that are seen today."""
    reached = within_reach(viewer, "child") if how_far(viewer, act, "organisations") else NOTHING
    return reached | Q(child__in=units_above(viewer))


def successions(viewer: Viewer, act: str) -> Q:
    """What became of units: where one side is seen."""
    return _seen(viewer, "before", with_reach=bool(how_far(viewer, act, "organisations"))) | _seen(
        viewer, "after", with_reach=bool(how_far(viewer, act, "organisations"))
    )


def nobody(viewer: Viewer, act: str) -> Q:
    """The programme alone."""
    return NOTHING


def _seen(viewer: Viewer, path: str, *, with_reach: bool) -> Q:
    own = Q(**{f"{path}__in": units_above(viewer)})
    if not with_reach:
        return own
    former = [unit for _, units in reach_of(viewer).before for unit in units]
    return own | within_reach(viewer, path) | Q(**{f"{path}__in": former})


def units_above(viewer: Viewer) -> tuple[int, ...]:
    """The unit of the post and those above it; for a pupil and a guardian, of the classes of today. Looked up once."""
    found: tuple[int, ...] | None = viewer.memo.get("above")
    if found is None:
        found = viewer.memo["above"] = _units_above(viewer)
    return found


def _units_above(viewer: Viewer) -> tuple[int, ...]:
    standing = [viewer.organisation] if viewer.organisation is not None else list(own_classes(viewer))
    if not standing:
        return ()
    rows = Closure.objects.for_the_programme(WHY).filter(
        holds_on(viewer.day), hierarchy=viewer.hierarchy, descendant__in=standing
    )
    return tuple(sorted({*standing, *rows.values_list("ancestor_id", flat=True)}))


def own_classes(viewer: Viewer) -> tuple[int, ...]:
    """The classes of a pupil or of a guardian's wards on the day."""
    if viewer.post is not None:
        return ()
    found: tuple[int, ...] | None = viewer.memo.get("classes")
    if found is None:
        rows = Enrolment.objects.for_the_programme(WHY).filter(holds_on(viewer.day), pupil__in=viewer.own_people)
        found = viewer.memo["classes"] = tuple(sorted(set(rows.values_list("organisation_id", flat=True))))
    return found

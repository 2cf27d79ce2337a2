"""Pupils about whom a teacher has recorded nothing lately: a hint for her eyes alone, counted nowhere."""

from collections.abc import Sequence
from datetime import timedelta

from xueheng.evidence.model_records import Record
from xueheng.evidence.model_sheets import WatchedPupil
from xueheng.evidence.sheets.class_sheet import Tile
from xueheng.evidence.states import FACTS
from xueheng.identity.public import Viewer

QUIET_WEEKS = 3
_WHY = "about whom the viewer herself has recorded"


def quiet_pupils(viewer: Viewer, tiles: Sequence[Tile]) -> list[int]:
    """Those of the class about whom the viewer recorded nothing, of whatever type, for three weeks; in two queries.

    Nobody where she has recorded about none of them: then it would only say that she has just begun. Left out are
    pupils who came into the class meanwhile, and those she has said that she has an eye on.
    """
    since = viewer.day - timedelta(weeks=QUIET_WEEKS)
    pupils = [tile.number for tile in tiles]
    rows = Record.objects.for_the_programme(_WHY).filter(subject__in=pupils, recorder=viewer.person, act__in=FACTS)
    told = set(rows.filter(day__gt=since).values_list("subject", flat=True))
    if not told:
        return []
    watched = set(WatchedPupil.objects.visible_to(viewer).filter(until__gte=viewer.day).values_list("pupil", flat=True))
    return [tile.number for tile in tiles if tile.since <= since and tile.number not in told | watched]

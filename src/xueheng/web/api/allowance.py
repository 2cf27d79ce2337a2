"""How often somebody may ask: so many requests a minute, counted for all processes together.

A process takes a portion of the minute's requests from the database at a time and counts those by itself: most requests
write nothing, a flood writes once a minute, and no more are ever answered than allowed.
"""

import threading
import time
from dataclasses import dataclass

from django.db import DatabaseError, transaction
from django.db.models import F

from xueheng.trust.public import fingerprint
from xueheng.web.model_api import Allowance

MINUTE = 60
PORTIONS = 10
"""A process takes a tenth of the allowance at a time."""
MOST_KNOWN = 10_000
_WHY = "how many requests of this minute were given out"


@dataclass(slots=True)
class _Portion:
    """What a process has left of a minute; `spent`: the database has no more."""

    minute: int
    left: int = 0
    spent: bool = False


_HELD: dict[str, _Portion] = {}
_LOCK = threading.Lock()


def seconds_to_wait(who: str, limit: int) -> int:
    """0 where one more request may be answered, else the seconds until more are. `limit`: requests a minute."""
    moment = time.time()
    minute = int(moment // MINUTE)
    with _LOCK:
        held = _HELD.get(who)
        if held is None or held.minute != minute:
            if len(_HELD) >= MOST_KNOWN:
                _HELD.clear()
            held = _HELD[who] = _Portion(minute)
        if not held.left and not held.spent:
            held.left = _taken(who, minute, limit)
            held.spent = held.left == 0
        if held.left:
            held.left -= 1
            return 0
    return max(1, int((minute + 1) * MINUTE - moment) + 1)


def forget_allowances() -> None:
    """As if this process had just started."""
    with _LOCK:
        _HELD.clear()


def _taken(who: str, minute: int, limit: int) -> int:
    """So many more requests for this process. Where nothing can be written the process counts for itself alone."""
    key = fingerprint("api_allowance", who.encode())
    wanted = max(1, limit // PORTIONS)
    try:
        return _taken_from(key, minute, wanted, limit)
    except DatabaseError:
        return wanted


def _taken_from(key: bytes, minute: int, wanted: int, limit: int) -> int:
    rows = Allowance.objects.for_the_programme(_WHY).filter(who=key, minute=minute)
    while True:
        given = rows.values_list("given", flat=True).first()
        if given is None:
            with transaction.atomic():
                Allowance.objects.for_the_programme(_WHY).filter(minute__lt=minute - 1).delete()
                Allowance.objects.bulk_create([Allowance(who=key, minute=minute, given=0)], ignore_conflicts=True)
            continue
        more = min(wanted, limit - given)
        if more <= 0:
            return 0
        if rows.filter(given=given).update(given=F("given") + more):
            return int(more)

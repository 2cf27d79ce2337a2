"""When something is recorded about facts that stand already."""

from collections.abc import Sequence

from django.db.models import Max

from xueheng.evidence.model_records import Record
from xueheng.trust.public import now

_WHY = "what was recorded last about these facts"
_AT_ONCE = 500


def moment_upon(facts: Sequence[Record]) -> int:
    """Now, in microseconds since 1970; behind all that is recorded of these facts, even if the clock was set back, so
    that a history keeps its order.
    """
    newest = max((fact.recorded_at for fact in facts), default=0)
    numbers = [fact.number for fact in facts]
    for start in range(0, len(numbers), _AT_ONCE):
        upon = Record.objects.for_the_programme(_WHY).filter(target__in=numbers[start : start + _AT_ONCE])
        newest = max(newest, upon.aggregate(last=Max("recorded_at"))["last"] or 0)
    return max(now(), newest + 1)

"""From a day to a day, both included: how long a name, a place in a hierarchy, an enrolment or a post holds."""

from datetime import date

from django.db import models
from django.db.models import Q

OPEN = date(9999, 12, 31)
"""The last day of what has no end yet."""


class Dated(models.Model):
    """What holds from a day to a day, both included."""

    from_day = models.DateField()
    to_day = models.DateField(default=OPEN)

    class Meta:
        abstract = True


def holds_on(day: date, path: str = "") -> Q:
    """The condition that a dated row, reached by `path` ("post__"), holds on `day`."""
    return Q(**{f"{path}from_day__lte": day, f"{path}to_day__gte": day})

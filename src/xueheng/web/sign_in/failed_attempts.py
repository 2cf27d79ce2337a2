"""Failed sign-ins, counted in the database; a lock lasts its quarter of an hour, whatever the clock does."""

from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from xueheng.trust.public import LEEWAY


class FailedAttempts(AxesDatabaseHandler):
    """The package's own counting; attempts that are still to come count as made now."""

    def get_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> list[QuerySet[AccessAttempt]]:
        """The attempts that still count against somebody."""
        moment = getattr(request, "axes_attempt_time", None) or timezone.now()
        ahead = AccessAttempt.objects.filter(attempt_time__gt=moment + timedelta(microseconds=LEEWAY))
        if ahead.exists():  # the clock was set back: without this they would count for as long as it was set back by
            ahead.update(attempt_time=moment)
        found: list[QuerySet[AccessAttempt]] = super().get_user_attempts(request, credentials)
        return found

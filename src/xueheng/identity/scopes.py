"""A query must say who asks: rows come out only of a queryset that was given a scope."""

from collections.abc import Iterator
from typing import Any, Self

from django.db import models

from xueheng.errors import XuehengError
from xueheng.identity.viewer import Viewer
from xueheng.identity.visible import condition
from xueheng.wording import Text


class ScopeMissing(XuehengError):
    """A query was about to read rows without saying for whom: a fault of the programme, never shown as data."""

    def __init__(self, what: str) -> None:
        super().__init__(Text(f"查询“{what}”没有说明是谁在看", f'the query of "{what}" does not say who is looking'))


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset that yields rows only after `visible_to` (by the room's rule) or `for_the_programme` was called."""

    _scope: str = ""

    def for_the_programme(self, why: str) -> Self:
        """Rows that an action or a job of the programme itself needs; `why` is for the reader of the code."""
        return self._scoped(why or "programme")

    def visible_to(self, viewer: Viewer, act: str = "see") -> Self:
        """Rows that the viewer may see, or do `act` to, by the model's declared rule. Raises RuleMissing."""
        return self._scoped(f"{viewer.role}: {act}").filter(condition(self.model, viewer, act))

    def _scoped(self, scope: str) -> Self:
        found: Self = self.all()
        found._scope = scope
        return found

    def _clone(self) -> Self:
        made: Self = super()._clone()  # type: ignore[misc]  # Django's own, not in its stubs
        made._scope = self._scope
        return made

    def _refuse_unscoped(self) -> None:
        if not self._scope:
            raise ScopeMissing(self.model.__name__)

    def _fetch_all(self) -> None:
        self._refuse_unscoped()
        super()._fetch_all()

    def iterator(self, *args: Any, **more: Any) -> Iterator[Any]:
        """As Django's, for scoped rows only."""
        self._refuse_unscoped()
        return super().iterator(*args, **more)

    def count(self) -> int:
        """As Django's, for scoped rows only."""
        self._refuse_unscoped()
        return super().count()

    def exists(self) -> bool:
        """As Django's, for scoped rows only."""
        self._refuse_unscoped()
        return super().exists()

    def aggregate(self, *args: Any, **more: Any) -> dict[str, Any]:
        """As Django's, for scoped rows only."""
        self._refuse_unscoped()
        return super().aggregate(*args, **more)


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]  # made by Django at run time
    """The manager of tables that are read under a scope."""

"""Rows that are added and never changed: the application refuses what the database's triggers refuse too."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from xueheng.evidence.refusals import RecordIsKept
from xueheng.identity.public import ScopedQuerySet


def _refuse(what: str) -> RecordIsKept:
    return RecordIsKept(f"{what} is refused: a record is only added to; correct it by another record")


class KeptQuerySet(ScopedQuerySet):
    """A scoped queryset without any way to change or delete."""

    def update(self, **values: Any) -> int:
        """Refused."""
        raise _refuse("update")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise _refuse("delete")

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Refused."""
        raise _refuse("bulk_update")

    def update_or_create(self, *values: Any, **named: Any) -> tuple[Any, bool]:
        """Refused."""
        raise _refuse("update_or_create")

    def bulk_create(self, objs: Iterable[Any], *values: Any, **named: Any) -> Sequence[Any]:  # type: ignore[override]
        """As Django's; nothing that exists is passed over or changed by it."""
        if values or any(named.get(name) for name in ("ignore_conflicts", "update_conflicts")):
            raise _refuse("bulk_create that settles conflicts")
        return super().bulk_create(objs, **named)


class KeptManager(models.Manager.from_queryset(KeptQuerySet)):  # type: ignore[misc]  # made by Django at run time
    """The manager of rows that are kept as they are."""


class KeptModel(models.Model):
    """A row that is saved once."""

    class Meta:
        abstract = True

    def save(self, *values: Any, **named: Any) -> None:
        """Adds the row; refused for one that exists."""
        if not self._state.adding:
            raise _refuse("save of a stored record")
        super().save(*values, **{**named, "force_insert": True})

    def delete(self, *values: Any, **named: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise _refuse("delete")

"""Where a page of a table begins: the sorted values and the key of the row before it, never a count of rows."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q

LONGEST = 600


def field_of(model: type[Model], name: str) -> "Field[Any, Any]":
    """The model's field; one that may be empty has no place in an order."""
    found = model._meta.pk if name == "pk" else model._meta.get_field(name)  # noqa: SLF001 — Django's documented door
    if not isinstance(found, Field) or found.null:
        raise FieldDoesNotExist(name)
    return found


def place_of(row: Model, order: Sequence[str]) -> str:
    """The row's place in the order, for an address."""
    values = [field_of(type(row), bare(name)).value_to_string(row) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def read_place(model: type[Model], order: Sequence[str], written: str) -> list[Any] | None:
    """The values of a place; None for what is no place in this order, which then means the first page."""
    if not written or len(written) > LONGEST:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)))
        if not isinstance(values, list) or len(values) != len(order) or "\0" in "".join(map(str, values)):
            return None
        return [field_of(model, bare(name)).to_python(value) for name, value in zip(order, values, strict=True)]
    except (ValueError, TypeError, OverflowError, binascii.Error, ValidationError, RecursionError):
        return None


def beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows behind a place, in the order: (a, b) > (x, y), written so that an index on the order is used."""
    first, value = order[0], values[0]
    compare = "lt" if first.startswith("-") else "gt"
    if len(order) == 1:
        return Q(**{f"{bare(first)}__{compare}": value})
    later = Q(**{bare(first): value}) & beyond(order[1:], values[1:])
    return Q(**{f"{bare(first)}__{compare}e": value}) & (Q(**{f"{bare(first)}__{compare}": value}) | later)


def reversed_order(order: Sequence[str]) -> tuple[str, ...]:
    """The same order read from its end."""
    return tuple(name[1:] if name.startswith("-") else f"-{name}" for name in order)


def bare(name: str) -> str:
    """The field without its direction."""
    return name.removeprefix("-")

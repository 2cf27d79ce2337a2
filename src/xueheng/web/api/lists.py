"""Lists in portions, by the last number that was given out: no page is skipped or shown twice while rows are added."""

from collections.abc import Sequence
from typing import Any, Protocol

from xueheng.identity.public import ScopedQuerySet
from xueheng.web.api.problems import Refused
from xueheng.wording import Text

LARGEST = 2**63 - 1


class Asked(Protocol):
    """What is asked of every list."""

    limit: int
    after: str | None


def portion(rows: ScopedQuerySet, asked: Asked) -> tuple[list[Any], str | None]:
    """The rows behind `after`, in order of their keys, and where the next portion begins; None at the end."""
    if asked.after is not None:
        rows = rows.filter(pk__gt=key_in(asked.after, 1)[0])
    return cut(list(rows.order_by("pk")[: asked.limit + 1]), asked.limit, lambda row: str(row.pk))


def cut(found: list[Any], limit: int, key: Any) -> tuple[list[Any], str | None]:
    """At most `limit` of the rows, and the key of the last where there are more."""
    return found[:limit], key(found[limit - 1]) if len(found) > limit else None


def key_in(after: str, parts: int) -> Sequence[int]:
    """The numbers in an `after`. Raises Refused for one of another list."""
    numbers = [int(part) for part in after.split(".")]
    if len(numbers) != parts or any(number > LARGEST for number in numbers):
        raise Refused(
            "invalid",
            Text("after 不是这个列表给出的", "`after` is not of this list"),
            Text("请原样使用上一份回答里的 next。", "Use the `next` of the answer before as it is."),
        )
    return numbers

"""Reading nodes without minding their shape: what has the wrong shape was reported before and counts as absent."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from xueheng.language.positions import Entry, Mapping, Node, Scalar, Sequence
from xueheng.wording import Text

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_LONGEST_NUMBER = 30


def entries(node: Node | None) -> tuple[Entry, ...]:
    """The entries of a map; none for anything else."""
    return node.entries if isinstance(node, Mapping) else ()


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; none for anything else."""
    return node.items if isinstance(node, Sequence) else ()


def below(node: Node | None, key: str) -> Node | None:
    """What stands under `key`, None where the node is no map or lacks it."""
    return node.get(key) if isinstance(node, Mapping) else None


def scalar(node: Node | None) -> Scalar | None:
    """A scalar that says something."""
    return node if isinstance(node, Scalar) and not node.null else None


def scalars(node: Node | None) -> Iterator[Scalar]:
    """The scalars of a list, or the one scalar that stands where a list may stand."""
    if isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar) and not item.null:
                yield item
    elif isinstance(node, Scalar) and not node.null:
        yield node


def words(node: Node | None) -> tuple[str, ...]:
    """The texts of a list of scalars, or of the one scalar."""
    return tuple(found.text for found in scalars(node))


def text(node: Node | None, default: str = "") -> str:
    """A scalar's text."""
    found = scalar(node)
    return found.text if found else default


def bilingual(node: Node | None, default: str = "") -> Text:
    """Words for people: plain text (Chinese) or {zh, en}."""
    if isinstance(node, Mapping):
        return Text(text(node.get("zh"), default), text(node.get("en")))
    return Text(text(node, default))


def number(node: Node | None) -> Fraction | None:
    """A number as written, exactly."""
    found = scalar(node)
    return number_from(found.text) if found else None


def number_from(written: str) -> Fraction | None:
    """The number a text writes; None where it is none or longer than a pack may write.

    >>> number_from("-2.50")
    Fraction(-5, 2)
    """
    if len(written) > _LONGEST_NUMBER or not _NUMBER.fullmatch(written):
        return None
    return Fraction(written)


def whole(node: Node | None) -> int | None:
    """A whole number as written."""
    found = number(node)
    return int(found) if found is not None and found.denominator == 1 else None


def decimals_written(written: str) -> int:
    """How many digits stand after the point.

    >>> decimals_written("0.50")
    2
    """
    return len(written.partition(".")[2])


def truth(node: Node | None) -> bool | None:
    """`true`/`false`, `yes`/`no`."""
    return {"true": True, "yes": True, "false": False, "no": False}.get(text(node))


def high_or_low(node: Node | None) -> Literal["high", "low"] | None:
    """What `better` says."""
    found = text(node)
    if found == "high":
        return "high"
    return "low" if found == "low" else None

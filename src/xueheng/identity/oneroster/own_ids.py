"""The ids under which our own units, people and their places are known to other programs.

They are made from the number with a key that stays here: always the same, and they tell nothing.
"""

from collections.abc import Iterable

from xueheng.trust.public import blind_indexes

KIND = "oneroster"


def own_id(kind: str, number: int | str) -> str:
    """The id of one of our things: ("organisation", 5), ("enrolment", 7), ("course", the school's number) …"""
    return own_ids(kind, [number])[number]


def own_ids(kind: str, numbers: Iterable[int | str]) -> dict[int | str, str]:
    """The ids of many things of a kind."""
    wanted = list(dict.fromkeys(numbers))
    found = blind_indexes(f"{KIND}|{kind}", [str(number) for number in wanted])
    return {number: _written(index) for number, index in zip(wanted, found, strict=True)}


def _written(index: bytes) -> str:
    """Sixteen bytes as programs like to see an id: five groups of small letters and digits."""
    digits = index[:16].hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

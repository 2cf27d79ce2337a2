"""Which grade a class is in on a day."""

from collections.abc import Iterable
from datetime import date

from xueheng.identity.organisations import attributes_on
from xueheng.identity.promotion import GRADE


def grades_on(units: Iterable[int], day: date) -> dict[int, str]:
    """The code of each unit's grade on a day, in one query; units of no one grade are left out."""
    known = attributes_on(units, day)
    return {unit: str(codes[GRADE]) for unit, codes in known.items() if codes.get(GRADE)}

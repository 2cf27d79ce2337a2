"""Units of measured numbers: + − and comparison want equal units, × and ÷ combine them.

A unit is a product of words with small powers: `kg/m2`, `cm`, `person`. A number without a unit
fits any.
"""

import re

_ATOM = re.compile(r"([A-Za-z]+)([0-9]?)")


def powers(unit: str) -> dict[str, int]:
    """Words of a unit with their powers.

    >>> powers("kg/m2")
    {'kg': 1, 'm': -2}
    """
    found: dict[str, int] = {}
    for place, part in enumerate(unit.split("/")):
        for atom in part.split("*"):
            match = _ATOM.fullmatch(atom)
            if match:
                power = int(match.group(2) or 1) * (1 if place == 0 else -1)
                found[match.group(1)] = found.get(match.group(1), 0) + power
    return found


def named(found: dict[str, int]) -> str | None:
    """The unit with these powers; None when nothing is left.

    >>> named({'kg': 1, 'm': -2})
    'kg/m2'
    """
    above = [f"{word}{power if power > 1 else ''}" for word, power in found.items() if power > 0]
    under = [f"{word}{-power if power < -1 else ''}" for word, power in found.items() if power < 0]
    if not above and not under:
        return None
    return "/".join(["*".join(above) or "1", *under])


def combined(left: str | None, right: str | None, sign: int) -> str | None:
    """The unit of a product (sign 1) or a quotient (sign −1).

    >>> combined('kg', 'cm2', -1)
    'kg/cm2'
    >>> combined('person', 'person', -1) is None
    True
    """
    found = powers(left or "")
    for word, power in powers(right or "").items():
        found[word] = found.get(word, 0) + sign * power
    return named({word: power for word, power in found.items() if power})


def fit(left: str | None, right: str | None) -> bool:
    """Whether two numbers may be added or compared.

    >>> fit("min", "h"), fit("min", None)
    (False, True)
    """
    return left is None or right is None or powers(left) == powers(right)

"""Random measures and standards over random records: both engines answer exactly as the reference does.

XUEHENG_CASES sets how many cases are tried in all. What a case is, and how to try more of them: docs/random-cases.md.
"""

import os
from fractions import Fraction
from itertools import count

import pytest

from tests.property.sweep import sweep

CASES = int(os.environ.get("XUEHENG_CASES", "2000"))
PARTS = 20
"""Tests that the cases are shared among, so that they run beside each other."""
APART = 1_000_000
MOST_REFUSED_BY_BOUND = Fraction(1, 10)
MOST_REFUSED_BY_DATA = Fraction(25, 100)
LEAST_KNOWN = Fraction(1, 5)


@pytest.mark.parametrize("part", range(PARTS))
def test_engines_agree_with_the_reference(part: int) -> None:
    swept = sweep(count(part * APART), -(-CASES // PARTS))
    tally = swept.tally
    assert swept.stories == [], "\n\n".join(swept.stories)
    assert tally.share(tally.refused_by_bound) <= MOST_REFUSED_BY_BOUND, str(tally)
    assert tally.share(tally.refused_by_data) <= MOST_REFUSED_BY_DATA, str(tally)
    assert Fraction(tally.known, max(1, tally.numbers)) >= LEAST_KNOWN, str(tally)

"""Many numbers, one after the other: every case of each compared, differences told small."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.property.cases import Case, case_of_measures, case_of_standard
from tests.property.comparing import Tally, compare
from tests.property.reducing import story


@dataclass
class Swept:
    """What a sweep found: the tally, and each difference as a small story."""

    tally: Tally = field(default_factory=Tally)
    stories: list[str] = field(default_factory=list)


def case_of(number: int) -> Case:
    """Numbers are taken in turn for measures alone and for a standard over them."""
    return case_of_standard(number) if number % 2 else case_of_measures(number)


def sweep(numbers: Iterable[int], least_cases: int | None = None, most_stories: int = 3) -> Swept:
    """Compare the cases of these numbers, at least so many where that is said. Only the first differences are made
    small, which takes time; of the others the number and the place are told.
    """
    swept = Swept()
    for number in numbers:
        if least_cases is not None and swept.tally.cases() >= least_cases:
            break
        for found in compare(case_of(number), swept.tally):
            if len(swept.stories) < most_stories:
                swept.stories.append(story(found))
            else:
                swept.stories.append(f"number {number}: {found.way} differs from the reference at {found.place}")
    return swept


NUMBERS_IN_A_PART = 20


def one_part(first: int, part: int) -> Swept:
    """The numbers of one part of a long sweep, counted from `first`."""
    start = first + part * NUMBERS_IN_A_PART
    return sweep(range(start, start + NUMBERS_IN_A_PART))

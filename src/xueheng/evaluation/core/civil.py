"""Whole years between two days by the proleptic Gregorian calendar, on day numbers of any size.

Engines are given no date functions of their own, which differ; they all call this one.
"""

DAYS_OF_AN_ERA = 146_097
"""Days of 400 years."""
DAYS_TO_1970 = 719_468
"""From 0000-03-01 to 1970-01-01."""


def year_and_day(number: int) -> tuple[int, int]:
    """Year, and month × 100 + day of the month, of a day counted from 1970-01-01.

    Years are counted from 1 March, so that the leap day ends them.

    >>> year_and_day(0), year_and_day(19_782)
    ((1970, 101), (2024, 229))
    """
    era, of_era = divmod(number + DAYS_TO_1970, DAYS_OF_AN_ERA)
    year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    from_march = (5 * of_year + 2) // 153
    day = of_year - (153 * from_march + 2) // 5 + 1
    month = from_march + 3 if from_march < 10 else from_march - 9
    return era * 400 + year + (month <= 2), month * 100 + day


def whole_years(start: int, end: int) -> int:
    """Whole years from start to end; negative when end is earlier. A 29 February's year is full on 1 March.

    >>> whole_years(0, 364), whole_years(0, 365), whole_years(365, 0)
    (0, 1, -1)
    """
    if end < start:
        return -whole_years(end, start)
    (year, day), (last_year, last_day) = year_and_day(start), year_and_day(end)
    return last_year - year - (last_day < day)

"""What the example region is for: the standard, the school year and the day of its tests."""

from datetime import date

STANDARD = "fitness"
PERIOD = "2025-2026"
DAY = date(2025, 10, 20)
SEED = 1

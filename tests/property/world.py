"""The small authority that random measures are asked of: entities, evidence types, tables, a calendar."""

from datetime import date
from fractions import Fraction

from tests.reference_evaluator.authoring import (
    DATE,
    TEXT,
    YES_NO,
    code_of,
    decimal,
    entity,
    evidence,
    register,
    table,
    title,
    whole,
)
from xueheng.evaluation.core.dataset import Period
from xueheng.language.definitions import Calendar, CalendarWindow, Entity, EvidenceType, Register, Table
from xueheng.language.typed import Type

HUGE = 10**12
"""The largest number that the field `huge` may hold."""
GRADE = Type(code_of().kind, table="p.grades")
KIND = code_of("town", "village", "island")
MODE = code_of("run", "swim", "ball", "rest")
WORTH = (("run", Fraction(4)), ("swim", Fraction("2.5")), ("ball", Fraction(-1)))
COUNTED = whole(-50, 50)
TIMED = decimal(2, 0, 600, better="low")
ENORMOUS = whole(-HUGE, HUGE)

DISTRICT = entity("district", (), rich=whole(0, 9))
SCHOOL = entity("school", ("district",), kind=KIND, area=decimal(1, 0, 100))
PUPIL = entity("pupil", ("school", "district"), grade=GRADE, born=DATE, boarder=YES_NO, size=decimal(1, 0, 100))
TEACHER = entity("teacher", ("school",), load=whole(0, 40))
ENTITY: dict[str, Entity] = {e.name: e for e in (DISTRICT, SCHOOL, PUPIL, TEACHER)}

EXERCISE = evidence(
    "exercise",
    counted=COUNTED,
    timed=TIMED,
    mode=MODE,
    passed=YES_NO,
    due=DATE,
    huge=ENORMOUS,
    weight=whole(0, 5),
    coach=TEXT,
)
GAMES = evidence("games", verified=False, counted=COUNTED, mode=MODE, passed=YES_NO, due=DATE)
VISIT = evidence("visit", "school", counted=COUNTED, passed=YES_NO, mode=MODE)
EVIDENCE: dict[str, EvidenceType] = {t.name.removeprefix("p."): t for t in (EXERCISE, GAMES, VISIT)}

LISTED = register("listed", "pupil", mode=MODE, grant=whole(0, 50), due=DATE, helper=TEXT)
NAMED = register("named", "school", kind=KIND, grant=whole(-5, 5))
REGISTERS: dict[str, Register] = {r.name.removeprefix("p."): r for r in (LISTED, NAMED)}

GRADE_KEYS = ("g1", "g7", "g8")
GRADES = table(
    "grades",
    ["grade"],
    {"grade": code_of(*GRADE_KEYS), "stage": KIND, "year": whole(), "norm": decimal(1)},
    ("g1", "town", Fraction(1), Fraction("5.5")),
    ("g7", "village", Fraction(7), None),
    ("g8", None, Fraction(8), Fraction("-3.5")),
)
LADDER = table(
    "ladder",
    ["grade", "points"],
    {"grade": GRADE, "points": whole(), "at": decimal(1), "bonus": decimal(1), "word": code_of("gold", "iron")},
    ("g1", Fraction(100), Fraction(20), Fraction("0.5"), "gold"),
    ("g1", Fraction(80), Fraction("7.5"), Fraction("1.5"), "iron"),
    ("g1", Fraction(10), Fraction(-5), Fraction(0), None),
    ("g7", Fraction(90), Fraction(30), Fraction(2), "gold"),
    ("g7", Fraction(45), None, Fraction(2), "iron"),
    ("g7", Fraction(20), Fraction(0), Fraction(1), None),
)
RANGES = table(
    "ranges",
    ["grade", "low"],
    {"grade": GRADE, "low": decimal(1), "high": decimal(1), "points": whole()},
    ("g1", None, Fraction("-0.1"), Fraction(5)),
    ("g1", Fraction(0), Fraction(10), Fraction(60)),
    ("g1", Fraction("10.5"), None, Fraction(100)),
    ("g7", Fraction(-5), Fraction(5), Fraction(70)),
)
WORDS = table(
    "words",
    ["mode"],
    {"mode": MODE, "points": whole(), "passing": YES_NO},
    ("run", Fraction(100), True),
    ("swim", Fraction(60), False),
    ("ball", None, None),
)
TABLES: tuple[Table, ...] = (GRADES, LADDER, RANGES, WORDS)

PERIODS = (
    Period("school_year", "2025-2026", date(2025, 9, 1), date(2026, 8, 31)),
    Period("term_1", "2025-2026", date(2025, 9, 1), date(2026, 1, 30)),
    Period("calendar_year", "2026", date(2026, 1, 1), date(2026, 12, 31)),
    Period("month", "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
)


def _window(name: str, within: str | None, spans: dict[str, tuple[str, str]]) -> CalendarWindow:
    days = {label: (date.fromisoformat(a), date.fromisoformat(b)) for label, (a, b) in spans.items()}
    return CalendarWindow(name, title(name), within, days)


CALENDAR = Calendar(
    {
        "school_year": _window(
            "school_year",
            None,
            {
                "2024-2025": ("2024-09-01", "2025-08-31"),
                "2025-2026": ("2025-09-01", "2026-08-31"),
                "2026-2027": ("2026-09-01", "2027-08-31"),
            },
        ),
        "term_1": _window(
            "term_1",
            "school_year",
            {
                "2024-2025": ("2024-09-02", "2025-01-17"),
                "2025-2026": ("2025-09-01", "2026-01-30"),
                "2026-2027": ("2026-09-01", "2027-01-29"),
            },
        ),
        "term_2": _window(
            "term_2",
            "school_year",
            {
                "2024-2025": ("2025-02-24", "2025-07-04"),
                "2025-2026": ("2026-03-02", "2026-07-03"),
                "2026-2027": ("2027-03-01", "2027-07-02"),
            },
        ),
        "camp": _window(
            "camp",
            None,
            {
                "0": ("2024-07-01", "2024-07-05"),
                "2025-2026": ("2026-04-13", "2026-04-17"),
                "x": ("2026-08-31", "2026-12-31"),
            },
        ),
    },
    ("term_1", "term_2"),
    {
        "census": {
            "2025-2026": date(2025, 12, 31),
            "2026": date(2026, 10, 15),
            "2026-02": date(2026, 2, 14),
        }
    },
)
NAMED_WINDOWS = ("school_year", "term_1", "term_2", "camp", "calendar_year", "quarter", "month", "week")

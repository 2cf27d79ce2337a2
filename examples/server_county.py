"""What the example region's first district reports of itself for balanced schooling, so that its evaluation has
something to stand on: its numbers, what it says yes to, the monitoring and the survey. All of it is made up.

The schools' own yearly reports are not there: what rests on them is shown as missing.
"""

from datetime import date

from xueheng.evidence.public import append_record, attest_record
from xueheng.identity.public import library, viewer_for

Post = tuple[int, int]
"""A person and the post that she holds."""
WINTER, SPRING = date(2025, 12, 15), date(2026, 4, 10)
FEN = 100
NUMBERS: dict[str, object] = {
    "special_pupils": 60, "special_funds": 480_000 * FEN, "teacher_pay": 118_000 * FEN, "civil_pay": 116_500 * FEN,
    "senior_places": 1_200, "quota_places": 640, "migrant_pupils": 900, "migrant_placed": 842,
    "disabled_children": 120, "disabled_placed": 117,
}  # fmt: skip
SPREADS = (112, 138)
"""In thousandths."""
SATISFIED = 92
"""Of a hundred answers."""
ANSWERS = (400, 400, 140, 20, 20, 20)
"""Valid answers of each group that is asked, in the order of the record type."""


def fill_county(district: int, officer: Post, inspector: Post, reviewer: Post) -> None:
    """The district's report: recorded by its data officer, verified by the inspector and the head of the review."""
    by, inspects, reviews = (viewer_for(*post) for post in (officer, inspector, reviewer))

    def recorded(kind: str, day: date, **fields: object) -> int:
        return append_record(by, type=f"balance.{kind}", subject=district, day=day, fields=fields)

    attest_record(reviews, recorded("county_report", WINTER, **NUMBERS))
    for at, code in enumerate(_codes("county_item", "item_code"), 1):
        attest_record(
            inspects, recorded("county_item", WINTER, item_code=code, is_met=True, document_no=f"府证〔2025〕{at}号")
        )
    for code, spread in zip(_codes("monitoring", "tested_subject"), SPREADS, strict=False):
        attest_record(
            reviews, recorded("monitoring", WINTER, tested_subject=code, achieved_level=3, spread_rate=spread)
        )
    for group, answers in zip(_codes("survey", "asked_group"), ANSWERS, strict=False):
        attest_record(
            inspects,
            recorded(
                "survey", SPRING, asked_group=group, answer_count=answers, satisfied_count=answers * SATISFIED // 100
            ),
        )


def _codes(kind: str, field: str) -> list[str]:
    """The codes of a field, in the order declared."""
    (found,) = [each for each in library().evidence[f"balance.{kind}"].fields if each.name == field]
    return list(found.type.codes)

"""A class of the tests' authority with a term behind it: attendance, reading, labour, works, fitness, observations."""

from datetime import date

from xueheng.evidence.public import append_record, attest_record
from xueheng.identity.tests.authority import Authority
from xueheng.identity.viewer import programme_viewer

TERM, PERIOD = "term_1:2025-2026", "2025—2026学年第一学期"
IN_TERM = date(2025, 12, 10)
ANN, BEN, CAI = "ann", "ben", "cai"


def live_through(place: Authority) -> dict[str, int]:
    """What ann did; ben has nothing; the numbers of the works by a word."""
    teacher = place.viewer("class_teacher", IN_TERM)
    ann = place.people[ANN]
    for day, due, excused in ((date(2025, 10, 31), 18, 1), (date(2025, 11, 30), 20, 0)):
        counted = {"days_due": due, "days_excused": excused, "days_absent": 0}
        append_record(teacher, type="student.monthly_attendance", subject=ann, day=day, fields=counted)
    for on in (3, 4):
        fields = {"habit": "study", "level": "outstanding"}
        append_record(teacher, type="student.observation", subject=ann, day=date(2025, 12, on), fields=fields)
    pupil = place.pupil(ANN, IN_TERM)
    for on in range(1, 8):
        append_record(
            pupil, type="student.reading", subject=ann, day=date(2025, 11, on), fields={"book_title": f"书{on}"}
        )
    for on in (1, 2, 3):
        number = append_record(
            pupil, type="student.labour", subject=ann, day=date(2025, 11, on), fields={"labour_place": "home"}
        )
        attest_record(teacher, number)
    works = {}
    for word, text in (("garden", "我种的菜发芽了"), ("book", "读《海底两万里》有感")):
        fields = {"on_aspect": "doing", "reflection_text": text}
        works[word] = append_record(pupil, type="student.reflection", subject=ann, day=date(2025, 12, 1), fields=fields)
    works["before"] = append_record(
        programme_viewer(date(2025, 12, 1)), type="student.reflection", subject=place.people[BEN],
        day=date(2025, 12, 1),
        fields={"on_aspect": "doing", "reflection_text": "另一个人的反思"},
    )  # fmt: skip
    return works

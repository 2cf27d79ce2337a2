"""What a year leaves behind of one synthetic pupil: observations, reading, labour, arts … nobody is real.

A kind of record is named as its sheet is. Pupils differ by how much they do and how well it is seen, and some kinds
are lacking altogether, as in any school.
"""

from collections.abc import Iterator, Mapping
from random import Random

from examples import growth_kinds
from examples.growth_kinds import Kind, Row
from examples.pupils import Pupil

SHARE_LACKING = 0.06
"""How often a pupil has no record of a kind at all."""
COMMON_KINDS: dict[str, Kind] = {
    "教师观察": growth_kinds.observations,
    "考勤月报": growth_kinds.attendance,
    "阅读登记": growth_kinds.reading,
    "作品与反思": growth_kinds.reflections,
    "同伴与家长寄语": growth_kinds.remarks,
    "探究作品": growth_kinds.inquiries,
    "学科期末等级": growth_kinds.course_grades,
    "体育锻炼": growth_kinds.exercise,
    "艺术活动": growth_kinds.arts_activities,
    "作品展示": growth_kinds.artworks,
    "劳动记录": growth_kinds.labour,
    "志愿服务": growth_kinds.volunteering,
    "团队与主题教育活动": growth_kinds.civic_activities,
    "社会实践": growth_kinds.practice,
    "社团活动": growth_kinds.clubs,
    "竞赛与展演": growth_kinds.competitions,
    "选修课程": growth_kinds.electives,
    "学业水平考试": growth_kinds.graduation_exams,
}
"""What every school keeps."""


def records_of(pupil: Pupil, seed: int, kinds: Mapping[str, Kind]) -> Iterator[tuple[str, Row]]:
    """(Kind, row) for everything recorded about a pupil, the same for the same seed."""
    random = Random(f"{seed}/{pupil.number}/growth")
    bent = random.gauss(0, 1)
    for name, kind in kinds.items():
        if random.random() >= SHARE_LACKING:
            yield from ((name, row) for row in kind(random, pupil, bent))

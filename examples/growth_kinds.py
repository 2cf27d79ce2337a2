"""The kinds of records that example schools keep of a pupil's year; every row is synthetic.

A kind takes the random source, the pupil and how much the pupil is bent on doing things; its rows are by heading.
"""

from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from examples.districts import JUNIOR, PRIMARY, SENIOR
from examples.pupils import Pupil
from examples.school_days import EXAMINED, MONTHS, SCHOOL_DAYS, WEEKENDS, WEEKS_OF_SPRING, days_due, some

Row = dict[str, str | int | float | date]
Kind = Callable[[Random, Pupil, float], Iterator[Row]]

SHARE_NOT_VERIFIED = 0.04
BOOKS = ("民间故事集", "昆虫的一天", "古诗一百首", "海底的故事", "小小科学家", "城南旧事（节选）")
COURSES = {
    "1": ("语文", "数学", "外语", "科学", "艺术"),
    "2": ("语文", "数学", "外语", "历史", "物理"),
    "3": ("语文", "数学", "外语", "历史", "地理"),
}
"""First digit of the grade → courses that get a grade."""


def _often(random: Random, mean: float, bent: float) -> int:
    """How often somebody does a thing that is done `mean` times on the average."""
    return max(0, round(random.gauss(mean * (1 + 0.3 * bent), mean * 0.35)))


def _one_of(random: Random, bent: float, words: tuple[str, ...]) -> str:
    """One of four or so words, the best first; the bent moves it."""
    place = round(random.gauss(1.1 - 0.7 * bent, 0.7))
    return words[min(max(place, 0), len(words) - 1)]


def _verified(random: Random) -> str:
    return "否" if random.random() < SHARE_NOT_VERIFIED else "是"


def observations(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """A few acts that a teacher saw."""
    del pupil
    for habit in ("行为习惯", "课堂与作业", "生活习惯", "劳动表现"):
        for day in some(random, SCHOOL_DAYS, random.randint(1, 3)):
            level = _one_of(random, bent, ("突出", "稳定", "进步中", "待关心"))
            yield {"日期": day, "观察点": habit, "表现": level, "事例": "（合成的事例）"}


def attendance(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """A line a month."""
    del pupil
    for month in MONTHS:
        excused = random.choice((0, 0, 0, 0, 1, 2))
        absent = int(random.random() < 0.02 - 0.01 * bent)
        yield {
            "日期": month, "应到天数": days_due(month), "请假天数": excused, "无故缺席天数": absent,
            "是否审核": "是",
        }  # fmt: skip


def reading(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Days on which a book was read, and for how long."""
    mean = 34 if pupil.grade in PRIMARY else 12
    for day in some(random, SCHOOL_DAYS + WEEKENDS, _often(random, mean, bent)):
        yield {"日期": day, "书名": random.choice(BOOKS), "阅读时长（分钟）": random.randrange(10, 61, 5)}


def reflections(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Works with a few words of the pupil's own."""
    del pupil
    for day in some(random, SCHOOL_DAYS, _often(random, 3, bent)):
        about = random.choice(("品德", "学业", "身心", "审美", "劳动与实践"))
        yield {"日期": day, "关于": about, "我的反思": "（合成的反思）"}


def remarks(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """What classmates and guardians say; read by people, never by a standard."""
    del pupil, bent
    for day in some(random, SCHOOL_DAYS, random.randint(1, 2)):
        yield {"日期": day, "来自": random.choice(("同伴", "家长")), "寄语": "（合成的寄语）"}


def inquiries(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """How far an inquiry of one's own came."""
    del pupil
    for day in some(random, SCHOOL_DAYS, random.randint(1, 2)):
        reached = _one_of(random, bent, ("展示改进", "得出结论", "设计方案", "提出问题"))
        yield {"日期": day, "达成": reached, "是否审核": _verified(random)}


def course_grades(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Levels of each term; grades 1 and 2 sit no written examinations."""
    if pupil.grade in PRIMARY[:2]:
        return
    for day in EXAMINED:
        for course in COURSES[pupil.grade[0]]:
            level = _one_of(random, bent, ("优秀", "良好", "合格", "待合格"))
            yield {"日期": day, "学科": course, "等级": level, "是否审核": "是"}


def exercise(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """A sum of minutes for each week of the second term, now and then none."""
    del pupil
    for monday in WEEKS_OF_SPRING:
        minutes = round(random.gauss(165 + 25 * bent, 40))
        if minutes >= 5 and random.random() < 0.92:
            yield {"日期": monday, "锻炼时长（分钟）": min(minutes, 240)}


def arts_activities(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Music, fine art, drama …"""
    del pupil
    for day in some(random, SCHOOL_DAYS, _often(random, 5, bent)):
        art = random.choice(("音乐", "美术", "戏剧", "舞蹈", "传统艺术"))
        yield {"日期": day, "艺术门类": art, "是否审核": _verified(random)}


def artworks(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """What was shown, and where."""
    del pupil
    for day in some(random, SCHOOL_DAYS, random.randint(1, 2)):
        shown = _one_of(random, bent - 0.8, ("区级及以上", "学校", "班级"))
        yield {"日期": day, "展示于": shown, "是否审核": _verified(random)}


def labour(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """At home, at school, outside."""
    del pupil
    for day in some(random, SCHOOL_DAYS + WEEKENDS, _often(random, 6, bent)):
        yield {
            "日期": day, "劳动场所": random.choice(("家庭", "家庭", "学校", "社会")),
            "劳动时长（分钟）": random.randrange(10, 91, 5), "是否审核": _verified(random),
        }  # fmt: skip


def volunteering(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Half days of service."""
    del pupil
    for day in some(random, WEEKENDS, _often(random, 4, bent)):
        yield {"日期": day, "服务时数（小时）": random.choice((1.5, 2.0, 3.0, 4.0)), "是否审核": _verified(random)}


def civic_activities(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Taking part, never what was said."""
    own = "共青团活动" if pupil.grade in SENIOR else "少先队活动"
    for day in some(random, SCHOOL_DAYS, _often(random, 5, bent)):
        yield {
            "日期": day, "活动类别": random.choice((own, "主题教育")), "角色": random.choice(("参加", "参加", "组织")),
            "活动时数（小时）": random.choice((1.0, 1.5, 2.0)), "是否审核": _verified(random),
        }  # fmt: skip


def practice(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Days out of school."""
    del pupil
    for day in some(random, SCHOOL_DAYS, random.randint(1, 2)):
        days = random.choice((0.5, 1.0, 1.5, 2.0)) + (1.0 if bent > 0.5 else 0)
        reported = random.choice(("是", "否"))
        yield {"日期": day, "实践天数（天）": days, "有调查报告": reported, "是否审核": _verified(random)}


def clubs(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Afternoons in a club of one kind."""
    if pupil.grade in PRIMARY + JUNIOR:
        return
    field = random.choice(("科技", "人文", "艺术", "体育", "公益"))
    for day in some(random, SCHOOL_DAYS, _often(random, 8, bent)):
        yield {"日期": day, "社团类别": field, "社团时数（小时）": 1.5, "是否审核": "是"}


def competitions(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Taking part; prizes stand elsewhere."""
    del pupil
    for day in some(random, WEEKENDS, _often(random, 0.7, bent)):
        yield {
            "日期": day, "竞赛类别": random.choice(("体育", "艺术", "科技", "人文")),
            "举办级别": random.choice(("学校", "学校", "区县")), "是否审核": _verified(random),
        }  # fmt: skip


def electives(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Courses of one's own choice, with their credits."""
    del bent
    if pupil.grade in SENIOR:
        for day in EXAMINED:
            yield {"日期": day, "学分": random.choice((1, 2)), "是否审核": "是"}


def graduation_exams(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Passed or not, in the second and third year of senior secondary school."""
    for course in ("历史", "地理", "物理") if pupil.grade in SENIOR[1:] else ():
        result = "不合格" if random.random() < 0.05 - 0.03 * bent else "合格"
        yield {"日期": EXAMINED[0], "学科": course, "合格性考试结果": result, "是否审核": "是"}


def garden_duties(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Duty in the school garden of one village school."""
    del pupil
    autumn = tuple(day for day in SCHOOL_DAYS if day.year == EXAMINED[0].year - 1 or day <= EXAMINED[0])
    for day in some(random, autumn, _often(random, 5, bent)):
        task = random.choice(("播种", "浇水", "除草", "收获"))
        yield {"日期": day, "值日任务": task, "是否审核": "是"}


def swim_lessons(random: Random, pupil: Pupil, bent: float) -> Iterator[Row]:
    """Lessons in the pool of one town school."""
    del pupil
    for day in some(random, SCHOOL_DAYS, _often(random, 11, bent)):
        yield {"日期": day, "游程（米）": random.randrange(25, 401, 25), "是否审核": "是"}

"""What pupils of each grade and sex typically reach: the generator's own figures, not a standard's.

Each line has twelve figures, for the grades 11–16, 21–23, 31–33; None where the item is not tested.
"""

from examples.districts import JUNIOR, PRIMARY, SENIOR

GRADES = PRIMARY + JUNIOR + SENIOR
NOT_TESTED_BEFORE_JUNIOR = (None,) * 6
NOT_TESTED_AFTER_PRIMARY = (None,) * 6

Line = tuple[float | None, ...]

MEANS: dict[str, dict[str, Line]] = {
    "身高": {
        "男": (122, 128, 133, 138.5, 144, 151, 159, 165, 169, 171.5, 173, 173.5),
        "女": (121, 127, 132, 138.5, 145.5, 152, 156.5, 158.5, 160, 160.5, 161, 161),
    },
    "体重指数": {
        "男": (15.9, 16.3, 16.9, 17.5, 18.1, 18.6, 19.4, 19.9, 20.4, 20.8, 21.2, 21.5),
        "女": (15.4, 15.7, 16.2, 16.7, 17.3, 17.9, 18.7, 19.3, 19.8, 20.2, 20.4, 20.5),
    },
    "肺活量": {
        "男": (1330, 1540, 1740, 1980, 2260, 2560, 2960, 3260, 3560, 3860, 4060, 4260),
        "女": (1060, 1250, 1450, 1660, 1890, 2130, 2380, 2530, 2680, 2790, 2880, 2970),
    },
    "50米跑": {
        "男": (10.9, 10.3, 9.8, 9.4, 9.0, 8.8, 8.4, 8.1, 7.9, 7.7, 7.6, 7.5),
        "女": (11.9, 10.9, 10.2, 9.7, 9.3, 9.1, 9.0, 8.9, 8.9, 8.8, 8.7, 8.7),
    },
    "坐位体前屈": {
        "男": (10.2, 9.9, 9.6, 9.2, 8.9, 8.6, 9.6, 10.9, 12.6, 14.0, 15.0, 15.8),
        "女": (12.8, 12.7, 12.6, 12.5, 12.4, 12.3, 14.2, 15.1, 15.9, 16.6, 17.2, 17.7),
    },
    "一分钟跳绳": {
        "男": (90, 99, 108, 119, 130, 138, *NOT_TESTED_AFTER_PRIMARY),
        "女": (92, 103, 115, 125, 134, 142, *NOT_TESTED_AFTER_PRIMARY),
    },
    "一分钟仰卧起坐": {
        "男": (None, None, 36, 37, 38, 39, *NOT_TESTED_AFTER_PRIMARY),
        "女": (None, None, 36, 37, 38, 39, 39, 40, 41, 42, 43, 44),
    },
    "50米×8往返跑": {
        "男": (None, None, None, None, 110, 105, *NOT_TESTED_AFTER_PRIMARY),
        "女": (None, None, None, None, 114, 111, *NOT_TESTED_AFTER_PRIMARY),
    },
    "引体向上": {
        "男": (*NOT_TESTED_BEFORE_JUNIOR, 7, 8, 9, 10, 11, 12),
        "女": (None,) * 12,
    },
    "立定跳远": {
        "男": (*NOT_TESTED_BEFORE_JUNIOR, 192, 206, 220, 230, 235, 240),
        "女": (*NOT_TESTED_BEFORE_JUNIOR, 168, 171, 173, 175, 176, 177),
    },
    "1000米跑": {
        "男": (*NOT_TESTED_BEFORE_JUNIOR, 273, 259, 250, 241, 236, 232),
        "女": (None,) * 12,
    },
    "800米跑": {
        "男": (None,) * 12,
        "女": (*NOT_TESTED_BEFORE_JUNIOR, 248, 244, 239, 235, 233, 231),
    },
}
"""Item → sex → mean by grade: cm, kg/m², ml, s, cm, times, times, s, times, cm, s, s."""

SPREAD = {
    "身高": 0.042, "体重指数": 0.145, "肺活量": 0.18, "50米跑": 0.075, "坐位体前屈": 0.5, "一分钟跳绳": 0.2,
    "一分钟仰卧起坐": 0.2, "50米×8往返跑": 0.1, "引体向上": 0.4, "立定跳远": 0.085, "1000米跑": 0.1, "800米跑": 0.095,
}  # fmt: skip
"""Item → standard deviation as a share of the mean."""

FEWER_IS_BETTER = frozenset({"50米跑", "50米×8往返跑", "1000米跑", "800米跑"})
RUNNING_TIMES = frozenset({"50米×8往返跑", "1000米跑", "800米跑"})
"""Items that are written in minutes and seconds."""
LEAST = {
    "肺活量": 300.0, "50米跑": 6.0, "坐位体前屈": -20.0, "50米×8往返跑": 80.0, "立定跳远": 60.0,
    "1000米跑": 180.0, "800米跑": 170.0,
}  # fmt: skip
MOST = {
    "50米跑": 18.0, "坐位体前屈": 40.0, "一分钟跳绳": 240.0, "一分钟仰卧起坐": 75.0, "引体向上": 35.0,
    "50米×8往返跑": 230.0,
}  # fmt: skip
"""Nobody reaches less or more than this, however the dice fall."""


def typical(item: str, sex: str, grade: str) -> float | None:
    """The mean of an item, or None where a grade or sex is not tested in it."""
    return MEANS[item][sex][GRADES.index(grade)]

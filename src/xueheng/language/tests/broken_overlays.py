"""Layers with one fault, with the whole message: the layer's line, and the base's line that forbids it."""

from dataclasses import dataclass, field

from xueheng.language.tests.layered_packs import HEAD, STANDARDS, changed, only
from xueheng.language.tests.small_packs import PACK

STACKED = {
    "../upon/pack.yaml": HEAD.replace("name: own", "name: upon"),
    "../upon/overlay.yaml": only("  talking: {}\n"),
}


@dataclass(frozen=True)
class BrokenLayer:
    """Files in place of the layer's (and of the base's), and the one thing said about it."""

    rule: str
    files: dict[str, str]
    place: str
    zh: str
    en: str
    base: dict[str, str] = field(default_factory=dict)


def _changes(text: str) -> dict[str, str]:
    return {"overlay.yaml": only(text)}


def _layer(old: str, new: str) -> dict[str, str]:
    return {"overlay.yaml": changed(old, new)}


def _raised(bands: str) -> dict[str, str]:
    return _changes(f"  visiting.long: {{raise: {{{bands}}}}}\n")


def _looser(bands: str, column: int, value: tuple[str, str], new: int | str, old: int) -> BrokenLayer:
    return BrokenLayer(
        "XH-O005",
        _raised(bands),
        f"own/overlay.yaml:5:{column}",
        f"值 {value[0]} 会得 {new} 分而不是 {old} 分：分档只能抬高（visits/scales.yaml:1）",
        f"value {value[1]} would get {new} instead of {old}: a band may only be raised (visits/scales.yaml:1)",
    )


def _below(edge: str) -> tuple[str, str]:
    return f"略低于 {edge}", f"just below {edge}"


BROKEN = (
    BrokenLayer(
        "XH-O001",
        _layer("digest: DIGEST", "digest: sha256:0123456789abcdef0123"),
        "own/overlay.yaml:1:58",
        "基准 visits.contact 1.2.0 的摘要是 NOW（visits/standards.yaml:1），"
        "校本层写的是 1.2.0 的 0123456789ab…：要重新采用",
        "base visits.contact 1.2.0 has digest NOW (visits/standards.yaml:1), "
        "this layer names 0123456789ab… of 1.2.0: to be re-adopted",
    ),
    BrokenLayer(
        "XH-O001",
        _layer("version: 1.2.0", "version: 1.1.0"),
        "own/overlay.yaml:1:43",
        "基准 visits.contact 1.2.0 的摘要是 NOW（visits/standards.yaml:1），校本层写的是 1.1.0 的 NOW：要重新采用",
        "base visits.contact 1.2.0 has digest NOW (visits/standards.yaml:1), "
        "this layer names NOW of 1.1.0: to be re-adopted",
    ),
    BrokenLayer(
        "XH-O002",
        _changes("  visiting.longs: {raise: {bands: [[150, 100]], else: 0}}\n"),
        "own/overlay.yaml:5:3",
        "基准里没有节点“visiting.longs”。是不是“visiting.long”？",
        'node "visiting.longs" is not in the base. Did you mean "visiting.long"?',
    ),
    BrokenLayer(
        "XH-O002",
        _changes("  long: {raise: {bands: [[150, 100]], else: 0}}\n"),
        "own/overlay.yaml:5:3",
        "基准里没有节点“long”。是不是“visiting.long”？",
        'node "long" is not in the base. Did you mean "visiting.long"?',
    ),
    BrokenLayer(
        "XH-O003",
        _changes("  talking: {weigh: {calls: 2, late: 2}}\n"),
        "own/overlay.yaml:5:13",
        "“talking”的权重是锁定的（visits/standards.yaml:22）",
        'weights of "talking" are locked (visits/standards.yaml:22)',
    ),
    BrokenLayer(
        "XH-O003",
        _changes("  total: {weigh: {visiting: 50, talking: 50}}\n"),
        "own/overlay.yaml:5:11",
        "“total”的权重是锁定的（visits/standards.yaml:1）",
        'weights of "total" are locked (visits/standards.yaml:1)',
    ),
    BrokenLayer(
        "XH-O004",
        _changes("  visiting: {weigh: {made: 60.1, long: 29.9, kept: 20}}\n"),
        "own/overlay.yaml:5:22",
        "made 60.1 不在 40–60 之内（visits/standards.yaml:11）",
        "made 60.1 is outside 40–60 (visits/standards.yaml:11)",
    ),
    _looser("bands: [[100, 100], [60, 85], [30, 60]], else: 20", 35, ("100", "100"), 100, 85),
    _looser("bands: [[119.999, 100], [60, 85], [30, 60]], else: 20", 35, ("119.999", "119.999"), 100, 85),
    _looser("bands: [[120, 101], [60, 85], [30, 60]], else: 20", 35, ("120", "120"), 101, 100),
    _looser("bands: [[130, 100], [59.5, 85], [30, 60]], else: 20", 47, ("59.5", "59.5"), 85, 60),
    _looser("bands: [[120, 100], [60, 85], [29, 60]], else: 20", 57, ("29", "29"), 60, 20),
    _looser("bands: [[120, 100], [60, 85], [30, 60]], else: 20.5", 68, _below("30"), "20.5", 20),
    BrokenLayer(
        "XH-O005",
        _changes("  talking.late: {raise: {bands: [[1, 100], [3.5, 60]], else: 20}}\n"),
        "own/overlay.yaml:5:44",
        "值 略高于 3 会得 60 分而不是 20 分：分档只能抬高（visits/standards.yaml:34）",
        "value just above 3 would get 60 instead of 20: a band may only be raised (visits/standards.yaml:34)",
    ),
    BrokenLayer(
        "XH-O006",
        _changes("  talking: {add: {garden: {title: {zh: 农场, en: G}, share: 20.0001, measure: garden_days}}}\n"),
        "own/overlay.yaml:5:13",
        "加的观测点占“talking”的 20.0001 %，只开放 20 %（visits/standards.yaml:25）",
        'added leaves take 20.0001 % of "talking", 20 % is open (visits/standards.yaml:25)',
    ),
    BrokenLayer(
        "XH-O006",
        _changes(
            "  talking:\n    add:\n"
            "      garden: {title: {zh: 农场, en: Garden}, share: 10.1, measure: garden_days}\n"
            "      field: {title: {zh: 田, en: Field}, share: 9.95, measure: garden_days}\n"
        ),
        "own/overlay.yaml:6:5",
        "加的观测点占“talking”的 20.05 %，只开放 20 %（visits/standards.yaml:25）",
        'added leaves take 20.05 % of "talking", 20 % is open (visits/standards.yaml:25)',
    ),
    BrokenLayer(
        "XH-O007",
        _changes("  visiting: {add: {garden: {title: {zh: 农场, en: G}, share: 5, measure: garden_days}}}\n"),
        "own/overlay.yaml:5:14",
        "“visiting”不能加观测点，它没有开放（visits/standards.yaml:8）",
        'no leaf may be added to "visiting": it is locked (visits/standards.yaml:8)',
    ),
    BrokenLayer(
        "XH-O008",
        _changes("  visiting.kept: {raise: {bands: [[3, 100]], else: 0}}\n"),
        "own/overlay.yaml:5:19",
        "“kept”的分档是锁定的（visits/standards.yaml:21）",
        'bands of "kept" are locked (visits/standards.yaml:21)',
    ),
    BrokenLayer(
        "XH-O009",
        _changes("  visiting: {weigh: {made: 50, long: 30.0000001, kept: 19.9999999}}\n"),
        "own/overlay.yaml:5:50",
        "kept 的权重锁定为 20（visits/standards.yaml:21），这里写的是 19.9999999",
        "the weight of kept is locked at 20 (visits/standards.yaml:21), this says 19.9999999",
    ),
    BrokenLayer(
        "XH-O010",
        _changes("  visiting: {weigh: {made: 60, long: 40}}\n"),
        "own/overlay.yaml:5:14",
        "重写“visiting”的权重时漏了 “kept”（visits/standards.yaml:21）",
        'the weights of "visiting" leave out "kept" (visits/standards.yaml:21)',
    ),
    BrokenLayer(
        "XH-O011",
        _changes("  visiting: {weigh: {made: 50, long: 30, kept: 20, kapt: 0}}\n"),
        "own/overlay.yaml:5:52",
        "“kapt”不是“visiting”的下级（visits/standards.yaml:8）。是不是“kept”？",
        '"kapt" is not a part of "visiting" (visits/standards.yaml:8). Did you mean "kept"?',
    ),
    BrokenLayer(
        "XH-O012",
        _changes("  visiting: {weigh: {made: 50, long: 29.99, kept: 20}}\n"),
        "own/overlay.yaml:5:14",
        "“visiting”的权重合计成了 99.99，基准是 100（visits/standards.yaml:8）",
        'the weights of "visiting" add up to 99.99 instead of 100 (visits/standards.yaml:8)',
    ),
    BrokenLayer(
        "XH-O013",
        {},
        "own/overlay.yaml:3:25",
        "基准 visits.contact 1.2.0 到 2025-08-31 为止（visits/pack.yaml:6），2025-09-10 已经不能用",
        "base visits.contact 1.2.0 was in force until 2025-08-31 (visits/pack.yaml:6), 2025-09-10 is later",
        {"pack.yaml": PACK + "in_force: {from: 2024-09-01, to: 2025-08-31}\n"},
    ),
    BrokenLayer(
        "XH-O015",
        _layer(", digest: DIGEST", ""),
        "own/overlay.yaml:1:7",
        "没有写基准的摘要；visits.contact（visits/standards.yaml:1）现在的是 sha256:WHOLE",
        'the base\'s digest is not given; that of visits.contact (visits/standards.yaml:1) is now "sha256:WHOLE"',
    ),
    BrokenLayer(
        "XH-O016",
        {
            **STACKED,
            "pack.yaml": HEAD.replace("{visits: 1}", "{visits: 1, upon: 1}"),
            "overlay.yaml": changed("standard: visits.contact", "standard: upon.contact"),
        },
        "own/overlay.yaml:1:18",
        "“upon.contact”自己就是一个校本层（upon/overlay.yaml:1），不能再叠一层",
        '"upon.contact" is itself a layer (upon/overlay.yaml:1): no stacking',
    ),
    BrokenLayer(
        "XH-O017",
        _changes("  talking: {add: {garden: {title: {zh: 农场, en: G}, share: 0, measure: garden_days}}}\n"),
        "own/overlay.yaml:5:19",
        "“garden”的 share 是 0，要大于 0、小于 100",
        'share of "garden" is 0: it lies between 0 and 100',
    ),
    BrokenLayer(
        "XH-O017",
        _changes("  talking: {add: {garden: {title: {zh: 农场, en: G}, share: 100, measure: garden_days}}}\n"),
        "own/overlay.yaml:5:19",
        "“garden”的 share 是 100，要大于 0、小于 100",
        'share of "garden" is 100: it lies between 0 and 100',
        {"standards.yaml": changed("open: {add: 20}", "open: {add: 100}", STANDARDS)},
    ),
    BrokenLayer(
        "XH-O018",
        _layer("garden: {title", "long: {title"),
        "own/overlay.yaml:11:7",
        "代码“long”已经有了（visits/standards.yaml:14）",
        'code "long" is taken (visits/standards.yaml:14)',
    ),
    BrokenLayer(
        "XH-O019",
        _layer("decided: {by: head, on: 2025-09-10, minute: 校务会 9 号}\n", ""),
        "own/overlay.yaml:1:1",
        "没有写明这一层是谁、何时、按哪次会议决定的",
        "this layer does not say who decided it, when, by which minute",
    ),
    BrokenLayer(
        "XH-O020",
        _layer("for: {school: north}", "for: {teacher: li}"),
        "own/overlay.yaml:2:7",
        "for 要写一个单位，且是 pupil 所属的一级：class、school、district。",
        '"for" names one organisation that a pupil belongs to: class, school, district.',
    ),
    BrokenLayer(
        "XH-O020",
        _layer("for: {school: north}", "for: {school: north, class: c1}"),
        "own/overlay.yaml:2:1",
        "for 要写一个单位，且是 pupil 所属的一级：class、school、district。",
        '"for" names one organisation that a pupil belongs to: class, school, district.',
    ),
    BrokenLayer(
        "XH-P001",
        _layer("by: head", "by: haed"),
        "own/overlay.yaml:3:15",
        "没有声明岗位“haed”。是不是“head”？",
        'post "haed" is not declared. Did you mean "head"?',
    ),
    BrokenLayer(
        "XH-P006",
        _changes(
            "  talking: {add: {words: {title: {zh: 心得, en: Words}, share: 5, "
            "count: note = '好', from: visits.home_visit}}}\n"
        ),
        "own/overlay.yaml:5:19",
        "观测点“words”用了文字“home_visit.note”（visits/evidence.yaml:14）的内容",
        'leaf "words" uses what is written in "home_visit.note" (visits/evidence.yaml:14)',
    ),
    BrokenLayer(
        "XH-W006",
        {"worked/layer.yaml": "no: {refuse: {changes: {visiting: {weigh: {made: 50, long: 30, kept: 20}}}, "
         "error: XH-O004}, sum: 没有动。}\n"},
        "own/worked/layer.yaml:1:1",
        "算例“no”应当被 XH-O004 拒绝，实际是没有被拒绝",
        'example "no" should be refused by XH-O004; it was accepted',
    ),
)  # fmt: skip

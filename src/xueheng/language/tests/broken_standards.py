"""Packs with one fault in standards, scales and examples, with the whole message."""

from xueheng.language.tests.broken_packs import EXAMPLES, STANDARDS, Broken, layout, swap, tree

BROKEN = (
    Broken(
        "XH-S001",
        tree("  parts:\n    made: {measure: visits}\n", policy=""),
        "visits/standards.yaml:1:1",
        "节点“contact”没有说缺了下级怎么办",
        'node "contact" does not say what a missing part does',
    ),
    Broken(
        "XH-S002",
        tree("  parts:\n    a:\n      parts: {made: {measure: visits}}\n    made: {measure: visits}\n"),
        "visits/standards.yaml:9:5",
        "代码“made”在这个标准里出现两次，第一次在第 8 行",
        'code "made" stands twice in this standard, first on line 8',
    ),
    Broken(
        "XH-S003",
        tree(
            "  weights:\n"
            "    - {when: sex = 'male', weigh: {made: 100}}\n"
            "    - {when: all, weigh: {made: 90}}\n"
            "  parts:\n"
            "    made: {measure: visits}\n"
        ),
        "visits/standards.yaml:8:26",
        "这一行权重合计 90，上一行是 100",
        "this row of weights adds up to 90, the row above to 100",
    ),
    Broken(
        "XH-S004",
        tree("  parts:\n    made: {measure: visits, scale: {bands: [[80, 60], [85, 100]], else: 0}}\n"),
        "visits/standards.yaml:7:55",
        "分档重叠或倒退：80 之后是 85",
        "bands overlap or fall: 85 after 80",
    ),
    Broken(
        "XH-S005",
        tree("  weights:\n    - {when: all, weigh: {mad: 100}}\n  parts:\n    made: {measure: visits}\n"),
        "visits/standards.yaml:7:27",
        "“mad”不是节点“contact”的下级。是不是“made”？",
        '"mad" is not a part of node "contact". Did you mean "made"?',
    ),
    Broken(
        "XH-S006",
        tree("  source: {doc: 某文件, status: missing}\n  parts:\n    made: {measure: visits}\n"),
        "visits/standards.yaml:6:30",
        "来源状态是“missing”：不能公布",
        'status of its source is "missing": cannot be published',
    ),
    Broken(
        "XH-S007",
        tree("  parts:\n    made: {weight: 60, measure: visits}\n    more: {measure: visits}\n"),
        "visits/standards.yaml:8:5",
        "“more”没有写权重，而同级的写了：它按 1 算",
        '"more" has no weight, though its sisters have: it weighs 1',
    ),
    Broken(
        "XH-S008",
        tree(
            "  parts:\n"
            "    a:\n"
            "      rules: [{when: b < 60, at_most: 59}]\n"
            "      parts: {made: {measure: visits}}\n"
            "    b: {measure: visits}\n"
        ),
        "visits/standards.yaml:8:22",
        "规则只能看它下面的节点；“b”不在下面",
        'a rule may look at nodes below it; "b" is not below',
    ),
    Broken(
        "XH-S009",
        swap(STANDARDS, "extra: 0", "extra: 0, extr: 1"),
        "visits/standards.yaml:8:107",
        "赋分规则“by_aim”不要“extr”。是不是“extra”？",
        'scale "by_aim" does not take "extr". Did you mean "extra"?',
    ),
    Broken(
        "XH-S010",
        swap(STANDARDS, "{use: by_aim, extra: 0}", "by_aim"),
        "visits/standards.yaml:8:77",
        "赋分规则“by_aim”要“extra”，没有给",
        'scale "by_aim" takes "extra", which is not given',
    ),
    Broken(
        "XH-S011",
        tree("  groups: {teacher: [count]}\n  parts:\n    made: {measure: visits}\n"),
        "visits/standards.yaml:6:12",
        "pupil 不属于 teacher，不能按它分组",
        "pupil does not belong to teacher: no group of it",
    ),
    Broken(
        "XH-S012",
        tree("  levels: {good: [80, 良好], best: [80, 优秀]}\n  parts:\n    made: {measure: visits}\n"),
        "visits/standards.yaml:6:28",
        "等级“best”与“good”的分数线相同",
        'level "best" begins where "good" begins',
    ),
    Broken(
        "XH-S013",
        layout("总分: total", "总分: totl"),
        "visits/layouts.yaml:9:42",
        "标准“contact”没有节点“totl”。是不是“total”？",
        'standard "contact" has no node "totl". Did you mean "total"?',
    ),
    Broken(
        "XH-W002",
        swap(EXAMPLES, "  sum: 2 次，60 分；60 分钟，60 分；60×0.6 + 60×0.4 = 60。\n", ""),
        "visits/worked/visits.yaml:1:1",
        "算例“two_visits”没有把算式写成话",
        'example "two_visits" has no sum in words',
    ),
    Broken(
        "XH-W003",
        swap(EXAMPLES, "{made: 60, long: 60,", "{made: 60, lang: 60,"),
        "visits/worked/visits.yaml:7:25",
        "算例“two_visits”要“lang”的答案，contact 没有它。是不是“long”？",
        'example "two_visits" asks for "lang", which contact does not have. Did you mean "long"?',
    ),
    Broken(
        "XH-W004",
        swap(EXAMPLES, "then: {p1:", "then: {p2:"),
        "visits/worked/visits.yaml:7:10",
        "算例“two_visits”用到的“p2”没有给出。是不是“p1”？",
        'example "two_visits" speaks of "p2", which is not given. Did you mean "p1"?',
    ),
    Broken(
        "XH-W004",
        swap(EXAMPLES, "pupil: p1, day", "pupil: p9, day"),
        "visits/worked/visits.yaml:6:36",
        "算例“two_visits”用到的“p9”没有给出。是不是“p1”？",
        'example "two_visits" speaks of "p9", which is not given. Did you mean "p1"?',
    ),
)

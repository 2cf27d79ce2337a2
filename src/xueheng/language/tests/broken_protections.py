"""Packs with a leaf that reads what no evaluation may read, and openings that nobody can use; the whole message."""

from xueheng.language.tests.broken_packs import EVIDENCE, MEASURES, POSTS, Broken, more, swap, tree

_TEST = """\
mind_test:
  title: {zh: 测验, en: Test}
  about: pupil
  sensitive: psychological
  fields: {score: {title: {zh: 得分, en: Score}, integer: {}}}
"""
_FAITH = "    faith: {title: {zh: 宗教信仰, en: Faith}, yes_no: {}}\n"
_CARE = "    care: {title: {zh: 家境, en: Home}, sensitive: family, yes_no: {}}\n"
_RECORDS = swap(POSTS, "records: [home_visit, guidance]", "records: [home_visit, guidance, mind_test]")


def _leaf(keys: str) -> dict[str, str]:
    return tree(f"  parts:\n    made: {{{keys}}}\n")


BROKEN = (
    Broken(
        "XH-P006",
        _leaf("count: note = '好', from: home_visit"),
        "visits/standards.yaml:7:5",
        "观测点“made”用了文字“home_visit.note”（visits/evidence.yaml:14）的内容",
        'leaf "made" uses what is written in "home_visit.note" (visits/evidence.yaml:14)',
    ),
    Broken(
        "XH-P006",
        {**swap(MEASURES, "count: all, from: home_visit}", "count: note != '无', from: home_visit}"),
         **_leaf("value: visits * 2")},
        "visits/standards.yaml:7:5",
        "观测点“made”用了文字“home_visit.note”（visits/evidence.yaml:14）的内容（经统计项 visits.visits）",
        'leaf "made" uses what is written in "home_visit.note" (visits/evidence.yaml:14) through "visits.visits"',
    ),
    Broken(
        "XH-P007",
        {**more(EVIDENCE, _TEST), **_RECORDS, **_leaf("count: all, from: mind_test")},
        "visits/standards.yaml:7:5",
        "观测点“made”读了“visits.mind_test”（visits/evidence.yaml:19），它涉及心理测评，不能用来评价人",
        'leaf "made" reads "visits.mind_test" (visits/evidence.yaml:19), which tells of a psychological test: '
        "no person is judged by it",
    ),
    Broken(
        "XH-P007",
        {**swap(EVIDENCE, "guidance:", _CARE + "guidance:"), **_leaf("count: all, from: home_visit, where: care")},
        "visits/standards.yaml:7:5",
        "观测点“made”读了“home_visit.care”（visits/evidence.yaml:15），它涉及家庭状况，不能用来评价人",
        'leaf "made" reads "home_visit.care" (visits/evidence.yaml:15), which tells of family status: '
        "no person is judged by it",
    ),
    Broken(
        "XH-P008",
        {**swap(EVIDENCE, "guidance:", _FAITH + "guidance:"), **_leaf("count: faith, from: home_visit")},
        "visits/standards.yaml:7:5",
        "观测点“made”读了“home_visit.faith”（visits/evidence.yaml:15），“宗教”涉及宗教信仰，不能用来评价人",
        'leaf "made" reads "home_visit.faith" (visits/evidence.yaml:15): "宗教" tells of religion, '
        "no person is judged by it",
    ),
    Broken(
        "XH-O014",
        tree("  combine: profile\n  open: {add: 20}\n  parts:\n    made: {measure: visits}\n"),
        "visits/standards.yaml:7:10",
        "“contact”开放了 add，但它不是按权重合成的",
        '"contact" opens "add", but its parts are not put together by weight',
    ),
    Broken(
        "XH-O014",
        tree("  parts:\n    made: {measure: visits, open: {raise: bands}, scale: {points: value}}\n"),
        "visits/standards.yaml:7:36",
        "“made”开放了 raise，但它没有按分档（bands）赋分",
        '"made" opens "raise", but it is no leaf scored by bands',
    ),
    Broken(
        "XH-O014",
        tree(
            "  open: {weigh: {made: [40, 60]}}\n"
            "  weights: [{when: all, weigh: {made: 50}}]\n"
            "  parts:\n    made: {measure: visits}\n"
        ),
        "visits/standards.yaml:6:10",
        "“contact”开放了 weigh，但它的权重是按情形写的几行",
        '"contact" opens "weigh", but its weights stand in rows by case',
    ),
    Broken(
        "XH-O021",
        tree("  open: {weigh: {made: [40, 60]}}\n  parts:\n    made: {weight: 70, measure: visits}\n"),
        "visits/standards.yaml:6:18",
        "made 在基准里是 70，不在它自己开放的 40–60 之内",
        "made weighs 70 in the base, outside its own bounds 40–60",
    ),
    Broken(
        "XH-S005",
        tree("  open: {weigh: {mad: [40, 60]}}\n  parts:\n    made: {weight: 50, measure: visits}\n"),
        "visits/standards.yaml:6:18",
        "“mad”不是节点“contact”的下级。是不是“made”？",
        '"mad" is not a part of node "contact". Did you mean "made"?',
    ),
)  # fmt: skip

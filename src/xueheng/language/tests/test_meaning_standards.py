"""What is inherited in a standard's tree is settled on every node."""

from fractions import Fraction
from pathlib import Path

import pytest

from xueheng.language.public import (
    BandScale,
    Comparison,
    LineScale,
    NodeResult,
    PassScale,
    PercentileScale,
    PointsScale,
    StandardNode,
)
from xueheng.language.tests.broken_packs import tree
from xueheng.language.tests.small_packs import library_of_files, load_files, said


@pytest.fixture(autouse=True)
def _beside_the_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def nodes(tmp_path: Path, text: str, policy: str = "  missing: block\n") -> dict[str, StandardNode]:
    """The nodes by code of the tree that `text` completes."""
    library = library_of_files(tmp_path, tree(text, policy))
    found: dict[str, StandardNode] = {}
    waiting = [library.standards["visits.contact"].root]
    while waiting:
        node = waiting.pop()
        found[node.code] = node
        waiting += node.parts
    return found


DEEP = """\
  parts:
    a:
      title: {zh: 甲, en: A}
      missing: zero
      needs: 40
      scale: {title: {zh: 尺, en: S}, points: value}
      parts:
        b: {measure: visits}
        c: {measure: visits, missing: leave_out, scale: {title: {zh: 尺, en: S}, points: value * 2}}
        d:
          title: {zh: 丁, en: D}
          parts: {e: {measure: visits}}
    f: {measure: visits}
"""


def test_missing_holds_for_what_is_below_and_on_a_leaf_for_itself(tmp_path: Path) -> None:
    found = nodes(tmp_path, DEEP)
    policies = {code: node.if_missing for code, node in found.items()}
    assert policies == {
        "total": "block",
        "a": "block",
        "b": "zero",
        "c": "leave_out",
        "d": "zero",
        "e": "zero",
        "f": "block",
    }


def test_needs_and_scale_come_from_the_nearest_above(tmp_path: Path) -> None:
    found = nodes(tmp_path, DEEP)
    assert {code: str(node.needs) for code, node in found.items() if node.needs} == dict.fromkeys("abcde", "40")
    assert isinstance(found["e"].scale, PointsScale)
    assert found["e"].scale != found["c"].scale
    assert found["f"].scale is None


def test_equal_weights_are_one_each(tmp_path: Path) -> None:
    assert nodes(tmp_path, DEEP)["b"].weight == Fraction(1)


def test_a_profile_hands_its_decimals_and_levels_to_its_parts_only(tmp_path: Path) -> None:
    found = nodes(
        tmp_path,
        "  combine: profile\n  decimals: 1\n  levels: {high: [50, 高], low: [0, 低]}\n"
        "  parts:\n"
        "    a: {title: {zh: 甲, en: A}, parts: {b: {measure: visits}}}\n"
        "    c: {measure: visits, decimals: 3}\n",
    )
    assert (found["a"].decimals, [level.code for level in found["a"].levels]) == (1, ["high", "low"])
    assert (found["c"].decimals, len(found["c"].levels)) == (3, 2)
    assert (found["b"].decimals, found["b"].levels) == (None, ())


def test_other_nodes_keep_their_decimals_to_themselves(tmp_path: Path) -> None:
    found = nodes(tmp_path, "  decimals: 1\n  parts: {a: {measure: visits}}\n")
    assert (found["total"].decimals, found["a"].decimals) == (1, None)


def test_empty_of_a_tree_holds_for_measures_in_place(tmp_path: Path) -> None:
    text = (
        "  empty: missing\n"
        "  parts:\n"
        "    a: {title: {zh: 甲, en: A}, count: all, from: home_visit}\n"
        "    b: {measure: visits}\n"
    )
    library = library_of_files(tmp_path, tree(text))
    in_place = library.measures["visits.contact.a", "visits.pupil"].fold
    named = library.measures["visits.visits", "visits.pupil"].fold
    assert in_place is not None
    assert named is not None
    assert (in_place.empty, named.empty) == ("missing", "zero")


def test_a_leaf_without_a_title_has_its_measures(tmp_path: Path) -> None:
    assert nodes(tmp_path, "  parts: {a: {measure: visits}}\n")["a"].title.zh == "家访次数"


def test_bands_may_rise_where_low_is_better(tmp_path: Path) -> None:
    scale = "{title: {zh: 尺, en: S}, better: low, bands: [[5, 100], [10, 60]], else: 0}"
    found = nodes(tmp_path, f"  parts: {{a: {{measure: visits, scale: {scale}}}}}\n")["a"].scale
    assert found == BandScale(((Fraction(5), Fraction(100)), (Fraction(10), Fraction(60))), Fraction(0), "low")


def test_each_kind_of_scale_in_place(tmp_path: Path) -> None:
    def scale(written: str) -> object:
        return nodes(
            tmp_path, f"  parts: {{a: {{measure: visits, scale: {{title: {{zh: 尺, en: S}}, {written}}}}}}}\n"
        )["a"].scale

    assert scale("line: [[0, 0], [0.8, 100]]") == LineScale(
        ((Fraction(0), Fraction(0)), (Fraction(4, 5), Fraction(100)))
    )
    assert isinstance(scale("pass: value >= 3 and sex = 'male'"), PassScale)
    assert scale("percentile: {within: pupils}") == PercentileScale("visits.pupils")
    assert isinstance(scale("points: 'least(value, 100)'"), PointsScale)


def test_rules_read_values_and_levels_of_nodes_below(tmp_path: Path) -> None:
    text = (
        "  rules: [{when: a.value > 3 and b.level = 'low' and visits > 1, at_most: 59, title: {zh: 封顶, en: Cap}}]\n"
        "  parts:\n"
        "    a: {measure: visits}\n"
        "    b: {title: {zh: 乙, en: B}, levels: {high: [50, 高], low: [0, 低]}, parts: {c: {measure: visits}}}\n"
    )
    rule = nodes(tmp_path, text)["total"].rules[0]
    compared = rule.when.left  # type: ignore[union-attr]
    value, level = compared.left.left, compared.right.left  # type: ignore[union-attr]
    assert isinstance(compared.left, Comparison)  # type: ignore[union-attr]
    assert isinstance(value, NodeResult)
    assert (value.code, value.what, value.type.decimals) == ("a", "value", 0)
    assert isinstance(level, NodeResult)
    assert (level.what, level.type.codes) == ("level", ("high", "low"))
    assert (rule.act, rule.amount, rule.title.en) == ("at_most", Fraction(59), "Cap")


def test_a_level_that_is_none_is_refused(tmp_path: Path) -> None:
    text = (
        "  rules: [{when: b.level = 'middle', at_most: 59}]\n"
        "  parts:\n"
        "    b: {title: {zh: 乙, en: B}, levels: {high: [50, 高], low: [0, 低]}, parts: {c: {measure: visits}}}\n"
    )
    assert said(load_files(tmp_path, tree(text)).issues) == [
        'visits/standards.yaml:6:28 XH-E003 b.level is a code of high, low; "middle" is none of them.'
    ]


def test_a_coefficient_of_variation_is_compared_by_a_scale_and_never_added(tmp_path: Path) -> None:
    files = tree("  parts: {a: {measure: visits}}\n")
    school = (
        "uneven:\n  title: {zh: 差异, en: Uneven}\n  of: school\n  period: school_year\n  missing: block\n"
        "  parts:\n    u: {title: {zh: 差异, en: U}, variation: visits, from: pupils, scale: SCALE}\n"
    )
    sound = school.replace("SCALE", "{title: {zh: 尺, en: S}, pass: value <= 0.5}")
    library = library_of_files(tmp_path, {**files, "standards.yaml": files["standards.yaml"] + sound})
    assert library.measures["visits.uneven.u", "visits.school"].type.kind.value == "variation"
    added = school.replace("SCALE", "{title: {zh: 尺, en: S}, points: value * 100}")
    wrong = load_files(tmp_path, {**files, "standards.yaml": files["standards.yaml"] + added})
    assert [issue.rule for issue in wrong.issues] == ["XH-M020"]

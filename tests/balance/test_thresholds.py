"""Every threshold of the pack is a line of the national table, compared as its sign says; what is recalled says so."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from tests.balance.plain_sums import LINES, rules
from xueheng.language.public import (
    SHIPPED,
    Comparison,
    Constant,
    Expression,
    Library,
    Logic,
    RowColumn,
    Standard,
    StandardNode,
    TableScale,
    load,
)


@pytest.fixture(scope="module")
def library() -> Library:
    loaded = load("balance")
    assert loaded.library
    return loaded.library


def rows(library: Library, table: str) -> list[dict[str, object]]:
    found = library.tables[f"balance.{table}"]
    names = [column.name for column in found.columns]
    return [dict(zip(names, cells, strict=True)) for cells in found.rows]


def words(library: Library, column: str) -> dict[str, str]:
    """Code → the word printed in the table."""
    found = next(c for c in library.tables["balance.indicators"].columns if c.name == column)
    return {code: title.zh for code, title in found.titles}


def leaves(node: StandardNode) -> Iterator[StandardNode]:
    if not node.parts:
        yield node
    for part in node.parts:
        yield from leaves(part)


def all_leaves(library: Library) -> Iterator[tuple[Standard, StandardNode]]:
    for name, standard in library.standards.items():
        if name.startswith("balance."):
            yield from ((standard, leaf) for leaf in leaves(standard.root))


def equalities(where: Expression | None) -> dict[str, str | None]:
    """Column → the constant it must equal; None where it equals something of the subject's."""
    if isinstance(where, Logic):
        return equalities(where.left) | equalities(where.right)
    if isinstance(where, Comparison) and isinstance(where.left, RowColumn):
        constant = where.right.value if isinstance(where.right, Constant) else None
        return {where.left.name: str(constant) if constant is not None else None}
    return {}


def test_the_two_tables_are_the_printed_lines_and_their_statuses(library: Library) -> None:
    names, stages = words(library, "name"), words(library, "stage")
    found: list[tuple[object, ...]] = [
        (names[str(r["name"])], stages[str(r["stage"])], r["threshold"], r["status"])
        for r in rows(library, "indicators")
    ]
    found += [(r["name"], None, r["threshold"], r["status"]) for r in rows(library, "recalled_indicators")]
    printed = []
    for line in LINES:
        value = Fraction(line["threshold"]) if line["threshold"] else None
        verified = line["status"] == "verified"
        printed.append((line["name"], line["stage"] if verified else None, value, line["status"]))
    assert len(printed) == 44
    assert sorted(found, key=str) == sorted(printed, key=str)


def test_the_limits_of_variation_are_those_of_the_rules(library: Library) -> None:
    found = {r["stage"]: r["cv_most"] for r in rows(library, "cv_limits")}
    limits = rules()["cv_limits"]
    assert found == {
        code: Fraction(str(limits[word]["value"])) for code, word in (("primary", "小学"), ("junior", "初中"))
    }
    assert {limits[word]["op"] for word in ("小学", "初中")} == {"<="}


def test_the_vetoes_are_those_of_the_rules_with_their_statuses(library: Library) -> None:
    found = [(r["name"], r["status"]) for r in rows(library, "vetoes")]
    assert found == [(one["text"], one["status"]) for one in rules()["veto"]]


def test_every_numeric_line_is_compared_as_its_sign_says(library: Library) -> None:
    """A leaf per line: `>=` and `=` (of a share, at most 100 %) are reached from above, `<=` from below."""
    names, stages = words(library, "name"), words(library, "stage")
    compared: dict[tuple[str, str], str] = {}
    for _, leaf in all_leaves(library):
        if isinstance(leaf.scale, TableScale) and leaf.scale.table == "balance.indicators":
            fixed = equalities(leaf.scale.where)
            wanted = [fixed["stage"]] if fixed["stage"] else ["primary", "junior"]
            for stage in wanted:
                compared[names[str(fixed["name"])], stages[str(stage)]] = leaf.scale.better
    numeric = {(x["name"], x["stage"]): x["op"] for x in LINES if x["threshold"] and x["status"] == "verified"}
    assert compared.keys() == numeric.keys()
    for line, sign in numeric.items():
        assert compared[line] == {">=": "high", "=": "high", "<=": "low"}[sign], line


def test_no_threshold_is_typed_a_second_time() -> None:
    """Numbers of the table stand in no measure, scale or standard; 6, 7, 85 and 50 are rules of the text, not lines."""
    telling = {x["threshold"] for x in LINES if x["threshold"]} - {"1", "3", "5", "50", "85", "100"}
    for name in ("measures", "scales", "standards", "populations"):
        text = (Path(SHIPPED) / "balance" / f"{name}.yaml").read_text("utf-8")
        formulas = re.sub(r"#.*|\{zh:.*?\}|title:.*|doc:[^,}]*", "", text)
        assert not telling & set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", formulas)), name


def test_what_is_recalled_says_so_wherever_it_is_shown(library: Library) -> None:
    recalled = {leaf.code for _, leaf in all_leaves(library) if leaf.source.status == "recalled"}
    assert recalled == {
        "posts_pooled", "g10", "monitored_level", "monitored_spread", "e9",
        "primary_compliance", "junior_compliance", "government_part", "quality_part", "no_recalled_veto",
    }  # fmt: skip
    assert library.measures["balance.six_met", "common.section"].source.status == "verified"
    assert library.measures["balance.rest_near", "common.section"].source.status == "recalled"
    assert library.measures["balance.approved_percent", "common.district"].source.status == "decided"
    assert library.tables["balance.recalled_indicators"].source.status == "recalled"


def test_the_items_are_fifteen_and_nine(library: Library) -> None:
    counted = {
        name: len(list(leaves(library.standards[f"balance.{name}"].root)))
        for name in ("government_standard", "quality_standard", "resource_standard", "variation_standard")
    }
    assert counted == {
        "government_standard": 15,
        "quality_standard": 9,
        "resource_standard": 7,
        "variation_standard": 7,
    }
    assert {int(x["no"]) for x in LINES if x["dimension"] == "政府保障程度"} == set(range(1, 16))
    assert {int(x["no"]) for x in LINES if x["dimension"] == "教育质量"} == set(range(1, 10))


def test_the_published_vector_is_worked_out_with_the_published_numbers(library: Library) -> None:
    """The example that `check` computes has the numbers of the rules, and by hand their variation rounds to 0.515."""
    vector = rules()["cv_formula"]["test_vector"]
    example = next(one for one in library.examples if one.name == "balance.published_vector")
    assert [record.fields["pupils"] for record in example.records] == vector["students"]
    assert [record.fields["equipment"] for record in example.records] == vector["amounts"]
    pupils, mean = sum(vector["students"]), Fraction(sum(vector["amounts"]), sum(vector["students"]))
    pairs = list(zip(vector["students"], vector["amounts"], strict=True))
    square = sum((p * (Fraction(x, p) - mean) ** 2 for p, x in pairs), Fraction(0)) / pupils / mean**2
    assert Fraction("0.5145") ** 2 <= square < Fraction("0.5155") ** 2
    assert {(one.code, one.by, one.answer) for one in example.expected} == {
        ("cv6", "primary", str(vector["CV"])),
        ("v6", "primary", "0"),
    }

"""Expressions: the grammar of the language, exactly, and what an author is told outside it."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xueheng.language.parser import parse_expression
from xueheng.language.positions import Place, Scalar
from xueheng.language.syntax import (
    Invocation,
    Knowing,
    Negative,
    Not,
    NumberLiteral,
    OneOf,
    Operation,
    Path,
    Syntax,
    TextLiteral,
    TruthLiteral,
    Within,
)


def scalar(text: str, quoted: bool = False) -> Scalar:
    return Scalar(text, quoted, False, Place("m.yaml", 7, 21))


def tree(text: str) -> Syntax:
    found, issues = parse_expression(scalar(text))
    assert [issue.say("en") for issue in issues] == []
    assert found is not None
    return found


def said(node: Syntax) -> str:
    """The tree with all its brackets."""
    match node:
        case NumberLiteral():
            return str(node.value)
        case TextLiteral():
            return repr(node.value)
        case TruthLiteral():
            return str(node.value).lower()
        case Path():
            return str(node)
        case Invocation():
            return f"{node.function}({', '.join(said(found) for found in node.arguments)})"
        case Negative():
            return f"(-{said(node.operand)})"
        case Not():
            return f"(not {said(node.operand)})"
        case Operation():
            return f"({said(node.left)} {node.operator} {said(node.right)})"
        case OneOf():
            return f"({said(node.operand)} in {' | '.join(said(found) for found in node.choices)})"
        case Within():
            return f"({said(node.operand)} in {said(node.low)} .. {said(node.high)})"
        case Knowing():
            return f"({said(node.operand)} is {'known' if node.known else 'missing'})"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a or b and c", "(a or (b and c))"),
        ("a and b or c and d", "((a and b) or (c and d))"),
        ("not a = 1 and b", "((not (a = 1)) and b)"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b / c * d", "(((a / b) / c) * d)"),
        ("a + b * c", "(a + (b * c))"),
        ("(a + b) * c", "((a + b) * c)"),
        ("-a * b", "((-a) * b)"),
        ("a - -b", "(a - (-b))"),
        ("2 * -3.50", "(2 * (-7/2))"),
        ("a + 1 >= b - 2", "((a + 1) >= (b - 2))"),
        ("mode = 'in_person'", "(mode = 'in_person')"),
        ("kind in '211' | '218'", "(kind in '211' | '218')"),
        ("n in 1..5", "(n in 1 .. 5)"),
        ("n in 0.5 .. 1.5", "(n in 1/2 .. 3/2)"),
        ("grade.stage in 'primary' | 'junior' and public", "((grade.stage in 'primary' | 'junior') and public)"),
        ("a.b.c.d is known", "(a.b.c.d is known)"),
        ("a + b is missing", "((a + b) is missing)"),
        ("a = true or b = false", "((a = true) or (b = false))"),
        ("least(value, 100)", "least(value, 100)"),
        ("first_known(a, b or c, abs(d))", "first_known(a, (b or c), abs(d))"),
        ("years ( born , day )", "years(born, day)"),
        ("days > least", "(days > least)"),
        ("note = '“家访”，a or b'", "(note = '“家访”，a or b')"),
        ("all", "all"),
        ("007", "7"),
        ("a\n  and b", "(a and b)"),
    ],
)
def test_what_an_expression_means(text: str, meant: str) -> None:
    assert said(tree(text)) == meant


def test_a_number_keeps_its_decimals() -> None:
    assert tree("1.50") == NumberLiteral(Fraction(3, 2), 2, 0)


def test_every_node_knows_its_column() -> None:
    found = tree("ab and not c > 'd'")
    assert isinstance(found, Operation)
    assert (found.column, found.left.column, found.right.column) == (3, 0, 7)
    assert isinstance(found.right, Not)
    comparison = found.right.operand
    assert isinstance(comparison, Operation)
    assert (comparison.column, comparison.left.column, comparison.right.column) == (13, 11, 15)


VALUE_EN = "a value is wanted (a name, a number, 'a text', true, false, a function or a bracket)"
VALUE_ZH = "这里要一个值（名称、数、'文字'、true、false、函数或括号）"
LITERAL_EN = "a number, 'a text', true or false is wanted"
MORE_EN = "an operator, and, or, or the end is wanted"

DEPARTURES = [
    ("", 21, "the expression is empty: " + VALUE_EN),
    ("eval(1)", 25, 'unexpected "(" after "eval": the functions are least, greatest, abs, first_known, days, years'),
    ("if(a, 1, 2)", 23, 'unexpected "(" after "if": the functions are least, greatest, abs, first_known, days, years'),
    ("a.b(1)", 24, 'unexpected "(" after "a.b": the functions are least, greatest, abs, first_known, days, years'),
    ("a and", 26, f'the expression ends after "and": {VALUE_EN}'),
    ("a b", 23, f'unexpected "b" after "a": {MORE_EN}'),
    ("a == b", 24, f'unexpected "=" after "=": {VALUE_EN}'),
    ("a = b = c", 27, 'unexpected "=" after "b": two values are compared at a time; join them with and'),
    ("not not a", 25, f'unexpected "not" after "not": {VALUE_EN}'),
    ("- - a", 23, f'unexpected "-" after "-": {VALUE_EN}'),
    ("a = not b", 25, f'unexpected "not" after "=": {VALUE_EN}'),
    ("a in b", 26, f'unexpected "b" after "in": {LITERAL_EN}'),
    ("a in -1 .. 1", 26, f'unexpected "-" after "in": {LITERAL_EN}'),
    ("a in 1 .. 2 .. 3", 33, f'unexpected ".." after "2": {MORE_EN}'),
    ("a is b", 26, 'unexpected "b" after "is": after "is", known or missing is wanted'),
    ("(a", 23, 'the expression ends after "a": the bracket is not closed, ")" is wanted'),
    ("a)", 22, f'unexpected ")" after "a": {MORE_EN}'),
    ("least()", 27, f'unexpected ")" after "(": {VALUE_EN}'),
    ("least(a,)", 29, f'unexpected ")" after ",": {VALUE_EN}'),
    ("a.b.c.d.e", 21, 'unexpected "a.b.c.d.e" at the beginning: a path has at most 4 names'),
    ("a.and", 21, 'unexpected "a.and" at the beginning: "and" is a word of the grammar and no name'),
    ("a . b", 23, f'unexpected "." after "a": {MORE_EN}'),
    ("1.", 22, f'unexpected "." after "1": {MORE_EN}'),
    ("1a", 22, f'unexpected "a" after "1": {MORE_EN}'),
    ("Mode", 21, 'unexpected "M" at the beginning: names have small letters only'),
    ("a = 'b", 25, 'unexpected "\'" after "=": the quote of this text is not closed'),
    ('a = "b"', 25, 'unexpected """ after "=": a text stands in single quotes: \'text\''),
    ("（a）", 21, 'unexpected "（" at the beginning: this is a full-width sign; write ('),
    ("a ＝ 1", 23, 'unexpected "＝" after "a": this is a full-width sign; write ='),
    ("a := 1", 23, f'unexpected ":" after "a": {MORE_EN}'),
    ("a; b", 22, f'unexpected ";" after "a": {MORE_EN}'),
    ("a[0]", 22, f'unexpected "[" after "a": {MORE_EN}'),
    ("a.__class__", 22, f'unexpected "." after "a": {MORE_EN}'),
    ("__import__('os')", 21, f'unexpected "_" at the beginning: {VALUE_EN}'),
    ("a or lambda: 1", 32, f'unexpected ":" after "lambda": {MORE_EN}'),
    ("1; DROP TABLE a", 22, f'unexpected ";" after "1": {MORE_EN}'),
    ("a --- b", 25, f'unexpected "-" after "-": {VALUE_EN}'),
]


@pytest.mark.parametrize(("text", "column", "message"), DEPARTURES, ids=[text for text, _, _ in DEPARTURES])
def test_a_departure_from_the_grammar_is_told_at_its_column(text: str, column: int, message: str) -> None:
    found, issues = parse_expression(scalar(text))
    assert found is None
    assert [issue.say("en") for issue in issues] == [f"m.yaml:7:{column} XH-E001 {message}"]


def test_a_departure_is_told_in_chinese() -> None:
    assert [issue.say("zh") for issue in parse_expression(scalar("eval(1)"))[1]] == [
        "m.yaml:7:25 XH-E001 “eval”之后的“(”不该在这里：函数只有 least, greatest, abs, first_known, days, years"
    ]
    assert [issue.say("zh") for issue in parse_expression(scalar("a and"))[1]] == [
        f"m.yaml:7:26 XH-E001 表达式在“and”之后断了：{VALUE_ZH}"
    ]


def test_in_a_quoted_text_the_quote_counts() -> None:
    assert [str(issue.place) for issue in parse_expression(scalar("a b", quoted=True))[1]] == ["m.yaml:7:24"]


def test_500_characters_are_read_and_501_are_not() -> None:
    text = "a + " * 124 + "abcd"
    assert len(text) == 500
    tree(text)
    assert [issue.say("en") for issue in parse_expression(scalar(text + "e"))[1]] == [
        "m.yaml:7:21 XH-E005 expression deeper than 20 or longer than 500 characters"
    ]


def test_brackets_nest_to_depth_20_and_no_deeper() -> None:
    assert said(tree("(" * 19 + "a" + ")" * 19)) == "a"
    for text in ("(" * 20 + "a" + ")" * 20, "abs(" * 20 + "a" + ")" * 20, "(" * 499):
        assert [issue.rule for issue in parse_expression(scalar(text))[1]] == ["XH-E005"]


def test_brackets_side_by_side_are_no_depth() -> None:
    tree(" + ".join(["(a)"] * 60))


def test_a_number_has_at_most_30_digits() -> None:
    tree("9" * 30)
    tree("1." + "0" * 29)
    for text in ("9" * 31, "1." + "0" * 30):
        assert [issue.say("en") for issue in parse_expression(scalar(f"a > {text}"))[1]] == [
            f'm.yaml:7:25 XH-K003 a number is wanted here; "{text}" has more than 30 digits'
        ]


PIECES = st.sampled_from(
    [
        *("a", "b.c", "1", "0.5", "'x'", "true", "(", ")", ",", "and", "or", "not", "in", "is", "known", "missing"),
        *("=", "<=", "+", "-", "*", "/", "|", "..", "least(", "abs(", "eval", "'", '"', "（", "\0", " ", "\n", "𝒳"),
    ]
)


@given(st.one_of(st.text(max_size=600), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES).map("".join)))
def test_any_text_is_a_tree_or_one_issue(text: str) -> None:
    found, issues = parse_expression(scalar(text))
    assert (found is None) == (len(issues) == 1)
    assert all(issue.rule in ("XH-E001", "XH-E005", "XH-K003") for issue in issues)
    assert not found or said(found)

"""Reads a scalar as what its place wants: a number, yes or no, a day, a name, a title.

Each function returns the value, or the issue that says why the text is none.
"""

import re
from datetime import date
from fractions import Fraction

from xueheng.language import reading_rules as _rules  # noqa: F401  fills the catalogue of rules
from xueheng.language.excerpts import excerpt
from xueheng.language.issues import Issue, issue
from xueheng.language.positions import Mapping, Node, Scalar
from xueheng.language.tokens import KEYWORDS, MOST_DIGITS
from xueheng.wording import Text

LONGEST_NAME = 40

_NUMBER = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TRUTHS = {"yes": True, "no": False, "true": True, "false": False}
_RESERVED = (*KEYWORDS, "all")


def read_number(scalar: Scalar) -> tuple[Fraction, int] | Issue:
    """The exact number and how many decimals it is written with; at most 30 digits.

    >>> from xueheng.language.positions import Place
    >>> read_number(Scalar("-2.50", False, False, Place("f", 1, 1)))
    (Fraction(-5, 2), 2)
    """
    found = _NUMBER.fullmatch(scalar.text) if len(scalar.text) <= MOST_DIGITS + 2 else None
    if found and len(found[1]) + len(found[2] or "") <= MOST_DIGITS:
        return Fraction(scalar.text), len(found[2] or "")
    too_long = re.fullmatch(r"-?[0-9.]+", scalar.text) and len(scalar.text) > MOST_DIGITS
    why = Text("不是数", "is none")
    if too_long:
        why = Text(f"超过 {MOST_DIGITS} 位", f"has more than {MOST_DIGITS} digits")
    return issue("XH-K003", scalar.place, found=excerpt(scalar.text), why=why)


def read_truth(scalar: Scalar) -> bool | Issue:
    """`yes`, `true`, `no`, `false`."""
    if scalar.text in _TRUTHS:
        return _TRUTHS[scalar.text]
    nothing = Text("", "")
    return issue("XH-K014", scalar.place, found=excerpt(scalar.text), words=", ".join(_TRUTHS), suggestion=nothing)


def read_day(scalar: Scalar) -> date | Issue:
    """A day as YYYY-MM-DD."""
    found = _DAY.fullmatch(scalar.text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else _no_day(scalar)
    except ValueError:
        return _no_day(scalar)


def _no_day(scalar: Scalar) -> Issue:
    return issue("XH-K015", scalar.place, found=excerpt(scalar.text))


def read_name(scalar: Scalar) -> str | Issue:
    """A name: small letters, digits and _, beginning with a letter, at most 40, no word of the grammar."""
    why = why_no_name(scalar.text)
    return issue("XH-K004", scalar.place, found=excerpt(scalar.text), why=why) if why else scalar.text


def why_no_name(text: str) -> Text | None:
    """Why `text` cannot be a name; None when it can.

    >>> why_no_name("home_visit") is None
    True
    >>> why_no_name("and").en
    'it is a word of the language'
    """
    if len(text) > LONGEST_NAME:
        return Text(f"长于 {LONGEST_NAME} 个字符", f"it is longer than {LONGEST_NAME} characters")
    if not _NAME.fullmatch(text):
        return Text("只用小写字母、数字和下划线，以字母开头", "a name has small letters, digits and _, a letter first")
    if text in _RESERVED:
        return Text("它是语言的保留词", "it is a word of the language")
    return None


def read_title(node: Node) -> Text:
    """A title or note: text (Chinese) or `{zh, en}`; the shape check has seen to the rest."""
    if isinstance(node, Scalar):
        return Text(node.text)
    if isinstance(node, Mapping):
        zh, en = node.get("zh"), node.get("en")
        return Text(zh.text if isinstance(zh, Scalar) else "", en.text if isinstance(en, Scalar) else "")
    return Text("")

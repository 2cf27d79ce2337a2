"""Parses an expression into the tree of `syntax`, exactly by the grammar of the pack language.

At most 500 characters, brackets at most 20 deep, numbers of at most 30 digits. A departure from the
grammar is one issue at its column, saying what was found and what was wanted.
"""

from fractions import Fraction
from typing import Literal, cast, get_args

from xueheng.language import reading_rules as _rules  # noqa: F401  fills the catalogue of rules
from xueheng.language.excerpts import excerpt
from xueheng.language.issues import Issue, issue
from xueheng.language.positions import Scalar
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
from xueheng.language.tokens import KEYWORDS, MOST_DIGITS, Token, tokens
from xueheng.wording import Text

LONGEST = 500
DEEPEST = 20
MOST_NAMES = 4

_Function = Literal["least", "greatest", "abs", "first_known", "days", "years"]
FUNCTIONS: tuple[str, ...] = get_args(_Function)
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")

_VALUE = Text(
    "这里要一个值（名称、数、'文字'、true、false、函数或括号）",
    "a value is wanted (a name, a number, 'a text', true, false, a function or a bracket)",
)
_GOES_ON = Text("之后可接运算符、and、or，或到此为止", "an operator, and, or, or the end is wanted")
_LITERAL = Text("这里要写数、'文字'、true 或 false", "a number, 'a text', true or false is wanted")
_FULL_WIDTH = {"（": "(", "）": ")", "＝": "=", "＜": "<", "＞": ">", "，": ",", "‘": "'", "’": "'", "“": "'", "”": "'"}


class _DepartureError(Exception):
    """The text leaves the grammar."""

    def __init__(self, found: Issue) -> None:
        super().__init__(found.rule)
        self.found = found


def parse_expression(scalar: Scalar) -> tuple[Syntax | None, list[Issue]]:
    """The tree of the expression in `scalar`, or None and the one issue that stops it (XH-E001, E005, K003)."""
    if len(scalar.text) > LONGEST:
        return None, [issue("XH-E005", scalar.place)]
    try:
        return _Parser(scalar).whole(), []
    except _DepartureError as departure:
        return None, [departure.found]


class _Parser:
    """Recursive descent; `depth` counts open brackets, so the recursion is bounded."""

    def __init__(self, scalar: Scalar) -> None:
        self.scalar = scalar
        self.tokens = tokens(scalar.text)
        self.at = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.at]

    def whole(self) -> Syntax:
        tree = self.either()
        if self.next.kind != "end":
            raise self.departure(self._after_a_value())
        return tree

    def either(self) -> Syntax:
        left = self.both()
        while operator := self.take("word", "or"):
            left = Operation("or", left, self.both(), operator.column)
        return left

    def both(self) -> Syntax:
        left = self.negation()
        while operator := self.take("word", "and"):
            left = Operation("and", left, self.negation(), operator.column)
        return left

    def negation(self) -> Syntax:
        sign = self.take("word", "not")
        return Not(self.comparison(), sign.column) if sign else self.comparison()

    def comparison(self) -> Syntax:
        left = self.sum()
        if operator := self.take("sign", *COMPARISONS):
            return Operation(operator.text, left, self.sum(), operator.column)
        if operator := self.take("word", "in"):
            return self.choice(left, operator)
        if operator := self.take("word", "is"):
            known = self.take("word", "known", "missing")
            if known is None:
                raise self.departure(Text("is 之后只能写 known 或 missing", 'after "is", known or missing is wanted'))
            return Knowing(left, known.text == "known", operator.column)
        return left

    def choice(self, operand: Syntax, operator: Token) -> Syntax:
        first = self.literal()
        if self.take("sign", ".."):
            return Within(operand, first, self.literal(), operator.column)
        choices = [first]
        while self.take("sign", "|"):
            choices.append(self.literal())
        return OneOf(operand, tuple(choices), operator.column)

    def sum(self) -> Syntax:
        left = self.product()
        while operator := self.take("sign", "+", "-"):
            left = Operation(operator.text, left, self.product(), operator.column)
        return left

    def product(self) -> Syntax:
        left = self.factor()
        while operator := self.take("sign", "*", "/"):
            left = Operation(operator.text, left, self.factor(), operator.column)
        return left

    def factor(self) -> Syntax:
        sign = self.take("sign", "-")
        return Negative(self.operand(), sign.column) if sign else self.operand()

    def operand(self) -> Syntax:
        if self.next.kind == "path":
            name = self.advance()
            return self.call(name) if self.next.text == "(" else self.path(name)
        if self.take("sign", "("):
            self.enter()
            inner = self.either()
            self.close()
            return inner
        if self.next.kind in ("number", "text") or self.next.text in ("true", "false"):
            return self.literal()
        raise self.departure(_VALUE)

    def call(self, name: Token) -> Syntax:
        if name.text not in FUNCTIONS:
            listed = ", ".join(FUNCTIONS)
            raise self.departure(Text(f"函数只有 {listed}", f"the functions are {listed}"))
        self.advance()
        self.enter()
        arguments = [self.either()]
        while self.take("sign", ","):
            arguments.append(self.either())
        self.close()
        return Invocation(cast(_Function, name.text), tuple(arguments), name.column)

    def path(self, token: Token) -> Syntax:
        names = tuple(token.text.split("."))
        if len(names) > MOST_NAMES:
            self.at -= 1
            raise self.departure(Text("一条路径最多四个名称", "a path has at most 4 names"))
        for name in names:
            if name in KEYWORDS:
                self.at -= 1
                raise self.departure(
                    Text(f"{name} 是保留词，不能作名称", f'"{name}" is a word of the grammar and no name')
                )
        return Path(names, token.column)

    def literal(self) -> Syntax:
        token = self.next
        if token.kind == "number":
            self.advance()
            return self.number(token)
        if token.kind == "text":
            self.advance()
            return TextLiteral(token.text[1:-1], token.column)
        if self.take("word", "true", "false"):
            return TruthLiteral(token.text == "true", token.column)
        raise self.departure(_LITERAL)

    def number(self, token: Token) -> Syntax:
        whole, _, decimals = token.text.partition(".")
        if len(whole) + len(decimals) > MOST_DIGITS:
            why = Text(f"超过 {MOST_DIGITS} 位", f"has more than {MOST_DIGITS} digits")
            place = self.scalar.place_at(token.column)
            raise _DepartureError(issue("XH-K003", place, found=excerpt(token.text), why=why))
        return NumberLiteral(Fraction(token.text), len(decimals), token.column)

    def enter(self) -> None:
        self.depth += 1
        if self.depth >= DEEPEST:
            raise _DepartureError(issue("XH-E005", self.scalar.place))

    def close(self) -> None:
        if not self.take("sign", ")"):
            raise self.departure(Text("括号没有关上，这里要 )", 'the bracket is not closed, ")" is wanted'))
        self.depth -= 1

    def take(self, kind: str, *texts: str) -> Token | None:
        """The next token if it is one of these; it is then used up."""
        token = self.next
        if token.kind != kind or token.text not in texts:
            return None
        return self.advance()

    def advance(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def departure(self, wanted: Text) -> _DepartureError:
        """What is wrong at the next token: what was found, after what, and what was wanted."""
        token = self.next
        place = self.scalar.place_at(token.column)
        return _DepartureError(issue("XH-E001", place, found=self._found(), wanted=_special(token) or wanted))

    def _found(self) -> Text:
        token = self.next
        before = self.tokens[self.at - 1].text if self.at else ""
        if token.kind == "end" and not before:
            return Text("表达式是空的", "the expression is empty")
        if token.kind == "end":
            return Text(f"表达式在“{excerpt(before)}”之后断了", f'the expression ends after "{excerpt(before)}"')
        said = excerpt(token.text)
        if not before:
            return Text(f"开头的“{said}”不该在这里", f'unexpected "{said}" at the beginning')
        return Text(f"“{excerpt(before)}”之后的“{said}”不该在这里", f'unexpected "{said}" after "{excerpt(before)}"')

    def _after_a_value(self) -> Text:
        if self.next.text in COMPARISONS:
            return Text("一次只能比较两个值，用 and 连接", "two values are compared at a time; join them with and")
        return _GOES_ON


def _special(token: Token) -> Text | None:
    """A better hint for what people write from habit."""
    if token.kind == "unclosed":
        return Text("文字的引号没有关上", "the quote of this text is not closed")
    if token.kind != "strange":
        return None
    if token.text in _FULL_WIDTH:
        half = _FULL_WIDTH[token.text]
        return Text(f"这是全角符号，请写半角 {half}", f"this is a full-width sign; write {half}")
    if token.text == '"':
        return Text("文字用单引号：'文字'", "a text stands in single quotes: 'text'")
    if token.text.isupper():
        return Text("名称只用小写字母", "names have small letters only")
    return None

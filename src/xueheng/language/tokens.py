"""Cuts an expression's text into tokens; every token knows its column."""

import re
from dataclasses import dataclass
from typing import Literal

TokenKind = Literal["number", "text", "path", "word", "sign", "end", "unclosed", "strange"]

KEYWORDS = ("and", "or", "not", "in", "is", "known", "missing", "true", "false")
"""Words of the grammar; none of them can be a name."""

MOST_DIGITS = 30
"""Digits of a number, in an expression and anywhere else."""

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<number>[0-9]+(?:\.[0-9]+)?)
      | (?P<path>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)
      | (?P<text>'[^']*')
      | (?P<sign>\.\.|!=|<=|>=|[=<>+\-*/()|,])
      | (?P<unclosed>')
      | (?P<strange>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression as written. `word` is a keyword; `strange` one character of no use here."""

    kind: TokenKind
    text: str
    column: int


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, the last one being `end`; never fails."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup, match.group()
        if kind == "path" and piece in KEYWORDS:
            found.append(Token("word", piece, match.start()))
        elif kind in ("number", "text", "path", "sign", "unclosed", "strange"):
            found.append(Token(kind, piece, match.start()))  # type: ignore[arg-type]
    found.append(Token("end", "", len(text)))
    return found

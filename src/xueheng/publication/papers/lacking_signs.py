"""Signs that the shipped face lacks, found before anything is printed: whose report, where in it, which."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from xueheng.publication.papers.paper_words import Content, Row, content_of
from xueheng.publication.papers.signs_of_face import signs_of_face
from xueheng.publication.told_reports import Told
from xueheng.wording import Text

NAME, COMMENT, WORKS, ELSEWHERE = (
    Text("姓名", "Name"),
    Text("班主任寄语", "Comment"),
    Text("作品与反思", "Works and reflections"),
    Text("其他内容", "Elsewhere"),
)
_VARIANTS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
"""Signs that choose a shape of the sign before them, and show nothing themselves."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Signs of one place in one report for which a crossed box is printed."""

    number: int
    name: str
    where: Text
    signs: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Each sign with its code, so that it can be told also where a screen lacks it."""
        return "、".join(f"{sign} (U+{ord(sign):04X})" for sign in self.signs)


def lacking_signs(words: str) -> tuple[str, ...]:
    """The signs without a glyph, each once, as they come."""
    known = signs_of_face()
    return tuple(sign for sign in dict.fromkeys(words) if ord(sign) not in known and _is_seen(sign))


def _is_seen(sign: str) -> bool:
    chosen = any(first <= ord(sign) <= last for first, last in _VARIANTS)
    return not (chosen or sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf"))


def lacking_in(reports: Sequence[Told]) -> list[Lacking]:
    """In the order of the reports; nothing where all can be printed."""
    return [
        Lacking(told.number, told.name, where, signs)
        for told in reports
        for where, words in _places(content_of(told))
        if (signs := lacking_signs(words))
    ]


def _places(paper: Content) -> list[tuple[Text, str]]:
    parts = [words for part in paper.parts for words in (part.title, part.note, *_rows(part.rows))]
    works = [words for work in paper.works for words in (work.title, *_rows(work.rows))]
    return [
        (NAME, paper.name),
        (COMMENT, paper.comment),
        (WORKS, "".join(works)),
        (ELSEWHERE, "".join((paper.issuer, paper.title, paper.period, paper.class_name, *parts))),
    ]


def _rows(rows: Sequence[Row]) -> list[str]:
    return [words for row in rows for words in (row.title, row.value)]

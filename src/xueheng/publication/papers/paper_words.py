"""A report in the words of a paper: plain text in one language, cleaned of what no document can hold."""

import unicodedata
from dataclasses import asdict, dataclass, fields
from typing import Any

from xueheng.identity.public import today
from xueheng.publication.told_reports import Told
from xueheng.wording import Language, Text

LONGEST_NAME = 60
NAME, CLASS, PRINTED = Text("姓名", "Name"), Text("班级", "Class"), Text("印制", "Printed")
WORKS, COMMENT = (
    Text("本人选入的作品与反思", "Works and reflections chosen by the pupil"),
    Text("班主任寄语", "From the class teacher"),
)
TEACHER, GUARDIAN, DAY = Text("班主任", "Class teacher"), Text("家长", "Guardian"), Text("日期", "Date")
NONE_CHOSEN = Text("本人没有选入作品。", "None was chosen.")
ASK = Text(
    "对内容有疑问，可先与班主任核对；对所依据的记录可以提出异议。本报告书不排名次，不与他人比较。",
    "If anything seems wrong, ask the class teacher; the records can be objected to. Nobody is ranked.",
)
COLON = Text("：", ": ")
DIGEST, NO_RUN = Text("摘要", "digest"), Text("无评价结果", "no results")


@dataclass(frozen=True, slots=True)
class Row:
    """A thing and what is said of it."""

    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under a heading."""

    title: str
    note: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What a paper says of its pupil."""

    issuer: str
    title: str
    period: str
    name: str
    class_name: str
    parts: tuple[Part, ...]
    works: tuple[Part, ...]
    comment: str


@dataclass(frozen=True, slots=True)
class Paper(Content):
    """All words of one paper."""

    foot: str
    words: dict[str, str]
    """The headings of the paper itself, by what they are for."""

    def as_data(self) -> dict[str, Any]:
        """For the setters, as plain data."""
        return asdict(self)


def content_of(told: Told, language: Language = "zh") -> Content:
    """What a report's paper says of its pupil. Every word of data is cleaned; none is ever read as an instruction."""

    def say(text: Text) -> str:
        return clean(text.say(language))

    parts = tuple(
        Part(say(s.title), say(s.note), tuple(Row(say(x.title), say(x.value)) for x in s.lines)) for s in told.sections
    )
    works = tuple(Part(say(work.title), work.day, (Row("", say(work.words)),)) for work in told.works)
    return Content(
        issuer=clean(told.issuer), title=say(told.title), period=say(told.period), name=clean(told.name),
        class_name=clean(told.class_name), parts=parts, works=works, comment=clean(told.comment),
    )  # fmt: skip


def paper_of(told: Told, language: Language = "zh") -> Paper:
    """A report's paper: its content, the headings and the foot."""

    def say(text: Text) -> str:
        return clean(text.say(language))

    content = content_of(told, language)
    ground = say(told.ground) or say(NO_RUN)
    words = {
        "name": NAME, "class": CLASS, "works": WORKS, "comment": COMMENT, "teacher": TEACHER, "guardian": GUARDIAN,
        "day": DAY, "none": NONE_CHOSEN, "ask": ASK, "colon": COLON,
    }  # fmt: skip
    return Paper(
        **{field.name: getattr(content, field.name) for field in fields(content)},
        foot=f"{ground} · {say(DIGEST)} {told.digest} · {today():%Y-%m-%d}",
        words={key: say(text) for key, text in words.items()},
    )  # fmt: skip


def clean(words: str) -> str:
    r"""Text without control signs, unpaired surrogates and what is no sign at all; line breaks stay. Signs newer than
    this Python, and those of an office's own, stay too: a name without one of its signs would be another name.

    >>> clean("a\x07b\u202ec\nd\ufffe\ufdd0")
    'abc\nd'
    >>> len(clean("\U00031350\ue000"))
    2
    """
    plain = unicodedata.normalize("NFC", words.replace("\r\n", "\n").replace("\r", "\n"))
    if plain.isprintable():  # then none of these is in it
        return plain
    return "".join(
        sign
        for sign in plain
        if sign == "\n" or not (unicodedata.category(sign) in ("Cc", "Cf", "Cs") or _is_none(ord(sign)))
    )


def _is_none(point: int) -> bool:
    """Code points that never are signs: no document may hold them."""
    return point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF


def file_name(paper: Paper, at: int, taken: set[str]) -> str:
    """A name inside the archive: order, pupil; no folders, nothing that a system trips over."""
    plain = "".join(sign for sign in paper.name.replace("\n", " ") if sign not in '/\\"<>:|?*;%\0').strip(" .")
    name = f"{at:02d}_{plain[:LONGEST_NAME]}" if plain else f"{at:02d}"
    while name in taken:
        name += "_"
    taken.add(name)
    return name

"""What OneRoster's words mean here and ours mean there, read from oneroster_words.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from xueheng.identity.spoken_names import PERSON_NAME, UNIT_NAME
from xueheng.wording import sign_class

FILE = Path(__file__).resolve().parents[1] / "oneroster_words.yaml"
UNSEEN = ("Cc", "Cf", "Co", "Cn", "Cs")
HAN = (0x2E80, 0x9FFF)
"""Where Chinese characters begin and end, the rare ones above U+20000 aside."""
HAN_RARE = 0x20000


@dataclass(frozen=True, slots=True)
class RosterWords:
    """The file as read; its comments say what each word is for."""

    units_in: Mapping[str, str]
    units_out: Mapping[str, str]
    grades_out: Mapping[str, str]
    grades_in: Mapping[str, str]
    people_in: frozenset[str]
    pupil: str
    homeroom: str
    teaching_role: str
    main_post: str
    other_post: str
    posts_out: Mapping[str, str]
    school_course: Mapping[str, str]
    stored_first: tuple[str, ...]
    always_sent: frozenset[str]
    sessions: Mapping[str, str]
    compound_surnames: frozenset[str]


@cache
def roster_words() -> RosterWords:
    """The words, read once."""
    read: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    grades = {str(code): str(theirs) for code, theirs in read["grades"].items()}
    teaching = read["teaching"]
    return RosterWords(
        units_in=read["units_in"],
        units_out=read["units_out"],
        grades_out=grades,
        grades_in={theirs: code for code, theirs in grades.items()},
        people_in=frozenset(read["people_in"]),
        pupil=read["pupil"],
        homeroom=read["homeroom"],
        teaching_role=teaching["role"],
        main_post=teaching["main"],
        other_post=teaching["other"],
        posts_out=read["posts_out"],
        school_course=read["school_course"],
        stored_first=tuple(read["stored_first"]),
        always_sent=frozenset(read["always_sent"]),
        sessions=read["sessions"],
        compound_surnames=frozenset(read["compound_surnames"]),
    )


def grade_in(written: str) -> str:
    """Our code of a grade as other programs write it; '' where it cannot be said.

    >>> grade_in("3"), grade_in("03"), grade_in("KG")
    ('13', '13', '')
    """
    return roster_words().grades_in.get(written.strip().zfill(2), "")


def name_in(given: str, family: str) -> str:
    """The name of somebody whose names come in two parts: together in Chinese, else given name first.

    >>> name_in("小明", "示例"), name_in("Ann", "Example")
    ('示例小明', 'Ann Example')
    """
    given, family = visible(given), visible(family)
    if given == family:
        return given[:PERSON_NAME]
    if any(_is_han(sign) for sign in family + given):
        return f"{family}{given}"[:PERSON_NAME]
    return f"{given} {family}".strip()[:PERSON_NAME]


def name_out(name: str) -> tuple[str, str]:
    """(given name, family name) of a name; put together by `name_in` they are the same name again.

    >>> name_out("欧阳示例"), name_out("示例·阿依"), name_out("Ann Example"), name_out("示")
    (('示例', '欧阳'), ('示例·阿依', '示例·阿依'), ('Ann', 'Example'), ('示', '示'))
    """
    if " " in name and not any(_is_han(sign) for sign in name):
        given, _, family = name.rpartition(" ")
        return given, family
    if len(name) < 2 or "·" in name or not _is_han(name[0]):
        return name, name
    length = 2 if len(name) > 2 and name[:2] in roster_words().compound_surnames else 1
    return name[length:], name[:length]


def unit_name_in(written: str) -> str:
    """A unit's name as it is kept here: without invisible signs, no longer than names are."""
    return visible(written)[:UNIT_NAME].strip()


def visible(written: str) -> str:
    """A text without signs that cannot be seen; a joined emoji falls into its parts."""
    return "".join(sign for sign in written if sign_class(sign) not in UNSEEN).strip()


def _is_han(sign: str) -> bool:
    return HAN[0] <= ord(sign) <= HAN[1] or (ord(sign) >= HAN_RARE and sign_class(sign) == "Lo")

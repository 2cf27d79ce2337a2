"""Names as people write them, brought to one spelling before they are stored or looked up."""

import re
import unicodedata

from xueheng.errors import XuehengError
from xueheng.wording import Text, sign_class

PERSON_NAME = 40
UNIT_NAME = 60
"""The most characters that a name has."""
DOTS = str.maketrans({"•": "·", "‧": "·", "∙": "·", "・": "·", "．": "·", "﹒": "·"})
"""The dots that keyboards give for the one in a name of several parts."""


class NameRefused(XuehengError):
    """A name that cannot be stored as it stands."""

    def __init__(self, text: Text) -> None:
        super().__init__(text, Text("请改正名称后再提交。", "Correct the name and submit it again."))


def person_name(written: str) -> str:
    """A person's name in one spelling: composed, one separating dot, no space at either end. Raises NameRefused.

    >>> person_name(" 示例•阿依古丽 ")
    '示例·阿依古丽'
    >>> len(person_name("示\U00031350"))  # a Han sign of 2022: newer than the tables of Python 3.11
    2
    """
    return _checked(written.translate(DOTS), PERSON_NAME)


def unit_name(written: str) -> str:
    """A unit's name in one spelling. Raises NameRefused."""
    return _checked(written, UNIT_NAME)


def _checked(written: str, longest: int) -> str:
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFC", written)).strip()
    if not name:
        raise NameRefused(Text("名称是空的", "the name is empty"))
    if len(name) > longest:
        raise NameRefused(Text(f"名称超过 {longest} 个字", f"the name is longer than {longest} characters"))
    if any(sign_class(sign) in ("Cc", "Cf", "Co", "Cn", "Cs") for sign in name):
        raise NameRefused(Text("名称里有看不见的控制字符", "the name holds invisible control characters"))
    return name

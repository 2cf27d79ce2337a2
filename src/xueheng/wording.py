"""Text for people, in Chinese first and English second.

Every sentence that reaches a person is a `Text`. Which of the two is shown is decided once, by
`reader_language`, from the environment: a Chinese locale reads Chinese, any other named language
reads English, and where no language is named (the C locale of a fresh machine) both are shown,
Chinese first.
"""

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en", "both"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in two languages; `en` may be empty for an author's own untranslated words."""

    zh: str
    en: str = ""

    def say(self, language: Language = "both", between: str = " / ") -> str:
        """The sentence for a reader of `language`.

        >>> Text("学校", "School").say("both")
        '学校 / School'
        >>> Text("学校").say("en")
        '学校'
        """
        if language == "zh" or not self.en or self.en == self.zh:
            return self.zh or self.en
        if language == "en" or not self.zh:
            return self.en
        return f"{self.zh}{between}{self.en}"


def sign_class(sign: str) -> str:
    """The general category of a sign (Unicode, table 4-4), as `unicodedata` knows it; what stands in planes 2 and 3 and
    is newer than this Python counts as a letter, since these planes are kept for Han: people's names hold such signs.

    >>> sign_class("示"), sign_class("\U00031350"), sign_class("\U0003ffff"), sign_class("\u0378")
    ('Lo', 'Lo', 'Cn', 'Cn')
    """
    found = unicodedata.category(sign)
    newer_han = found == "Cn" and 0x20000 <= ord(sign) <= 0x3FFFD and ord(sign) & 0xFFFE != 0xFFFE
    return "Lo" if newer_han else found


def reader_language(environment: Mapping[str, str] | None = None) -> Language:
    """The reader's language: XUEHENG_LANGUAGE, else the locale (LC_ALL, LC_MESSAGES, LANG).

    >>> reader_language({"LANG": "zh_CN.UTF-8"})
    'zh'
    >>> reader_language({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"})
    'both'
    """
    environment = os.environ if environment is None else environment
    for name in ("XUEHENG_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "").split(".")[0].lower()
        if value:
            if value.startswith("zh"):
                return "zh"
            return "both" if value in ("c", "posix", "both") else "en"
    return "both"

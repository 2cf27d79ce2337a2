"""The language of a page: the reader's choice, else the browser's, else Chinese (Django's own order)."""

from typing import cast

from django.utils.functional import lazystr
from django.utils.translation import get_language

from xueheng.wording import Language, Text


def page_language() -> Language:
    """Zh or en, as Django's LocaleMiddleware has settled it for this request."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def said(words: object) -> str:
    """A `Text`, or plain words, for the reader of this page.

    >>> said("五（2）班")
    '五（2）班'
    """
    return words.say(page_language()) if isinstance(words, Text) else str(words)


class LazyText:
    """A `Text` that Django's forms take for a label: said anew for each reader."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __str__(self) -> str:
        return said(self.text)


def lazily(zh: str, en: str) -> str:
    """Words for a form's label or help, chosen when they are shown and not when the class is read."""
    return cast("str", lazystr(LazyText(Text(zh, en))))

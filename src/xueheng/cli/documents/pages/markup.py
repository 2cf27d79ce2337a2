"""Text made safe for a page, in the reader's language: Chinese first, English second where both are read."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, TypeAlias
from urllib.parse import quote

from xueheng.wording import Language, Text

Html: TypeAlias = str
"""Markup that is ready for the page: everything from the data in it has been escaped."""

escaped = escape
"""Text from the data, made safe for element content and for attributes in double quotes."""


class Voice:
    """Says texts in the language of the page."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._said: dict[Text, Html] = {}

    @property
    def page_language(self) -> str:
        """The page's own language as HTML names it."""
        return "en" if self.language == "en" else "zh-Hans"

    def say(self, text: Text) -> Html:
        """A fixed sentence; it is made ready once. The English half of two bears its language."""
        if text not in self._said:
            self._said[text] = self.once(text)
        return self._said[text]

    def once(self, text: Text) -> Html:
        """A sentence that holds data."""
        if self.language != "both" or not text.en or text.en == text.zh or not text.zh:
            said = escape(text.say(self.language))
            other = self.language == "en" and not text.en
            return f'<span lang="zh-Hans">{said}</span>' if other and said else said
        return f'{escape(text.zh)} <span class="en" lang="en">{escape(text.en)}</span>'

    def given(self, texts: Mapping[str, Any] | str | None) -> Html:
        """A text of an explanation: {"zh", "en"}."""
        if not texts:
            return ""
        if isinstance(texts, str):
            return escape(texts)
        return self.once(Text(str(texts.get("zh") or ""), str(texts.get("en") or "")))

    def plain(self, text: Text) -> str:
        """For an attribute or the page's title: without markup, escaped."""
        return escape(text.say(self.language))


def relative_link(path: str) -> str:
    """A link to a file beside the page; nothing in the name can lead elsewhere.

    >>> relative_link("../结果 1.xlsx"), relative_link("javascript:alert(1)")
    ('../%E7%BB%93%E6%9E%9C%201.xlsx', './javascript%3Aalert%281%29')
    """
    safe = quote(path.replace("\\", "/").lstrip("/"), safe="/")
    return safe if safe.startswith("../") else f"./{safe}"


def table_row(cells: Iterable[Html], *, head: str = "td") -> Html:
    """A row of a table; the first cell is the row's heading."""
    first, *rest = cells
    return f'<tr><th scope="row">{first}</th>' + "".join(f"<{head}>{cell}</{head}>" for cell in rest) + "</tr>"


def heading_row(cells: Iterable[Html]) -> Html:
    """The headings of a table's columns."""
    return "<thead><tr>" + "".join(f'<th scope="col">{cell}</th>' for cell in cells) + "</tr></thead>"


def described(pairs: Iterable[tuple[Html, Html]]) -> Html:
    """A list of what and its words; pairs without words are left out."""
    lines = "".join(f"<div><dt>{what}</dt><dd>{words}</dd></div>" for what, words in pairs if words)
    return f"<dl>{lines}</dl>" if lines else ""

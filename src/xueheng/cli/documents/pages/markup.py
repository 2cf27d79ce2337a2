"""Text made safe for a page, in the reader's language: Chinese first, English second where both are read."""

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, TypeAlias
from urllib.parse import quote

from xueheng.cli.documents.source_words import SURE, document_words, status_words
from xueheng.wording import Language, Text

Html: TypeAlias = str
"""Markup that is ready for the page: everything from the data in it has been escaped."""

MOST_KEPT = 20_000
"""Texts that a voice keeps ready."""

_ASKS_FOR_CARE = re.compile("[&<>\"']").search


def escaped(text: str) -> Html:
    """Text from the data, made safe for element content and for attributes in quotes.

    >>> escaped("<b title='x'>")
    '&lt;b title=&#x27;x&#x27;&gt;'
    """
    return escape(text) if _ASKS_FOR_CARE(text) else text


class Voice:
    """Says texts in the language of the page."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._said: dict[tuple[str, str], Html] = {}

    @property
    def page_language(self) -> str:
        """The page's own language as HTML names it."""
        return "en" if self.language == "en" else "zh-Hans"

    def say(self, text: Text) -> Html:
        """A sentence, escaped; the English half of two bears its language."""
        return self._once(text.zh, text.en)

    def given(self, texts: Mapping[str, Any] | str | None) -> Html:
        """A text of an explanation: {"zh", "en"}."""
        if not texts:
            return ""
        if isinstance(texts, str):
            return escaped(texts)
        return self._once(texts.get("zh") or "", texts.get("en") or "")

    def _once(self, zh: str, en: str) -> Html:
        """Pages say the same things over and over: what was made ready is kept, within bounds."""
        said = self._said.get((zh, en))
        if said is None:
            if len(self._said) >= MOST_KEPT:
                self._said.clear()
            said = self._said[zh, en] = self._made(zh, en)
        return said

    def _made(self, zh: str, en: str) -> Html:
        if self.language == "both" and zh and en and zh != en:
            return f'{escaped(zh)} <span class="en" lang="en">{escaped(en)}</span>'
        if self.language == "en" and zh and not en:
            return f'<span lang="zh-Hans">{escaped(zh)}</span>'
        return escaped(Text(zh, en).say(self.language))

    def plain(self, text: Text) -> str:
        """For an attribute or the page's title: without markup, escaped."""
        return escaped(text.say(self.language))


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


def source_words(voice: Voice, doc: str, number: str, status: str, note: Text | None = None) -> Html:
    """A source with its status; one that needs care says so in bold."""
    said = voice.say(status_words(status))
    if status not in SURE:
        said = f"<strong>{said}</strong>"
    named = escaped(document_words(doc, number))
    noted = f"<br>{voice.say(note)}" if note else ""
    return f"{named}：{said}{noted}" if named else f"{said}{noted}"

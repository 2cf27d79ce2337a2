"""A framework between the two: a document and its tree of items, each with what both sides can say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xueheng.errors import XuehengError
from xueheng.language.definitions import Source
from xueheng.wording import Text

REMEDY = Text("请在来源程序里改正后重新导出。", "Correct it in the program it came from and export again.")


class FrameworkRefused(XuehengError):
    """A file that cannot be read as a CASE package, or a standard that is not there."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its code, its words, where they were decided, its parts in order. `weight` as it is written."""

    code: str
    title: Text
    note: Text = field(default_factory=lambda: Text("", ""))
    source: Source | None = None
    weight: str = ""
    parts: Sequence["Item"] = ()
    identifier: str = ""
    uri: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """A standard as a framework. `facts`: what its root says beside, by key, as it is written."""

    code: str
    title: Text
    creator: str
    note: Text = field(default_factory=lambda: Text("", ""))
    source: Source = field(default_factory=Source)
    version: str = ""
    status: str = ""
    changed: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    items: Sequence[Item] = ()
    identifier: str = ""
    uri: str = ""

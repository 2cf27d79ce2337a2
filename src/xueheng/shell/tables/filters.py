"""The filter bar: what may be asked of a table, and what was asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from xueheng.errors import XuehengError
from xueheng.wording import Text

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Filter:
    """One field of the filter bar. A choice takes only its own codes; what `check` raises of a text is told there."""

    code: str
    label: Text
    kind: Literal["text", "choice", "day"] = "text"
    choices: tuple[tuple[str, Text], ...] = ()
    check: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter with what was asked: `value` is checked, `typed` is what stands in the field."""

    filter: Filter
    typed: str
    value: str | date | None
    problem: Text | None = None

    @property
    def said(self) -> Text:
        """What was asked, for the chip above the table."""
        chosen = dict(self.filter.choices).get(self.typed, Text(self.typed))
        return Text(f"{self.filter.label.zh}：{chosen.zh}", f"{self.filter.label.en}: {chosen.en or chosen.zh}")


def asked(filters: Sequence[Filter], query: Mapping[str, str]) -> tuple[Asked, ...]:
    """What an address asks of a table; what cannot be read is told and asks nothing."""
    return tuple(_asked(one, query.get(one.code, "").replace("\0", "").strip()[:LONGEST]) for one in filters)


def _asked(one: Filter, typed: str) -> Asked:
    if not typed:
        return Asked(one, "", None)
    if one.kind == "choice" and typed not in dict(one.choices):
        words = Text(f"“{one.label.zh}”里没有这一项，请重新选择。", f"{one.label.en} has no such choice; choose again.")
        return Asked(one, "", None, words)
    if one.kind == "day":
        try:
            return Asked(one, typed, date.fromisoformat(typed))
        except ValueError:
            words = Text(
                f"“{one.label.zh}”要写成 2026-03-12 这样的日期。", f"Write {one.label.en} as a day like 2026-03-12."
            )
            return Asked(one, typed, None, words)
    if one.check is not None:
        try:
            one.check(typed)
        except XuehengError as fault:
            label, remedy = one.label, fault.remedy or Text("", "")
            words = Text(
                f"{label.zh}：{fault.text.zh}。{remedy.zh}", f"{label.en}: {fault.text.en}. {remedy.en}".rstrip()
            )
            return Asked(one, typed, None, words)
    return Asked(one, typed, typed)

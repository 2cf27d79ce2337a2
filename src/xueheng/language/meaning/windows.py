"""`during` and `on`: which days are asked for."""

import re
from typing import Literal, cast

from xueheng.language.definitions import During
from xueheng.language.meaning.calendar import report_window, window_names
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.nodes import scalar
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Node

_LAST = re.compile(r"last ([1-9][0-9]{0,3}) (day|week|month|year)s?")
DAYS = ("period_end", "period_start", "any_day")


def during_of(checking: Checking, node: Node | None, pack: str) -> During:
    """The window as asked for; `period` where nothing is said or what is said was reported."""
    written = scalar(node)
    if written is None or written.text == "period":
        return During("period")
    if written.text == "ever":
        return During("ever")
    last = _LAST.fullmatch(written.text)
    if last:
        unit = cast(Literal["days", "weeks", "months", "years"], f"{last.group(2)}s")
        return During("last", count=int(last.group(1)), unit=unit)
    calendar = checking.calendar_for(pack)
    previous = written.text.startswith("previous ")
    name = _unqualified(checking, written.text.removeprefix("previous ").strip(), pack)
    if name not in window_names(calendar):
        report_window(checking, name, written.place_at(len("previous ") if previous else 0), calendar)
        return During("period")
    return During("previous" if previous else "named", name)


def day_of(checking: Checking, node: Node | None, pack: str, default: str) -> str:
    """The day as asked for: period_end, period_start, any_day or a named day of the calendar."""
    written = scalar(node)
    if written is None:
        return default
    days = [*DAYS, *checking.calendar_for(pack).days]
    name = _unqualified(checking, written.text, pack)
    if name not in days:
        checking.report("XH-T008", written.place, name=written.text, hint=did_you_mean(written.text, days))
        return default
    return name


def _unqualified(checking: Checking, written: str, pack: str) -> str:
    """`common.term_1` as `term_1` where that is what the pack's own calendar means by it, too."""
    owner, dot, name = written.partition(".")
    theirs, ours = checking.calendars.get(owner), checking.calendar_for(pack)
    if not dot or theirs is None or owner not in (pack, *checking.shelf.packs[pack].used):
        return written
    same = name in theirs.windows and ours.windows[name] is theirs.windows[name]
    return name if same or (name in theirs.days and ours.days[name] is theirs.days[name]) else written

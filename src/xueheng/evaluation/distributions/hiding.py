"""Groups of few people, hidden so that nobody can work them out by subtraction.

Every group is part of at most one other, which is told as their sum. A group of 1 to 9 is hidden. Then others are
hidden with it until no sum has one hidden term alone and no hidden parts come to fewer than ten: then, the groups being
a tree, every hidden number may still be another one, step by step out to a part that stands in no further sum.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

from xueheng.evaluation.core.public import LEAST

Group = TypeVar("Group", bound=Hashable)


def hidden_in_each(many: Iterable[Mapping[Group, int]], whole_of: Mapping[Group, Group]) -> set[Group]:
    """The groups that must not be told by any of several counts: hidden by one, a group is hidden in all, for in each
    its number would come out by subtraction.
    """
    measures, hidden, before = list(many), set[Group](), -1
    while len(hidden) > before:
        before = len(hidden)
        for counts in measures:
            hidden = hidden_groups(counts, whole_of, hidden)
    return hidden


def hidden_groups(
    counts: Mapping[Group, int], whole_of: Mapping[Group, Group], also: Collection[Group] = ()
) -> set[Group]:
    """The groups that must not be told. `whole_of`: the group that a group is a part of; its parts make it up; `also`:
    those that are hidden already.
    """
    parts: dict[Group, list[Group]] = defaultdict(list)
    for part, whole in whole_of.items():
        if part in counts and whole in counts:
            parts[whole].append(part)
    hidden = {group for group, count in counts.items() if 0 < count < LEAST} | set(also)
    waiting = list(parts)
    while waiting:
        whole = waiting.pop()
        more = _one_more(counts, whole, parts[whole], hidden)
        if more is not None:
            hidden.add(more)
            waiting.append(whole)
            waiting += [other for other in (more, whole_of.get(more)) if other in parts and other != whole]
    return hidden


def _one_more(counts: Mapping[Group, int], whole: Group, parts: Iterable[Group], hidden: set[Group]) -> Group | None:
    """What has to be hidden besides in this sum: the smallest part that is told, the whole where there is none."""
    under = [part for part in parts if part in hidden]
    terms = len(under) + (whole in hidden)
    few = whole not in hidden and sum(counts[part] for part in under) < LEAST
    if not terms or (terms > 1 and not (under and few)):
        return None
    told = [part for part in parts if part not in hidden and counts[part]]
    if told:
        return min(told, key=lambda part: (counts[part], str(part)))
    return None if whole in hidden else whole

"""Explanations kept in this process's memory, so long as what they rest on stays and nobody they are of is erased.

An erasure drops them where it is carried out. Other processes learn of it by the keys: whoever asks for any explanation
there drops those of everybody whose key was destroyed, first.
"""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from threading import Lock
from typing import Any

from xueheng.trust.public import destroyed_among

Data = dict[str, Any]
Key = tuple[object, ...]
MOST_KEPT = 48
"""Planning an explanation takes a second or more, and people open several nodes of the same."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """An explanation, whose it is, and what it was made from."""

    subject: int
    rests_on: object
    data: Data


_kept: OrderedDict[Key, _Kept] = OrderedDict()
_lock = Lock()


def found(key: Key, subject: int, rests_on: object) -> Data | None:
    """The one kept under the key; None where there is none, it rests on something else, or its subject is erased."""
    forget(destroyed_among(whose_are_kept()))
    with _lock:
        kept = _kept.get(key)
        return kept.data if kept is not None and (kept.subject, kept.rests_on) == (subject, rests_on) else None


def keep(key: Key, subject: int, rests_on: object, data: Data) -> Data:
    """The explanation, kept but where its subject was erased while it was made."""
    with _lock:
        _kept[key] = _Kept(subject, rests_on, data)
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    forget(destroyed_among([subject]))
    return data


def forget(subjects: Collection[int]) -> int:
    """Drop the explanations of these subjects; how many there were."""
    gone = frozenset(subjects)
    with _lock:
        going = [key for key, kept in _kept.items() if kept.subject in gone]
        for key in going:
            del _kept[key]
    return len(going)


def whose_are_kept() -> frozenset[int]:
    """The subjects of whom something is kept."""
    with _lock:
        return frozenset(kept.subject for kept in _kept.values())

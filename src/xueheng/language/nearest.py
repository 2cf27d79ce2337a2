"""The accepted name nearest to what an author wrote, so that a message can say "Did you mean …?"."""

from collections.abc import Iterable

from xueheng.wording import Text

LONGEST_WORD = 60
"""Longer words get no suggestion: names have at most 40 characters, and the cost grows with the square."""


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate with the fewest slips (a letter too much, too few, wrong, or two swapped), or None.

    At most one slip in three letters, and at most three.

    >>> nearest("durring", ["during", "where"])
    'during'
    >>> nearest("home_vist", ["home_visit", "guidance"])
    'home_visit'
    >>> nearest("colour", ["during", "where"]) is None
    True
    """
    if not word or len(word) > LONGEST_WORD:
        return None
    allowed = max(1, min(3, len(word) // 3))
    best: tuple[int, str] | None = None
    for candidate in candidates:
        if candidate == word or abs(len(candidate) - len(word)) > allowed:
            continue
        slips = _slips(word, candidate, allowed)
        if slips <= allowed and (best is None or slips < best[0]):
            best = (slips, candidate)
    return best[1] if best else None


def did_you_mean(word: str, candidates: Iterable[str]) -> Text:
    """The sentence to put after a message, with the space before it; empty when nothing is near.

    >>> did_you_mean("durring", ["during"]).en
    ' Did you mean "during"?'
    >>> did_you_mean("x", ["during"]).en
    ''
    """
    found = nearest(word, candidates)
    return Text(f"是不是“{found}”？", f' Did you mean "{found}"?') if found else Text("", "")


def _slips(left: str, right: str, allowed: int) -> int:
    """Optimal string alignment distance; any number above `allowed` once that is certain."""
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        row = [i]
        for j, b in enumerate(right, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > allowed:
            return allowed + 1
        before_last, last = last, row
    return last[-1]

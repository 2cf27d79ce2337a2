"""Numbers as they are written in the journal and in the ledger: runs of them as one word."""

from collections.abc import Iterable


def ranges(numbers: Iterable[int]) -> str:
    """Numbers in order, runs drawn together.

    >>> ranges([7, 3, 4, 5, 9])
    '3-5,7,9'
    """
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


def in_ranges(text: str) -> list[int]:
    """The numbers again.

    >>> in_ranges("3-5,7,9")
    [3, 4, 5, 7, 9]
    """
    found: list[int] = []
    for span in text.split(",") if text else ():
        first, _, last = span.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found

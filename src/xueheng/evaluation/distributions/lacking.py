"""Why a result has no level: nothing at all is recorded of it, something is lacking, or it is not asked.

Records of the leaves decide between the first two: a leaf that nobody recorded anything for has no value.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

NOTHING, PARTLY, NOT_APPLYING = "-nothing", "-partly", "-not_applying"
"""In the place of a level: of those who have none."""
WHY = (PARTLY, NOTHING, NOT_APPLYING)
STATE, VALUE = ".state", ".value"


@dataclass(frozen=True, slots=True)
class Lacking:
    """Counts of those without a level. `nothing`: with no record at all; `not_applying`: of whom it is not asked."""

    nothing: int
    partly: int
    not_applying: int

    @property
    def anybody(self) -> int:
        """All of them."""
        return self.nothing + self.partly + self.not_applying


def lacking_in(counts: Mapping[str, int]) -> Lacking:
    """Those of a group's counts that are no level."""
    return Lacking(counts.get(NOTHING, 0), counts.get(PARTLY, 0), counts.get(NOT_APPLYING, 0))


class Recorded:
    """Of which leaves something is recorded, row by row; each is read once."""

    def __init__(self, names: Iterable[str], read: Callable[[str], pa.ChunkedArray]) -> None:
        """`names`: the columns there are; `read`: gives one of them."""
        self._names, self._read = frozenset(names), read
        self._found: dict[str, Any] = {}

    def of(self, leaves: Sequence[str]) -> Any:
        """True where there is a value of any of these leaves."""
        for leaf in leaves:
            if leaf not in self._found:
                self._found[leaf] = self._of_one(leaf)
        return np.logical_or.reduce([self._found[leaf] for leaf in leaves])

    def _of_one(self, leaf: str) -> Any:
        if leaf + VALUE in self._names:
            return pc.is_valid(self._read(leaf + VALUE)).to_numpy()
        return pc.equal(self._read(leaf + STATE).cast(pa.string()), "known").to_numpy()


def why_without(states: pa.ChunkedArray, recorded: Any) -> Any:
    """For each row a place in `WHY`, −1 where the state is known."""
    named = states.cast(pa.string())
    missing = pc.equal(named, "missing").to_numpy()
    asked_not = pc.equal(named, "not_applying").to_numpy()
    return np.select([missing & recorded, missing, asked_not], [0, 1, 2], -1)


def leaves_under(parts: Mapping[str, Sequence[str]], code: str) -> tuple[str, ...]:
    """The leaves below a node, itself where it has no parts."""
    below = parts.get(code, ())
    return tuple(leaf for part in below for leaf in leaves_under(parts, part)) if below else (code,)

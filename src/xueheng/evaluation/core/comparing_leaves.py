"""What changed in each leaf, counted over all subjects of both runs, a column at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from xueheng.evaluation.core.comparing_causes import CauseKind, Definitions
from xueheng.evaluation.core.comparing_sides import SideBySide
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class LeafChanges:
    """One leaf of both standards. Counts of subjects: `value` another value, known on both sides; `points` the same
    value and other points; `lost`, `found` missing now, missing before; `left`, `joined` does not apply now, before.
    """

    code: str
    title: Text
    kind: CauseKind
    value: int
    points: int
    lost: int
    found: int
    left: int
    joined: int

    @property
    def any(self) -> bool:
        return bool(self.value or self.points or self.lost or self.found or self.left or self.joined)


def leaf_changes(sides: SideBySide, definitions: Definitions) -> Iterator[LeafChanges]:
    """Every leaf that both standards have, in the order of the later one."""
    for code, node in definitions.after.nodes.items():
        other = definitions.before.nodes.get(code)
        if node.leaf and other is not None and other.leaf:
            yield _leaf(sides, definitions, code, node.title)


def _leaf(sides: SideBySide, definitions: Definitions, code: str, title: Text) -> LeafChanges:
    kinds = ("state", "value", "value_den", "points", "points_den")
    a, b = sides.columns([f"{code}.{kind}" for kind in kinds])
    was, now = a.column(f"{code}.state"), b.column(f"{code}.state")
    known = pc.and_(pc.equal(was, "known"), pc.equal(now, "known"))
    value = pc.and_(known, differ(a, b, code, "value"))
    points = pc.and_(pc.and_(known, pc.invert(value)), differ(a, b, code, "points"))

    def between(one: str, two: str) -> int:
        here = pc.and_(pc.equal(was, one), pc.equal(now, two))
        return pc.sum(here).as_py() or 0

    def total(mask: Any) -> int:
        return pc.sum(mask).as_py() or 0

    return LeafChanges(
        code=code,
        title=title,
        kind=definitions.value_kind(code),
        value=total(value),
        points=total(points),
        lost=between("known", "missing"),
        found=between("missing", "known"),
        left=total(pc.and_(pc.not_equal(was, "not_applying"), pc.equal(now, "not_applying"))),
        joined=total(pc.and_(pc.equal(was, "not_applying"), pc.not_equal(now, "not_applying"))),
    )


def differ(a: pa.Table, b: pa.Table, code: str, what: str) -> Any:
    """Whether points or values differ, both being there: of a fraction, either of its two columns."""
    found = pa.chunked_array([pa.repeat(pa.scalar(False), a.num_rows)])
    for name in (f"{code}.{what}", f"{code}.{what}_den"):
        if name in a.column_names and name in b.column_names:
            one, two = a.column(name), b.column(name)
            if one.type != two.type or pa.types.is_null(one.type):
                one, two = pc.cast(one, pa.string()), pc.cast(two, pa.string())
            found = pc.or_(found, pc.fill_null(pc.not_equal(one, two), False))
    return found

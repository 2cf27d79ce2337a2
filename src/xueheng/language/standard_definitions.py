"""Typed definitions of standards: scales, the tree of points, what a layer may change and has changed."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from xueheng.language.definitions import During, Source
from xueheng.language.positions import Place
from xueheng.language.typed import Expression
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class BandScale:
    """Points of the first band reached: value ≥ bound (better high) or ≤ bound (low); else `otherwise`.
    `bands` stand as written, best first.
    """

    bands: tuple[tuple[Fraction, Fraction], ...]
    otherwise: Fraction
    better: Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class LineScale:
    """Straight between the points, flat outside; rounded half up to a millionth of a point."""

    points: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class TableScale:
    """Points from a table's lines.

    `where` may name the table's columns (RowColumn) and the asked subject's values; its equalities
    decide one line (`pick`) or one ladder (`reach`). `reach`: column of thresholds, best points
    whose threshold is reached, in the direction `better` ('high', 'low' or the column that says
    so per line); `between`: columns of the lowest and highest value of a line, an empty cell being
    open. `points` is read on the line found. `level`: column with the line's own level, or None.
    No line's ladder at all: missing. A ladder but nothing reached: `below`.
    """

    table: str
    where: Expression | None
    mode: Literal["reach", "between", "pick"]
    reach: str | None
    between: tuple[str, str] | None
    better: Literal["high", "low"]
    better_column: str | None
    points: Expression
    level: str | None
    below: Fraction


@dataclass(frozen=True, slots=True)
class PassScale:
    """100 where the condition holds, 0 where it does not, missing where it is unknown."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class PercentileScale:
    """Mid-rank percentile of the value among the population's known values: 100 × (below + equal/2) / n."""

    population: str


@dataclass(frozen=True, slots=True)
class PointsScale:
    """Points are the expression, exactly."""

    expression: Expression


Scale: TypeAlias = BandScale | LineScale | TableScale | PassScale | PercentileScale | PointsScale


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A row of weights that applies when `when` does; parts it does not name do not apply."""

    when: Expression | None
    weigh: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A veto, cap or bonus on a node's exact points; the first whose condition is true applies."""

    when: Expression
    act: Literal["at_most", "at_least", "times", "plus"]
    amount: Fraction
    title: Text
    place: Place


@dataclass(frozen=True, slots=True)
class Level:
    code: str
    at_least: Fraction
    title: Text


@dataclass(frozen=True, slots=True)
class Opening:
    """What a base leaves open at one node. `weigh`: (part, least, most) weight of the parts that may move;
    `add`: per cent of the node that added leaves may take in all, None where none may be added; `raise_bands`:
    whether the leaf's bands may be made stricter.
    """

    weigh: tuple[tuple[str, Fraction, Fraction], ...] = ()
    add: Fraction | None = None
    raise_bands: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Whose decision something in a layer is: the owner's level, the post and day, the minute it stands in, the
    pack that says so, and where. `post`: what the post is called.
    """

    owner: str
    pack: str
    title: Text
    by: str
    on: date | None
    minute: str
    place: Place
    post: Text = field(default_factory=lambda: Text(""))


@dataclass(frozen=True, slots=True)
class Changed:
    """What a layer changed at one node: 'weigh' (its weight), 'add' (the leaf itself), 'raise' (its bands). `before`
    is what the base says, in words of the file ('30', 'bands …'), '' for an added leaf.
    """

    what: Literal["weigh", "add", "raise"]
    decision: Decision
    before: str


@dataclass(frozen=True, slots=True)
class StandardNode:
    """A node of a standard's tree; a leaf has `measure`, an inner node has `parts`.

    `if_missing` is settled for this node as a part of its parent (own word on a leaf, else the
    nearest above). `needs` likewise is settled: per cent of the applying weight that must be known.
    A leaf without `scale` shows its value and has no points. `measure` is the qualified name, read at
    the standard's entity. `scale_source`: where the leaf's scale was decided.
    """

    code: str
    title: Text
    weight: Fraction
    when: Expression | None
    parts: tuple["StandardNode", ...]
    weights: tuple[WeightRow, ...]
    combine: Literal["weighted", "sum", "least", "profile"]
    if_missing: Literal["zero", "leave_out", "block"]
    needs: Fraction
    rules: tuple[Rule, ...]
    levels: tuple[Level, ...]
    decimals: int | None
    measure: str | None
    scale: Scale | None
    source: Source
    place: Place
    scale_source: Source | None = None
    open: Opening | None = None
    changed: tuple[Changed, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """Whose results a standard reads: another standard's, of which run, over which window, of which layer. They are
    pinned when the run starts and never computed in it.
    """

    standard: str
    run: str
    of: During
    layer: Literal["base", "own"]
    place: Place


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard: whose results, over which period, and the tree. `unused`: why it cannot run yet, else ''.

    `by`: results for each code of one more dimension, `by_codes`. `inputs`: results of other standards it reads
    from their own runs. `digest_meaning`: of this standard and of all it rests on; a layer names it.
    """

    name: str
    title: Text
    of: str
    by: str | None
    period: str
    applies: Expression | None
    root: StandardNode
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    version: str
    owner: str
    source: Source
    place: Place
    unused: str = ""
    by_codes: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    digest_meaning: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A school's layer over a base standard. `own` is the base with the layer's changes, every one of them noted
    in its nodes; it has the base's name. It holds for those who belong to `subject` of `entity` (a school, say).
    """

    name: str
    title: Text
    base: str
    version: str
    digest: str
    entity: str
    subject: str
    decision: Decision
    own: Standard
    place: Place

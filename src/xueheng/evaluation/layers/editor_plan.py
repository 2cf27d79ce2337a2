"""The tree of a base as a layer's editor shows it: what is locked, what is open, and the fields for that."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xueheng.evaluation.explanation_words import owner_said
from xueheng.evaluation.layers.written import Bands, Leaf, Written, field_name
from xueheng.language.public import BandScale, Standard, StandardNode, exactly
from xueheng.wording import Text

SPARE_ROWS = 1
"""Empty rows of edges below those that are there."""
TITLE, NUMBER = 40, 20
"""Characters that a title and a number may have."""


@dataclass(frozen=True, slots=True)
class EditField:
    """One field: its name, what it is called, what stands in it, how long it may be."""

    name: str
    label: Text
    value: str
    longest: int = NUMBER


@dataclass(frozen=True, slots=True)
class BandFields:
    """The rows of edges of one scale: pairs of names of fields, and the field of what reaches none."""

    name: str
    rows: tuple[tuple[str, str], ...]
    otherwise: str
    better: str = "high"
    base: tuple[tuple[str, str], ...] = ()
    base_otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the tree. `what`: node, sum, leaf, room (where leaves may be added)."""

    what: str
    depth: int
    path: str
    title: Text
    weight: str = ""
    field: str = ""
    low: str = ""
    high: str = ""
    whose: Text | None = None
    bands: BandFields | None = None
    leaf: Leaf | None = None
    zh: str = ""
    en: str = ""
    most: str = ""
    taken: str = ""
    said: str = ""
    """The name under which messages about the line stand."""


@dataclass
class EditPlan:
    """All lines and fields of one draft."""

    standard: Standard
    written: Written
    lines: list[Line] = field(default_factory=list)
    fields: dict[str, EditField] = field(default_factory=dict)

    @property
    def initial(self) -> dict[str, str]:
        """What stands in each field."""
        return {name: each.value for name, each in self.fields.items()}

    def add(self, name: str, label: Text, value: str, longest: int = NUMBER) -> str:
        """One more field; its name."""
        self.fields[name] = EditField(name, label, value, longest)
        return name


def plan_of(standard: Standard, written: Written) -> EditPlan:
    """The editor of a draft over a standard."""
    plan = EditPlan(standard, written)
    plan.lines = list(_lines(plan, standard.root, "", 0, None))
    return plan


def _lines(plan: EditPlan, node: StandardNode, path: str, depth: int, above: StandardNode | None) -> Iterator[Line]:
    yield _node(plan, node, path, depth, above)
    inside = path or node.code
    for part in node.parts:
        yield from _lines(plan, part, f"{path}.{part.code}" if path else part.code, depth + 1, node)
    opening = node.open
    if opening is not None and opening.weigh:
        total = sum((part.weight for part in node.parts), Fraction(0))
        yield Line("sum", depth + 1, inside, node.title, weight=exactly(total), said=field_name("sum", inside))
    for leaf in plan.written.leaves.get(inside, ()):
        yield _leaf(plan, inside, leaf, depth + 1)
    if opening is not None and opening.add is not None:
        yield Line(
            "room", depth + 1, inside, node.title, most=exactly(opening.add), said=field_name("add", inside),
            taken=_taken(plan.written.leaves.get(inside, ())),
        )  # fmt: skip


def _node(plan: EditPlan, node: StandardNode, path: str, depth: int, above: StandardNode | None) -> Line:
    place = path.rpartition(".")[0] or (above.code if above else "")
    opening = above.open if above is not None else None
    bounds = next(((low, high) for code, low, high in (opening.weigh if opening else ()) if code == node.code), None)
    weighed = above is not None and above.combine == "weighted" and not above.weights
    base = exactly(node.weight) if weighed else ""
    name = field_name("weight", place, node.code) if bounds else ""
    if bounds:
        typed = plan.written.weights.get(place, {}).get(node.code, base)
        plan.add(name, Text(f"{node.title.zh}的权重", f"Weight of {node.title.en or node.title.zh}"), typed)
    return Line(
        "node", depth, path, node.title, weight=base, field=name, low=exactly(bounds[0]) if bounds else "",
        high=exactly(bounds[1]) if bounds else "", whose=owner_said(plan.standard.owner),
        bands=_raised(plan, node, path), said=name,
    )  # fmt: skip


def _raised(plan: EditPlan, node: StandardNode, path: str) -> BandFields | None:
    scale = node.scale
    if node.open is None or not node.open.raise_bands or not isinstance(scale, BandScale):
        return None
    base = bands_of(scale)
    bands = plan.written.bands.get(path, base)
    return _band_fields(plan, node.title, bands, base, scale.better, "bands", path)


def _leaf(plan: EditPlan, path: str, leaf: Leaf, depth: int) -> Line:
    title = Text(leaf.zh or leaf.code, leaf.en or leaf.zh or leaf.code)

    def add(what: str, zh: str, en: str, value: str, longest: int = NUMBER) -> str:
        label = Text(f"“{title.zh}”的{zh}", f"{en} of {title.en}")
        return plan.add(field_name("leaf", path, leaf.code, what), label, value, longest)

    share = add("share", "占比", "Share", leaf.share)
    zh, en = add("zh", "名称", "Name", leaf.zh, TITLE), add("en", "英文名称", "English name", leaf.en, TITLE)
    bands = None
    if leaf.bands is not None:
        bands = _band_fields(plan, title, leaf.bands, None, "high", "leaf", path, leaf.code)
    return Line("leaf", depth, path, title, field=share, zh=zh, en=en, leaf=leaf, bands=bands, said=share)


def _band_fields(
    plan: EditPlan, title: Text, bands: Bands, base: Bands | None, better: str, kind: str, path: str, *rest: str
) -> BandFields:
    rows = [*bands.rows, *[("", "")] * SPARE_ROWS]
    names = []
    for place, (bound, points) in enumerate(rows):
        label = Text(f"{title.zh}第 {place + 1} 档", f"Band {place + 1} of {title.en or title.zh}")
        start = field_name(kind, path, *rest, place, "from")
        plan.add(start, Text(f"{label.zh}的分数线", f"{label.en}: edge"), bound)
        reached = field_name(kind, path, *rest, place, "points")
        plan.add(reached, Text(f"{label.zh}的得分", f"{label.en}: points"), points)
        names.append((start, reached))
    otherwise = field_name(kind, path, *rest, "else")
    plan.add(otherwise, Text(f"{title.zh}其余的得分", f"Points otherwise of {title.en or title.zh}"), bands.otherwise)
    said = field_name(kind, path, *rest, *(("bands",) if rest else ()))
    return BandFields(said, tuple(names), otherwise, better, base.rows if base else (), base.otherwise if base else "")


def bands_of(scale: BandScale) -> Bands:
    """A base's bands as they would be typed."""
    return Bands(tuple((exactly(bound), exactly(points)) for bound, points in scale.bands), exactly(scale.otherwise))


def _taken(leaves: tuple[Leaf, ...]) -> str:
    numbers = [number_typed(leaf.share) for leaf in leaves]
    return exactly(sum((each for each in numbers if each is not None), Fraction(0)))


def number_typed(text: str) -> Fraction | None:
    """The number that was typed; None where it is none."""
    plain = text.strip()
    whole, _, rest = plain.removeprefix("-").partition(".")
    digits = whole.isascii() and whole.isdigit() and (not rest or (rest.isascii() and rest.isdigit()))
    return Fraction(plain) if digits and len(plain) <= NUMBER and not plain.endswith(".") else None


# -- what was typed -------------------------------------------------------------------------------


def written_from(plan: EditPlan, typed: Mapping[str, str]) -> Written:
    """The changes that the fields say. What equals the base is no change."""
    weights: dict[str, Mapping[str, str]] = {}
    bands: dict[str, Bands] = {}
    for path, node in _open_nodes(plan.standard.root, ""):
        found = _weights_typed(path, node, typed)
        if found:
            weights[path] = found
        if node.open is not None and node.open.raise_bands and isinstance(node.scale, BandScale):
            raised = _bands_typed(typed, "bands", path)
            if not _same(raised, bands_of(node.scale)):
                bands[path] = raised
    leaves = {
        path: tuple(_leaf_typed(path, leaf, typed) for leaf in each) for path, each in plan.written.leaves.items()
    }
    return Written(weights, leaves, bands)


def _open_nodes(node: StandardNode, path: str) -> Iterator[tuple[str, StandardNode]]:
    if node.open is not None:
        yield path or node.code, node
    for part in node.parts:
        yield from _open_nodes(part, f"{path}.{part.code}" if path else part.code)


def _weights_typed(path: str, node: StandardNode, typed: Mapping[str, str]) -> dict[str, str]:
    """All weights of the node, those that are locked as the base has them unless something else was sent."""
    if node.open is None or not node.open.weigh:
        return {}
    found = {
        part.code: typed.get(field_name("weight", path, part.code), exactly(part.weight)).strip() for part in node.parts
    }
    same = all(number_typed(found[part.code]) == part.weight for part in node.parts)
    return {} if same else found


def _bands_typed(typed: Mapping[str, str], kind: str, path: str, *rest: str) -> Bands:
    rows = []
    place = 0
    while (start := field_name(kind, path, *rest, place, "from")) in typed:
        row = typed[start].strip(), typed.get(field_name(kind, path, *rest, place, "points"), "").strip()
        if any(row):
            rows.append(row)
        place += 1
    return Bands(tuple(rows), typed.get(field_name(kind, path, *rest, "else"), "").strip())


def _same(one: Bands, other: Bands) -> bool:
    def numbers(bands: Bands) -> list[Fraction | None]:
        return [number_typed(text) for row in (*bands.rows, (bands.otherwise, "0")) for text in row]

    return len(one.rows) == len(other.rows) and None not in numbers(one) and numbers(one) == numbers(other)


def _leaf_typed(path: str, leaf: Leaf, typed: Mapping[str, str]) -> Leaf:
    def said(what: str, before: str) -> str:
        return typed.get(field_name("leaf", path, leaf.code, what), before).strip()

    bands = _bands_typed(typed, "leaf", path, leaf.code) if leaf.bands is not None else None
    return Leaf(
        leaf.code, said("zh", leaf.zh), said("en", leaf.en), said("share", leaf.share), leaf.measure, leaf.evidence,
        bands, leaf.points, leaf.missing,
    )  # fmt: skip

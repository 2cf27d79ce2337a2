"""What a standard leaves open at a node: the bounds a layer may move in, and whether they can be used at all."""

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.nodes import below, entries, items, number, text
from xueheng.language.meaning.saying_numbers import exactly
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Mapping, Node, Place
from xueheng.language.standard_definitions import BandScale, Opening, StandardNode
from xueheng.wording import Text

NOT_WEIGHTED = Text("它不是按权重合成的", "its parts are not put together by weight")
BY_ROWS = Text("它的权重是按情形写的几行", "its weights stand in rows by case")
NO_WEIGHT = Text("它的下级权重合计为 0", "the weights of its parts add up to 0")
NO_BANDS = Text("它没有按分档（bands）赋分", "it is no leaf scored by bands")


def opening_of(body: Node) -> Opening | None:
    """What `open` says at a node; None where it says nothing, which locks everything."""
    said = below(body, "open")
    if said is None:
        return None
    weigh = []
    for entry in entries(below(said, "weigh")):
        ends = [number(end) for end in items(entry.value)]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            weigh.append((entry.key.text, ends[0], ends[1]))
    return Opening(tuple(weigh), number(below(said, "add")), text(below(said, "raise")) == "bands")


def check_opening(checking: Checking, node: StandardNode, body: Node) -> None:
    """Reports an opening that no layer could use: it would only seem open."""
    said = below(body, "open")
    if node.open is None or not isinstance(said, Mapping):
        return
    for key, why in (("weigh", _no_weighing(node)), ("add", _no_adding(node)), ("raise", _no_raising(node))):
        written = said.key(key)
        if written is not None and why is not None:
            checking.report("XH-O014", written.place, key=key, node=node.code, why=why)
    if _no_weighing(node) is None:
        _check_bounds(checking, node, said)


def bounds_place(body: Node | None, part: str) -> Place | None:
    """Where the bounds of a part's weight stand."""
    bounds = below(below(body, "open"), "weigh")
    key = bounds.key(part) if isinstance(bounds, Mapping) else None
    return key.place if key else None


def _no_weighing(node: StandardNode) -> Text | None:
    if node.combine != "weighted" or not node.parts:
        return NOT_WEIGHTED
    return BY_ROWS if node.weights else None


def _no_adding(node: StandardNode) -> Text | None:
    if node.combine != "weighted" or not node.parts:
        return NOT_WEIGHTED
    rows = [[weight for _, weight in row.weigh] for row in node.weights] or [[part.weight for part in node.parts]]
    return NO_WEIGHT if any(sum(row) == 0 for row in rows) else None


def _no_raising(node: StandardNode) -> Text | None:
    return None if isinstance(node.scale, BandScale) else NO_BANDS


def _check_bounds(checking: Checking, node: StandardNode, said: Mapping) -> None:
    """Bounds name parts of the node, and the base itself stands inside them."""
    weights = {part.code: part.weight for part in node.parts}
    for entry in entries(below(said, "weigh")):
        part = entry.key.text
        ends = [end for end in (number(item) for item in items(entry.value)) if end is not None]
        if part not in weights:
            hint = did_you_mean(part, weights)
            checking.report("XH-S005", entry.key.place, name=part, node=node.code, hint=hint)
        elif len(ends) == 2 and not ends[0] <= weights[part] <= ends[1]:
            checking.report(
                "XH-O021", entry.key.place, node=part, weight=exactly(weights[part]), low=exactly(ends[0]),
                high=exactly(ends[1]),
            )  # fmt: skip

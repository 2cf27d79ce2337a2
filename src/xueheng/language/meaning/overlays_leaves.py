"""Leaves that a layer adds: settled with the words of the layer's own pack, under what the base says above them."""

from dataclasses import dataclass
from fractions import Fraction

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.nodes import below, entries, number
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.standards import AddedLeaf, settle_added_leaf
from xueheng.language.positions import Entry, Mapping, Node, Scalar
from xueheng.language.standard_definitions import StandardNode

LAYER = "overlay"
"""The name under which a leaf's own measure stands in its pack: `pack.overlay.leaf`."""


@dataclass(frozen=True, slots=True)
class Share:
    """An added leaf with its share of the node, per cent."""

    key: Scalar
    share: Fraction
    leaf: StandardNode | None


def shares_of(
    checking: Checking, pack: str, base: Definition, entity: str, above: list[Node], added: Node | None
) -> list[Share]:
    """The leaves of one `add`. `above`: the base's nodes from the root down to the one they hang under."""
    found = []
    for entry in entries(added):
        share = number(below(entry.value, "share"))
        if share is None:
            continue
        layer = Definition(pack, LAYER, LAYER, entry.key, base.body)
        in_base = [_in_base(node, base.pack) for node in above]
        asked = AddedLeaf(layer, entity, entry.key, _without_share(entry), in_base)
        found.append(Share(entry.key, share, settle_added_leaf(checking, asked)))
    return found


def _without_share(entry: Entry) -> Node:
    """The leaf's own keys: its `share` is of the node, and no fold of rows."""
    if not isinstance(entry.value, Mapping):
        return entry.value
    return Mapping(tuple(e for e in entry.value.entries if e.key.text != "share"), entry.value.place)


def _in_base(node: Node, pack: str) -> Node:
    """A node of the base with its scale by its full name: a leaf below it stands in another pack."""
    scale = below(node, "scale")
    named = scale if isinstance(scale, Scalar) else below(scale, "use")
    if not isinstance(node, Mapping) or not isinstance(named, Scalar) or "." in named.text:
        return node
    full = Scalar(f"{pack}.{named.text}", named.quoted, named.null, named.place, exact=False)
    return _with(node, "scale", _with(scale, "use", full) if isinstance(scale, Mapping) else full)


def _with(node: Mapping, key: str, value: Node) -> Mapping:
    return Mapping(tuple(Entry(e.key, value if e.key.text == key else e.value) for e in node.entries), node.place)

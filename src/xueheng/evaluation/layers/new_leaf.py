"""A leaf that a school adds: where there is room for one, and what is made of the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xueheng.evaluation.layers.editor_plan import number_typed
from xueheng.evaluation.layers.forms import BANDS
from xueheng.evaluation.layers.leaf_choices import EVIDENCE, LeafChoice, leaf_choices
from xueheng.evaluation.layers.refusals import leaf_refused, not_a_draft
from xueheng.evaluation.layers.written import LEAF_BANDS, Bands, Leaf, written_in
from xueheng.evaluation.model_layers import DRAFT, SchoolLayer
from xueheng.identity.public import library
from xueheng.language.public import exactly, node_paths
from xueheng.wording import Text

BEGINS = "own"
OTHERWISE = "30"


@dataclass(frozen=True, slots=True)
class Room:
    """A node that takes leaves: what it is called, how many per cent are left, and what may be chosen."""

    title: Text
    most: str
    choices: tuple[list[LeafChoice], list[LeafChoice]]
    initial: Mapping[str, str]


def room_for(layer: SchoolLayer, path: str) -> Room | None:
    """None for a node that takes no leaves."""
    standard = library().standards.get(layer.standard)
    node = dict(node_paths(standard.root)).get(path) if standard else None
    if standard is None or node is None or node.open is None or node.open.add is None:
        return None
    taken = [number_typed(leaf.share) or Fraction(0) for leaf in written_in(layer.text).leaves.get(path, ())]
    left = exactly(max(node.open.add - sum(taken, Fraction(0)), Fraction(0)))
    initial = {"share": left, "scale": BANDS, "missing": "leave_out"}
    return Room(node.title, left, leaf_choices(standard), initial)


def leaf_from(layer: SchoolLayer, typed: Mapping[str, Any]) -> Leaf:
    """The leaf under a code that nothing in the tree has. Raises LayerRefused."""
    if layer.state != DRAFT:
        raise not_a_draft()
    kind, _, name = typed["what"].partition(":")
    counted = kind == EVIDENCE
    if counted and typed["scale"] != BANDS:
        raise leaf_refused(Text("次数要按分档得分", "what is counted is scored by edges"))
    return Leaf(
        _code(layer), typed["zh"], typed["en"], typed["share"].strip(), "" if counted else name,
        name if counted else "", Bands(LEAF_BANDS, OTHERWISE) if typed["scale"] == BANDS else None,
        "" if typed["scale"] == BANDS else typed["scale"], typed["missing"],
    )  # fmt: skip


def _code(layer: SchoolLayer) -> str:
    standard = library().standards[layer.standard]
    known = {node.code for _, node in node_paths(standard.root)} | written_in(layer.text).codes
    return next(f"{BEGINS}{number}" for number in range(1, len(known) + 2) if f"{BEGINS}{number}" not in known)

"""A leaf: its measure (named, or written in place) and its scale."""

from dataclasses import dataclass
from typing import Literal

from xueheng.language.definitions import Measure, Source
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.measures import measure_in
from xueheng.language.meaning.naming import short, thing
from xueheng.language.meaning.nodes import below, scalar
from xueheng.language.meaning.scales import LeafFacts, scale_for
from xueheng.language.meaning.shelf import Definition
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Node, Scalar
from xueheng.language.standard_definitions import Scale
from xueheng.language.typed import Type


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf as written, with what it inherits."""

    standard: Definition
    key: Scalar
    body: Node
    entity: str
    by: tuple[str, Type] | None
    scale: Node | None
    empty: Literal["zero", "missing"] | None
    source: Source


def leaf_of(checking: Checking, leaf: Leaf) -> tuple[Measure, Scale | None, Source | None] | None:
    """The measure, the scale and the scale's source; None when something was reported."""
    named = scalar(below(leaf.body, "measure"))
    measure = _named(checking, leaf, named) if named else _in_place(checking, leaf)
    if measure is None:
        return None
    if leaf.scale is None:
        return measure, None, None
    place = named.place if named else leaf.key.place
    facts = LeafFacts(leaf.standard.pack, leaf.key.text, measure.type, leaf.entity, leaf.by, place)
    found = scale_for(checking, leaf.scale, facts, leaf.source)
    return (measure, *found) if found else None


def _named(checking: Checking, leaf: Leaf, named: Scalar) -> Measure | None:
    shelf, pack = checking.shelf, leaf.standard.pack
    definition = shelf.find("duties", named.text, pack) or thing(checking, "measures", named, pack)
    if definition is None:
        return None
    grains = checking.grains(definition)
    if leaf.entity not in grains:
        said = ", ".join(short(grain) for grain in grains)
        fitting = [d.name for d in shelf.of_pack("measures", pack) if leaf.entity in checking.grains(d)]
        hint = did_you_mean(named.text, fitting)
        checking.report("XH-M017", named.place, name=named.text, grains=said, wanted=short(leaf.entity), hint=hint)
        return None
    measure = checking.measure(definition, leaf.entity, named.place)
    if measure and measure.by and (leaf.by is None or leaf.by[0] != measure.by):
        checking.report("XH-M035", named.place, name=named.text, by=measure.by)
        return None
    return measure


def _in_place(checking: Checking, leaf: Leaf) -> Measure | None:
    """The measure written on the leaf, named pack.standard.leaf."""
    name = f"{leaf.standard.qualified}.{leaf.key.text}"
    key = (name, leaf.entity)
    if key not in checking.measures:
        checking.open.append((key, leaf.key))
        checking.measures[key] = measure_in(
            checking, name, leaf.key, leaf.body, leaf.standard.pack, leaf.entity, leaf.source, leaf.empty, leaf.by
        )
        checking.open.pop()
    return checking.measures[key]

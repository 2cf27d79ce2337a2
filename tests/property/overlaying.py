"""Random layers over a standard: weights moved within a sum, leaves added, bands made stricter."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from tests.property.growing import Growing
from tests.property.standards import Planting
from tests.reference_evaluator.authoring import PLACE, title
from xueheng.language.standard_definitions import BandScale, Decision, Overlay, Standard, StandardNode, WeightRow

DECISION = Decision("school", "layer", title("layer"), "headmaster", None, "", PLACE)


def random_overlay(chance: Random, growing: Growing, base: Standard, entity: str, subject: str) -> Overlay:
    """A layer for those of one organisation: every node open for it may be changed in one way."""
    planting = Planting(growing, base.of, percentiles=False, codes=1000)
    own = replace(base, root=changed(chance, planting, base.root))
    return Overlay("layer", title("layer"), base.name, base.version, "", entity, subject, DECISION, own, PLACE)


def changed(chance: Random, planting: Planting, node: StandardNode) -> StandardNode:
    """The node as a layer may have it."""
    if not node.parts:
        if isinstance(node.scale, BandScale) and chance.random() < 0.7:
            return replace(node, scale=stricter(chance, node.scale))
        return node
    node = replace(node, parts=tuple(changed(chance, planting, part) for part in node.parts))
    if chance.random() < 0.5:
        node = weighed(chance, node)
    if node.combine == "weighted" and chance.random() < 0.5:
        node = added(chance, planting, node)
    return node


def weighed(chance: Random, node: StandardNode) -> StandardNode:
    """Weight moved between two parts, the sum the same to the last digit."""
    if node.weights:
        rows = tuple(replace(row, weigh=moved(chance, dict(row.weigh))) for row in node.weights)
        return replace(node, weights=rows)
    weights = dict(moved(chance, {part.code: part.weight for part in node.parts}))
    return replace(node, parts=tuple(replace(part, weight=weights[part.code]) for part in node.parts))


def moved(chance: Random, weights: dict[str, Fraction]) -> tuple[tuple[str, Fraction], ...]:
    if len(weights) > 1:
        giver, taker = chance.sample(sorted(weights), 2)
        part = weights[giver] * Fraction(chance.choice((1, 1, 2)), 3)
        weights = {**weights, giver: weights[giver] - part, taker: weights[taker] + part}
    return tuple(weights.items())


def added(chance: Random, planting: Planting, node: StandardNode) -> StandardNode:
    """One or two leaves with a share each of a hundred; the others share the rest in their old proportion."""
    leaves = [planting.leaf(profile=False) for _ in range(chance.randint(1, 2))]
    shares = [Fraction(chance.choice(("5", "12.5", "20"))) for _ in leaves]
    rest = 100 - sum(shares, Fraction(0))
    more = [replace(leaf, weight=share) for leaf, share in zip(leaves, shares, strict=True)]
    if node.weights:
        rows = tuple(with_leaves(row, rest, more) for row in node.weights)
        return replace(node, parts=(*node.parts, *more), weights=rows)
    total = sum((part.weight for part in node.parts), Fraction(0))
    old = [replace(part, weight=part.weight / total * rest) for part in node.parts]
    return replace(node, parts=(*old, *more))


def with_leaves(row: WeightRow, rest: Fraction, more: list[StandardNode]) -> WeightRow:
    total = sum((weight for _, weight in row.weigh), Fraction(0))
    old = tuple((code, weight / total * rest) for code, weight in row.weigh)
    return replace(row, weigh=(*old, *((leaf.code, leaf.weight) for leaf in more)))


def stricter(chance: Random, scale: BandScale) -> BandScale:
    """Every bound a little harder to reach."""
    step = Fraction(chance.choice(("0.25", "1", "3"))) * (1 if scale.better == "high" else -1)
    return replace(scale, bands=tuple((bound + step, points) for bound, points in scale.bands))

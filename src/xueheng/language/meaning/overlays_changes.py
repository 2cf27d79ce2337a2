"""What a layer changes in a base's tree, node by node: weights inside their bounds, added leaves, raised bands.

Everything is compared exactly; what the base does not open is locked. Each refusal names the line of the base that
forbids it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.naming import suggestion
from xueheng.language.meaning.nodes import below, entries, items, number, text
from xueheng.language.meaning.openings import bounds_place
from xueheng.language.meaning.overlays_bands import ELSE, looser, said_bands
from xueheng.language.meaning.overlays_leaves import Share, shares_of
from xueheng.language.meaning.saying_numbers import exactly, line_of
from xueheng.language.meaning.scales import LeafFacts, scale_for
from xueheng.language.meaning.scope import RESERVED_CODES
from xueheng.language.meaning.shelf import Definition
from xueheng.language.positions import Entry, Node, Place, Scalar
from xueheng.language.positions import Mapping as MappingNode
from xueheng.language.standard_definitions import (
    BandScale,
    Changed,
    Decision,
    Opening,
    Standard,
    StandardNode,
    WeightRow,
)
from xueheng.wording import Text

ROOT = "total"
"""How `changes` names the root itself."""
WHOLE = Fraction(100)
LOCKED = Opening()


@dataclass
class Changes:
    """One layer's changes on their way into the base's tree. `written`: by path, the key and what changes there."""

    checking: Checking
    pack: str
    base: Standard
    definition: Definition
    decision: Decision
    written: Mapping[str, tuple[Scalar, Node]]
    codes: dict[str, Place] = field(default_factory=dict)

    def own(self) -> StandardNode:
        """The base's tree with every change noted. What was refused is left as the base has it."""
        paths = dict(_paths(self.base.root, ""))
        self.codes = {node.code: node.place for node in paths.values()}
        for path, (key, _) in self.written.items():
            if path not in paths:
                self.checking.report("XH-O002", key.place, node=path, hint=suggestion(path, paths))
        return self._node(self.base.root, "", [self.definition.body])

    def _node(self, node: StandardNode, path: str, bodies: list[Node]) -> StandardNode:
        """`bodies`: the nodes of the base as written, from the root down to this one."""
        parts = []
        for part in node.parts:
            below_here = f"{path}.{part.code}" if path else part.code
            body = below(below(bodies[-1], "parts"), part.code)
            parts.append(self._node(part, below_here, [*bodies, body] if body is not None else bodies))
        made = replace(node, parts=tuple(parts))
        change = self.written.get(path or ROOT)
        if change is None:
            return made
        for key, act in (("weigh", self._weigh), ("add", self._add), ("raise", self._raise)):
            said = change[1].key(key) if isinstance(change[1], MappingNode) else None
            if said is not None:
                made = act(made, said, below(change[1], key), bodies)
        return made

    def _noted(self, place: Place) -> Decision:
        return replace(self.decision, place=place)

    # -- weights --------------------------------------------------------------------------------

    def _weigh(self, node: StandardNode, key: Scalar, said: Node | None, bodies: list[Node]) -> StandardNode:
        open_ = node.open or LOCKED
        if not open_.weigh:
            self.checking.report("XH-O003", key.place, node=node.code, there=line_of(node.place))
            return node
        if node.weights or node.combine != "weighted":
            return node
        before = len(self.checking.issues)
        weights = self._restated(node, key, said)
        for entry in entries(said):
            if entry.key.text in weights:
                self._in_bounds(node, open_, entry, weights[entry.key.text], bodies[-1])
        if len(self.checking.issues) == before:
            self._same_sum(node, key, weights)
        if len(self.checking.issues) > before:
            return node
        places = {entry.key.text: entry.key.place for entry in entries(said)}
        return replace(node, parts=tuple(self._reweighed(part, weights, places) for part in node.parts))

    def _restated(self, node: StandardNode, key: Scalar, said: Node | None) -> dict[str, Fraction]:
        """The weights as written: of every part of the node and of nothing else."""
        codes = [part.code for part in node.parts]
        weights: dict[str, Fraction] = {}
        for entry in entries(said):
            weight = number(entry.value)
            if entry.key.text not in codes:
                hint = suggestion(entry.key.text, codes)
                self.checking.report(
                    "XH-O011", entry.key.place, name=entry.key.text, node=node.code, hint=hint,
                    there=line_of(node.place),
                )  # fmt: skip
            elif weight is not None:
                weights[entry.key.text] = weight
        written = {entry.key.text for entry in entries(said)}
        left_out = [part for part in node.parts if part.code not in written]
        if left_out:
            names = [part.code for part in left_out]
            said_names = Text("、".join(f"“{name}”" for name in names), ", ".join(f'"{name}"' for name in names))
            self.checking.report(
                "XH-O010", key.place, node=node.code, parts=said_names, there=line_of(left_out[0].place)
            )
        return weights

    def _in_bounds(self, node: StandardNode, open_: Opening, entry: Entry, weight: Fraction, body: Node) -> None:
        """A locked part keeps its weight to the last digit; an opened one stays inside its bounds."""
        part = next(part for part in node.parts if part.code == entry.key.text)
        bounds = next(((low, high) for name, low, high in open_.weigh if name == part.code), None)
        if bounds is None:
            if weight != part.weight:
                self.checking.report(
                    "XH-O009", entry.key.place, node=part.code, weight=text(entry.value), base=exactly(part.weight),
                    there=line_of(part.place),
                )  # fmt: skip
        elif not bounds[0] <= weight <= bounds[1]:
            place = bounds_place(body, part.code) or node.place
            self.checking.report(
                "XH-O004", entry.key.place, node=part.code, weight=text(entry.value), low=exactly(bounds[0]),
                high=exactly(bounds[1]), there=line_of(place),
            )  # fmt: skip

    def _same_sum(self, node: StandardNode, key: Scalar, weights: Mapping[str, Fraction]) -> None:
        total, base = sum(weights.values(), Fraction(0)), sum((part.weight for part in node.parts), Fraction(0))
        if total != base:
            self.checking.report(
                "XH-O012", key.place, node=node.code, total=exactly(total), base=exactly(base),
                there=line_of(node.place),
            )  # fmt: skip

    def _reweighed(
        self, part: StandardNode, weights: Mapping[str, Fraction], places: Mapping[str, Place]
    ) -> StandardNode:
        """The part with its new weight, noted where it differs; a note of an earlier change of it stays the first."""
        weight = weights[part.code]
        if weight == part.weight:
            return part
        noted = any(change.what == "weigh" for change in part.changed)
        change = Changed("weigh", self._noted(places[part.code]), exactly(part.weight))
        return replace(part, weight=weight, changed=part.changed if noted else (*part.changed, change))

    # -- added leaves ---------------------------------------------------------------------------

    def _add(self, node: StandardNode, key: Scalar, said: Node | None, bodies: list[Node]) -> StandardNode:
        most = (node.open or LOCKED).add
        if most is None or node.measure is not None:
            self.checking.report("XH-O007", key.place, node=node.code, there=line_of(node.place))
            return node
        if node.combine != "weighted":
            return node
        before = len(self.checking.issues)
        shares = shares_of(self.checking, self.pack, self.definition, self.base.of, bodies, said)
        for share in shares:
            self._fits(share)
        taken = sum((share.share for share in shares), Fraction(0))
        if taken > most:
            self.checking.report(
                "XH-O006", key.place, node=node.code, taken=exactly(taken), open=exactly(most),
                there=line_of(_place_of_add(bodies[-1]) or node.place),
            )  # fmt: skip
        if any(issue.severity == "error" for issue in self.checking.issues[before:]):
            return node
        return self._with_leaves(node, shares, key.place)

    def _fits(self, share: Share) -> None:
        """A share between 0 and 100, and a code that nothing else in the tree has."""
        code = share.key.text
        if not 0 < share.share < WHOLE:
            self.checking.report("XH-O017", share.key.place, node=code, share=exactly(share.share))
        if code in RESERVED_CODES:
            self.checking.report("XH-N007", share.key.place, name=code)
        elif code in self.codes:
            self.checking.report("XH-O018", share.key.place, code=code, there=line_of(self.codes[code]))
        self.codes.setdefault(code, share.key.place)

    def _with_leaves(self, node: StandardNode, shares: list[Share], place: Place) -> StandardNode:
        """The added leaves take their shares; the base's parts share the rest in their old proportion."""
        rest = WHOLE - sum((share.share for share in shares), Fraction(0))
        added = tuple(
            replace(share.leaf, weight=share.share, changed=(Changed("add", self._noted(share.key.place), ""),))
            for share in shares
            if share.leaf is not None
        )
        if node.weights:
            rows = tuple(_shrunk_row(row, shares, rest) for row in node.weights)
            return replace(node, parts=(*node.parts, *added), weights=rows)
        total = sum((part.weight for part in node.parts), Fraction(0))
        if total == 0:
            return node
        weights = {part.code: part.weight / total * rest for part in node.parts}
        places = {part.code: place for part in node.parts}
        return replace(node, parts=(*(self._reweighed(part, weights, places) for part in node.parts), *added))

    # -- bands ----------------------------------------------------------------------------------

    def _raise(self, node: StandardNode, key: Scalar, said: Node | None, bodies: list[Node]) -> StandardNode:
        if not (node.open or LOCKED).raise_bands:
            self.checking.report("XH-O008", key.place, node=node.code, there=line_of(node.place))
            return node
        old = node.scale
        measure = self.checking.measures.get((node.measure or "", self.base.of))
        if not isinstance(old, BandScale) or measure is None or not isinstance(said, MappingNode):
            return node
        # The direction is the base's: raising never turns a scale round.
        turned = MappingNode((*said.entries, Entry(_word("better", key), _word(old.better, key))), said.place)
        facts = LeafFacts(self.pack, node.code, measure.type, self.base.of, None, key.place)
        made = scale_for(self.checking, turned, facts, self.checking.sources[self.pack])
        if made is None or not isinstance(made[0], BandScale):
            return node
        scale = made[0]
        places = [item.place for item in items(below(said, "bands"))]
        otherwise = said.key("else")
        found, where = list(looser(scale, old)), self._scale_place(bodies) or node.place
        for one in found:
            at = (otherwise or key).place if one.band == ELSE else places[one.band]
            self.checking.report(
                "XH-O005", at, value=one.value, new=exactly(one.new), old=exactly(one.old), there=line_of(where)
            )
        if found:
            return node
        change = Changed("raise", self._noted(key.place), said_bands(old))
        return replace(node, scale=scale, scale_source=made[1], changed=(*node.changed, change))

    def _scale_place(self, bodies: list[Node]) -> Place | None:
        """Where the base's bands stand: in scales.yaml, or on the nearest node that writes them."""
        scale = next((found for body in reversed(bodies) if (found := below(body, "scale")) is not None), None)
        named = scale if isinstance(scale, Scalar) else below(scale, "use")
        if isinstance(named, Scalar):
            definition = self.checking.shelf.find("scales", named.text, self.definition.pack)
            return definition.key.place if definition else None
        return scale.place if scale is not None else None


def _paths(node: StandardNode, path: str) -> Iterator[tuple[str, StandardNode]]:
    yield path or ROOT, node
    for part in node.parts:
        yield from _paths(part, f"{path}.{part.code}" if path else part.code)


def _shrunk_row(row: WeightRow, shares: list[Share], rest: Fraction) -> WeightRow:
    """A row of weights with the added leaves in it; each row is treated as if it stood alone."""
    total = sum((weight for _, weight in row.weigh), Fraction(0))
    kept = tuple((code, weight / total * rest if total else weight) for code, weight in row.weigh)
    return WeightRow(row.when, (*kept, *((share.key.text, share.share) for share in shares)))


def _place_of_add(body: Node) -> Place | None:
    said = below(body, "open")
    key = said.key("add") if isinstance(said, MappingNode) else None
    return key.place if key else None


def _word(word: str, beside: Scalar) -> Scalar:
    return Scalar(word, False, False, beside.place, exact=False)

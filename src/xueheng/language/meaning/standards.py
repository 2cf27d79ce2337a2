"""Standards: the tree of points, with what is inherited settled on every node."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, cast

from xueheng.language.definitions import Source
from xueheng.language.meaning.calendar import report_window, window_names
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.dimensions import codes_of_measure, codes_of_standard
from xueheng.language.meaning.inputs import inputs_of
from xueheng.language.meaning.leaves import Leaf, leaf_of
from xueheng.language.meaning.naming import entity_named, short
from xueheng.language.meaning.nodes import below, bilingual, entries, items, number, scalar, scalars, text, whole
from xueheng.language.meaning.openings import check_opening, opening_of
from xueheng.language.meaning.results import tree_nodes
from xueheng.language.meaning.scope import RESERVED_CODES, NodeFacts, Scope
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.sources import source_of
from xueheng.language.meaning.typing_expressions import condition
from xueheng.language.meaning.weights import plain_weights, weight_rows
from xueheng.language.positions import Entry, Node, Scalar
from xueheng.language.standard_definitions import Level, Rule, Standard, StandardNode
from xueheng.language.typed import Constant, Kind, Type
from xueheng.wording import Text

Policy = Literal["zero", "leave_out", "block"]
Combine = Literal["weighted", "sum", "least", "profile"]
ACTS: tuple[Literal["at_most", "at_least", "times", "plus"], ...] = ("at_most", "at_least", "times", "plus")
ACT_SAID = {
    "at_most": ("至多", "at most"),
    "at_least": ("至少", "at least"),
    "times": ("乘以", "times"),
    "plus": ("加", "plus"),
}


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a node takes from above: the nearest word on each, and a profile's decimals and levels."""

    source: Source
    missing: Policy | None = None
    scale: Node | None = None
    empty: Literal["zero", "missing"] | None = None
    needs: Fraction = Fraction(0)
    decimals: int | None = None
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """A settled node and what rules above may read of it and of the nodes below it."""

    node: StandardNode
    facts: Mapping[str, NodeFacts]


@dataclass(frozen=True, slots=True)
class AddedLeaf:
    """A leaf that a layer adds. `layer`: the layer as a thing of its pack, with the base's body; `above`: the base's
    nodes from the root down.
    """

    layer: Definition
    entity: str
    key: Scalar
    body: Node
    above: list[Node]


def settle_added_leaf(checking: Checking, leaf: AddedLeaf) -> StandardNode | None:
    """The leaf as a node of the base's tree; None when something was reported."""
    return _Tree(checking, leaf.layer, leaf.entity).added(leaf)


def settle_standards(checking: Checking) -> None:
    """Every standard, whether anything reads it or not; `checking.standards` then stands in the order of the packs."""
    definitions = checking.shelf.things["standards"].values()
    found = [checking.standard(definition, definition.key.place) for definition in definitions]
    checking.standards = {standard.name: standard for standard in found if standard}


def make_standard(checking: Checking, definition: Definition) -> Standard | None:
    """One standard; None when its entity means nothing, or a leaf or rule in it was reported."""
    of = scalar(below(definition.body, "of"))
    entity = entity_named(checking, of, definition.pack) if of else None
    return _Tree(checking, definition, entity).standard() if entity else None


class _Tree:
    """One standard on its way from nodes to a tree."""

    def __init__(self, checking: Checking, definition: Definition, entity: str) -> None:
        self.checking = checking
        self.definition = definition
        self.pack = definition.pack
        self.body = definition.body
        by = text(below(self.body, "by"))
        self.entity = entity
        self.by = (by, Type(Kind.CODE, codes=self._codes_named(by, self.body))) if by else None
        self.scope = Scope(self.pack, asked=entity, by=self.by)
        self.codes: dict[str, Scalar] = {}

    def standard(self) -> Standard | None:
        """The whole standard; None when a leaf or rule in it was reported."""
        self._gather_codes(self.body)
        source = source_of(self.checking, self.body, self.checking.sources[self.pack])
        settled = self._node(self.definition.key, self.body, Inherited(source), root=True)
        period = scalar(below(self.body, "period"))
        calendar = self.checking.calendar_for(self.pack)
        if period and period.text != "term" and period.text not in window_names(calendar):
            report_window(self.checking, period.text, period.place, calendar)
        applies = condition(self.checking, below(self.body, "applies"), self.scope)
        groups = self._groups()
        if settled is None:
            return None
        head = self.checking.heads[self.pack]
        made = Standard(
            name=self.definition.qualified, title=bilingual(below(self.body, "title"), self.definition.name),
            of=self.entity, by=self.by[0] if self.by else None, period=text(period, "school_year"), applies=applies,
            root=replace(settled.node, code="total"), groups=groups, version=head.version, owner=head.owner,
            source=source, place=self.definition.key.place,
            inputs=inputs_of(self.checking, below(self.body, "inputs"), self.pack),
        )  # fmt: skip
        return replace(made, by_codes=codes_of_standard(self.checking, made))

    def _codes_named(self, by: str, node: Node | None) -> tuple[str, ...]:
        """Codes of the dimension as the measures declare them that leaves name: known before any leaf is settled."""
        found: dict[str, None] = {}
        for leaf in (node, *(below_it for _, below_it in tree_nodes(node))):
            named = scalar(below(leaf, "measure"))
            definition = self.checking.shelf.find("measures", named.text, self.pack) if named else None
            same = definition is not None and text(below(definition.body, "by")) == by
            if named and definition and same and self.entity in self.checking.grains(definition):
                measure = self.checking.measure(definition, self.entity, named.place)
                found.update(dict.fromkeys(codes_of_measure(self.checking, measure) if measure else ()))
        return tuple(found)

    def added(self, leaf: AddedLeaf) -> StandardNode | None:
        """A leaf of another pack with what it inherits here. Decimals and levels are not handed down."""
        inherited = Inherited(self.checking.sources[self.pack])
        for place, node in enumerate(leaf.above):
            inherited = self._inherited(node, inherited, root=place == 0)
        if inherited.missing is None and _policy(leaf.body) is None:
            self.checking.report("XH-S001", leaf.key.place, node=leaf.key.text)
        own = self.checking.sources[self.pack]
        settled = self._node(leaf.key, leaf.body, replace(inherited, source=own, decimals=None, levels=()))
        return settled.node if settled else None

    def _gather_codes(self, node: Node | None) -> None:
        """Every code once; no word of results among them."""
        for entry in entries(below(node, "parts")):
            code = entry.key
            if code.text in RESERVED_CODES:
                self.checking.report("XH-N007", code.place, name=code.text)
            elif code.text in self.codes:
                first = self.codes[code.text].place.line
                self.checking.report("XH-S002", code.place, code=code.text, line=first)
            self.codes.setdefault(code.text, code)
            self._gather_codes(entry.value)

    def _groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found = []
        for entry in entries(below(self.body, "groups")):
            entity = entity_named(self.checking, entry.key, self.pack)
            if entity is None:
                continue
            if entity not in self.checking.entities[self.entity].ancestors:
                self.checking.report("XH-S011", entry.key.place, group=entry.key.text, of=short(self.entity))
                continue
            found.append((entity, tuple(written.text for written in scalars(entry.value))))
        return tuple(found)

    def _node(self, key: Scalar, body: Node, above: Inherited, root: bool = False) -> Settled | None:
        inherited = self._inherited(body, above, root)
        when = None if root else condition(self.checking, below(body, "when"), self.scope)
        weight = number(below(body, "weight"))
        own = StandardNode(
            code=key.text, title=bilingual(below(body, "title"), key.text),
            weight=Fraction(1) if weight is None else weight, when=when, parts=(), weights=(),
            combine=self._combine(body), if_missing=self._own_policy(body, above, root), needs=inherited.needs,
            rules=(),
            levels=inherited.levels, decimals=inherited.decimals, measure=None, scale=None, source=inherited.source,
            place=key.place, open=opening_of(body),
        )  # fmt: skip
        if below(body, "parts") is not None:
            made = self._inner(key, body, own, inherited)
        else:
            made = self._leaf(key, body, own, inherited)
        if made is not None:
            check_opening(self.checking, made.node, body)
        return made

    def _inherited(self, body: Node, above: Inherited, root: bool) -> Inherited:
        """The node's own words over those from above; this is what its parts inherit, too."""
        empty = text(below(body, "empty"))
        needs = number(below(body, "needs"))
        decimals, levels = whole(below(body, "decimals")), self._levels(body)
        return Inherited(
            source=above.source if root else source_of(self.checking, body, above.source),
            missing=_policy(body) or above.missing,
            scale=below(body, "scale") or above.scale,
            empty="zero" if empty == "zero" else "missing" if empty == "missing" else above.empty,
            needs=above.needs if needs is None else needs,
            decimals=above.decimals if decimals is None else decimals,
            levels=levels or above.levels,
        )

    def _own_policy(self, body: Node, above: Inherited, root: bool) -> Policy:
        """What this node does as a missing part: a leaf's own word, else the nearest above."""
        is_leaf = below(body, "parts") is None
        own = _policy(body) if is_leaf or root else None
        return own or above.missing or "block"

    def _combine(self, body: Node) -> Combine:
        found = text(below(body, "combine"), "weighted")
        return cast(Combine, found if found in ("weighted", "sum", "least", "profile") else "weighted")

    def _inner(self, key: Scalar, body: Node, own: StandardNode, inherited: Inherited) -> Settled | None:
        parts = entries(below(body, "parts"))
        if inherited.missing is None and any(_needs_policy(part) for part in parts):
            self.checking.report("XH-S001", key.place, node=key.text)
            inherited = replace(inherited, missing="block")
        # Only a profile hands its decimals and levels down; other nodes keep theirs to themselves.
        handed = inherited if own.combine == "profile" else replace(inherited, decimals=None, levels=())
        settled = [self._node(part.key, part.value, handed) for part in parts]
        weights = weight_rows(self.checking, key, body, self.scope)
        if own.combine == "weighted" and not weights:
            plain_weights(self.checking, parts)
        facts = self._facts(settled)
        rules = self._rules(body, facts)
        if any(part is None for part in settled):
            return None
        made = replace(own, parts=tuple(part.node for part in settled if part), weights=weights, rules=rules)
        return Settled(made, facts)

    def _facts(self, settled: list[Settled | None]) -> dict[str, NodeFacts]:
        """What rules may read of the nodes below."""
        facts: dict[str, NodeFacts] = {}
        for part in settled:
            if part is None:
                continue
            node = part.node
            found = self.checking.measures.get((node.measure, self.entity)) if node.measure else None
            facts[node.code] = NodeFacts(found.type if found else None, tuple(level.code for level in node.levels))
            facts.update(part.facts)
        return facts

    def _leaf(self, key: Scalar, body: Node, own: StandardNode, inherited: Inherited) -> Settled | None:
        asked = Leaf(self.definition, key, body, self.entity, self.by, inherited.scale, inherited.empty, own.source)
        found = leaf_of(self.checking, asked)
        rules = self._rules(body, {})
        if found is None:
            return None
        measure, scale, scale_source = found
        title = own.title if below(body, "title") is not None else measure.title
        made = replace(own, title=title, measure=measure.name, scale=scale, scale_source=scale_source, rules=rules)
        return Settled(made, {})

    def _levels(self, body: Node) -> tuple[Level, ...]:
        found: list[Level] = []
        for entry in entries(below(body, "levels")):
            said = items(entry.value)
            at_least = number(said[0]) if said else None
            if at_least is None:
                continue
            same = next((level for level in found if level.at_least == at_least), None)
            if same:
                self.checking.report("XH-S012", entry.key.place, level=entry.key.text, other=same.code)
            title = bilingual(said[1], entry.key.text) if len(said) > 1 else Text(entry.key.text)
            found.append(Level(entry.key.text, at_least, title))
        return tuple(sorted(found, key=lambda level: -level.at_least))

    def _rules(self, body: Node, facts: Mapping[str, NodeFacts]) -> tuple[Rule, ...]:
        others = frozenset(self.codes) - frozenset(facts)
        scope = replace(self.scope, nodes=facts, other_nodes=others)
        found: list[Rule] = []
        for item in items(below(body, "rules")):
            when = below(item, "when")
            holds = condition(self.checking, when, scope) or Constant(True, Type(Kind.YES_NO))
            for act in ACTS:
                amount = number(below(item, act))
                if amount is not None:
                    found.append(Rule(holds, act, amount, _rule_title(item, act), item.place))
        return tuple(found)


def _rule_title(item: Node, act: str) -> Text:
    title = below(item, "title")
    if title is not None:
        return bilingual(title)
    zh, en = ACT_SAID[act]
    amount = text(below(item, act))
    return Text(f"{zh} {amount}", f"{en} {amount}")


def _policy(body: Node) -> Policy | None:
    found = text(below(body, "missing"))
    return cast(Policy, found) if found in ("zero", "leave_out", "block") else None


def _needs_policy(part: Entry) -> bool:
    """Whether a part rests on the word of the nodes above; a leaf may have its own."""
    return below(part.value, "parts") is not None or _policy(part.value) is None

"""The answers of an example: which node or measure, for which code of one more dimension, of whose layer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.dimensions import codes_of_grain, codes_of_measure
from xueheng.language.meaning.field_types import report_code
from xueheng.language.meaning.naming import short, suggestion
from xueheng.language.meaning.nodes import below, entries, scalar
from xueheng.language.meaning.walking import nodes_of
from xueheng.language.positions import Node, Scalar
from xueheng.language.standard_definitions import Standard
from xueheng.language.typed import Kind, Type
from xueheng.language.worked_definitions import Expected

Layer = Literal["", "base", "own"]
PARTS = (".level", ".value")


@dataclass(frozen=True, slots=True)
class Dimensioned:
    """What an answer may name: its dimension, None where it has none, and the codes of that."""

    by: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answerable:
    """What the run of an example has answers for. `run`: how it is called; `layered`: it gives base and own."""

    run: str
    names: Mapping[str, Dimensioned]
    layered: bool


def answerable(checking: Checking, standard: Standard | None, pack: str, run: str, layer: Node | None) -> Answerable:
    """Nodes of the standard and leaves that `layer` adds; measures of every grain, the pack's own by short name."""
    names: dict[str, Dimensioned] = {}
    if standard:
        whole = Dimensioned(standard.by, standard.by_codes)
        names = {"total": whole, "level": whole, **{node.code: whole for node in nodes_of(standard.root)}}
        for change in entries(below(layer, "changes")):
            names.update({added.key.text: whole for added in entries(below(change.value, "add"))})
    for measure in checking.measures.values():
        if measure is not None:
            codes = codes_of_measure(checking, measure) if measure.by else ()
            codes = codes or (codes_of_grain(checking, measure.of, measure.by) if measure.by else ())
            found = Dimensioned(measure.by, codes)
            names.setdefault(measure.name, found)
            owner, _, name = measure.name.partition(".")
            names.update({name: found} if owner == pack and name not in names else {})
    return Answerable(run, names, layer is not None)


def answers_of(checking: Checking, example: str, then: Node | None, known: Answerable | None) -> Iterator[Expected]:
    """The answers as written; reports those the run cannot give. `known` None: nothing of the run is known."""
    for subject in entries(then):
        for answer in entries(subject.value):
            written = scalar(answer.value)
            if written:
                named = _Named(checking, example, answer.key, known)
                layer, code, by = named.read()
                yield Expected(subject.key.text, code, written.text, answer.key.place, by, layer)


@dataclass
class _Named:
    """One name of an answer: `code`, `code.level`, `code.primary`, `own.code`, `pack.measure`."""

    checking: Checking
    example: str
    key: Scalar
    known: Answerable | None

    def read(self) -> tuple[Layer, str, str]:
        """Layer, code (with `.level` or `.value`), and code of the further dimension."""
        text = self.key.text
        if self.known is None:
            return "", text, ""
        layer = self._layer(text, self.known)
        code = text[len(layer) + 1 :] if layer else text
        bare, part = _without_part(code)
        if bare in self.known.names:
            self._whole(bare, self.known.names[bare])
            return layer, code, ""
        head, _, by = bare.rpartition(".")
        head, inner = _without_part(head)
        found = self.known.names.get(head)
        if found is None or found.by is None:
            self._unknown(code, self.known)
            return layer, code, ""
        self._has_code(by, found)
        return layer, head + (part or inner), by

    def _layer(self, text: str, known: Answerable) -> Layer:
        if known.layered and text.startswith("base."):
            return "base"
        return "own" if known.layered and text.startswith("own.") else ""

    def _whole(self, name: str, found: Dimensioned) -> None:
        if found.by:
            self.checking.report("XH-W005", self.key.place, example=self.example, name=name, by=found.by)

    def _has_code(self, by: str, found: Dimensioned) -> None:
        if by not in found.codes:
            at = len(self.key.text.removesuffix(".level").removesuffix(".value")) - len(by)
            written = Scalar(by, False, False, self.key.place_at(at))
            report_code(self.checking, written, found.by or "", Type(Kind.CODE, codes=found.codes))

    def _unknown(self, code: str, known: Answerable) -> None:
        hint = suggestion(code, known.names)
        self.checking.report("XH-W003", self.key.place, example=self.example, code=code, run=known.run, hint=hint)


def _without_part(code: str) -> tuple[str, str]:
    """The code and its `.level` or `.value`."""
    part = next((part for part in PARTS if code.endswith(part)), "")
    return code.removesuffix(part), part


def standard_with(checking: Checking, pack: str, then: Node | None, measures: tuple[str, ...]) -> str | None:
    """The one standard of the pack whose nodes the answers of a run of measures name, too; None where none is.

    An example of measures may so show what a standard makes of them, without saying twice what is run.
    """
    known = {name for name, _ in checking.measures} | {short(name) for name in measures}
    asked = {answer.key.text.split(".")[0] for subject in entries(then) for answer in entries(subject.value)}
    asked -= {name.partition(".")[2] for name in known if name.startswith(f"{pack}.")} | known
    own = [standard for standard in checking.standards.values() if standard.name.startswith(f"{pack}.")]
    having = [standard.name for standard in own if asked & {part.code for part in nodes_of(standard.root)} - {"total"}]
    return having[0] if len(having) == 1 else None

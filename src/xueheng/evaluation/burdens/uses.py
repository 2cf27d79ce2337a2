"""What each type of records is used for, as the packs in force say: by indicators, and by measures beside them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from xueheng.evaluation.core.public import evidence_read, nodes_of
from xueheng.language.public import EvidenceRows, Library, Pack, Standard, StandardNode
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class Leaf:
    """An indicator at the end of a standard's tree, with the types that it rests on."""

    standard: Standard
    node: StandardNode
    types: tuple[str, ...]


@dataclass(slots=True)
class Uses:
    """Of one type: the indicators that rest on it, and how many measures read it at all."""

    leaves: list[Leaf] = field(default_factory=list)
    measures: list[Text] = field(default_factory=list)

    @property
    def none(self) -> bool:
        """Nothing that is in force reads these records."""
        return not self.leaves and not self.measures


def uses_of(library: Library, day: date) -> tuple[Mapping[str, Uses], tuple[Leaf, ...]]:
    """Type → what it is used for; and every indicator in force that rests on records."""
    found: dict[str, Uses] = defaultdict(Uses)
    leaves = []
    for standard in library.standards.values():
        if standard.unused or not _in_force(library.packs[standard.name.rpartition(".")[0]], day):
            continue
        for node in nodes_of(standard.root):
            types = evidence_read(library, standard.of, node) if node.measure is not None else ()
            if types:
                leaves.append(Leaf(standard, node, types))
                for name in types:
                    found[name].leaves.append(leaves[-1])
    for (name, _), measure in library.measures.items():
        fold = measure.fold
        if fold is None or not isinstance(fold.rows, EvidenceRows) or measure.unused:
            continue
        if _in_force(library.packs[name.partition(".")[0]], day):
            for type_ in fold.rows.types:
                found[type_].measures.append(measure.title)
    return found, tuple(leaves)


def _in_force(pack: Pack, day: date) -> bool:
    return (pack.since is None or pack.since <= day) and (pack.until is None or pack.until >= day)

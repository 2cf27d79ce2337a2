"""What a school's added leaf may be of: what somebody records already, before anything new is asked of anybody."""

from dataclasses import dataclass

from xueheng.evaluation.core.public import nodes_of
from xueheng.evaluation.layers.editor_plan import number_typed
from xueheng.evaluation.layers.written import Leaf
from xueheng.identity.public import library, policy
from xueheng.language.public import EvidenceType, Kind, Library, Measure, Standard, exactly
from xueheng.wording import Text

MEASURE, EVIDENCE = "measure", "evidence"


@dataclass(frozen=True, slots=True)
class LeafChoice:
    """One thing that a leaf can be of. `by`: the posts that record it; `minutes`: what one record takes."""

    code: str
    title: Text
    by: tuple[Text, ...] = ()
    minutes: str = ""
    in_base: bool = False


def leaf_choices(standard: Standard) -> tuple[list[LeafChoice], list[LeafChoice]]:
    """Record types that can be counted, and measures that packs have; those that the base does not use first."""
    packs, used = library(), _used(standard)
    reach = {standard.name.partition(".")[0], *(name for name, _ in packs.packs[standard.name.partition(".")[0]].uses)}
    evidence = [
        _of_evidence(type_, type_.name in used)
        for type_ in packs.evidence.values()
        if type_.about == standard.of and not type_.sensitive and type_.name.partition(".")[0] in reach
    ]
    measures = [
        LeafChoice(f"{MEASURE}:{one.name}", one.title, in_base=one.name in used)
        for one in packs.measures.values()
        if _fits(one, standard, packs, reach)
    ]
    return sorted(evidence, key=_order), sorted(measures, key=_order)


def _order(choice: LeafChoice) -> tuple[bool, str]:
    return choice.in_base, choice.code


def _fits(measure: Measure, standard: Standard, packs: Library, reach: set[str]) -> bool:
    """A number of one of those evaluated, declared by name in a pack that the base's own may use."""
    pack, _, name = measure.name.partition(".")
    plain = measure.of == standard.of and measure.by is None and not measure.unused and "." not in name
    return plain and pack in reach and measure.type.kind is Kind.NUMBER and measure.name not in packs.standards


def _used(standard: Standard) -> set[str]:
    """The measures of the base's leaves, and the record types that they fold."""
    packs = library()
    found = {node.measure for node in nodes_of(standard.root) if node.measure}
    for name in list(found):
        measure = packs.measures.get((name, standard.of))
        rows = measure.fold.rows if measure is not None and measure.fold is not None else None
        found |= set(getattr(rows, "types", ()))
    return found


def _of_evidence(type_: EvidenceType, in_base: bool) -> LeafChoice:
    posts = [post.title for post in policy().holders("records", type_.name)]
    minutes = exactly(type_.minutes) if type_.minutes is not None else ""
    return LeafChoice(f"{EVIDENCE}:{type_.name}", type_.title, tuple(posts), minutes, in_base)


def thing_of(leaf: Leaf, standard: Standard) -> Text:
    """What an added leaf is of."""
    packs = library()
    if leaf.evidence:
        return packs.evidence[leaf.evidence].title if leaf.evidence in packs.evidence else Text(leaf.evidence)
    found = packs.measures.get((leaf.measure, standard.of))
    return found.title if found is not None else Text(leaf.measure)


def burden_of(leaf: Leaf) -> Text | None:
    """The minutes a year that it takes to bring one pupil to its best edge; None where no minutes are declared."""
    type_ = library().evidence.get(leaf.evidence)
    times = [number_typed(bound) for bound, _ in leaf.bands.rows] if leaf.bands is not None else []
    most = max((each for each in times if each is not None), default=None)
    if type_ is None or type_.minutes is None or most is None:
        return None
    one, all_ = exactly(type_.minutes), exactly(type_.minutes * most)
    return Text(
        f"到最高一档要 {exactly(most)} 次，每次约 {one} 分钟：每生每年约 {all_} 分钟的填报",
        f"Its best edge takes {exactly(most)} records of about {one} min: {all_} min a pupil a year",
    )

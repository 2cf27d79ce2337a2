"""Which headings a sheet of one kind may bear, and what each column is for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from xueheng.language.public import Entity, EvidenceType, Field, Layout, LayoutColumn
from xueheng.wording import Text
from xueheng.workbooks.accepted_words import (
    RECORD_HEADINGS,
    RESULT_HEADINGS,
    SPAN_HEADINGS,
    SUBJECT_HEADINGS,
    UNIT_WORDS,
    plain,
)

Role = Literal[
    "subject", "field", "attribute", "ancestor", "day", "id", "verified", "recorder", "org", "recorded",
    "check", "ignored", "never_store", "returned", "from", "to",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Use:
    """What a column is for. `name`: the field, attribute or ancestor it fills, or the heading it checks;
    `heading`: as the template writes it; `words`: code → further words its cells may hold; `mapped`: a person said so.
    """

    role: Role
    name: str
    heading: str
    reading: str = ""
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    mapped: bool = False

    @property
    def once(self) -> bool:
        """Whether a second column of the same use is an error."""
        return self.role not in ("ignored", "never_store", "returned")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A kind of sheet: the evidence type it fills, the layout it follows, and its headings (plain → use)."""

    evidence: EvidenceType
    layout: Layout | None
    headings: Mapping[str, Use]

    @property
    def title(self) -> Text:
        return self.layout.title if self.layout else self.evidence.title

    @property
    def key(self) -> str:
        """The heading of the subject's number."""
        return next(use.heading for use in self.headings.values() if use.role == "subject")

    @property
    def fields(self) -> tuple[str, ...]:
        """The field headings, as the template writes them."""
        return tuple(dict.fromkeys(use.heading for use in self.headings.values() if use.role == "field"))


class _Headings:
    """Headings collected in order of precedence: the first meaning of a word stands."""

    def __init__(self) -> None:
        self.uses: dict[str, Use] = {}

    def add(self, words: Iterable[str], use: Use, unit: str | None = None) -> None:
        for word in words:
            if not word:
                continue
            self.uses.setdefault(plain(word), use)
            for written in UNIT_WORDS.get(unit or "", (unit,) if unit else ()):
                self.uses.setdefault(plain(f"{word}({written})"), use)


def bare(name: str) -> str:
    """A qualified name without its pack."""
    return name.rpartition(".")[2]


def names_of(name: str, title: Text) -> tuple[str, ...]:
    """The words a thing goes by: qualified and bare name, titles in both languages."""
    return tuple(word for word in (name, bare(name), title.zh, title.en) if word)


def generic_candidate(evidence: EvidenceType, entity: Entity) -> Candidate:
    """The template of an evidence type: its fields' names or titles, and the words for the record itself."""
    headings = _Headings()
    subject = Use("subject", "subject", entity.title.zh or bare(entity.name))
    headings.add(("subject",), subject)
    for role, words in RECORD_HEADINGS.items():
        headings.add(words[:1], _record_use(role))
    for each in evidence.fields:
        use = Use("field", each.name, each.title.zh or each.name)
        headings.add((each.name, each.title.zh, each.title.en), use, each.type.unit)
    headings.add((*SUBJECT_HEADINGS, *names_of(entity.name, entity.title)), subject)
    add_subject_headings(headings, entity)
    for role, words in RECORD_HEADINGS.items():
        headings.add(words, _record_use(role))
    headings.add(RESULT_HEADINGS, Use("returned", "", ""))
    return Candidate(evidence, None, headings.uses)


def add_subject_headings(headings: _Headings, entity: Entity) -> None:
    """Attributes by name or title; ancestors by name."""
    for attribute in entity.attributes:
        use = Use("attribute", attribute.name, attribute.title.zh or attribute.name)
        headings.add((attribute.name, attribute.title.zh, attribute.title.en), use, attribute.type.unit)
    for ancestor in entity.ancestors:
        headings.add((ancestor, bare(ancestor)), Use("ancestor", ancestor, bare(ancestor)))


def with_further_words(
    candidate: Candidate, entity: Entity, entities: Mapping[str, Entity], numbers: Iterable[str]
) -> Candidate:
    """The candidate, its ancestors also known by their titles, its subjects by what layouts call their number."""
    headings = dict(candidate.headings)
    for word in numbers:
        headings.setdefault(plain(word), Use("subject", "subject", word))
    for ancestor in entity.ancestors:
        title = entities[ancestor].title if ancestor in entities else Text("")
        for word in (title.zh, title.en):
            if word:
                headings.setdefault(plain(word), Use("ancestor", ancestor, word))
    return Candidate(candidate.evidence, candidate.layout, headings)


def mappable(candidate: Candidate) -> dict[str, Use]:
    """What a person may say of a heading that is not known: word → use. Fields, the subject's number, the day."""
    uses: dict[str, Use] = {}
    for use in candidate.headings.values():
        if use.role in ("subject", "day", "field"):
            uses.setdefault(use.name, use)
    return uses


def with_mapped(candidate: Candidate, mapped: Mapping[str, str]) -> Candidate:
    """The candidate, with what was said of headings that it does not know: heading → word of `mappable`, '' to leave
    the column alone. Headings that it knows keep their meaning, above all those that are never stored.
    """
    if not mapped:
        return candidate
    headings, words = dict(candidate.headings), mappable(candidate)
    for heading, word in mapped.items():
        use = words.get(word) if word else Use("ignored", heading, heading)
        if use is not None:
            headings.setdefault(heading_key(heading), replace(use, mapped=True))
    return Candidate(candidate.evidence, candidate.layout, headings)


def heading_key(text: str) -> str:
    """A heading for comparison; a star beside it marks a required column in many templates."""
    return plain(text).strip("*")


def _record_use(role: str) -> Use:
    words = RECORD_HEADINGS[role]
    return Use(role, role, next((w for w in words if not w.isascii()), words[0]))  # type: ignore[arg-type]


def layout_candidate(layout: Layout, evidence: EvidenceType, entity: Entity) -> Candidate:
    """The headings of a declared layout."""
    headings = _Headings()
    headings.add((layout.find_by,), Use("subject", "subject", layout.find_by))
    headings.add(layout.day_heads, Use("day", "day", next(iter(layout.day_heads), "")))
    fields = {each.name: each for each in evidence.fields}
    for column in layout.columns:
        declared = fields.get(column.field)
        headings.add(column.heads, _column_use("field", column, layout), declared.type.unit if declared else None)
    attributes = {each.name for each in entity.attributes}
    for column in layout.attributes:
        role: Role = "attribute" if column.field in attributes else "ancestor"
        headings.add(column.heads, _column_use(role, column, layout))
    for heading in layout.find_check:
        headings.add((heading,), Use("check", heading, heading))
    for heading in layout.never_store:
        headings.add((heading,), Use("never_store", heading, heading))
    for heading in layout.ignore:
        headings.add((heading,), Use("ignored", heading, heading))
    if layout.asks_day:
        headings.add(RECORD_HEADINGS["day"], _record_use("day"))
    returned = (*(h for h, _ in layout.returns_each), *(h for h, _ in layout.returns_end), *RESULT_HEADINGS)
    headings.add(returned, Use("returned", "", ""))
    return Candidate(evidence, layout, headings.uses)


def _column_use(role: Role, column: LayoutColumn, layout: Layout) -> Use:
    own = {plain(word) for word in (*column.heads, column.field)}
    words = {code: accepted for heading, codes in layout.reads if plain(heading) in own for code, accepted in codes}
    return Use(role, column.field, column.heads[0], column.reading, words)


def subjects_headings(entity: Entity, entities: Mapping[str, Entity], keep: Sequence[str]) -> dict[str, Use]:
    """The headings of a subjects file: number, attributes, ancestors, span, and headings kept as text."""
    headings = _Headings()
    headings.add(SUBJECT_HEADINGS[:1], Use("subject", "subject", entity.title.zh or bare(entity.name)))
    add_subject_headings(headings, entity)
    for ancestor in entity.ancestors:
        if ancestor in entities:
            title = entities[ancestor].title
            headings.add((title.zh, title.en), Use("ancestor", ancestor, title.zh or bare(ancestor)))
    for word in keep:
        headings.add((word,), Use("check", word, word))
    headings.add((*SUBJECT_HEADINGS, *names_of(entity.name, entity.title)), Use("subject", "subject", "subject"))
    for role, words in SPAN_HEADINGS.items():
        headings.add(words, Use(role, role, words[-1]))  # type: ignore[arg-type]
    return headings.uses


def declared_field(fields: Sequence[Field], name: str) -> Field | None:
    """The field of that name."""
    return next((each for each in fields if each.name == name), None)

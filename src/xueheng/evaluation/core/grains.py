"""Grains: whose values a measure or a standard has. "E" itself, or "E by c": pairs of a subject of E and a code of c.

A grain with one more dimension is an entity of its own to the planner. It is named "E by c", its subjects are the
texts "subject/code", and its ancestors are E and all that is above E.
"""

from dataclasses import replace

from sqlglot import exp

from xueheng.evaluation.core.trees import SQL, cast, text
from xueheng.language.public import Library, Measure, MeasureValue, OtherResult, Standard

JOINED = " by "
"""Stands between the entity and the dimension in a grain's name; no name in a pack has a space."""
BETWEEN = "/"
"""Stands between the subject and the code in a pair's name."""


def grain(entity: str, by: str | None) -> str:
    """The name of a grain.

    >>> grain("common.district", "stage"), grain("common.district", None)
    ('common.district by stage', 'common.district')
    """
    return entity if by is None else f"{entity}{JOINED}{by}"


def entity_of(name: str) -> str:
    """The entity of a grain.

    >>> entity_of("common.district by stage")
    'common.district'
    """
    return name.partition(JOINED)[0]


def dimension_of(name: str) -> str | None:
    """The dimension that a grain has besides its entity, None where it has none."""
    return name.partition(JOINED)[2] or None


def ancestors_of(library: Library, name: str) -> tuple[str, ...]:
    """Every entity above a grain, nearest first."""
    entity = entity_of(name)
    above = library.entities[entity].ancestors
    return above if dimension_of(name) is None else (entity, *above)


def codes_of(library: Library, name: str) -> tuple[str, ...]:
    """The codes of a grain's dimension, of measures and standards together."""
    entity, by = entity_of(name), dimension_of(name)
    if by is None:
        return ()
    more = [s.by_codes for s in library.standards.values() if s.of == entity and s.by == by]
    return tuple(dict.fromkeys([*library.codes_by(entity, by), *(code for codes in more for code in codes)]))


def grain_of_measure(measure: Measure) -> str:
    return grain(measure.of, measure.by)


def grain_of_standard(standard: Standard) -> str:
    return grain(standard.of, standard.by)


def measure_at(library: Library, name: str, at: str) -> Measure:
    """A measure by its qualified name and its grain. One of the entity itself, read at a grain with one more
    dimension, is there the entity's own value.
    """
    measure = library.measures[(name, entity_of(at))]
    by = dimension_of(at)
    if by is None or measure.by is not None:
        return measure
    own = MeasureValue("asked", (), name, measure.of, measure.type)
    return replace(measure, by=by, fold=None, cases=None, value=own, round=None)


def dimension_read(library: Library, node: MeasureValue | OtherResult) -> str | None:
    """The dimension of what a name reads, besides its entity."""
    if isinstance(node, OtherResult):
        return library.standards[node.standard].by
    return library.measures[(node.measure, node.entity)].by


def grain_read(library: Library, node: MeasureValue | OtherResult) -> str:
    """The grain at which a name is read."""
    entity = node.entity or (library.standards[node.standard].of if isinstance(node, OtherResult) else "")
    return grain(entity, dimension_read(library, node))


def pair(subject: SQL, code: SQL) -> SQL:
    """The name of a pair; nothing where either is."""
    named = exp.DPipe(this=cast(subject, "text"), expression=text(BETWEEN))
    whole: SQL = exp.DPipe(this=named, expression=exp.Paren(this=code))
    return exp.Paren(this=whole)


def subject_of_pair(name: str, codes: tuple[str, ...]) -> tuple[str, str]:
    """The subject and the code of a pair's name. Subjects may hold the sign between them, codes decide.

    >>> subject_of_pair("d/1/primary", ("primary", "junior"))
    ('d/1', 'primary')
    """
    for code in sorted(codes, key=len, reverse=True):
        if name.endswith(f"{BETWEEN}{code}"):
            return name[: -len(code) - 1], code
    return name, ""

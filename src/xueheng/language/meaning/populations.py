"""Populations: a set of subjects on a day."""

from xueheng.language.definitions import Population
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.naming import entity_named
from xueheng.language.meaning.nodes import below, bilingual, scalar
from xueheng.language.meaning.scope import Scope
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.typing_expressions import condition
from xueheng.language.meaning.windows import day_of


def make_population(checking: Checking, definition: Definition) -> Population | None:
    """One population; None when its entity means nothing."""
    body = definition.body
    of = scalar(below(body, "of"))
    entity = entity_named(checking, of, definition.pack) if of else None
    if entity is None:
        return None
    scope = Scope(definition.pack, asked=entity).with_row(definition.name, {}, entity)
    return Population(
        name=definition.qualified,
        title=bilingual(below(body, "title"), definition.name),
        of=entity,
        on=day_of(checking, below(body, "on"), definition.pack, "period_end"),
        where=condition(checking, below(body, "where"), scope),
        place=definition.key.place,
    )

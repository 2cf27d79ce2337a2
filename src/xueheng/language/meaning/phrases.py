"""Phrase banks: sentences offered where somebody writes, and in which record types."""

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.naming import thing
from xueheng.language.meaning.nodes import below, bilingual, entries, scalars
from xueheng.language.phrase_definitions import PhraseBank


def settle_phrases(checking: Checking) -> None:
    """Fills `checking.phrases`; a type that is not there is reported."""
    for definition in checking.shelf.things["phrases"].values():
        named = [
            thing(checking, "evidence", written, definition.pack) for written in scalars(below(definition.body, "for"))
        ]
        said = tuple((entry.key.text, bilingual(entry.value)) for entry in entries(below(definition.body, "say")))
        title = bilingual(below(definition.body, "title"), definition.name)
        types = tuple(found.qualified for found in named if found is not None)
        bank = PhraseBank(definition.qualified, title, types, said, definition.key.place)
        checking.phrases[definition.qualified] = bank

"""Phrases that a pack offers to who writes about somebody. They decide no result."""

from dataclasses import dataclass

from xueheng.language.positions import Place
from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class PhraseBank:
    """Sentences to pick from, by code, in the order declared. `types`: the record types in whose text they are offered;
    none means that they are for what is written about a whole term.
    """

    name: str
    title: Text
    types: tuple[str, ...]
    phrases: tuple[tuple[str, Text], ...]
    place: Place

"""Sentences a writer may pick: those of the packs, and her own."""

from dataclasses import dataclass

from xueheng.evidence.actions.keep_phrase import phrase_label
from xueheng.evidence.model_sheets import KeptPhrase
from xueheng.identity.public import Viewer, library
from xueheng.shell.public import said
from xueheng.trust.public import unseal_many
from xueheng.wording import Text

OWN = Text("我的常用语", "My phrases")


@dataclass(frozen=True, slots=True)
class OwnPhrase:
    """A phrase of one's own."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences under one heading."""

    title: Text
    words: tuple[str, ...]


def phrases_for(viewer: Viewer, type_: str = "") -> list[Phrases]:
    """What is offered where the viewer writes into a record type, or without one about a whole term: her own first."""
    own = tuple(phrase.words for phrase in own_phrases(viewer))
    found = [Phrases(OWN, own)] if own else []
    banks = (b for b in library().phrases.values() if type_ in b.types or (not type_ and not b.types))
    return [*found, *(Phrases(bank.title, tuple(said(words) for _, words in bank.phrases)) for bank in banks)]


def own_phrases(viewer: Viewer) -> list[OwnPhrase]:
    """The viewer's own, the oldest first."""
    rows = list(KeptPhrase.objects.visible_to(viewer).order_by("made", "number"))
    opened = unseal_many([(row.person, phrase_label(row.number), bytes(row.words)) for row in rows])
    return [OwnPhrase(row.number, words.decode()) for row, words in zip(rows, opened, strict=True) if words]

"""Phrases that somebody keeps for herself. Hers alone, sealed with her own key; in no journal, like a draft."""

import unicodedata

from xueheng.errors import XuehengError
from xueheng.evidence.model_sheets import KeptPhrase
from xueheng.identity.public import Viewer, require
from xueheng.trust.public import new_number, now, seal
from xueheng.wording import Text

LONGEST_PHRASE = 200
MOST_PHRASES = 100


class PhraseRefused(XuehengError):
    """A phrase that cannot be kept."""


def keep_phrase(by: Viewer, words: str) -> int:
    """The number under which it is kept. Raises PhraseRefused, PermissionRefused."""
    require(by, "records", "evidence")
    said = " ".join(unicodedata.normalize("NFC", words).split())
    if not said or len(said) > LONGEST_PHRASE or not said.isprintable():
        raise PhraseRefused(
            Text(f"常用语应有 1–{LONGEST_PHRASE} 个字", f"a phrase has 1 to {LONGEST_PHRASE} characters"),
            Text("请写一句话。", "Write one sentence."),
        )
    if KeptPhrase.objects.visible_to(by).count() >= MOST_PHRASES:
        raise PhraseRefused(
            Text(f"已存满 {MOST_PHRASES} 句", f"{MOST_PHRASES} phrases are kept already"),
            Text("请先删去不用的。", "Remove some first."),
        )
    number = new_number()
    sealed = seal(by.person, phrase_label(number), said.encode())
    KeptPhrase.objects.create(number=number, person=by.person, words=sealed, made=now())
    return number


def forget_phrase(by: Viewer, number: int) -> bool:
    """Whether there was such a phrase of one's own; it is gone."""
    count, _ = KeptPhrase.objects.visible_to(by).filter(pk=number).delete()
    return bool(count)


def phrase_label(number: int) -> str:
    """What a phrase is sealed under."""
    return f"phrase|{number}"

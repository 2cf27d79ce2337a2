"""This room's part of an erasure: what she typed and did not send, what others typed about her, her background work."""

import json
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from xueheng.shell.drafts import draft_label
from xueheng.shell.models import Draft, Job
from xueheng.trust.public import Counted, Eraser, Erasing, unseal_many
from xueheng.wording import Text

AT_ONCE = 500
LEAST = 2
"""Signs of a word by which somebody is found; of one sign there are too many."""


def _count(erasing: Erasing) -> list[Counted]:
    drafts = Text("没有交的草稿（别人写到本人的也删除）", "Drafts (those of others that name her go too)")
    return [Counted(drafts, _own(erasing).count())]


def _while_readable(erasing: Erasing) -> int:
    """Drafts of others that name her: found by her name and numbers while those can be read."""
    words = [word for word in erasing.words if len(word) >= LEAST] + [str(number) for number in erasing.subjects]
    found: list[int] = []
    numbers = list(Draft.objects.exclude(person__in=erasing.subjects).values_list("number", flat=True))
    for start in range(0, len(numbers), AT_ONCE):
        drafts = list(Draft.objects.filter(number__in=numbers[start : start + AT_ONCE]))
        found += [draft.number for draft, text in zip(drafts, _texts(drafts), strict=True) if _names(text, words)]
    count, _ = Draft.objects.filter(number__in=found).delete()
    return count


def _erase(erasing: Erasing) -> int:
    drafts, _ = _own(erasing).delete()
    for number in erasing.subjects:
        drafts += Draft.objects.filter(form__contains=f"/{number}/").delete()[0]
    jobs, _ = Job.objects.filter(person__in=erasing.subjects).exclude(state="running").delete()
    return drafts + jobs


def _own(erasing: Erasing) -> QuerySet[Draft]:
    return Draft.objects.filter(person__in=erasing.subjects)


def _texts(drafts: Sequence[Draft]) -> list[str]:
    """Where each draft is from, and all that was typed into it."""
    opened = unseal_many([(draft.person, draft_label(draft.form), bytes(draft.payload)) for draft in drafts])
    return [
        "\n".join([draft.form, *(value for values in json.loads(plain or b"{}").values() for value in values)])
        for draft, plain in zip(drafts, opened, strict=True)
    ]


def _names(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)


SHELL_ERASER = Eraser("shell", _count, _erase, _while_readable)

"""An approved erasure is carried out: noted first, then the keys, then everything that tells of her.

The order is what makes it safe to break off: journal and ledger are on the disk before a key goes, and once the keys
are gone nothing new can be written about her while the rest is removed. Begun again it goes on to the same end.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from xueheng.identity.erasing import words_of
from xueheng.identity.erasure_grounds import not_erased
from xueheng.identity.model_erasures import Erasure
from xueheng.identity.people import numbers_of_same, standing_number
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import (
    Eraser,
    Erasing,
    destroy_key,
    erase_details_about,
    erase_everywhere,
    note_erasure,
    sweep_databases,
    write_journal,
)
from xueheng.trust.public import now as moment_now
from xueheng.wording import Text

WHY = "an approved erasure goes on"
SAID = Text("正在清除", "Erasing")
Progress = Callable[[int, int, Text], None]


def carry_out_erasure(by: Viewer, number: int, erasers: Sequence[Eraser], progress: Progress | None = None) -> int:
    """Rows and files removed. Each room's part is passed in, the outermost room first.

    The right to it is the approval; `by` is who approved, or the programme. Raises ErasureRefused, LedgerBroken (then
    nothing was destroyed), and whatever stands in an eraser's way: then it is begun again later.
    """
    row = _row(number)
    if row.state == "done":
        return int(row.removed)
    if row.state not in ("approved", "erasing"):
        raise not_erased()
    erasing = Erasing(numbers_of_same(standing_number(int(row.subject))))
    told = progress or (lambda done, of, said: None)
    steps = len(erasers) + 3
    if row.state == "approved":
        _while_readable(erasing, erasers)
        told(1, steps, SAID)
        _begin(by, row, erasing)
    note_erasure(number, erasing.subjects)
    removed = int(row.removed)
    for subject in erasing.subjects:
        destroy_key(subject)
    for done, eraser in enumerate(erasers, start=2):
        told(done, steps, SAID)
        removed += erase_everywhere([eraser], erasing)
        _rows(number).update(removed=removed)
    forget_words_about(by, erasing.subjects)
    _end(by, number, erasing)
    sweep_databases()
    return removed


def forget_words_about(by: Viewer, subjects: Sequence[int]) -> None:
    """Erase what entries of the journal tell of these people; that they were written stays."""
    for subject in subjects:
        erase_details_about("person", subject, actor=by.person or None, post=by.post)


def erasures_left() -> list[int]:
    """Approved ones that are not finished: their job was broken off."""
    found = Erasure.objects.for_the_programme(WHY).filter(state__in=("approved", "erasing")).order_by("decided_at")
    return list(found.values_list("number", flat=True))


def _while_readable(erasing: Erasing, erasers: Sequence[Eraser]) -> None:
    with_words = Erasing(erasing.subjects, words_of(erasing.subjects))
    for eraser in erasers:
        if eraser.while_readable is not None:
            eraser.while_readable(with_words)


@transaction.atomic
def _begin(by: Viewer, row: Erasure, erasing: Erasing) -> None:
    """From here on there is no way back."""
    if not _rows(row.number).filter(state="approved").update(state="erasing"):
        return
    _note(by, row.number, erasing, "begin_erasure")


@transaction.atomic
def _end(by: Viewer, number: int, erasing: Erasing) -> None:
    if _rows(number).filter(state="erasing").update(state="done", ended=moment_now(), reason=b""):
        _note(by, number, erasing, "erase_person")


def _note(by: Viewer, number: int, erasing: Erasing, verb: str) -> None:
    about = [("erasure", number), *(("person", subject) for subject in erasing.subjects)]
    write_journal("identity", verb, actor=by.person or None, post=by.post, about=about)


def _row(number: int) -> Erasure:
    found: Erasure | None = _rows(number).first()
    if found is None:
        raise not_erased()
    return found


def _rows(number: int) -> Any:
    return Erasure.objects.for_the_programme(WHY).filter(pk=number)

"""Taking away what records say: payload, keyed digests, files, the words of objections. The envelope stays, so that the
journal's root over a school's records can be checked; with the payload goes the salt, and the commitment tells nothing
any more.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models, transaction

from xueheng.evidence.files.kept_files import path_of
from xueheng.evidence.model_objections import Objection
from xueheng.evidence.model_records import Attachment, Record, RecordState

WHY = "what records say is taken away"
AT_ONCE = 200
"""Records of one transaction: others write between two."""


def empty_records(numbers: Iterable[int]) -> int:
    """Take away what these records say, and their files; how many still said something. May be repeated."""
    wanted, removed = sorted(set(numbers)), 0
    for some in portions(wanted):
        removed += _forget_files(some)
        with transaction.atomic():
            full = Record.objects.for_the_programme(WHY).filter(pk__in=some).exclude(payload=b"")
            found = list(full.values_list("number", flat=True))
            # The one change of a record that its trigger lets through: to nothing.
            plain: Any = models.QuerySet(Record)
            plain.filter(pk__in=found).update(payload=b"", fingerprint=b"", once=None)
            states = RecordState.objects.for_the_programme(WHY).filter(record__in=some)
            states.update(to_verify=False, sampled=False, differs=False)
            said = Objection.objects.for_the_programme(WHY).filter(record__in=some)
            said.update(words=b"", answer=b"")
        removed += len(found)
    return removed


def portions(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Numbers in portions of one transaction."""
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]


def acts_about(facts: Iterable[int]) -> list[int]:
    """The records that correct, attest, refuse or retract these facts, and so on: they go together."""
    found = set(facts)
    asked = found
    while asked:
        more: set[int] = set()
        for some in portions(sorted(asked)):
            rows = Record.objects.for_the_programme(WHY).filter(target__in=some)
            more |= set(rows.values_list("number", flat=True))
        asked = more - found
        found |= asked
    return sorted(found)


def _forget_files(numbers: Sequence[int]) -> int:
    """Files first: broken off between the two, the rows still tell which files are left."""
    rows = Attachment.objects.for_the_programme(WHY)
    here = rows.filter(record__in=numbers)
    digests = set(here.values_list("digest", flat=True))
    elsewhere = set(rows.filter(digest__in=digests).exclude(record__in=numbers).values_list("digest", flat=True))
    for digest in digests - elsewhere:
        path_of(digest).unlink(missing_ok=True)
    count, _ = here.delete()
    return int(count)

"""Destroy a subject's key: what was sealed with it can be read by nobody any more."""

from django.db import connections, transaction

from xueheng.trust.clock import now
from xueheng.trust.key_database import KEYS
from xueheng.trust.refusals import ProgrammeKeyKept
from xueheng.trust.subject_keys import PROGRAMME, forget_keys
from xueheng.trust.tables import subject_keys


def destroy_key(subject: int) -> bool:
    """Whether there was a key to destroy. Cannot be undone, and may be repeated.

    The keys have a database of their own: call this after the transaction with the erasure's journal entry is
    committed, so that no key is gone without an entry. A subject that never had a key gets none later.
    """
    if subject == PROGRAMME:
        raise ProgrammeKeyKept
    connection = connections[KEYS]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
    moment = now()
    with transaction.atomic(using=KEYS):
        keys = subject_keys().objects
        keys.bulk_create(
            [subject_keys()(subject=subject, wrapped=None, created=moment, destroyed=moment)], ignore_conflicts=True
        )
        had = keys.filter(subject=subject, wrapped__isnull=False).update(wrapped=None, destroyed=moment)
    forget_keys()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        # The log beside the file still has the old page until it is written over.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return bool(had)

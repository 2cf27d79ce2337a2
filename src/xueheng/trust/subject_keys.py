"""One key for each subject: made when first needed, wrapped with the master key, kept in the database `keys`.

Unwrapped keys are kept in memory for a minute, no more than 4,096 of them. Another process may therefore open what
was sealed with a destroyed key for at most a minute after it was destroyed.
"""

import json
import os
import threading
import time
from collections.abc import Iterable, Sequence
from itertools import islice

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections, transaction
from django.db.models import Count, Max

from xueheng.trust.clock import now
from xueheng.trust.derived_keys import secrets_folder, wrapping_key
from xueheng.trust.key_database import KEYS
from xueheng.trust.refusals import KeyDestroyed, KeyMissing, SecretsLost
from xueheng.trust.tables import subject_keys
from xueheng.wording import Text

PROGRAMME = 0
"""The subject under whose key the programme keeps what is about nobody in particular."""
MOST_KEPT = 4_096
KEPT_SECONDS = 60.0
_SELECT = "SELECT subject, wrapped FROM trust_subjectkey WHERE subject IN (SELECT value FROM json_each(%s))"
"""All that are asked for as one value: to put each into words takes longer than to find it."""
_INSERT = "INSERT INTO trust_subjectkey (subject, wrapped, created) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
"""A hundred thousand rows in a second, which no bulk_create does."""
_NONCE = 12
_KEY_BITS = 256


class KeyCache:
    """Unwrapped keys in this process's memory, by secrets folder and subject. Safe for threads."""

    def __init__(self, most: int = MOST_KEPT, seconds: float = KEPT_SECONDS) -> None:
        self._most, self._seconds = most, seconds
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, int], tuple[bytes, float]] = {}

    def get(self, subjects: Iterable[int]) -> dict[int, bytes]:
        """Those of the keys that are kept and not too old."""
        folder, young = str(secrets_folder()), time.monotonic() - self._seconds
        with self._lock:
            found = {subject: self._kept.get((folder, subject)) for subject in subjects}
        return {subject: kept[0] for subject, kept in found.items() if kept and kept[1] > young}

    def put(self, keys: dict[int, bytes]) -> None:
        """Keep these, letting the oldest go."""
        folder, moment = str(secrets_folder()), time.monotonic()
        with self._lock:
            for subject, key in islice(keys.items(), self._most):
                self._kept.pop((folder, subject), None)
                self._kept[folder, subject] = (key, moment)
            for oldest in list(islice(self._kept, max(0, len(self._kept) - self._most))):
                del self._kept[oldest]

    def empty(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)


cache = KeyCache()


def forget_keys() -> None:
    """Empty this process's memory of unwrapped keys."""
    cache.empty()


def keys_to_seal(subjects: Iterable[int]) -> dict[int, bytes]:
    """A key for each subject; missing ones are made and committed before this returns. Raises KeyDestroyed."""
    wanted = dict.fromkeys(subjects)
    found = cache.get(wanted)
    lacking = [subject for subject in wanted if subject not in found]
    if lacking:
        known = _stored(lacking)
        new = [subject for subject in lacking if subject not in known]
        if new:
            known |= _made(new)
        found |= _opened(known)
    return found


def keys_to_unseal(subjects: Iterable[int]) -> dict[int, bytes | None]:
    """The key of each subject; None where it was destroyed. Raises KeyMissing where there never was one."""
    wanted = dict.fromkeys(subjects)
    found: dict[int, bytes | None] = dict(cache.get(wanted))
    lacking = [subject for subject in wanted if subject not in found]
    if lacking:
        known = _stored(lacking)
        for subject in lacking:
            if subject not in known:
                raise KeyMissing(subject)
        found |= _opened({subject: wrapped for subject, wrapped in known.items() if wrapped is not None})
        found |= {subject: None for subject, wrapped in known.items() if wrapped is None}
    return found


def _stored(subjects: Sequence[int]) -> dict[int, bytes | None]:
    """The wrapped keys that the database has; None for destroyed ones."""
    with connections[KEYS].cursor() as cursor:
        cursor.execute(_SELECT, [json.dumps(list(subjects))])
        return dict(cursor.fetchall())


def _made(subjects: Sequence[int]) -> dict[int, bytes | None]:
    """New keys, in a transaction of their own; where another process was quicker, its key is the one."""
    moment, wrapping = now(), wrapping_key()
    rows = [(subject, _wrap(wrapping, subject), moment) for subject in subjects]
    with transaction.atomic(using=KEYS, durable=True), connections[KEYS].cursor() as cursor:
        cursor.executemany(_INSERT, rows)
    return _stored(subjects)


def _wrap(wrapping: AESGCM, subject: int) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + wrapping.encrypt(nonce, AESGCM.generate_key(_KEY_BITS), _bound_to(subject))


def _opened(wrapped: dict[int, bytes | None]) -> dict[int, bytes]:
    wrapping = wrapping_key()
    opened: dict[int, bytes] = {}
    for subject, sealed in wrapped.items():
        if sealed is None:
            raise KeyDestroyed(subject)
        try:
            opened[subject] = wrapping.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound_to(subject))
        except (InvalidTag, ValueError) as fault:
            raise SecretsLost(
                Text(f"主密钥打不开 {subject} 的密钥", f"The master key does not open the key of {subject}"),
                Text(
                    "主密钥和密钥库不配套，或密钥库被改动过：请从备份恢复整个 secrets 文件夹。",
                    "Master key and keys database do not belong together, or one was changed: "
                    "restore the whole folder `secrets` from its backup.",
                ),
            ) from fault
    cache.put(opened)
    return opened


def _bound_to(subject: int) -> bytes:
    return f"subject key|{subject}".encode("ascii")


def keys_destroyed() -> int:
    """How many subjects' keys were destroyed so far: what they sealed is to be in no file any more."""
    return int(subject_keys().objects.filter(wrapped__isnull=True).count())


def destroyed_among(subjects: Iterable[int]) -> frozenset[int]:
    """Those of the subjects whose key was destroyed, by whichever process: asked of the database, not of the memory."""
    wanted = list(dict.fromkeys(subjects))
    return (
        frozenset(subject for subject, wrapped in _stored(wanted).items() if wrapped is None) if wanted else frozenset()
    )


def keys_told() -> tuple[int, int]:
    """How many subjects have or had a key, and when the newest was made: what is opened with keys of another time
    shows by it.
    """
    told = subject_keys().objects.aggregate(count=Count("subject"), newest=Max("created"))
    return int(told["count"]), int(told["newest"] or 0)

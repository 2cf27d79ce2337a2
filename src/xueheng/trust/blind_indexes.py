"""Keyed digests: equal values are found again, and nobody without the key can try values out."""

import hmac
import unicodedata
from collections.abc import Iterable

from xueheng.trust.derived_keys import index_key

FINGERPRINT = 16
"""Bytes of a fingerprint."""


def blind_index(kind: str, value: str) -> bytes:
    """32 bytes that stand for `value` among values of its kind; spaces around it and ways of writing an accent
    make no difference (NFC).
    """
    return blind_indexes(kind, [value])[0]


def blind_indexes(kind: str, values: Iterable[str]) -> list[bytes]:
    """The same of many values, in order: the key is looked up once."""
    key = index_key(f"blind|{kind}")
    return [hmac.digest(key, unicodedata.normalize("NFC", value).strip().encode("utf-8"), "sha256") for value in values]


def fingerprint(kind: str, content: bytes) -> bytes:
    """16 bytes that stand for `content` among contents of its kind: the same again, whoever brings it."""
    return fingerprints(kind, [content])[0]


def fingerprints(kind: str, contents: Iterable[bytes]) -> list[bytes]:
    """The same of many contents, in order: the key is looked up once."""
    key = index_key(f"fingerprint|{kind}")
    return [hmac.digest(key, content, "sha256")[:FINGERPRINT] for content in contents]

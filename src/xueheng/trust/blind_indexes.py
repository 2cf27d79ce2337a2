"""Keyed digests: equal values are found again, and nobody without the key can try values out."""

import hmac
import unicodedata

from xueheng.trust.derived_keys import index_key

FINGERPRINT = 16
"""Bytes of a fingerprint."""


def blind_index(kind: str, value: str) -> bytes:
    """32 bytes that stand for `value` among values of its kind; spaces around it and ways of writing an accent
    make no difference (NFC).
    """
    return _keyed(f"blind|{kind}", unicodedata.normalize("NFC", value).strip().encode("utf-8"))


def fingerprint(kind: str, content: bytes) -> bytes:
    """16 bytes that stand for `content` among contents of its kind: the same again, whoever brings it."""
    return _keyed(f"fingerprint|{kind}", content)[:FINGERPRINT]


def _keyed(use: str, content: bytes) -> bytes:
    return hmac.digest(index_key(use), content, "sha256")

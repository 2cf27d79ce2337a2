"""Encrypting what is about a subject: AES-256-GCM with the subject's key, bound to a label.

Sealed bytes are one byte for the form (1), a nonce of 12, and the ciphertext with its tag: 29 more than the plain ones.
"""

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from xueheng.trust.refusals import KeyDestroyed, SealBroken
from xueheng.trust.subject_keys import keys_to_seal, keys_to_unseal

FORM = b"\x01"
_NONCE = 12
_START = len(FORM) + _NONCE


def seal(subject: int, label: str, plain: bytes) -> bytes:
    """`plain` encrypted with the subject's key; opens under the same label alone ("name", "record|type|number").
    Raises KeyDestroyed.
    """
    return seal_many([(subject, label, plain)])[0]


def unseal(subject: int, label: str, sealed: bytes) -> bytes:
    """What was sealed. Raises KeyDestroyed, SealBroken (also for another subject or label), KeyMissing."""
    plain = unseal_many([(subject, label, sealed)])[0]
    if plain is None:
        raise KeyDestroyed(subject)
    return plain


def seal_many(rows: Sequence[tuple[int, str, bytes]]) -> list[bytes]:
    """Each (subject, label, plain) sealed, in the same order. Raises KeyDestroyed, having sealed none."""
    keys = keys_to_seal(subject for subject, _, _ in rows)
    ciphers = _Ciphers(keys)
    return [_sealed(ciphers.of(subject), subject, label, plain) for subject, label, plain in rows]


def unseal_many(rows: Sequence[tuple[int, str, bytes]]) -> list[bytes | None]:
    """Each (subject, label, sealed) opened, in the same order; None where the subject's key was destroyed or what was
    sealed was taken away (nothing at all is left), so that a list with one erased person in it still shows. Raises
    SealBroken, KeyMissing.
    """
    keys = keys_to_unseal(subject for subject, _, _ in rows)
    ciphers = _Ciphers({subject: key for subject, key in keys.items() if key is not None})
    return [
        None if keys[subject] is None or not sealed else _opened(ciphers.of(subject), subject, label, bytes(sealed))
        for subject, label, sealed in rows
    ]


class _Ciphers:
    """A cipher made once for each key that is used."""

    def __init__(self, keys: dict[int, bytes]) -> None:
        self._keys = keys
        self._made: dict[int, AESGCM] = {}

    def of(self, subject: int) -> AESGCM:
        cipher = self._made.get(subject)
        if cipher is None:
            cipher = self._made[subject] = AESGCM(self._keys[subject])
        return cipher


def _sealed(cipher: AESGCM, subject: int, label: str, plain: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return FORM + nonce + cipher.encrypt(nonce, plain, bound_to(subject, label))


def _opened(cipher: AESGCM, subject: int, label: str, sealed: bytes) -> bytes:
    if sealed[:1] != FORM:
        raise SealBroken(label, subject)
    try:
        return cipher.decrypt(sealed[len(FORM) : _START], sealed[_START:], bound_to(subject, label))
    except (InvalidTag, ValueError) as fault:
        raise SealBroken(label, subject) from fault


def bound_to(subject: int, label: str) -> bytes:
    """What sealed bytes are bound to: the label and the subject. The number comes last, so no two read alike."""
    return f"{label}|{subject}".encode()

"""Files sealed piece by piece, so that large ones need little memory.

A sealed file is "XHF1", a salt of 16 bytes, and pieces of 64 KiB, each encrypted with AES-256-GCM. The file's own key
is derived from the subject's with salt, label and subject; a piece's nonce is its place and whether it is the last, so
that pieces cannot be moved, dropped or cut off.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from xueheng.trust.derived_keys import derive
from xueheng.trust.refusals import KeyDestroyed, SealBroken
from xueheng.trust.subject_keys import keys_to_seal, keys_to_unseal

MAGIC = b"XHF1"
PIECE = 64 * 1024
_SALT = 16
_TAG = 16


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What was written: `digest` is the SHA-256 of the sealed bytes in hexadecimal, `size` of the plain ones."""

    digest: str
    size: int
    sealed_size: int


def seal_file(subject: int, label: str, source: BinaryIO, target: BinaryIO) -> SealedFile:
    """Seal all that `source` gives into `target`. Subject 0 is the programme itself. Raises KeyDestroyed."""
    salt = os.urandom(_SALT)
    cipher = _cipher(keys_to_seal([subject])[subject], salt, subject, label)
    digest, size, sealed_size = hashlib.sha256(), 0, 0

    def put(some: bytes) -> None:
        nonlocal sealed_size
        target.write(some)
        digest.update(some)
        sealed_size += len(some)

    put(MAGIC + salt)
    for place, piece, last in _pieces(source, PIECE):
        put(cipher.encrypt(_nonce(place, last), piece, None))
        size += len(piece)
    return SealedFile(digest.hexdigest(), size, sealed_size)


def unseal_file(subject: int, label: str, source: BinaryIO) -> Iterator[bytes]:
    """The plain content, piece by piece; each piece has been checked when it is given out. Raises SealBroken (also
    at a cut end), KeyDestroyed, KeyMissing.
    """
    head = _read(source, len(MAGIC) + _SALT)
    if len(head) != len(MAGIC) + _SALT or not head.startswith(MAGIC):
        raise SealBroken(label, subject)
    key = keys_to_unseal([subject])[subject]
    if key is None:
        raise KeyDestroyed(subject)
    cipher = _cipher(key, head[len(MAGIC) :], subject, label)
    for place, piece, last in _pieces(source, PIECE + _TAG):
        try:
            yield cipher.decrypt(_nonce(place, last), piece, None)
        except (InvalidTag, ValueError) as fault:
            raise SealBroken(label, subject) from fault


def _cipher(key: bytes, salt: bytes, subject: int, label: str) -> AESGCM:
    return AESGCM(derive(key, f"xueheng file|{label}|{subject}", salt))


def _nonce(place: int, last: bool) -> bytes:
    return place.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """(place, piece, whether it is the last); an empty source is one empty piece."""
    place, piece = 0, _read(source, size)
    while True:
        following = _read(source, size) if len(piece) == size else b""
        yield place, piece, not following
        if not following:
            return
        place, piece = place + 1, following


def _read(source: BinaryIO, size: int) -> bytes:
    """Exactly `size` bytes, or what is left: some sources give less than they are asked for."""
    found = b""
    while len(found) < size:
        some = source.read(size - len(found))
        if not some:
            break
        found += some
    return found

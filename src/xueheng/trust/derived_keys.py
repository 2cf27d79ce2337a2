"""Keys for one use each, derived from the master key: one that leaks tells nothing of the others."""

from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from xueheng.trust.secret_files import read_secrets

LENGTH = 32


def secrets_folder() -> Path:
    """Where the secrets of this installation lie, by its settings."""
    return settings.PLACES.secrets


def data_folder() -> Path:
    """Where the files of this installation lie, by its settings."""
    return settings.PLACES.folder


def derive(secret: bytes, use: str, salt: bytes | None = None) -> bytes:
    """A key of 32 bytes for one use (HKDF with SHA-256)."""
    return HKDF(algorithm=SHA256(), length=LENGTH, salt=salt, info=use.encode("utf-8")).derive(secret)


def index_key(use: str) -> bytes:
    """The key of blind indexes and fingerprints of one kind."""
    return _index_key(secrets_folder(), use)


def wrapping_key() -> AESGCM:
    """What the subjects' keys are wrapped with."""
    return _wrapping_key(secrets_folder())


def signing_key() -> Ed25519PrivateKey:
    """What checkpoints are signed with."""
    return Ed25519PrivateKey.from_private_bytes(read_secrets(secrets_folder()).signing)


@lru_cache(maxsize=8)
def _wrapping_key(folder: Path) -> AESGCM:
    return AESGCM(derive(read_secrets(folder).master, "xueheng subject keys"))


@lru_cache(maxsize=8)
def _index_root(folder: Path) -> bytes:
    return derive(read_secrets(folder).master, "xueheng index")


@lru_cache(maxsize=256)
def _index_key(folder: Path, use: str) -> bytes:
    return derive(_index_root(folder), f"xueheng {use}")

"""Blind indexes and fingerprints: the same for the same value for good, different for another kind or installation."""

import hashlib
import hmac
from types import SimpleNamespace

import pytest

from xueheng.trust.blind_indexes import blind_index, fingerprint
from xueheng.trust.secret_files import MASTER, read_secrets


def hkdf(secret: bytes, info: str) -> bytes:
    """RFC 5869 for one block, written out: no salt is 32 zeros."""
    extracted = hmac.digest(bytes(32), secret, hashlib.sha256)
    return hmac.digest(extracted, info.encode() + b"\x01", hashlib.sha256)


@pytest.fixture
def known_master(places: SimpleNamespace) -> None:
    read_secrets.cache_clear()
    read_secrets(places.secrets)
    (places.secrets / MASTER).write_text("01" * 32)
    read_secrets.cache_clear()


@pytest.mark.usefixtures("known_master")
def test_the_index_is_what_the_decision_says() -> None:
    """Stored indexes must be found again by later versions, so the sums are done here by other means."""
    root = hkdf(b"\x01" * 32, "xueheng index")
    key = hkdf(root, "xueheng blind|identity_number")
    assert blind_index("identity_number", "11010119900307803X") == hmac.digest(key, b"11010119900307803X", "sha256")
    key = hkdf(root, "xueheng fingerprint|record")
    assert fingerprint("record", b"abc") == hmac.digest(key, b"abc", "sha256")[:16]


def test_spaces_around_and_ways_of_writing_make_no_difference() -> None:
    assert blind_index("name", " 李雷\n") == blind_index("name", "李雷")
    assert blind_index("name", "Rene\u0301") == blind_index("name", "René")
    assert blind_index("name", "李 雷") != blind_index("name", "李雷")


def test_kinds_and_installations_do_not_meet(settings: SimpleNamespace, places: SimpleNamespace) -> None:
    here = blind_index("name", "李雷")
    assert len(here) == 32
    assert blind_index("phone", "李雷") != here
    assert fingerprint("name", "李雷".encode()) != here[:16]
    settings.PLACES = SimpleNamespace(folder=places.folder, secrets=places.folder / "elsewhere")
    assert blind_index("name", "李雷") != here

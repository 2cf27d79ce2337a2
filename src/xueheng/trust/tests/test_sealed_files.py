"""Attachments and uploads: sealed piece by piece, whole or refused."""

import hashlib
import io

import pytest

from xueheng.trust.actions.destroy_key import destroy_key
from xueheng.trust.refusals import KeyDestroyed, SealBroken
from xueheng.trust.sealed_files import PIECE, SealedFile, seal_file, unseal_file

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LI, WANG = 201, 202
HEAD, TAG = 20, 16


def sealed(plain: bytes, subject: int = LI, label: str = "attachment|7") -> tuple[bytes, SealedFile]:
    target = io.BytesIO()
    told = seal_file(subject, label, io.BytesIO(plain), target)
    return target.getvalue(), told


def opened(content: bytes, subject: int = LI, label: str = "attachment|7") -> bytes:
    return b"".join(unseal_file(subject, label, io.BytesIO(content)))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5])
def test_files_of_every_length_open_again(size: int) -> None:
    plain = (b"0123456789" * (size // 10 + 1))[:size]
    content, told = sealed(plain)
    assert opened(content) == plain
    assert told == SealedFile(hashlib.sha256(content).hexdigest(), size, len(content))


def test_a_source_that_gives_little_at_a_time() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 1000))

    target = io.BytesIO()
    seal_file(LI, "upload|1", Slow(b"x" * 200_000), target)
    assert b"".join(unseal_file(LI, "upload|1", Slow(target.getvalue()))) == b"x" * 200_000


def test_a_file_cut_at_the_end_of_a_piece_is_refused() -> None:
    content, _ = sealed(b"x" * (2 * PIECE))
    with pytest.raises(SealBroken):
        opened(content[: HEAD + PIECE + TAG])


def test_pieces_in_another_order_are_refused() -> None:
    content, _ = sealed(b"x" * PIECE + b"y" * PIECE + b"z")
    one, two = (content[HEAD + n * (PIECE + TAG) : HEAD + (n + 1) * (PIECE + TAG)] for n in (0, 1))
    with pytest.raises(SealBroken):
        opened(content[:HEAD] + two + one + content[HEAD + 2 * (PIECE + TAG) :])


@pytest.mark.parametrize("place", [0, 4, 19, 20, 50, -1])
def test_a_changed_byte_is_refused(place: int) -> None:
    content = bytearray(sealed(b"abc" * 20)[0])
    content[place] ^= 0x80
    with pytest.raises(SealBroken):
        opened(bytes(content))


def test_something_added_behind_is_refused() -> None:
    content, _ = sealed(b"abc")
    with pytest.raises(SealBroken):
        opened(content + b"\0")


def test_another_label_or_subject_opens_nothing() -> None:
    content, _ = sealed(b"abc")
    sealed(b"abc", WANG)
    with pytest.raises(SealBroken):
        opened(content, LI, "attachment|8")
    with pytest.raises(SealBroken):
        opened(content, WANG)


def test_the_programmes_own_files() -> None:
    content, _ = sealed(b"abc", 0, "upload|5")
    assert opened(content, 0, "upload|5") == b"abc"


def test_an_erased_subjects_file_is_refused() -> None:
    content, _ = sealed(b"abc")
    destroy_key(LI)
    with pytest.raises(KeyDestroyed):
        opened(content)

"""What a checkpoint says: for each stream its length and head, and the Merkle root over them, as canonical JSON.

Each head holds on to every entry of its stream, so a signed checkpoint proves what all streams were, entry by entry,
up to the lengths it names. It proves nothing about what came later. `installation` is the public key it is signed
with, `previous` the SHA-256 of the checkpoint before it.
"""

import hashlib
import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from xueheng.trust.canonical import canonical_json, framed
from xueheng.trust.derived_keys import signing_key
from xueheng.trust.merkle import merkle_root
from xueheng.trust.refusals import CheckpointRefused
from xueheng.wording import Text

FORMAT = "xueheng-checkpoint-1"
_LEAF = "xueheng stream 1"


class Head(NamedTuple):
    """How long a stream is, and the hash of its last entry."""

    length: int
    head: bytes


@dataclass(frozen=True, slots=True)
class SignedState:
    """A checkpoint as its text says."""

    number: int
    at: int
    installation: str
    previous: str
    streams: dict[str, Head]

    @property
    def entries(self) -> int:
        """How many entries it vouches for."""
        return sum(head.length for head in self.streams.values())


def written_state(state: SignedState) -> str:
    """The text that is signed."""
    return canonical_json(
        {
            "format": FORMAT,
            "number": state.number,
            "at": state.at,
            "installation": state.installation,
            "previous": state.previous,
            "entries": state.entries,
            "root": root_of(state.streams.items()).hex(),
            "streams": [[name, head.length, head.head.hex()] for name, head in sorted(state.streams.items())],
        }
    )


def read_state(text: str) -> SignedState:
    """What a checkpoint's text says. Raises CheckpointRefused where it is none or does not agree with itself."""
    try:
        told: Any = json.loads(text)
        streams = {str(name): Head(int(length), bytes.fromhex(head)) for name, length, head in told["streams"]}
        state = SignedState(
            int(told["number"]), int(told["at"]), str(told["installation"]), str(told["previous"]), streams
        )
        agrees = written_state(state) == text
    except (ValueError, TypeError, KeyError, RecursionError, struct.error) as fault:
        raise not_a_checkpoint() from fault
    if not agrees:
        raise not_a_checkpoint()
    return state


def not_a_checkpoint() -> CheckpointRefused:
    """Something else, or one that was changed."""
    return CheckpointRefused(
        Text("这不是一个完整的检查点", "This is no whole checkpoint"),
        Text(
            "请用 ./xueheng journal checkpoint 写出的文件，一个字节也不要改。",
            "Give a file that ./xueheng journal checkpoint wrote, with not a byte changed.",
        ),
    )


def root_of(streams: Iterable[tuple[str, Head]]) -> bytes:
    """The Merkle root over the streams in order of name."""
    return merkle_root([framed((_LEAF, name, head.length, head.head)) for name, head in sorted(streams)])


def digest_of(text: str) -> str:
    """What the next checkpoint calls this one."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def installation() -> str:
    """The public key of this installation, in hexadecimal."""
    return signing_key().public_key().public_bytes_raw().hex()


def signed(text: str) -> bytes:
    """The signature of this installation under a text."""
    return signing_key().sign(text.encode("utf-8"))


def signature_holds(text: str, signature: bytes, public_key: str) -> bool:
    """Whether the owner of the public key signed exactly this text."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(signature, text.encode("utf-8"))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True

"""A record's payload and what binds it: canonical text, salted commitment, keyed fingerprints, encryption.

The commitment covers the envelope too: a record moved to another person or day no longer fits what the journal bound.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from xueheng.evidence.catalogue import calendar_of
from xueheng.evidence.model_records import Record
from xueheng.evidence.stored_values import EPOCH, Fields, Stored
from xueheng.evidence.type_shapes import shape_of
from xueheng.evidence.windows import is_window, window_of
from xueheng.language.public import EvidenceType
from xueheng.trust.public import fingerprints, seal_many, unseal_many

SALT = 16
_FACT, _ONCE = "record", "once"


@dataclass(frozen=True, slots=True)
class Payload:
    """What is encrypted in a record: a fact's fields, or the words of an act; `salt` in hexadecimal."""

    fields: Mapping[str, Stored]
    words: str = ""
    salt: str = ""

    def text(self) -> str:
        """The canonical text that is encrypted."""
        return canonical({"fields": dict(self.fields), "salt": self.salt, "words": self.words})


_CANONICAL = msgspec.json.Encoder(order="deterministic")
"""To the letter what `json` writes with sorted keys, no spaces and nothing escaped that need not be; six times as
quick.
"""


def new_payload(fields: Fields, words: str = "") -> Payload:
    """A payload with a new salt."""
    return Payload(dict(fields), words, secrets.token_hex(SALT))


def canonical(value: object) -> str:
    """JSON in the one way of writing it: sorted keys, no spaces, no floats (none is ever stored)."""
    return _CANONICAL.encode(value).decode()


def commitment(record: Record, payload: Payload) -> bytes:
    """SHA-256 of the salt, the envelope and the payload."""
    envelope = {
        "number": record.number,
        "act": record.act,
        "type": record.type,
        "version": record.type_version,
        "subject": record.subject,
        "organisation": record.organisation,
        "day": (record.day - EPOCH).days,
        "recorder": record.recorder,
        "post": record.post,
        "provenance": record.provenance,
        "batch": record.batch_id,
        "target": record.target,
        "recorded_at": record.recorded_at,
        "client": record.client,
        "fields": dict(payload.fields),
        "words": payload.words,
    }
    return hashlib.sha256(bytes.fromhex(payload.salt) + canonical(envelope).encode()).digest()


def mark(rows: Iterable[tuple[EvidenceType, Record, Fields]]) -> None:
    """Set `once` and `fingerprint` of each record, by its type and fields."""
    found = list(rows)
    once = [(row, text) for row in found if (text := _once_text(*row)) is not None]
    for ((_, record, _), _), key in zip(once, fingerprints(_ONCE, (text for _, text in once)), strict=True):
        record.once = key
    told = fingerprints(_FACT, (_fact_text(*row) for row in found))
    for (_, record, _), said in zip(found, told, strict=True):
        record.fingerprint = said


def _once_text(type_: EvidenceType, record: Record, fields: Fields) -> bytes | None:
    """What is equal for two facts of which the type takes one (`once_per`); None where it takes any number, or where a
    part of the key is not known (a field left blank, a day outside the calendar).
    """
    if not type_.once_per:
        return None
    parts = [_key_part(name, type_, record, fields) for name in type_.once_per]
    return None if None in parts else canonical([type_.name, record.subject, parts]).encode()


def _key_part(name: str, type_: EvidenceType, record: Record, fields: Fields) -> str | None:
    if name in fields:
        return f"{name}={fields[name]}"
    builtin = {"day": record.day, "recorder": record.recorder, "org": record.organisation}
    if name in builtin:
        return f"{name}={builtin[name]}"
    calendar = calendar_of(type_.name)
    return window_of(name, record.day, calendar) if is_window(name, calendar) else None


def _fact_text(type_: EvidenceType, record: Record, fields: Fields) -> bytes:
    """What is equal for the same fact, whoever brings it: type, subject, day (or the window the type takes one in), and
    every field but private free text and files, in which two sources never agree to the letter.
    """
    own = shape_of(type_).differ_by_source
    told = {name: value for name, value in fields.items() if name not in own} if own else dict(fields)
    when = record.once.hex() if record.once else (record.day - EPOCH).days
    return canonical([type_.name, record.subject, when, told]).encode()


def sealed_payloads(rows: Sequence[tuple[Record, Payload]]) -> list[bytes]:
    """Each payload encrypted with its subject's key, bound to type, record and subject."""
    return seal_many([(record.subject, label(record), payload.text().encode()) for record, payload in rows])


def opened_payloads(records: Iterable[Record]) -> dict[int, Payload | None]:
    """Payloads by record number; None where the subject's key was destroyed."""
    found = list(records)
    opened = unseal_many([(r.subject, label(r), bytes(r.payload)) for r in found])
    return {r.number: None if plain is None else _read(plain) for r, plain in zip(found, opened, strict=True)}


def label(record: Record) -> str:
    """What a record's payload is bound to, besides the subject."""
    return f"record|{record.type}|{record.number}"


def _read(plain: bytes) -> Payload:
    read = json.loads(plain)
    return Payload(read["fields"], read["words"], read["salt"])


def is_as_committed(record: Record, payload: Payload) -> bool:
    """Whether envelope and payload are what was bound when the record was made."""
    return commitment(record, payload) == bytes(record.commitment)


def commitments_root(pairs: Iterable[tuple[int, bytes]]) -> str:
    """The Merkle root over (number, commitment) in order of number, in hexadecimal: what one journal entry binds of
    many records, and from which one can be shown to be among them (leaves and nodes told apart as in RFC 6962).
    """
    level = [hashlib.sha256(b"\x00" + n.to_bytes(8, "big") + bytes(c)).digest() for n, c in sorted(pairs)]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        paired = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex()

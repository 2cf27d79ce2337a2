"""A record's payload and what binds it: canonical text, salted commitment, keyed fingerprints, encryption.

The commitment covers the envelope too: a record moved to another person or day no longer fits what the journal bound.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xueheng.evidence.catalogue import calendar_of
from xueheng.evidence.model_records import Record
from xueheng.evidence.stored_values import EPOCH, Fields, Stored
from xueheng.evidence.windows import is_window, window_of
from xueheng.language.public import EvidenceType, Field, Kind
from xueheng.trust.public import fingerprint, seal_many, unseal_many

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


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def new_payload(fields: Fields, words: str = "") -> Payload:
    """A payload with a new salt."""
    return Payload(dict(fields), words, secrets.token_hex(SALT))


def canonical(value: object) -> str:
    """JSON in the one way of writing it: sorted keys, no spaces, no floats (none is ever stored)."""
    return _CANONICAL.encode(value)


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


def once_key(type_: EvidenceType, record: Record, fields: Fields) -> bytes | None:
    """What is equal for two facts of which the type takes one (`once_per`); None where it takes any number, or where a
    part of the key is not known (a field left blank, a day outside the calendar).
    """
    if not type_.once_per:
        return None
    parts = [_key_part(name, type_, record, fields) for name in type_.once_per]
    if None in parts:
        return None
    return fingerprint(_ONCE, canonical([type_.name, record.subject, parts]).encode())


def _key_part(name: str, type_: EvidenceType, record: Record, fields: Fields) -> str | None:
    if name in fields:
        return f"{name}={fields[name]}"
    builtin = {"day": record.day, "recorder": record.recorder, "org": record.organisation}
    if name in builtin:
        return f"{name}={builtin[name]}"
    calendar = calendar_of(type_.name)
    return window_of(name, record.day, calendar) if is_window(name, calendar) else None


def fact_fingerprint(type_: EvidenceType, record: Record, fields: Fields, once: bytes | None) -> bytes:
    """What is equal for the same fact, whoever brings it: type, subject, day (or the window the type takes one in), and
    every field but private free text and files, in which two sources never agree to the letter.
    """
    told = {f.name: fields[f.name] for f in type_.fields if f.name in fields and not _differs_by_source(f)}
    when = once.hex() if once else (record.day - EPOCH).days
    return fingerprint(_FACT, canonical([type_.name, record.subject, when, told]).encode())


def _differs_by_source(field: Field) -> bool:
    return field.is_file or (field.private and field.type.kind is Kind.TEXT)


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


def ranges(numbers: Iterable[int]) -> str:
    """Numbers as they are written in the journal.

    >>> ranges([7, 3, 4, 5, 9])
    '3-5,7,9'
    """
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)

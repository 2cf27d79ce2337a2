"""The digest of meaning of each standard: of itself and of everything it rests on. A layer names it."""

import hashlib
from dataclasses import replace

from xueheng.language.digests import canonical
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.closure import Reads, Thing, read_by_standard, rests_on
from xueheng.language.standard_definitions import Standard


def settle_standard_digests(checking: Checking) -> None:
    """Fills `digest_meaning` of every standard."""
    known: dict[Thing, str] = {}
    reads: Reads = {}
    for name, standard in list(checking.standards.items()):
        digest = digest_of_standard(checking, standard, known, reads)
        checking.standards[name] = replace(standard, digest_meaning=digest)


def digest_of_standard(
    checking: Checking, standard: Standard, known: dict[Thing, str] | None = None, reads: Reads | None = None
) -> str:
    """SHA-256 of a standard and of all it rests on, each definition once, in an order that does not hang on the
    order of writing. `known`: digests of single definitions, kept from one standard to the next; so is `reads`.
    """
    known = {} if known is None else known
    found = hashlib.sha256(f"{canonical(standard)}\n".encode())
    things = rests_on(checking, read_by_standard(checking, standard), reads=reads)
    for thing in sorted(things):
        if thing not in known:
            known[thing] = hashlib.sha256(canonical(things[thing]).encode()).hexdigest()
        found.update(f"{thing.kind}\n{thing.name}\n{thing.at}\n{known[thing]}\n".encode())
    return found.hexdigest()

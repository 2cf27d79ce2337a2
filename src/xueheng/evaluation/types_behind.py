"""Which types of records are behind a standard's parts, walked through once while the packs' files are the same."""

from collections.abc import Mapping
from functools import lru_cache

from xueheng.evaluation.core.public import evidence_read
from xueheng.identity.public import library

WHOLE = ""
"""In the place of a part's code: the whole standard."""


def types_behind(standard: str) -> Mapping[str, tuple[str, ...]]:
    """The types behind each part right below the standard's root, by the part's code, and behind the whole."""
    return _walked(standard, tuple(pack.digest_bytes for pack in library().packs.values()))


@lru_cache(maxsize=256)
def _walked(standard: str, packs: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    del packs
    known = library().standards[standard]
    parts = {node.code: evidence_read(library(), known.of, node) for node in known.root.parts}
    return {**parts, WHOLE: evidence_read(library(), known.of, known.root)}

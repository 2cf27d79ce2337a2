"""What an address declares of itself: who may come, and which examples of its arguments the permission matrix tries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.urls import URLPattern, URLResolver, get_resolver

Who = Literal["public", "signed_in"] | tuple[str, str]
"""`public`: anybody; `signed_in`: whoever has signed in, and the view shows her own; (verb, kind): a post with that
right.
"""


@dataclass(frozen=True, slots=True)
class Declared:
    """The declaration of one address. `sends`: who may send to it (POST and other changes), None: as `who`.

    `examples` names for each argument of the address what kind of thing it stands for ("organisation", "class",
    "pupil", "teacher", "record" …): the matrix puts in one of the viewer's own unit, of a sibling, of the parent, of
    a former unit and of another authority. `=text` is that text itself. `asks`: the same for what is asked after the
    question mark.

    `taken_in`: it is another package's address, which takes no numbers of ours.
    """

    name: str
    who: Who
    sends: Who | None = None
    examples: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    taken_in: bool = False

    def who_for(self, method: str) -> Who:
        """Who may come with this method."""
        if method in ("GET", "HEAD", "OPTIONS") or self.sends is None:
            return self.who
        return self.sends


@dataclass(frozen=True, slots=True)
class Route:
    """An address as the server knows it: its whole pattern ("people/<int:person>/") and its declaration, None without
    one.
    """

    pattern: str
    name: str
    arguments: tuple[str, ...]
    declared: Declared | None


def routes(root: Any = None) -> list[Route]:
    """Every address of the server (or under `root`, a resolver), included ones too."""
    return list(_under((root or get_resolver()).url_patterns, "", "", ()))


def _under(patterns: Any, before: str, space: str, arguments: tuple[str, ...]) -> Iterator[Route]:
    for found in patterns:
        pattern = before + str(found.pattern)
        known = (*arguments, *found.pattern.converters, *found.pattern.regex.groupindex)
        if isinstance(found, URLResolver):
            inner = f"{space}{found.namespace}:" if found.namespace else space
            yield from _under(found.url_patterns, pattern, inner, known)
        elif isinstance(found, URLPattern):
            declared = getattr(found.callback, "declared", None)
            yield Route(pattern, space + (found.name or ""), tuple(dict.fromkeys(known)), declared)

"""Two things of one pack never share a name; a figure may be called as the measure it publishes."""

from collections.abc import Iterator

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.nodes import below, entries
from xueheng.language.meaning.shelf import NAMED, PackFiles
from xueheng.language.positions import Scalar


def check_names(checking: Checking) -> None:
    """XH-N002 for each name that stands for a second thing; posts are declared once over all packs."""
    posts: dict[str, Scalar] = {}
    for pack in checking.shelf.packs.values():
        seen: dict[str, Scalar] = {}
        for _, key in _things(checking, pack):
            _once(checking, key, seen)
        for definition in checking.shelf.of_pack("posts", pack.name):
            _once(checking, definition.key, posts)
        examples: dict[str, Scalar] = {}
        for root in pack.worked:
            for entry in entries(root):
                _once(checking, entry.key, examples)


def _once(checking: Checking, key: Scalar, seen: dict[str, Scalar]) -> None:
    first = seen.setdefault(key.text, key)
    if first is not key:
        same = first.place.file.rpartition("/")[0] == key.place.file.rpartition("/")[0]
        shown = first.place.file.rpartition("/")[2] if same else first.place.file
        where = f"{shown}:{first.place.line}"
        checking.report("XH-N002", key.place, name=key.text, first=where)


def _things(checking: Checking, pack: PackFiles) -> Iterator[tuple[str, Scalar]]:
    """Everything of a pack that has a name of its own, in a fixed order of files."""
    calendar = pack.files.get("calendar")
    for part in ("windows", "days"):
        for entry in entries(below(calendar, part)):
            yield "calendar", entry.key
    for kind in NAMED:
        if kind in ("figures", "posts"):
            continue
        for definition in checking.shelf.of_pack(kind, pack.name):
            yield kind, definition.key
            for part in ("session", "placing", "attendance") if kind == "activities" else ():
                gives = below(below(definition.body, part), "gives")
                if isinstance(gives, Scalar):
                    yield kind, gives

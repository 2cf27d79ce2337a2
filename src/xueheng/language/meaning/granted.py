"""Posts and grants as definitions, once they were found sound."""

from dataclasses import replace

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.nodes import below, bilingual, scalar
from xueheng.language.meaning.posts import GRANTABLE, SUFFIXES
from xueheng.language.meaning.row_sources import later_name
from xueheng.language.meaning.shelf import PackFiles, grants
from xueheng.language.positions import Scalar
from xueheng.language.post_definitions import Grant, PostKind


def post_kinds(checking: Checking) -> dict[str, PostKind]:
    """Every post declared, by its name, in the order of packs and of writing."""
    found: dict[str, PostKind] = {}
    for definition in checking.shelf.things["posts"].values():
        at = scalar(below(definition.body, "at"))
        held = checking.shelf.find("entities", at.text, definition.pack) if at else None
        if held:
            title = bilingual(below(definition.body, "title"), definition.name)
            found[definition.name] = PostKind(definition.name, title, held.qualified, definition.key.place)
    return found


def all_grants(checking: Checking) -> tuple[Grant, ...]:
    """Every grant of every pack; those on a record type once more for each type `like` it."""
    like = _types_like(checking)
    found: list[Grant] = []
    for pack in checking.shelf.packs.values():
        for post, verb, written in grants(pack):
            grant = _granted(checking, pack, post, verb, written)
            if grant:
                found.append(grant)
                found += [replace(grant, what=other) for other in like.get(grant.what, ()) if grant.kind == "evidence"]
    return tuple(found)


def _types_like(checking: Checking) -> dict[str, list[str]]:
    """Qualified record type → the types that are written `like` it."""
    found: dict[str, list[str]] = {}
    for definition in checking.shelf.things["evidence"].values():
        model = scalar(below(definition.body, "like"))
        holder = checking.shelf.find("evidence", model.text, definition.pack) if model else None
        if holder:
            found.setdefault(holder.qualified, []).append(definition.qualified)
    return found


def _granted(checking: Checking, pack: PackFiles, post: Scalar, verb: str, written: Scalar) -> Grant | None:
    """The grant as written, its thing found by the longest name that means one."""
    declared = checking.shelf.find("posts", post.text, pack.name)
    parts = written.text.split(".")
    for length in range(len(parts), 0, -1):
        thing = _thing(checking, ".".join(parts[:length]), pack.name)
        if thing:
            rest = next(iter(parts[length:]), "")
            kept = (rest, "") if rest in SUFFIXES else ("", rest)
            name = declared.name if declared else post.text
            return Grant(pack.name, name, verb, *thing, *kept, place=written.place)
    return None


def _thing(checking: Checking, name: str, pack: str) -> tuple[str, str] | None:
    """Kind and qualified name of what a post can be granted; rows that an activity gives count as records."""
    for kind in GRANTABLE:
        found = checking.shelf.find(kind, name, pack)
        if found:
            return kind, found.qualified
    later = later_name(checking.shelf, name, pack)
    return ("evidence", later) if later else None

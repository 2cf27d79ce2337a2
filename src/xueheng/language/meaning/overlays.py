"""Layers: a school's own changes over a base standard, checked against what the base leaves open.

A layer names its base by version and digest of meaning. One base, one layer: nothing is laid over a layer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.closure import Thing
from xueheng.language.meaning.days import day_from
from xueheng.language.meaning.naming import entity_named, report_unknown, short, thing
from xueheng.language.meaning.nodes import below, bilingual, entries, scalar, text
from xueheng.language.meaning.overlays_changes import Changes
from xueheng.language.meaning.saying_numbers import line_of
from xueheng.language.meaning.shelf import Definition
from xueheng.language.meaning.standard_digests import digest_of_standard
from xueheng.language.meaning.walking import leaf_measures
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Mapping as MappingNode
from xueheng.language.positions import Node, Place, Scalar
from xueheng.language.standard_definitions import Decision, Overlay, Standard
from xueheng.wording import Text

ALGORITHM = "sha256:"
SHOWN_OF_DIGEST = 12


@dataclass(frozen=True, slots=True)
class Base:
    """The standard a layer names, as settled and as written."""

    standard: Standard
    definition: Definition


def settle_overlays(checking: Checking) -> None:
    """Fills `checking.overlays`, by the pack that holds them."""
    for name in checking.shelf.packs:
        settle_overlay(checking, name)


def settle_overlay(checking: Checking, name: str) -> Overlay | None:
    """The layer of one pack, put into `checking.overlays`; None where the pack has none, or its base is none."""
    root = checking.shelf.packs[name].files.get("overlay")
    base = _base(checking, name, root) if root is not None else None
    if root is None or base is None:
        return None
    made = overlay_over(checking, name, root, base, written_changes(root))
    if made:
        checking.overlays[name] = made
    return made


def finish_overlays(checking: Checking, known: dict[Thing, str] | None = None) -> None:
    """Once every standard has its digest: each layer names its base as it is now; `own` has all the base has.
    `known`: digests of single definitions that are known already.
    """
    for name, overlay in list(checking.overlays.items()):
        base = base_of(checking, name)
        if base is None:
            continue
        _names_the_base(checking, checking.shelf.packs[name].files["overlay"], base)
        own = replace(base.standard, root=overlay.own.root)
        unused = next((one.unused for one in leaf_measures(checking, own) if one.unused), base.standard.unused)
        own = replace(own, unused=unused, digest_meaning=digest_of_standard(checking, own, known))
        checking.overlays[name] = replace(overlay, own=own)


def base_of(checking: Checking, pack: str) -> Base | None:
    """The base of a settled layer, for trying other changes over it."""
    overlay = checking.overlays.get(pack)
    if overlay is None:
        return None
    return Base(checking.standards[overlay.base], checking.shelf.things["standards"][overlay.base])


def overlay_over(
    checking: Checking, pack: str, root: MappingNode, base: Base, written: Mapping[str, tuple[Scalar, Node]]
) -> Overlay | None:
    """The layer with these changes; None where it cannot be said for whom it is."""
    entity, subject = _for(checking, pack, root, base.standard)
    decision = _decision(checking, pack, root, base)
    own = Changes(checking, pack, base.standard, base.definition, decision, written).own()
    over = below(root, "over")
    if entity is None:
        return None
    return Overlay(
        name=pack, title=decision.title, base=base.standard.name, version=text(below(over, "version")),
        digest=text(below(over, "digest")).removeprefix(ALGORITHM), entity=entity, subject=subject, decision=decision,
        own=replace(base.standard, root=own), place=root.place,
    )  # fmt: skip


def written_changes(root: MappingNode) -> dict[str, tuple[Scalar, Node]]:
    """What changes at which node, by the node's path, with the key for its place."""
    return {entry.key.text: (entry.key, entry.value) for entry in entries(below(root, "changes"))}


# -- the base -------------------------------------------------------------------------------------


def _base(checking: Checking, pack: str, root: MappingNode) -> Base | None:
    """The standard that `over` names; None when it was reported here or is broken where it stands."""
    named = scalar(below(below(root, "over"), "standard"))
    if named is None:
        return None
    found = checking.shelf.find("standards", named.text, pack)
    layer = checking.shelf.packs.get(named.text.partition(".")[0])
    if found is None and layer is not None and "overlay" in layer.files:
        checking.report("XH-O016", named.place, name=named.text, there=line_of(layer.files["overlay"].place))
        return None
    if found is None:
        report_unknown(checking, "standards", named, pack)
        return None
    standard = checking.standards.get(found.qualified)
    return Base(standard, found) if standard else None


def _names_the_base(checking: Checking, root: MappingNode, base: Base) -> None:
    """XH-O001 and XH-O015: the layer was written over exactly this base."""
    over = below(root, "over")
    version, digest = scalar(below(over, "version")), scalar(below(over, "digest"))
    there = line_of(base.standard.place)
    is_now = base.standard.digest_meaning
    if digest is None:
        at = over.place if over else root.place
        checking.report("XH-O015", at, base=base.standard.name, digest=f"{ALGORITHM}{is_now}", there=there)
        return
    named = digest.text.removeprefix(ALGORITHM)
    other_version = version is not None and version.text != base.standard.version
    if named != is_now or other_version:
        at = digest.place if named != is_now or version is None else version.place
        checking.report(
            "XH-O001", at, base=base.standard.name, version=base.standard.version, digest=shortened(is_now),
            named_version=text(version), named=shortened(named), there=there,
        )  # fmt: skip


def shortened(digest: str) -> str:
    """The first digits of a digest, which are enough to tell two apart."""
    return digest if len(digest) <= SHOWN_OF_DIGEST else f"{digest[:SHOWN_OF_DIGEST]}…"


# -- for whom, by whom ----------------------------------------------------------------------------


def _for(checking: Checking, pack: str, root: MappingNode, base: Standard) -> tuple[str | None, str]:
    """The organisation the layer holds for: one, of a kind that those who are evaluated belong to."""
    named = entries(below(root, "for"))
    key = root.key("for")
    if len(named) != 1:
        if key is not None:
            checking.report("XH-O020", key.place, of=short(base.of), above=_above(checking, base), hint=Text(""))
        return None, ""
    entity = entity_named(checking, named[0].key, pack)
    ancestors = checking.entities[base.of].ancestors
    if entity is not None and entity not in ancestors:
        hint = did_you_mean(named[0].key.text, [short(above) for above in ancestors])
        checking.report("XH-O020", named[0].key.place, of=short(base.of), above=_above(checking, base), hint=hint)
        return None, ""
    return entity, text(named[0].value)


def _above(checking: Checking, base: Standard) -> Text:
    names = [short(name) for name in checking.entities[base.of].ancestors]
    return Text("、".join(names), ", ".join(names))


def _decision(checking: Checking, pack: str, root: MappingNode, base: Base) -> Decision:
    """Whose decision the layer is; a layer that does not say is a warning, one decided after the base's end refused."""
    head = checking.heads[pack]
    decided = below(root, "decided")
    by = scalar(below(decided, "by"))
    post = thing(checking, "posts", by, pack) if by else None
    on = day_from(text(below(decided, "on")))
    until = checking.heads[base.definition.pack].until
    if decided is None:
        checking.report("XH-O019", root.place)
    elif not text(below(decided, "minute")):
        checking.report("XH-O019", _key_place(root, "decided"))
    if until is not None and on is not None and on > until:
        day = scalar(below(decided, "on"))
        checking.report(
            "XH-O013", day.place if day else root.place, base=base.standard.name, version=base.standard.version,
            until=until.isoformat(), day=on.isoformat(), there=line_of(_until_place(checking, base)),
        )  # fmt: skip
    title = below(root, "title")
    return Decision(
        owner=head.owner, pack=pack, title=bilingual(title) if title is not None else head.title, by=text(by), on=on,
        minute=text(below(decided, "minute")), place=_key_place(root, "decided"),
        post=bilingual(below(post.body, "title"), post.name) if post else Text(""),
    )  # fmt: skip


def _key_place(root: MappingNode, key: str) -> Place:
    found = root.key(key)
    return found.place if found else root.place


def _until_place(checking: Checking, base: Base) -> Place:
    """Where the base's pack says until when it is in force."""
    head = checking.shelf.packs[base.definition.pack].files.get("pack")
    said = scalar(below(below(head, "in_force"), "to"))
    return said.place if said else base.standard.place

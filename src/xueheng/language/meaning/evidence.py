"""Evidence types: what is recorded about whom, which fields, who verifies it."""

from dataclasses import replace

from xueheng.language.definitions import EvidenceType
from xueheng.language.library_definitions import NotUsedYet
from xueheng.language.meaning.calendar import window_names
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.field_types import columns_of, fields_of
from xueheng.language.meaning.keeping import kept_for
from xueheng.language.meaning.naming import entity_named, report_unknown, short
from xueheng.language.meaning.nodes import below, bilingual, number, scalar, scalars, text
from xueheng.language.meaning.scope import RECORD_COLUMNS, Scope
from xueheng.language.meaning.shelf import Definition, grants
from xueheng.language.meaning.sources import source_of
from xueheng.language.meaning.typing_expressions import condition
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Entry, Mapping, Node


def settle_evidence(checking: Checking) -> None:
    """Fills `checking.evidence`, entry checks left out: they may name measures."""
    for definition in checking.shelf.things["evidence"].values():
        body = taken_over(checking, definition)
        about = scalar(below(body, "about"))
        entity = entity_named(checking, about, definition.pack) if about else None
        if entity is None:
            continue
        fields = fields_of(checking, below(body, "fields"), definition.pack)
        checking.evidence[definition.qualified] = EvidenceType(
            name=definition.qualified,
            title=bilingual(below(body, "title"), definition.name),
            about=entity,
            fields=fields,
            needed=tuple(found.text for found in scalars(below(body, "needed"))),
            once_per=tuple(found.text for found in scalars(below(body, "once_per"))),
            check=None,
            verified_by_anyone=verified(checking, definition),
            source=source_of(checking, body, checking.sources[definition.pack]),
            place=definition.key.place,
            sensitive=text(below(body, "sensitive")),
            kept_for=kept_for(checking, below(body, "kept"), definition.pack, entity),
            minutes=number(below(body, "minutes")),
        )
        _names_in(checking, definition, body)
        if below(body, "raises") is not None:
            place = (
                next(e.key.place for e in body.entries if e.key.text == "raises") if isinstance(body, Mapping) else None
            )
            checking.not_used_yet.append(NotUsedYet("raises", definition.qualified, place or definition.key.place))


def settle_entry_checks(checking: Checking) -> None:
    """Types the `check` of each evidence type."""
    for name, type in list(checking.evidence.items()):
        definition = checking.shelf.things["evidence"][name]
        node = below(taken_over(checking, definition, silently=True), "check")
        if node is not None:
            columns = {**RECORD_COLUMNS, **columns_of(type.fields)}
            scope = Scope(definition.pack).with_row(definition.name, columns, type.about)
            checking.evidence[name] = replace(type, check=condition(checking, node, scope))


def verified(checking: Checking, definition: Definition) -> bool:
    """Whether some post verifies this type. What is granted on a type holds for those that are `like` it."""
    return any(posts_granted(checking, definition, "verifies"))


def posts_granted(checking: Checking, definition: Definition, act: str) -> list[str]:
    """Posts that may do `act` with this type (or the one it is `like`), over all packs."""
    names = {definition.qualified}
    model = scalar(below(definition.body, "like"))
    found = checking.shelf.find("evidence", model.text, definition.pack) if model else None
    if found:
        names.add(found.qualified)
    posts: list[str] = []
    for pack in checking.shelf.packs.values():
        for post, granted, thing in grants(pack):
            target = checking.shelf.find("evidence", thing.text.partition(".")[0], pack.name)
            target = target or checking.shelf.find("evidence", thing.text, pack.name)
            if granted == act and target and target.qualified in names and post.text not in posts:
                posts.append(post.text)
    return posts


def like_is_broken(checking: Checking, definition: Definition) -> bool:
    """Whether the type is `like` one that is not there or is `like` another itself."""
    model = scalar(below(definition.body, "like"))
    found = checking.shelf.find("evidence", model.text, definition.pack) if model else None
    return model is not None and (found is None or below(found.body, "like") is not None)


def taken_over(checking: Checking, definition: Definition, silently: bool = False) -> Node:
    """The type's own keys over those of the type it is `like` (one step)."""
    model = scalar(below(definition.body, "like"))
    if model is None or not isinstance(definition.body, Mapping):
        return definition.body
    found = checking.shelf.find("evidence", model.text, definition.pack)
    if found is None or not isinstance(found.body, Mapping):
        if not silently:
            report_unknown(checking, "evidence", model, definition.pack)
        return definition.body
    if below(found.body, "like") is not None:
        if not silently:
            checking.report("XH-K005", model.place, name=model.text)
        return definition.body
    own = {entry.key.text for entry in definition.body.entries}
    inherited = tuple(entry for entry in found.body.entries if entry.key.text not in (*own, "title"))
    kept = tuple(entry for entry in definition.body.entries if entry.key.text != "like")
    return Mapping((*kept, *inherited), definition.body.place)


def _names_in(checking: Checking, definition: Definition, body: Node) -> None:
    """Names of fields in `needed` and `once_per`, and reserved words among the fields."""
    type = checking.evidence[definition.qualified]
    fields = {field.name for field in type.fields}
    if below(definition.body, "fields") is not None:
        _reserved(checking, below(definition.body, "fields"))
    also = {*RECORD_COLUMNS, *window_names(checking.calendar_for(definition.pack)), "term"}
    for key, allowed in (("needed", fields), ("once_per", fields | also)):
        for written in scalars(below(definition.body, key)):
            if written.text not in allowed:
                hint = did_you_mean(written.text, allowed)
                checking.report(
                    "XH-M014",
                    written.place,
                    name=written.text,
                    rows=definition.name,
                    entity=short(type.about),
                    hint=hint,
                )


def _reserved(checking: Checking, fields: Node | None) -> None:
    for entry in fields.entries if isinstance(fields, Mapping) else ():
        report_reserved_field(checking, entry)


def report_reserved_field(checking: Checking, entry: Entry) -> None:
    """XH-N006 for a field with the name of a column that every record has."""
    if entry.key.text in RECORD_COLUMNS:
        checking.report("XH-N006", entry.key.place, name=entry.key.text)

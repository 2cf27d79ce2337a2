"""Posts: who may do what. A post is declared once; a pack only grants."""

from collections.abc import Iterator

from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.evidence import like_is_broken, posts_granted, verified
from xueheng.language.meaning.naming import suggestion, thing, unlisted_pack
from xueheng.language.meaning.nodes import below, entries, scalar, scalars, whole
from xueheng.language.meaning.row_sources import later_name
from xueheng.language.meaning.scope import SPAN_COLUMNS
from xueheng.language.meaning.shelf import Definition, PackFiles, grants
from xueheng.language.positions import Scalar
from xueheng.wording import Text

GRANTABLE = (
    "evidence", "activities", "registers", "measures", "duties", "standards", "decisions", "processes", "populations",
    "figures",
)  # fmt: skip
SUFFIXES = ("own", "facts", "public", "groups", "overlay", "objected")
SMALLEST_CELL = 10


def check_posts(checking: Checking) -> None:
    """Posts that are named exist, what is granted exists, and every record type has somebody who records it."""
    for pack in checking.shelf.packs.values():
        for entry in entries(pack.files.get("posts")):
            if below(entry.value, "at") is None:
                thing(checking, "posts", entry.key, pack.name)
            else:
                at = scalar(below(entry.value, "at"))
                if at:
                    thing(checking, "entities", at, pack.name)
        for written in _posts_elsewhere(pack):
            thing(checking, "posts", written, pack.name)
        for _, act, written in grants(pack):
            _grantable(checking, pack, act, written)
    for definition in checking.shelf.things["evidence"].values():
        _recorded(checking, definition)
    for definition in checking.shelf.things["figures"].values():
        _hides_enough(checking, definition)


def _posts_elsewhere(pack: PackFiles) -> Iterator[Scalar]:
    """Posts that registers name."""
    for entry in entries(pack.files.get("registers")):
        yield from scalars(below(entry.value, "keeps"))
        for part in ("enters", "leaves"):
            decide = scalar(below(below(entry.value, part), "decide"))
            if decide:
                yield decide


def _grantable(checking: Checking, pack: PackFiles, act: str, written: Scalar) -> None:
    """Whether what is granted exists: `thing`, `pack.thing`, either with a suffix or a field of it."""
    shelf = checking.shelf
    parts = written.text.split(".")
    for length in range(len(parts), 0, -1):
        name = ".".join(parts[:length])
        found = next((found for kind in GRANTABLE if (found := shelf.find(kind, name, pack.name))), None)
        if found or later_name(shelf, name, pack.name):
            rest = parts[length:]
            if not rest or rest[0] in SUFFIXES or _field(checking, found, name, pack.name, rest[0]):
                return
    other = unlisted_pack(checking, written.text, pack.name)
    if other:
        checking.report("XH-N001", written.place, pack=other)
        return
    names = [name for kind in GRANTABLE for name in shelf.names(kind, pack.name)]
    names += [name.partition(".")[2] for name in shelf.given if name.startswith(f"{pack.name}.")]
    hint = suggestion(parts[0], names)
    checking.report("XH-P005", written.place, name=written.text, act=act, hint=hint)


def _field(checking: Checking, found: Definition | None, name: str, pack: str, field: str) -> bool:
    holder = checking.evidence.get(found.qualified) or checking.registers.get(found.qualified) if found else None
    if holder:
        return any(known.name == field for known in holder.fields) or field in SPAN_COLUMNS
    later = checking.later_rows.get(later_name(checking.shelf, name, pack) or "")
    return later is not None and later.columns is not None and field in later.columns


def _recorded(checking: Checking, definition: Definition) -> None:
    if like_is_broken(checking, definition):
        return
    recorders = posts_granted(checking, definition, "records")
    verifiers = posts_granted(checking, definition, "verifies")
    if not recorders and not _raised(checking, definition):
        checking.report("XH-P002", definition.key.place, name=definition.name)
    elif verified(checking, definition) and len(verifiers) == 1 and verifiers == recorders:
        place = _verifying_place(checking, verifiers[0], definition)
        checking.report("XH-P003", (place or definition.key).place, name=definition.name)


def _raised(checking: Checking, definition: Definition) -> bool:
    """Whether another type's answers make records of this one."""
    return any(
        checking.shelf.find("evidence", raised.key.text, other.pack) is definition
        for other in checking.shelf.things["evidence"].values()
        for raised in entries(below(other.body, "raises"))
    )


def _verifying_place(checking: Checking, post: str, definition: Definition) -> Scalar | None:
    for pack in checking.shelf.packs.values():
        for named, act, written in grants(pack):
            if named.text == post and act == "verifies" and written.text.endswith(definition.name):
                return written
    return None


def _hides_enough(checking: Checking, definition: Definition) -> None:
    """XH-P004: a figure made from people hides cells of fewer than ten."""
    hides = scalar(below(definition.body, "hide_below"))
    if hides is None or (whole(hides) or 0) >= SMALLEST_CELL:
        return
    named = scalar(below(definition.body, "measure"))
    measure = checking.shelf.find("measures", named.text, definition.pack) if named else None
    for grain in checking.grains(measure) if measure else ():
        made = checking.measures.get((measure.qualified, grain)) if measure else None
        person = _person_counted(checking, made.fold.rows if made and made.fold else None)
        if person:
            checking.report("XH-P004", hides.place, of=Text(person, f"{person}s"))
            return


def _person_counted(checking: Checking, rows: object) -> str | None:
    """The kind of person that the rows stand for, None where they stand for no person."""
    population = checking.populations.get(getattr(rows, "population", ""))
    types = getattr(rows, "types", ())
    entity = population.of if population else checking.evidence[types[0]].about if types else None
    if entity and checking.entities[entity].person:
        return entity.rpartition(".")[2]
    return None

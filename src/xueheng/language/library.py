"""Putting the settled definitions of all packs into one library, each pack with its digests."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from xueheng.language.definitions import Measure, Population
from xueheng.language.digests import digest_of_bytes, digest_of_meaning
from xueheng.language.library_definitions import Library, Pack
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.granted import all_grants, post_kinds
from xueheng.language.meaning.nodes import below, scalar
from xueheng.language.meaning.shelf import KINDS, PackFiles
from xueheng.language.worked_definitions import WorkedExample


def library_of(checking: Checking, examples: tuple[WorkedExample, ...]) -> Library:
    """The library of a check without errors."""
    measures = {key: measure for key, measure in checking.measures.items() if measure}
    populations = {name: population for name, population in checking.populations.items() if population}
    return Library(
        packs=_packs(checking, measures, populations),
        entities=checking.entities,
        calendars=checking.calendars,
        evidence=checking.evidence,
        populations=populations,
        tables=checking.tables,
        measures=measures,
        standards=checking.standards,
        layouts=checking.layouts,
        register_layouts=checking.register_layouts,
        examples=examples,
        not_used_yet=tuple(checking.not_used_yet),
        registers=checking.registers,
        overlays=checking.overlays,
        posts=post_kinds(checking),
        grants=all_grants(checking),
        reports=checking.reports,
        phrases=checking.phrases,
    )


def _packs(
    checking: Checking, measures: Mapping[tuple[str, str], Measure], populations: Mapping[str, Population]
) -> dict[str, Pack]:
    """Packs in order of use, so that the digest of a used pack stands before it is needed."""
    found: dict[str, Pack] = {}
    for name, files in checking.shelf.packs.items():
        head = checking.heads[name]
        found[name] = Pack(
            name=name, title=head.title, version=head.version, owner=head.owner, folder=str(files.folder),
            uses=files.uses, source=head.source,
            digest_meaning=digest_of_meaning(
                _parts(checking, name, measures, populations), [found[used].digest_meaning for used in files.used]
            ),
            digest_bytes=digest_of_bytes(_files_of(checking, files)),
            standards=tuple(s for s in checking.standards if _owner(s) == name), until=head.until,
            unit_code=head.unit_code, since=head.since,
        )  # fmt: skip
    return found


def parts_of_pack(
    checking: Checking, pack: str, measures: Mapping[tuple[str, str], Measure]
) -> Iterator[tuple[str, object]]:
    """A pack's own definitions, of these measures: what its digest of meaning covers."""
    populations = {name: population for name, population in checking.populations.items() if population}
    return _parts(checking, pack, measures, populations)


def _parts(
    checking: Checking, pack: str, measures: Mapping[tuple[str, str], Measure], populations: Mapping[str, Population]
) -> Iterator[tuple[str, object]]:
    """A pack's own definitions in an order that does not hang on the order of writing."""
    if pack in checking.calendars:
        yield "calendar", checking.calendars[pack]
    told = tuple(f"{name}." for name in checking.reports)  # facts of reports are told and decide nothing
    for key in sorted(measures):
        if _owner(key[0]) == pack and not key[0].startswith(told):
            yield "measure", measures[key]
    kinds: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("entity", checking.entities), ("evidence", checking.evidence), ("population", populations),
        ("table", checking.tables), ("register", checking.registers), ("standard", checking.standards),
    )  # fmt: skip
    for kind, things in kinds:
        for name in sorted(things):
            if _owner(name) == pack:
                yield kind, things[name]


def _owner(qualified: str) -> str:
    return qualified.partition(".")[0]


def _files_of(checking: Checking, pack: PackFiles) -> dict[str, Path]:
    """The pack's YAML files and the tables they name, those of the reference folder included."""
    found = {f"{kind}.yaml": pack.folder / f"{kind}.yaml" for kind in KINDS if kind in pack.files}
    found.update({f"worked/{path.name}": path for path in sorted((pack.folder / "worked").glob("*.yaml"))})
    for definition in checking.shelf.of_pack("tables", pack.name):
        named = scalar(below(definition.body, "file"))
        for folder in (pack.folder, checking.shelf.reference):
            if named and named.text not in found and (folder / named.text).is_file():
                found[named.text] = folder / named.text
    return found

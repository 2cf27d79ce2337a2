"""Laying layers over a standard without reading its packs again: they are settled once, each layer is tried on a copy.

What comes out is what `load` says of the same two files in a folder beside the base.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xueheng.language import meaning_rules as _rules  # noqa: F401  fills the catalogue of rules
from xueheng.language.definitions import Measure
from xueheng.language.digests import digest_of_contents, digest_of_meaning
from xueheng.language.issues import Issue, in_order
from xueheng.language.library import parts_of_pack
from xueheng.language.library_definitions import Library, Pack
from xueheng.language.loading import REFERENCE, PackReading, settled_packs
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.closure import Thing
from xueheng.language.meaning.dimensions import check_dimensions
from xueheng.language.meaning.floors import check_floors, check_steps
from xueheng.language.meaning.heads import settle_heads
from xueheng.language.meaning.overlays import finish_overlays, settle_overlay
from xueheng.language.meaning.protections import check_added
from xueheng.language.meaning.shelf import PackFiles
from xueheng.language.meaning.unused import mark_unused
from xueheng.language.positions import Mapping
from xueheng.language.reader import read_text
from xueheng.language.shape import check_pack_name, check_shape
from xueheng.language.standard_definitions import Overlay

HEAD, LAYER = "pack.yaml", "overlay.yaml"


@dataclass(frozen=True, slots=True)
class LaidLayer:
    """A layer as tried: None with errors. `pack` and `measures` are what it adds to a library."""

    overlay: Overlay | None
    issues: tuple[Issue, ...]
    pack: Pack | None = None
    measures: tuple[Measure, ...] = ()

    @property
    def errors(self) -> tuple[Issue, ...]:
        """What forbids it."""
        return tuple(each for each in self.issues if each.severity == "error")


class LayerDesk:
    """The packs under a layer, settled. One desk may be asked by several threads at once: nothing in it changes."""

    def __init__(self, pack: str | Path, *, reference: Path = REFERENCE, also: Sequence[str | Path] = ()) -> None:
        self._checking, self._said = settled_packs(pack, also, reference)
        self._digests: dict[Thing, str] = {}

    def lay(self, library: Library, name: str, head: str, layer: str) -> LaidLayer:
        """The layer of these two texts, under the name of its pack. `library`: that of the packs in force, whose
        digests it stands on.
        """
        trial, files, issues = self._trial(name, head, layer)
        overlay = settle_overlay(trial, name) if "overlay" in files.files else None
        own = {key: made for key, made in trial.measures.items() if key not in self._checking.measures}
        if own:  # without a measure of its own nothing stands higher, is unused or falls apart otherwise than before
            check_floors(trial)
            check_steps(trial)
            mark_unused(trial)
            check_dimensions(trial)
        known = dict(self._digests)
        finish_overlays(trial, known)
        self._digests.update({thing: digest for thing, digest in known.items() if not _of(name, thing.name)})
        if overlay is not None:
            check_added(trial, trial.overlays[name])
        found = tuple(in_order([*issues, *(one for one in trial.issues if one not in self._said)]))
        if overlay is None or any(one.severity == "error" for one in found):
            return LaidLayer(None, found)
        measures = {key: made for key, made in trial.measures.items() if made and _of(name, key[0])}
        pack = _pack(trial, library, files, measures, {HEAD: head, LAYER: layer})
        return LaidLayer(trial.overlays[name], found, pack, tuple(measures.values()))

    def _trial(self, name: str, head: str, layer: str) -> tuple[Checking, PackFiles, list[Issue]]:
        """A copy of what is settled with the layer's pack on the shelf; nothing that is tried gets into the desk."""
        settled = self._checking
        reading = _Known((), packs=dict(settled.shelf.packs))
        files: dict[str, Mapping] = {}
        for kind, text in (("pack", head), ("overlay", layer)):
            root, problems = read_text(text, f"{name}/{kind}.yaml")
            reading.issues += problems
            if root is not None:
                reading.issues += check_shape(kind, root)
                files[kind] = root
        if "pack" in files:
            reading.issues += check_pack_name(files["pack"], name)
        pack = PackFiles(name, Path(name), name, files, (), reading.used_by(files.get("pack")))
        shelf = settled.shelf
        trial = replace(
            settled,
            shelf=replace(shelf, packs={**shelf.packs, name: pack}, known_packs=shelf.known_packs | {name}),
            issues=[], sources=dict(settled.sources), heads=dict(settled.heads), measures=dict(settled.measures),
            populations=dict(settled.populations), standards=dict(settled.standards),
            tried_standards=dict(settled.tried_standards), overlays={}, parsed=dict(settled.parsed),
            codes=dict(settled.codes), of=dict(settled.of), not_used_yet=list(settled.not_used_yet), open=[],
            later_rows=dict(settled.later_rows),
        )  # fmt: skip
        settle_heads(trial)
        return trial, pack, reading.issues


def _of(pack: str, thing: str) -> bool:
    return thing.partition(".")[0] == pack


class _Known(PackReading):
    """Reads no pack: those on the shelf are all there are."""

    def find(self, name: str) -> None:
        """Nothing more is looked for."""


def _pack(
    trial: Checking, library: Library, files: PackFiles, measures: dict[tuple[str, str], Measure], texts: dict[str, str]
) -> Pack:
    head = trial.heads[files.name]
    used = [library.packs[each].digest_meaning for each in files.used]
    return Pack(
        name=files.name, title=head.title, version=head.version, owner=head.owner, folder=files.name, uses=files.uses,
        source=head.source, digest_meaning=digest_of_meaning(parts_of_pack(trial, files.name, measures), used),
        digest_bytes=digest_of_contents({name: text.encode() for name, text in texts.items()}), standards=(),
        until=head.until, unit_code=head.unit_code, since=head.since,
    )  # fmt: skip


def with_layers_laid(library: Library, laid: Sequence[LaidLayer]) -> Library:
    """The library with these layers, as if their folders had been loaded with it."""
    packs = {each.pack.name: each.pack for each in laid if each.pack is not None}
    overlays = {each.overlay.name: each.overlay for each in laid if each.overlay is not None}
    measures = {(made.name, made.of): made for each in laid for made in each.measures}
    return replace(
        library, packs={**library.packs, **packs}, overlays={**library.overlays, **overlays},
        measures={**library.measures, **measures},
    )  # fmt: skip

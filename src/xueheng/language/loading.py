"""Finding a pack and the packs it uses, reading their files, and settling their meaning."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xueheng.language import meaning_rules as _rules  # noqa: F401  fills the catalogue of rules
from xueheng.language.issues import Issue, in_order, issue
from xueheng.language.library import library_of
from xueheng.language.library_definitions import Library
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.nodes import below, entries, text, whole
from xueheng.language.meaning.overlays_refused import check_refusals
from xueheng.language.meaning.shelf import PackFiles, shelved
from xueheng.language.meaning.whole import check_packs
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Mapping, Place, Scalar
from xueheng.language.reader import read_yaml
from xueheng.language.shape import check_pack_name, check_shape, pack_files
from xueheng.language.worked import settle_examples

_HERE = Path(__file__).resolve().parent.parent
SHIPPED = _HERE / "systems"
"""Packs that come with the program."""
REFERENCE = _HERE / "reference"
"""National tables that any pack's tables may name by file."""
DEEPEST_USE = 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack with all it uses. `library` is None when there are errors; warnings leave it."""

    library: Library | None
    issues: list[Issue]


@dataclass
class PackReading:
    """Packs read so far, used ones before those that use them."""

    search: tuple[Path, ...]
    issues: list[Issue] = field(default_factory=list)
    packs: dict[str, PackFiles] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    homes: list[Path] = field(default_factory=list)

    def find(self, name: str) -> tuple[Path, str] | None:
        """A pack's folder: beside the packs read, where the caller looks, among the shipped ones."""
        for home in (*self.homes, *self.search):
            if (home / name / "pack.yaml").is_file():
                return home / name, str(home / name)
        if (SHIPPED / name / "pack.yaml").is_file():
            return SHIPPED / name, f"systems/{name}"
        return None

    def known(self) -> frozenset[str]:
        """Every pack that could be used."""
        found = set(self.packs)
        for home in (*self.homes, *self.search, SHIPPED):
            if home.is_dir():
                found.update(child.parent.name for child in home.glob("*/pack.yaml"))
        return frozenset(found)

    def read(self, folder: Path, shown: str) -> PackFiles:
        """Reads a pack, then (before it in order) the packs it uses."""
        name = folder.resolve().name
        home = folder.resolve().parent
        if home not in self.homes and home != SHIPPED:
            self.homes.append(_as_shown(folder, home))
        files, worked = self._files(folder, shown)
        self.open.append(name)
        uses = tuple(self._uses(files.get("pack")))
        self.open.pop()
        pack = PackFiles(name, folder, shown, files, tuple(worked), uses)
        self.packs[name] = pack
        return pack

    def _files(self, folder: Path, shown: str) -> tuple[dict[str, Mapping], list[Mapping]]:
        found, issues = pack_files(folder, shown)
        self.issues += issues
        files: dict[str, Mapping] = {}
        worked: list[Mapping] = []
        for file in found:
            if not file.read:
                continue
            root, problems = read_yaml(file.path, file.shown)
            self.issues += problems
            if root is None:
                continue
            self.issues += check_shape(file.kind, root)
            if file.kind == "worked":
                worked.append(root)
            else:
                files[file.kind] = root
        if "pack" in files:
            self.issues += check_pack_name(files["pack"], folder.resolve().name)
        return files, worked

    def used_by(self, head: Mapping | None) -> tuple[tuple[str, int], ...]:
        """The packs that a pack.yaml uses, each with its major version; read now where they were not."""
        return tuple(self._uses(head))

    def _uses(self, head: Mapping | None) -> Iterator[tuple[str, int]]:
        for entry in entries(below(head, "uses")):
            major = whole(entry.value)
            if major is not None and self._use(entry.key, major):
                yield entry.key.text, major

    def _use(self, named: Scalar, major: int) -> bool:
        """Reads a used pack unless it is read; False when it cannot be used."""
        name = named.text
        if name in self.open or len(self.open) > DEEPEST_USE:
            chain = " → ".join([*self.open[self.open.index(name) if name in self.open else 0 :], name])
            self.issues.append(issue("XH-N014", named.place, chain=chain))
            return False
        if name not in self.packs:
            found = self.find(name)
            if found is None:
                hint = did_you_mean(name, self.known())
                self.issues.append(issue("XH-N013", named.place, pack=name, hint=hint))
                return False
            self.read(*found)
        version = text(below(self.packs[name].files.get("pack"), "version"), "0.0.0")
        if version.partition(".")[0] != str(major):
            self.issues.append(issue("XH-N008", named.place, pack=name, version=version, major=major))
        return True


def load(
    pack: str | Path, search: Sequence[Path] = (), also: Sequence[str | Path] = (), *, reference: Path = REFERENCE
) -> Loaded:
    """A pack and everything it uses, as typed definitions.

    `pack` is a folder, or the name of a shipped pack. Packs it uses are looked for beside its folder,
    in `search`, then among the shipped packs. `also`: more packs (layers over it) for the same library. `reference`:
    the folder of national tables that their tables may name.
    Every issue of all of them comes back in one run.
    """
    reading = PackReading(tuple(search))
    faults = _read_all(reading, (pack, *also))
    if faults:
        return Loaded(None, faults)
    shelf = shelved(reading.packs, reading.known(), reference)
    checking = check_packs(shelf)
    examples = settle_examples(checking)
    check_refusals(checking, examples)
    issues = in_order([*reading.issues, *checking.issues])
    if any(found.severity == "error" for found in issues):
        return Loaded(None, issues)
    return Loaded(library_of(checking, examples), issues)


def _read_all(reading: PackReading, packs: Iterable[str | Path]) -> list[Issue]:
    """Reads these packs with all they use; the one issue for which nothing can be read at all."""
    for wanted in packs:
        folder, shown = _folder(reading, wanted)
        if folder is None:
            return [issue("XH-N015", Place(shown, 1, 1), pack=shown)]
        known = reading.packs.get(folder.resolve().name)
        if known is None:
            reading.read(folder, shown)
        elif known.folder.resolve() != folder.resolve():
            said = {"pack": known.name, "folder": known.shown}
            return [issue("XH-N016", Place(f"{shown}/pack.yaml", 1, 1), **said)]
    return []


def settled_packs(
    pack: str | Path, also: Sequence[str | Path] = (), reference: Path = REFERENCE
) -> tuple[Checking, list[Issue]]:
    """Packs settled, for trying layers over their standards, with everything that is said of the packs themselves."""
    reading = PackReading(())
    faults = _read_all(reading, (pack, *also))
    checking = check_packs(shelved(reading.packs, reading.known(), reference))
    return checking, [*faults, *reading.issues, *checking.issues]


def shipped_packs() -> list[str]:
    """Names of the packs that come with the program."""
    return sorted(found.parent.name for found in SHIPPED.glob("*/pack.yaml"))


def _folder(reading: PackReading, pack: str | Path) -> tuple[Path | None, str]:
    written = Path(pack)
    if (written / "pack.yaml").is_file():
        return written, str(written)
    if isinstance(pack, str) and written.name == pack:
        found = reading.find(pack)
        if found:
            return found
    return None, str(pack)


def _as_shown(folder: Path, home: Path) -> Path:
    """The folder above, written as the caller wrote the pack's own path."""
    return folder.parent if folder.parent.resolve() == home else home

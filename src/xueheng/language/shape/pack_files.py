"""Looks over a pack's folder: which files it has, of which kind, and which nobody would ever read."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from xueheng.language import reading_rules as _rules  # noqa: F401  fills the catalogue of rules
from xueheng.language.excerpts import excerpt
from xueheng.language.issues import Issue, issue
from xueheng.language.nearest import did_you_mean
from xueheng.language.positions import Mapping, Place, Scalar
from xueheng.language.shape.kinds import FOLDERS, KINDS

MOST_FILES = 5_000
"""Entries of one folder that are looked at; a pack has some dozens."""

_BESIDE = ("readme", "license", "licence", "notice", "changelog", "changes", "adopted")
"""Files that stand beside the pack's own: for people, and the base that a layer was adopted over."""


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of a pack. `read`: it is YAML with a shape of its own; the others (.bpmn, .dmn, .md) are not used yet."""

    kind: str
    path: Path
    shown: str
    read: bool


def pack_files(folder: Path, shown: str) -> tuple[list[PackFile], list[Issue]]:
    """The files of the pack in `folder`, in order of name, and a warning for each that has no kind."""
    found: list[PackFile] = []
    issues: list[Issue] = []
    for path in _inside(folder):
        at = f"{shown}/{path.name}" if shown else path.name
        if path.is_dir() and path.name in FOLDERS:
            _take_folder(path, at, found, issues)
        elif path.is_dir():
            issues.append(_unknown(at, f"{path.name}/", [f"{name}/" for name in FOLDERS]))
        elif path.suffix == ".yaml" and path.stem in KINDS and path.stem != "worked":
            found.append(PackFile(path.stem, path, at, read=True))
        elif path.suffix.lower() != ".csv" and path.stem.lower() not in _BESIDE:
            issues.append(_unknown(at, path.name, [f"{kind}.yaml" for kind in KINDS if kind != "worked"]))
    return found, issues


def check_pack_name(root: Mapping, folder: str) -> list[Issue]:
    """Whether a pack.yaml's `name` is its folder's name."""
    name = root.get("name")
    if not isinstance(name, Scalar) or name.text == folder:
        return []
    return [issue("XH-K012", name.place, name=excerpt(name.text), folder=excerpt(folder))]


def _take_folder(folder: Path, shown: str, found: list[PackFile], issues: list[Issue]) -> None:
    suffix = FOLDERS[folder.name]
    for path in _inside(folder):
        if path.suffix == suffix and path.is_file():
            found.append(PackFile(folder.name, path, f"{shown}/{path.name}", read=suffix == ".yaml"))
        elif path.stem.lower() not in _BESIDE:
            right = [path.stem + suffix]
            issues.append(_unknown(f"{shown}/{path.name}", path.name, right))


def _inside(folder: Path) -> Iterator[Path]:
    """What stands in a folder, by name; hidden files and editors' copies are nobody's concern."""
    entries = sorted(islice(folder.iterdir(), MOST_FILES))
    return (path for path in entries if not path.name.startswith((".", "#", "__")) and not path.name.endswith("~"))


def _unknown(shown: str, name: str, candidates: list[str]) -> Issue:
    return issue("XH-K013", Place(shown, 1, 1), file=excerpt(name), suggestion=did_you_mean(name, candidates))

"""What a layer's file names as its base, read without settling anything: for a layer whose base has moved on."""

from dataclasses import dataclass
from pathlib import Path

from xueheng.language.issues import Issue
from xueheng.language.meaning.nodes import below, scalar
from xueheng.language.positions import Scalar
from xueheng.language.reader import read_yaml

FILE = "overlay.yaml"


@dataclass(frozen=True, slots=True)
class NamedBase:
    """A layer's `over`: the standard, its version and digest as written, each with its place."""

    standard: Scalar
    version: Scalar
    digest: Scalar | None


def named_base(folder: Path) -> tuple[NamedBase | None, list[Issue]]:
    """The base that the layer in a folder names; None with the reasons where the file cannot be read or names none."""
    root, issues = read_yaml(folder / FILE, str(folder / FILE))
    over = below(root, "over")
    standard, version = scalar(below(over, "standard")), scalar(below(over, "version"))
    if root is None or standard is None or version is None:
        return None, issues
    return NamedBase(standard, version, scalar(below(over, "digest"))), issues


def adopting(text: str, base: NamedBase, version: str, digest: str) -> str:
    """The file's text with another version and digest of the base; everything else stays, remarks included."""
    lines = text.splitlines(keepends=True)
    changes: list[tuple[Scalar, str]] = [(base.version, version)]
    if base.digest is not None:
        changes.append((base.digest, digest))
    # from the end of the file to its beginning, so that earlier places stay right
    for written, new in sorted(changes, key=lambda change: change[0].place, reverse=True):
        more = "" if base.digest is not None else digest
        _replace(lines, written, new, more)
    return "".join(lines)


def _replace(lines: list[str], written: Scalar, new: str, digest: str) -> None:
    """One scalar's text in its line; `digest`: a key to add after it, '' for none."""
    at, start = written.place.line - 1, written.place.column - 1
    line = lines[at]
    end = start + len(written.text) + (2 if written.quoted else 0)
    rest = line[end:]
    if digest:
        rest = _with_digest(line, rest, digest)
    lines[at] = f"{line[:start]}{new}{rest}"


def _with_digest(line: str, rest: str, digest: str) -> str:
    """`digest: …` after the version: on the same line inside braces, else on a line of its own."""
    if rest.lstrip().startswith((",", "}")):
        return f", digest: {digest}{rest}"
    indent = line[: len(line) - len(line.lstrip())]
    end = "\n" if not rest.endswith("\n") else ""
    return f"{rest}{end}{indent}digest: {digest}\n"

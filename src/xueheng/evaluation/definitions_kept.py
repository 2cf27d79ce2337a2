"""The packs as they stood when a run was made: kept under the SHA-256 of their bytes, and read again from there."""

import hashlib
import os
import secrets
import shutil
from functools import lru_cache
from pathlib import Path

from xueheng.errors import XuehengError
from xueheng.identity.public import library
from xueheng.language.public import Library, load
from xueheng.trust.public import data_folder
from xueheng.wording import Text


class DefinitionsGone(XuehengError):
    """The packs of an earlier run are not there as they were kept."""


def definitions_folder() -> Path:
    """Where packs are kept, each set of them in a folder named by its digest."""
    return data_folder() / "definitions"


def keep_definitions() -> str:
    """The digest of the packs in force, kept from now on."""
    sources = _in_force()
    digest = digest_of(sources)
    place = definitions_folder() / digest
    if place.exists():
        return digest
    draft = place.with_name(f".{secrets.token_hex(8)}")
    draft.mkdir(parents=True, mode=0o700)
    try:
        for name, folder in sources.items():
            shutil.copytree(folder, draft / name)
        if not place.exists():
            draft.replace(place)
    except OSError:
        if not place.exists():  # else another run has kept the same
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return digest


def definitions_of(digest: str) -> Library:
    """The packs of that digest: those in force where they are the same. Raises DefinitionsGone."""
    if _digest_in_force(tuple(sorted(_in_force().items()))) == digest:
        return library()
    place = definitions_folder() / digest
    folders = {each.name: each for each in sorted(place.iterdir()) if each.is_dir()} if place.is_dir() else {}
    if not folders or digest_of(folders) != digest:
        raise _gone(digest)
    return _loaded(digest, tuple(folders.values()))


def _in_force() -> dict[str, Path]:
    return {name: Path(pack.folder).resolve() for name, pack in library().packs.items()}


@lru_cache(maxsize=4)
def _loaded(digest: str, folders: tuple[Path, ...]) -> Library:
    found = load(folders[0], also=folders[1:]).library
    if found is None:
        raise _gone(digest)
    return found


@lru_cache(maxsize=4)
def _digest_in_force(sources: tuple[tuple[str, Path], ...]) -> str:
    return digest_of(dict(sources))


def digest_of(sources: dict[str, Path]) -> str:
    """SHA-256 over every file of the packs: pack, path and bytes, in order of their names."""
    said = hashlib.sha256()
    for name, folder in sorted(sources.items()):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            told = f"{name}/{file.relative_to(folder).as_posix()}"
            content = file.read_bytes()
            said.update(f"{told}\n{len(content)}\n".encode() + content)
    return said.hexdigest()


def _gone(digest: str) -> DefinitionsGone:
    return DefinitionsGone(
        Text(
            f"当时的业务包（{digest[:12]}）不见了，或被改动过",
            f"the packs of that time ({digest[:12]}) are gone, or were changed",
        ),
        Text(
            f"请从备份取回数据文件夹里的 definitions{os.sep}{digest[:12]}…，再试。",
            f"Bring back definitions{os.sep}{digest[:12]}… of the data folder from a backup and try again.",
        ),
    )

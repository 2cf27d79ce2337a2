"""The packs as they stood when a run was made, with the national tables that they may name: kept under the SHA-256 of
their bytes, and read again from there.
"""

import os
import secrets
import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from xueheng.errors import XuehengError
from xueheng.identity.public import library
from xueheng.language.public import REFERENCE, Library, digest_of_bytes, load
from xueheng.trust.public import data_folder
from xueheng.wording import Text

SYSTEMS, TABLES = "systems", "reference"


class DefinitionsGone(XuehengError):
    """The packs of an earlier run are not there as they were kept."""


def definitions_folder() -> Path:
    """Where packs are kept, each set of them in a folder named by its digest."""
    return data_folder() / "definitions"


def keep_definitions(layers: Mapping[str, Mapping[str, str]] = MappingProxyType({})) -> str:
    """The digest of the packs in force with these layers (by name: file, text), kept from now on."""
    with TemporaryDirectory() as aside:
        return _keep({**_in_force(), **_put_down(layers, Path(aside))})


def _put_down(layers: Mapping[str, Mapping[str, str]], folder: Path) -> dict[str, Path]:
    """Each layer as the folder of a pack."""
    for name, files in layers.items():
        (folder / name).mkdir()
        for file, text in files.items():
            (folder / name / file).write_bytes(text.encode())
    return {f"{SYSTEMS}/{name}": folder / name for name in layers}


def _keep(sources: Mapping[str, Path]) -> str:
    digest = digest_of(sources)
    place = definitions_folder() / digest
    if place.exists():
        return digest
    draft = place.with_name(f".{secrets.token_hex(8)}")
    draft.mkdir(parents=True, mode=0o700)
    try:
        for name, folder in sources.items():
            shutil.copytree(folder, draft / name)
        draft.replace(place)
    except OSError:
        if not place.exists():  # else another run has kept the same
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return digest


def definitions_of(digest: str) -> Library:
    """The packs of that digest: those in force where they are the same. Raises DefinitionsGone."""
    return library() if digest_of(_in_force()) == digest else _kept(definitions_folder() / digest)


@lru_cache(maxsize=4)
def _kept(place: Path) -> Library:
    packs = sorted((place / SYSTEMS).iterdir()) if (place / SYSTEMS).is_dir() else []
    sources = {TABLES: place / TABLES, **{f"{SYSTEMS}/{folder.name}": folder for folder in packs}}
    whole = packs and digest_of(sources) == place.name
    found = load(packs[0], also=packs[1:], reference=place / TABLES).library if whole else None
    if found is None:
        raise _gone(place.name)
    return found


def _in_force() -> dict[str, Path]:
    packs = {f"{SYSTEMS}/{name}": Path(pack.folder).resolve() for name, pack in library().packs.items()}
    return {TABLES: REFERENCE, **packs}


def digest_of(sources: Mapping[str, Path]) -> str:
    """SHA-256 over every file of these folders."""
    files = {
        f"{name}/{file.relative_to(folder).as_posix()}": file
        for name, folder in sources.items()
        for file in folder.rglob("*")
        if file.is_file()
    }
    return digest_of_bytes(files)


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

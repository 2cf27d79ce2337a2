"""A folder of results read back: by the commands that compare two, and as the pinned input of another standard.

Nothing is taken on trust: each file's SHA-256 must be the one that the manifest names.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from xueheng.evaluation.core.dataset import Period, PinnedResults
from xueheng.evaluation.core.node_table import GROUP
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.writing import FORMAT, SEALED, file_digest
from xueheng.wording import Text

Layer = Literal["base", "own"]
MANIFEST = "manifest.json"
TABLES = ("nodes.parquet", "leaves.parquet")
AGAIN = Text(
    "请用 ./xueheng evaluate … --out 文件夹 重新算一次。", "Compute it again: ./xueheng evaluate … --out FOLDER"
)


@dataclass(frozen=True)
class ResultsFolder:
    """Results of one run on disk. `overlay`: the pack whose layer they are of, '' for none. `tree`: the standard."""

    path: Path
    standard: str
    version: str
    period: Period
    layer: Layer
    overlay: str
    rows: int
    digests: Mapping[str, str]
    tree: Mapping[str, Any] = field(repr=False)
    manifest: Mapping[str, Any] = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    """Column → the file it stands in."""

    _open: dict[str, pq.ParquetFile] = field(default_factory=dict, repr=False, compare=False)

    def subjects(self) -> Any:
        """The subjects, in the order of the files."""
        return self._read(TABLES[0], ["subject"]).column("subject")

    def columns(self, names: Iterable[str]) -> pa.Table:
        """These columns, in the order of the files; those that are not there are left out."""
        wanted = [name for name in dict.fromkeys(names) if name in self.names]
        found: dict[str, Any] = {}
        for file in TABLES:
            here = [name for name in wanted if self.names[name] == file]
            if here:
                part = self._read(file, here)
                found |= {name: part.column(name) for name in here}
        return pa.table(found)

    def _read(self, file: str, names: Sequence[str]) -> pa.Table:
        """Columns of one file; words that the file keeps once each are told out."""
        if file not in self._open:
            self._open[file] = pq.ParquetFile(self.path / file, page_checksum_verification=True)
        table = self._open[file].read(columns=list(names))
        for place, column in enumerate(table.columns):
            if pa.types.is_dictionary(column.type):
                table = table.set_column(place, table.column_names[place], column.cast(column.type.value_type))
        return table


def open_results(folder: Path) -> ResultsFolder:
    """The results in a folder; of a layered run's folder, those of the base.

    Raises RunError: XH-F001 no folder of results, XH-F002 a file was changed since, XH-F003 written by another version.
    """
    if not (folder / MANIFEST).is_file() and (folder / "base" / MANIFEST).is_file():
        folder = folder / "base"
    manifest = _manifest(folder)
    if manifest.get("format") != FORMAT:
        raise RunError(
            "XH-F003",
            Text(
                f"{folder} 是另一个版本的学衡写的（{manifest.get('format') or '没有写明格式'}，这里读 {FORMAT}）",
                f"{folder} was written by another version of Xueheng "
                f"({manifest.get('format') or 'no format named'}; {FORMAT} is read here)",
            ),
            AGAIN,
        )
    _check_seals(folder, manifest)
    tree = json.loads((folder / "tree.json").read_text("utf-8"))
    schemas = {file: pq.read_schema(folder / file).names for file in TABLES}
    period = manifest["period"]
    return ResultsFolder(
        path=folder,
        standard=manifest["standard"],
        version=manifest["version"],
        period=Period(
            period["window"], period["label"], date.fromisoformat(period["start"]), date.fromisoformat(period["end"])
        ),
        layer="own" if manifest.get("layer") == "own" else "base",
        overlay=str(manifest.get("overlay") or ""),
        rows=int(manifest["subjects"]),
        digests=manifest["digests"],
        tree=tree,
        manifest=manifest,
        names={name: file for file in TABLES for name in schemas[file] if name != "subject"},
    )


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise _no_results(folder) from fault
    if not isinstance(found, dict) or "standard" not in found or "digests" not in found:
        raise _no_results(folder)
    return found


def _no_results(folder: Path) -> RunError:
    return RunError(
        "XH-F001",
        Text(
            f"{folder} 不是结果文件夹：里面没有可读的 {MANIFEST}",
            f"{folder} is no folder of results: {MANIFEST} is not there or cannot be read",
        ),
        Text(
            "请给出 ./xueheng evaluate … --out 文件夹 写出的文件夹。",
            "Give a folder that ./xueheng evaluate … --out FOLDER has written.",
        ),
    )


def _check_seals(folder: Path, manifest: Mapping[str, Any]) -> None:
    sealed = manifest.get("sealed")
    sealed = sealed if isinstance(sealed, dict) else {}
    for name in SEALED:
        try:
            found = file_digest(folder / name)
        except OSError:
            found = ""
        if not found or found != sealed.get(name):
            zh = "在写出之后被改动过" if found else "不见了"
            en = "was changed after it was written" if found else "is not there"
            raise RunError(
                "XH-F002",
                Text(
                    f"{folder / name} {zh}，摘要与 {MANIFEST} 写的不同",
                    f"{folder / name} {en}; its digest is not the one in {MANIFEST}",
                ),
                AGAIN,
            )


def read_results(folder: Path, layer: Layer = "base") -> PinnedResults:
    """A folder of results as the pinned input of another standard. `layer` says which of a layered run's are read:
    of `own`, the results of all its layers together. Raises as `open_results` does.
    """
    layered = not (folder / MANIFEST).is_file() and (folder / "own").is_dir()
    if layered and layer == "own":
        parts = [open_results(each) for each in sorted((folder / "own").iterdir()) if each.is_dir()]
    else:
        parts = []
    parts = parts or [open_results(folder)]
    first = parts[0]
    tables = [_whole(part) for part in parts]
    table = tables[0] if len(tables) == 1 else pa.concat_tables(tables, promote_options="permissive")
    digest = ",".join(part.digests["results"] for part in parts)
    return PinnedResults(first.standard, first.version, first.period, first.layer, digest, table)


def _whole(folder: ResultsFolder) -> pa.Table:
    """Subjects and every column of every node."""
    table = folder.columns(name for name in folder.names if not name.startswith(GROUP))
    return table.add_column(0, "subject", folder.subjects())

"""Where results go: the forms of --out, checked before anything is computed, and their writing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from xueheng.cli.refusals import CommandRefused
from xueheng.wording import Text

Form = Literal["csv", "parquet", "xlsx", "folder"]
_FORMS: dict[str, Form] = {".csv": "csv", ".parquet": "parquet", ".xlsx": "xlsx"}
_ENDING = re.compile(r"\.[A-Za-z]{2,7}")


@dataclass(frozen=True, slots=True)
class Out:
    """Where results go, and in what form."""

    path: Path
    form: Form

    @property
    def beside(self) -> Path:
        """Where all rejections are listed: in the folder, else beside the file."""
        if self.form == "folder":
            return self.path / "rejections.csv"
        return self.path.with_name(f"{self.path.stem}.rejections.csv")


def out_form(path: Path) -> Out:
    """The form that a path's ending asks for; a path without a known ending is a folder."""
    form = _FORMS.get(path.suffix.lower())
    if form is not None and not path.is_dir():
        return Out(path, form)
    if path.is_dir():
        return Out(path, "folder")
    if path.exists():
        raise CommandRefused(
            Text(f"{path} 已经是一个文件，不能当文件夹用", f"{path} is a file and cannot be a folder"),
            Text("请换一个名称。", "Give another name."),
        )
    if _ENDING.fullmatch(path.suffix):
        raise CommandRefused(
            Text(f"不会写 {path.suffix} 文件：{path}", f"{path.suffix} files are not written: {path}"),
            Text(
                "请用 .csv、.parquet、.xlsx，或不带后缀的文件夹名。",
                "End the name in .csv, .parquet or .xlsx, or give a folder.",
            ),
        )
    return Out(path, "folder")


def refuse_overwriting(outputs: Sequence[Path], inputs: Sequence[Path]) -> None:
    """No output may stand where an input stands, and no two outputs in one place."""
    taken = {path.resolve() for path in inputs}
    for path in outputs:
        if path.resolve() in taken:
            raise CommandRefused(
                Text(f"{path} 既要读又要写", f"{path} would be both read and written"),
                Text(
                    "请把结果写到别处，原来的文件不会被改动。",
                    "Write the results elsewhere; your own files stay as they are.",
                ),
            )
        taken.add(path.resolve())

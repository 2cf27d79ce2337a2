"""The files that PATHs stand for: workbooks, CSV and Parquet files, and folders of them file by file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xueheng.cli.refusals import CommandRefused
from xueheng.wording import Text

SHEETS = (".xlsx", ".xls", ".csv", ".xlsm")
PARQUET = ".parquet"


@dataclass(frozen=True, slots=True)
class InputFiles:
    """Files in the order in which they are read. `parquet` by the words that each file's name and folder offer."""

    sheets: tuple[Path, ...]
    parquet: tuple[Path, ...]

    @property
    def all(self) -> tuple[Path, ...]:
        """Every file."""
        return (*self.sheets, *self.parquet)


def input_files(paths: Sequence[Path]) -> InputFiles:
    """The files of PATHs, each once. A folder gives all workbooks, CSV and Parquet files in it, sorted by name."""
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _files_of(path):
            found.setdefault(file.resolve(), file)
    files = list(found.values())
    parquet = tuple(file for file in files if file.suffix.lower() == PARQUET)
    return InputFiles(tuple(file for file in files if file not in set(parquet)), parquet)


def _files_of(path: Path) -> Iterable[Path]:
    if not path.is_dir():
        if not path.exists():
            raise CommandRefused(
                Text(f"没有这个文件或文件夹：{path}", f"There is no file or folder {path}"),
                Text("请检查名称和所在的文件夹。", "Check the name and the folder."),
            )
        return [path]
    files = sorted(_readable(path))
    if not files:
        raise CommandRefused(
            Text(
                f"文件夹 {path} 里没有工作簿、CSV 或 Parquet 文件",
                f"The folder {path} holds no workbook, CSV or Parquet file",
            ),
            Text(
                "请检查文件夹；文件名应以 .xlsx、.xls、.csv 或 .parquet 结尾。",
                "Check the folder; names end in .xlsx, .xls, .csv or .parquet.",
            ),
        )
    return files


def _readable(folder: Path) -> Iterator[Path]:
    """Files below a folder; hidden ones and a spreadsheet program's lock files are left out."""
    for path in folder.rglob("*"):
        named = path.relative_to(folder).parts
        if any(part.startswith((".", "~$")) for part in named):
            continue
        if path.suffix.lower() in (*SHEETS, PARQUET) and path.is_file():
            yield path


def names_offered(path: Path) -> tuple[str, str]:
    """What a Parquet file may hold: its own name says, else its folder's."""
    return path.stem, path.parent.name

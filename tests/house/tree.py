"""The files of the project, as a person would list them: without environments, caches and git's own."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
PACKAGE = SOURCE / "xueheng"

LEFT_OUT = {".git", ".venv", "__pycache__", "build", "dist", "out", "xueheng-demo", "node_modules"}
TEXT = {".py", ".md", ".toml", ".txt", ".in", ".yaml", ".yml", ".csv", ".json", ".sh", ".html", ".css", ""}


def _left_out(path: Path) -> bool:
    return path.name in LEFT_OUT or path.name.endswith(("_cache", ".egg-info")) or path.name == ".hypothesis"


def files_under(folder: Path) -> Iterator[Path]:
    """Every file under `folder`, in order."""
    for path in sorted(folder.iterdir()):
        if _left_out(path):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from files_under(path)
        elif path.is_file():
            yield path


def texts_under(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every text file under `folder` with its text; test data that is no text is passed over."""
    for path in files_under(folder):
        if path.suffix in TEXT:
            try:
                yield path, path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


def product_files(package: Path = PACKAGE) -> list[Path]:
    """The Python of the product, tests left out."""
    return [path for path in files_under(package) if path.suffix == ".py" and "tests" not in path.parts]

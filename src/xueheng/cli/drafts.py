"""Files that appear all together or not at all: written aside first, moved to their places at the end."""

import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from xueheng.cli.refusals import cannot_write


class Drafts:
    """Places to write to while the block lasts; `keep` moves everything to where it belongs.

    Left without `keep`, as by an error, nothing has changed at any target.
    """

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}
        self._moves: list[tuple[Path, Path]] = []

    def __enter__(self) -> "Drafts":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for folder in self._folders.values():
            shutil.rmtree(folder, ignore_errors=True)

    def of(self, target: Path) -> Path:
        """Where to write what is to become `target`, a file or a folder."""
        parent = target.resolve().parent
        try:
            if parent not in self._folders:
                parent.mkdir(parents=True, exist_ok=True)
                self._folders[parent] = Path(tempfile.mkdtemp(prefix=".xueheng-", dir=parent))
            room = Path(tempfile.mkdtemp(dir=self._folders[parent]))
        except OSError as fault:
            raise cannot_write(target, fault) from fault
        draft = room / target.name
        self._moves.append((draft, target))
        return draft

    def keep(self) -> None:
        """Move everything to its place. Files of an existing folder that are not written anew stay."""
        for draft, target in self._moves:
            if not draft.exists():
                continue
            try:
                _move(draft, target)
            except OSError as fault:
                raise cannot_write(target, fault) from fault
        self._moves.clear()


def _move(draft: Path, target: Path) -> None:
    if draft.is_dir() and target.is_dir():
        for inner in sorted(draft.iterdir()):
            _move(inner, target / inner.name)
        return
    draft.replace(target)

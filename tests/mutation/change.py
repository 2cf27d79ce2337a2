"""What one mutation is: one thing in the evaluation core said otherwise, which a test must notice."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORE = Path("src/xueheng/evaluation/core")


class StaleError(Exception):
    """The text that a mutation replaces no longer stands in its file as often as it says."""


@dataclass(frozen=True, slots=True)
class Change:
    """In `file` of the core, `old` becomes `new`, in each of its `times` places.

    `told`: tests that are tried first, since one of them is known to notice ("" = none is known).
    """

    name: str
    file: str
    old: str
    new: str
    told: str = ""
    times: int = 1

    def path(self, root: Path) -> Path:
        return root / CORE / self.file

    def applied(self, root: Path = ROOT) -> str:
        """The file's text with the change in it."""
        text = self.path(root).read_text("utf-8")
        found = text.count(self.old)
        if found != self.times:
            raise StaleError(f"{self.name}: {self.file} holds {self.old!r} {found} times, not {self.times}")
        return text.replace(self.old, self.new)

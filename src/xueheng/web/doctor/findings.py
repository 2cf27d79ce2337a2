"""What looking at an installation found."""

from collections.abc import Sequence
from dataclasses import dataclass

from xueheng.wording import Text


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong, or (`advice`) that somebody should see to; `name` tells it from others in data."""

    name: str
    text: Text
    remedy: Text
    advice: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """One part of the installation: what was found, and `told`, in a few words, where all is well. `found` None: it
    could not be looked at, because of what was found before.
    """

    name: str
    title: Text
    found: Sequence[Found] | None
    told: str = ""

    @property
    def well(self) -> bool:
        """Nothing is wrong; advice does not count."""
        return self.found is not None and all(one.advice for one in self.found)

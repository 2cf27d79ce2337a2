"""A roster for other programs as it is put together: whose, of which units, whole or the changes since a moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from xueheng.identity.imports.units_known import UnitsKnown, units_known
from xueheng.identity.model_organisations import Closure
from xueheng.identity.oneroster.binding import binding
from xueheng.identity.periods import OPEN, holds_on
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import last_about

ADMINISTRATIVE = "administrative"
WHY = "the units of a roster that goes out"
STREAMS = ("identity", "security")
ABOUT = ("organisation", "person", "post")


@dataclass(slots=True)
class OutRow:
    """One row going out: its cells by heading, when it last changed (0: before any moment that is asked for)."""

    values: dict[str, str]
    modified: int = 0
    gone: bool = False


@dataclass(slots=True)
class Outgoing:
    """What goes out. `kept`: (kind, number) of our things that go out as rows of the program they came from."""

    by: Viewer
    units: UnitsKnown
    of: int | None
    since: int | None
    sensitive: bool
    rows: dict[str, list[OutRow]] = field(default_factory=lambda: {name: [] for name in binding().files})
    headings: dict[str, list[str]] = field(default_factory=dict)
    """File → further headings, in their order."""
    sent: set[str] = field(default_factory=set)
    """Files that the sources sent, be they empty."""
    kept: dict[tuple[str, int], str] = field(default_factory=dict)
    ids: dict[tuple[str, int], str] = field(default_factory=dict)
    """The id under which each of our things goes out."""
    changed: dict[tuple[str, int], int] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)
    """Whose rows are in it, for the journal."""

    @property
    def day(self) -> date:
        """The day whose state goes out."""
        return self.by.day

    def add(self, file: str, values: dict[str, str], modified: int = 0, *, gone: bool = False) -> None:
        """One more row; empty cells may be left out."""
        self.rows[file].append(OutRow(values, modified, gone))

    def when(self, *about: tuple[str, int | None]) -> int:
        """When any of these was last changed; 0: not since the moment that is asked for."""
        return max((self.changed.get((kind, number), 0) for kind, number in about if number is not None), default=0)

    def of_kinds(self, kinds: Iterable[str]) -> list[int]:
        """The units of these kinds, by number."""
        wanted = set(kinds)
        return sorted(number for number, kind in self.units.kinds.items() if kind in wanted)


def outgoing(by: Viewer, of: int | None, since: int | None, *, sensitive: bool) -> Outgoing:
    """Nothing yet, over the units that the viewer reaches, or those of them under `of`."""
    units = units_known(by, by.day)
    if of is not None:
        rows = Closure.objects.for_the_programme(WHY).filter(holds_on(by.day), hierarchy=ADMINISTRATIVE, ancestor=of)
        under = set(rows.values_list("descendant", flat=True))
        for number in [number for number in units.kinds if number not in under]:
            del units.kinds[number]
    out = Outgoing(by, units, of, since, sensitive)
    if since is not None:
        out.changed = last_about(ABOUT, STREAMS, since)
    return out


def until(last: date) -> str:
    """A last day as `endDate` has it: the day after; '' for what has no end.

    >>> until(date(2026, 7, 10)), until(OPEN)
    ('2026-07-11', '')
    """
    return "" if last == OPEN else str(date.fromordinal(last.toordinal() + 1))

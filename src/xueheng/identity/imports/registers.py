"""The registers that files may fill: who may bring one, by which layouts, and what goes through its rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from xueheng.identity.imports.account_rows import AccountRows
from xueheng.identity.imports.guardian_rows import GuardianRows
from xueheng.identity.imports.outcomes import Bringing, Gone, Judged
from xueheng.identity.imports.pupil_rows import PupilRows
from xueheng.identity.imports.refusals import ImportRefused
from xueheng.identity.imports.staff_rows import StaffRows
from xueheng.identity.imports.unit_rows import UnitRows
from xueheng.identity.packs_in_force import library
from xueheng.identity.permission import require
from xueheng.identity.policy import policy
from xueheng.identity.viewer import Viewer
from xueheng.language.public import RegisterLayout
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterRow


class Rows(Protocol):
    """What a register does with rows: judge them, and act upon those that are new or changed."""

    def judge(self, rows: Sequence[RegisterRow]) -> list[Judged]:
        """What is to be done with each row."""

    def remarks(self) -> list[Text]:
        """What to know of the file as a whole, once all rows are judged."""

    def gone(self) -> list[Gone]:
        """What is known here and not in the file, once all rows are judged."""

    def prepare(self) -> None:
        """What goes before the rows, in transactions of its own."""

    def act(self, judged: Sequence[Judged]) -> Sequence[Judged]:
        """Does it, inside the caller's transaction."""


ROWS: Mapping[str, Callable[[Bringing], Rows]] = {
    "pupils": PupilRows,
    "staff": StaffRows,
    "units": UnitRows,
    "guardians": GuardianRows,
    "accounts": AccountRows,
}
NEEDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "pupils": (("imports", "people"), ("imports", "enrolments")),
    "staff": (("imports", "people"),),
    "units": (("imports", "organisations"),),
    "guardians": (("imports", "guardians"),),
    "accounts": (("manages", "accounts"),),
}
"""The rights that bringing a register takes; each row asks further, for its own unit."""


def rows_of(register: str, bringing: Bringing) -> Rows:
    """What goes through the rows of a register."""
    return ROWS[register](bringing)


def require_bringing(by: Viewer, layout: RegisterLayout) -> None:
    """Raises PermissionRefused unless the viewer's post may bring a file of this layout."""
    for verb, kind in NEEDS[layout.register]:
        require(by, verb, kind)


def layouts_for(by: Viewer) -> tuple[RegisterLayout, ...]:
    """The layouts of files that the viewer's post may bring, in the order of the packs."""
    may = {
        register
        for register, needs in NEEDS.items()
        if all(policy().allows(by.role, verb, kind) for verb, kind in needs)
    }
    return tuple(layout for layout in library().register_layouts.values() if layout.register in may)


def layout_named(name: str) -> RegisterLayout:
    """The layout of a qualified name. Raises ImportRefused."""
    found = library().register_layouts.get(name)
    if found is None:
        raise ImportRefused(
            Text("没有这种表", "there is no such layout"),
            Text("请重新选择表的种类。", "Choose the kind of file again."),
        )
    return found

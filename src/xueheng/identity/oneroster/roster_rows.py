"""A roster gone through row by row: what is to be done with each, and doing it, as registers do."""

from collections.abc import Callable, Mapping, Sequence

from xueheng.errors import XuehengError
from xueheng.identity.imports.outcomes import Bringing, Gone, Judged, rejected
from xueheng.identity.oneroster.enrolment_acts import EnrolmentActs
from xueheng.identity.oneroster.kept_rows import KeptRows, Settled
from xueheng.identity.oneroster.people_acts import PeopleActs
from xueheng.identity.oneroster.post_acts import PostActs
from xueheng.identity.oneroster.roster_plan import RosterPlan
from xueheng.identity.oneroster.roster_reading import RosterLine
from xueheng.identity.oneroster.unit_acts import UnitActs
from xueheng.wording import Text
from xueheng.workbooks.public import RegisterRow

AS_IT_IS = Text("照原样保存，导出时给回", "kept as it is, and given back in exports")
TAKEN_AWAY = Text("来源不再有这一行", "the source no longer has it")


class RosterRows:
    """The rows of one roster within one import."""

    def __init__(self, bringing: Bringing, plan: RosterPlan, kept: KeptRows) -> None:
        self.bringing, self.plan, self.kept = bringing, plan, kept
        self.units = UnitActs(bringing, plan, kept)
        self.people = PeopleActs(bringing, plan, kept, self.units)
        self.enrolments = EnrolmentActs(bringing, plan, kept)
        self.posts = PostActs(bringing, plan, kept)

    def lines(self, rows: Sequence[RegisterRow]) -> list[RosterLine]:
        """Rows as the roster has them."""
        return [
            RosterLine(row.sheet, row.row, {name: str(value) for name, value in row.values.items()}) for row in rows
        ]

    def judge(self, rows: Sequence[RegisterRow]) -> list[Judged]:
        """What is to be done with each row; the same row again is left alone."""
        lines = self.lines(rows)
        self.people.look_up([line for line in lines if line.file == "users"])
        return [
            self._judged(row, line, mark) for row, line, mark in zip(rows, lines, self.kept.marks(lines), strict=True)
        ]

    def _judged(self, row: RegisterRow, line: RosterLine, mark: bytes) -> Judged:
        known, name = self.kept.known(line.file, line.sourced_id), shown_name(line)
        if line.deleted:
            if known is None or known.gone:
                return Judged(row, "same", name)
            return Judged(row, "changed", name, (TAKEN_AWAY,), plan=line)
        if known is not None and known.mark == mark and not known.gone:
            return Judged(row, "same", name)
        try:
            told = self._told(line)
        except XuehengError as fault:
            return rejected(row, fault, name)
        return Judged(row, "new" if known is None else "changed", name, told or (AS_IT_IS,), plan=line)

    def _told(self, line: RosterLine) -> tuple[Text, ...]:
        tell: Mapping[str, Callable[[RosterLine], tuple[Text, ...]]] = {
            "orgs": self.units.tell_org,
            "classes": self.units.tell_class,
            "users": self.people.tell,
            "demographics": self.people.tell_demographics,
            "enrollments": self._tell_enrolment,
        }
        return tell[line.file](line) if line.file in tell else ()

    def _tell_enrolment(self, line: RosterLine) -> tuple[Text, ...]:
        return (*self.enrolments.tell(line), *self.posts.tell(line))

    def remarks(self) -> list[Text]:
        """What the whole file is remarkable for."""
        return list(self.plan.roster.remarks)

    def gone(self) -> list[Gone]:
        """Told by the action: rows gone are not people alone."""
        return []

    def prepare(self) -> None:
        """Nothing goes before the rows."""

    def act(self, judged: Sequence[Judged]) -> Sequence[Judged]:
        """Does it, inside the caller's transaction. Raises the first fault."""
        lines: list[RosterLine] = [each.plan for each in judged]
        for file in dict.fromkeys(line.file for line in lines):
            of_file = [line for line in lines if line.file == file]
            act: Callable[[Sequence[RosterLine]], list[Settled]] = {
                "orgs": self.units.act_orgs,
                "classes": self.units.act_classes,
                "users": self.people.act,
                "demographics": self.people.act_demographics,
                "enrollments": self._act_enrolments,
            }.get(file, self._keep)
            self.kept.write(act(of_file))
        return judged

    def _act_enrolments(self, lines: Sequence[RosterLine]) -> list[Settled]:
        posts = [line for line in lines if self.posts.takes(line)]
        others = [line for line in lines if not self.posts.takes(line)]
        return [*self.enrolments.act(others), *self.posts.act(posts)]

    def _keep(self, lines: Sequence[RosterLine]) -> list[Settled]:
        """Rows of other files: sealed with the key of the person whom they tell of."""
        return [Settled(line, subject=self.people.subject_of(line)) for line in lines]


def shown_name(line: RosterLine) -> str:
    """What a row is called on a page: file and name or id."""
    values = line.values
    own = values.get("name") or values.get("title") or values.get("username") or line.sourced_id
    return f"{line.file} · {own}"[:80]

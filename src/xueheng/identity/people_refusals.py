"""What people's files refuse, each by its name: what happened, and what to do. No message tells a name or a number."""

from datetime import date

from xueheng.errors import XuehengError
from xueheng.wording import Text


class PeopleRefused(XuehengError):
    """A change of people's files that cannot be made as it was asked."""


class PersonUnknown(PeopleRefused):
    """No person has the number; said alike for people who are not for the reader's eyes."""

    def __init__(self) -> None:
        super().__init__(
            Text("没有这个人员", "there is no such person"),
            Text("请从名单里重新选择。", "Choose the person again from a list."),
        )


class PersonMerged(PeopleRefused):
    """The record was put together with another of the same person; `kept` is the one left."""

    def __init__(self, kept: int) -> None:
        self.kept = kept
        super().__init__(
            Text("这份人员记录已并入同一人的另一份", "this record was merged into another one of the same person"),
            Text("请打开留下的那一份。", "Open the record that is left."),
        )


class NumberTaken(PeopleRefused):
    """Somebody has the number already; `holder` is given to those alone who may see that person."""

    def __init__(self, holder: int | None) -> None:
        self.holder = holder
        remedy = (
            Text("请打开已有的人员记录，不要再建一份。", "Open the record that exists; do not make a second one.")
            if holder
            else Text(
                "请核对号码；如无误，请上级单位办理转入。",
                "Check the number; if it is right, ask the unit above to move the person to you.",
            )
        )
        super().__init__(Text("这个号码已有人在用", "somebody has this number already"), remedy)


class NotAClass(PeopleRefused):
    """Pupils are enrolled in classes alone."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(f"“{name}”不是班级，不能编入学生", f'"{name}" is no class: pupils are enrolled in classes'),
            Text("请选一个班级。", "Choose a class."),
        )


class TooManyClasses(PeopleRefused):
    """More classes than a school has: promotion is done school by school."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Text(f"这个单位下的班级多于 {most} 个", f"more than {most} classes are under this unit"),
            Text("升级按学校办理：请进入一所学校再打开。", "Classes are promoted by school: open a school first."),
        )


class EnrolledAlready(PeopleRefused):
    """The pupil is in a class on the day, or is to come into one later."""

    def __init__(self, since: date) -> None:
        super().__init__(
            Text(f"该生从 {since} 起已有学籍", f"the pupil is enrolled from {since} already"),
            Text("如要换班或转学，请办理转班、转学。", "To change class or school, move the pupil instead."),
        )


class NotEnrolled(PeopleRefused):
    """The pupil is in no class on the day."""

    def __init__(self, day: date) -> None:
        super().__init__(
            Text(f"该生在 {day} 没有学籍", f"the pupil is not enrolled on {day}"),
            Text("请先办理入学，或核对日期。", "Enrol the pupil first, or check the day."),
        )


class LaterEnrolment(PeopleRefused):
    """A later change of the enrolment is recorded already."""

    def __init__(self, later: date) -> None:
        super().__init__(
            Text(f"该生从 {later} 起已有登记的学籍变动", f"a change of the enrolment from {later} is already recorded"),
            Text(f"请把日期改到 {later} 或以后。", f"Choose {later} or a later day."),
        )


class StatusAlready(PeopleRefused):
    """The pupil is in that class, or on leave, or back already."""

    def __init__(self) -> None:
        super().__init__(
            Text("该生已经是这个状态，没有变动", "this is so already: nothing would change"),
            Text("请核对学生和班级。", "Check the pupil and the class."),
        )


class RelationRefused(PeopleRefused):
    """Two people who cannot be guardian and pupil of each other."""

    def __init__(self, why: Text) -> None:
        super().__init__(why, Text("请核对家长和学生。", "Check the guardian and the pupil."))


class NotTheGuardian(PeopleRefused):
    """Consent is given and withdrawn by a guardian of that pupil alone."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "只有该生的家长可以同意或撤回同意", "only a guardian of this pupil may consent or withdraw the consent"
            ),
            Text("请由家长本人登录办理。", "The guardian signs in and does it."),
        )


class MergeRefused(PeopleRefused):
    """Two records that cannot be put together as asked."""


class EnrolmentsOverlap(MergeRefused):
    """Both records are enrolled on the same days in different schools."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            Text(
                f"两份记录在 {first} 至 {last} 之间分别在不同学校有学籍",
                f"between {first} and {last} the two records are enrolled in different schools",
            ),
            Text("请说明以哪一份的学籍为准。", "Say whose enrolments stand."),
        )

"""What units refuse, each by its name: what happened, and what to do."""

from datetime import date

from xueheng.errors import XuehengError
from xueheng.identity.unit_titles import HIERARCHY_TITLES
from xueheng.wording import Text


class UnitRefused(XuehengError):
    """A change of units that cannot be made as it was asked."""


class UnitUnknown(UnitRefused):
    """No unit has the number; said alike for units that are not for the reader's eyes."""

    def __init__(self) -> None:
        super().__init__(
            Text("没有这个单位", "there is no such unit"),
            Text("请从单位列表里重新选择。", "Choose it again from the list of units."),
        )


class UnitKindUnknown(UnitRefused):
    """A kind of unit that the programme does not know."""

    def __init__(self, kind: str, known: tuple[str, ...]) -> None:
        super().__init__(
            Text(f"没有“{kind}”这种单位", f'there is no kind of unit "{kind}"'),
            Text(f"可用的是：{'、'.join(known)}。", f"The kinds are: {', '.join(known)}."),
        )


class HierarchyUnknown(UnitRefused):
    """A hierarchy that is none of the three."""

    def __init__(self, hierarchy: str, known: tuple[str, ...]) -> None:
        super().__init__(
            Text(f"没有“{hierarchy}”这种隶属关系", f'there is no hierarchy "{hierarchy}"'),
            Text(f"可用的是：{'、'.join(known)}。", f"The hierarchies are: {', '.join(known)}."),
        )


class UnitCodeTaken(UnitRefused):
    """Another unit has the code."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Text(f"单位代码“{code}”已有单位在用", f'another unit has the code "{code}"'),
            Text("请核对代码；同一个单位不要再建一次。", "Check the code; a unit is not set up twice."),
        )


class CreditCodeTaken(UnitRefused):
    """Another unit has the unified social credit code."""

    def __init__(self) -> None:
        super().__init__(
            Text("这个统一社会信用代码已有单位在用", "another unit has this unified social credit code"),
            Text("请核对代码；同一个单位不要再建一次。", "Check the code; a unit is not set up twice."),
        )


class NotYetFounded(UnitRefused):
    """The unit does not exist yet on the day."""

    def __init__(self, name: str, founded: date) -> None:
        super().__init__(
            Text(f"“{name}”从 {founded} 起才有", f'"{name}" exists only from {founded}'),
            Text(f"请把日期改到 {founded} 或以后。", f"Choose {founded} or a later day."),
        )


class AlreadyClosed(UnitRefused):
    """The unit is closed, or is to be closed, before the change could hold."""

    def __init__(self, name: str, closed: date) -> None:
        super().__init__(
            Text(f"“{name}”到 {closed} 为止", f'"{name}" exists until {closed} only'),
            Text("请选一个没有撤销的单位。", "Choose a unit that is not closed."),
        )


class NotInHierarchy(UnitRefused):
    """The unit has no place in the hierarchy on the day."""

    def __init__(self, name: str, hierarchy: str, day: date) -> None:
        said = HIERARCHY_TITLES[hierarchy]
        super().__init__(
            Text(
                f"“{name}”在 {day} 没有“{said.zh}”隶属关系",
                f'"{name}" has no place in the hierarchy "{said.en}" on {day}',
            ),
            Text("请先给它安排这种隶属关系。", "Give it a place in that hierarchy first."),
        )


class LaterChange(UnitRefused):
    """A change from a later day is already there, so that one from this day would overlap it."""

    def __init__(self, name: str, later: date) -> None:
        super().__init__(
            Text(f"“{name}”从 {later} 起已有登记的变动", f'a change of "{name}" from {later} is already recorded'),
            Text(f"请把日期改到 {later} 或以后。", f"Choose {later} or a later day."),
        )


class UnderItself(UnitRefused):
    """A unit would come to stand under itself."""

    def __init__(self, name: str, parent: str) -> None:
        super().__init__(
            Text(f"“{parent}”在“{name}”下面，“{name}”不能再放到它下面", f'"{parent}" stands under "{name}"'),
            Text("请选一个不在它下面的上级。", "Choose a unit that does not stand under it."),
        )


class MergedIntoItself(UnitRefused):
    """A unit would be merged into itself, or into one that stands under it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(f"“{name}”不能并入它自己或它的下级", f'"{name}" cannot be merged into itself or into a unit under it'),
            Text("请选另一个单位。", "Choose another unit."),
        )


class KindsDiffer(UnitRefused):
    """Units of different kinds are not merged into each other."""

    def __init__(self, name: str, into: str) -> None:
        super().__init__(
            Text(f"“{name}”与“{into}”不是同一种单位", f'"{name}" and "{into}" are units of different kinds'),
            Text("请选同一种单位。", "Choose a unit of the same kind."),
        )


class ChildrenLeft(UnitRefused):
    """Units still stand under the one to be closed."""

    def __init__(self, name: str, children: tuple[str, ...]) -> None:
        shown, more = "、".join(children[:5]), " …" if len(children) > 5 else ""
        super().__init__(
            Text(f"“{name}”下面还有单位：{shown}{more}", f'units still stand under "{name}": {shown}{more}'),
            Text("请先把它们移走、合并或撤销。", "Move, merge or close them first."),
        )


class PupilsLeft(UnitRefused):
    """Pupils are still enrolled in the unit to be closed."""

    def __init__(self, name: str, pupils: int) -> None:
        super().__init__(
            Text(f"“{name}”还有 {pupils} 名学生在籍", f'{pupils} pupils are still enrolled in "{name}"'),
            Text("请先把学生转走，或办理离校。", "Move the pupils first, or record that they left."),
        )


class SplitNeedsMap(UnitRefused):
    """A split does not say where every unit and every pupil goes."""

    def __init__(self, name: str, missing: tuple[str, ...], pupils: int) -> None:
        shown, more = "、".join(missing[:5]), " …" if len(missing) > 5 else ""
        units = (f"下级单位：{shown}{more}；", f"units: {shown}{more}; ") if missing else ("", "")
        heads = (f"学生 {pupils} 人", f"{pupils} pupils") if pupils else ("", "")
        super().__init__(
            Text(
                f"拆分“{name}”时没有说明去向的，{units[0]}{heads[0]}".rstrip("；"),
                f'the split of "{name}" does not say where these go: {units[1]}{heads[1]}'.rstrip("; "),
            ),
            Text("请给出每个下级单位和学生的去向。", "Say for every unit and pupil which part takes it."),
        )


class SplitHasNoOneSuccessor(UnitRefused):
    """A unit was split: no single unit stands for it."""

    def __init__(self, name: str, day: date) -> None:
        super().__init__(
            Text(f"“{name}”于 {day} 拆分，没有单一的后继单位", f'"{name}" was split on {day}: no one unit follows it'),
            Text("请按拆分后的单位分别查看。", "Look at the units of the split one by one."),
        )

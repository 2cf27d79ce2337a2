"""What cannot be done with a run, and what to do instead."""

from datetime import date

from xueheng.errors import XuehengError
from xueheng.wording import Text


class RunRefused(XuehengError):
    """A run that cannot be made, computed again or compared."""


def nothing_known() -> RunRefused:
    """No snapshot was taken by then."""
    return RunRefused(
        Text("那时还没有快照", "no snapshot had been taken by then"),
        Text("请选晚一些的时间，或不选，按现在的记录算。", "Choose a later time, or none: the record as it stands."),
    )


def day_outside(day: date, first: date, last: date) -> RunRefused:
    """A tree of a day that is none of the period's."""
    return RunRefused(
        Text(f"{day} 不在周期 {first}–{last} 之内", f"{day} is not within the period {first} to {last}"),
        Text("单位与学籍请按周期里的一天；不填则按最后一天。", "Choose a day of the period, or none: its last day."),
    )


def not_done() -> RunRefused:
    """A run without results."""
    return RunRefused(
        Text("这个批次还没有结果", "this run has no results"),
        Text("请等它算完，或重新算一次。", "Wait until it is finished, or run it anew."),
    )


def snapshot_gone() -> RunRefused:
    """The snapshot that a run is pinned to is not there."""
    return RunRefused(
        Text("它所用的快照不见了", "the snapshot that it was computed on is gone"),
        Text("请从备份取回数据文件夹里的 snapshots，再试。", "Bring back the data folder's snapshots from a backup."),
    )


def of_before() -> RunRefused:
    """A run made before packs were kept."""
    return RunRefused(
        Text("这个批次没有留下当时的业务包", "the packs of this run were not kept"),
        Text("请重新算一个批次；以后的都能复算。", "Make a new run; later ones can be computed again."),
    )


def not_comparable() -> RunRefused:
    """Two runs of different standards, or one and the same."""
    return RunRefused(
        Text("这两个批次不能比", "these two runs cannot be compared"),
        Text("请选同一标准的另一个已完成的批次。", "Choose another finished run of the same standard."),
    )


def measure_unknown(name: str) -> RunRefused:
    """No pack in force declares such a measure."""
    return RunRefused(
        Text(f"没有名为“{name}”的统计项", f'no measure is called "{name}"'),
        Text(
            "请写成 业务包.统计项；各包的 measures.yaml 里有名称。",
            "Write PACK.MEASURE; the packs' measures.yaml name them.",
        ),
    )


def unit_unknown(name: str) -> RunRefused:
    """No unit, or several, are meant."""
    return RunRefused(
        Text(f"没有唯一的单位是“{name}”", f'no single unit is "{name}"'),
        Text("请写单位的代码、编号，或唯一的全称。", "Give the unit's code or number, or a name that is its alone."),
    )


def no_value(measure: str, name: str) -> RunRefused:
    """The measure is not of units of this kind."""
    return RunRefused(
        Text(f"“{measure}”不统计“{name}”这种单位", f'"{measure}" is no measure of units such as "{name}"'),
        Text("请换一个单位，或换一个统计项。", "Choose another unit or another measure."),
    )


def taken_out(why: Text) -> RunRefused:
    """Somebody, or something, is no longer in what the run was computed from."""
    return RunRefused(
        why, Text("它的结果照旧可看；要新的，请再算一个批次。", "Its results stay; make another run for new ones.")
    )

"""Pinned results of other standards: whether they are there, and of the window that is asked for."""

from xueheng.evaluation.core.dataset import Dataset, PinnedResults
from xueheng.evaluation.core.refusals import RunError
from xueheng.evaluation.core.windows import Windows, day_number, from_day_number
from xueheng.language.public import Input
from xueheng.wording import Text


def pinned(standard: str, asked: Input | None, dataset: Dataset, windows: Windows) -> PinnedResults:
    """The pinned results of a standard, as `asked` wants them (without it: those of the run's own period).

    Raises RunError XH-R002 where none are given, XH-R012 where they are of another period, XH-R017 where they are
    of another layer.
    """
    found = dataset.results.get(standard)
    if found is None:
        raise _not_given(standard, windows)
    window = asked.of if asked is not None else None
    wanted = windows.during(window) if window is not None else windows.days()
    if (day_number(found.period.start), day_number(found.period.end)) != wanted:
        raise _other_period(found, wanted)
    if asked is not None and found.layer != asked.layer:
        raise RunError(
            "XH-R017",
            Text(
                f"所给的“{standard}”结果是 {found.layer} 层的，这里要 {asked.layer} 层",
                f'the results of "{standard}" are of the layer {found.layer}, {asked.layer} is asked for',
            ),
            Text("请换成另一层的结果文件夹", "give the folder of the other layer"),
        )
    return found


def _not_given(standard: str, windows: Windows) -> RunError:
    label = windows.period.label
    return RunError(
        "XH-R002",
        Text(f"缺少“{standard}”{label} 的已发布结果", f'input "{standard}" has no published run for {label}'),
        Text(
            f"先运行 {standard}，再用 --input 指出它的结果文件夹",
            f"run {standard} first, then name its results folder with --input",
        ),
    )


def _other_period(found: PinnedResults, wanted: tuple[int, int]) -> RunError:
    given = f"{found.period.start.isoformat()} … {found.period.end.isoformat()}"
    asked = " … ".join(from_day_number(day).isoformat() for day in wanted)
    return RunError(
        "XH-R012",
        Text(
            f"所给的“{found.standard}”结果是 {given} 的，这里要 {asked} 的",
            f'the results of "{found.standard}" are of {given}, {asked} is asked for',
        ),
        Text("请换成所要时段的结果文件夹", "give the results folder of the period that is asked for"),
    )

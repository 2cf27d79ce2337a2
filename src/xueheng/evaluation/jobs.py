"""The long works of runs, as the jobs' runner runs them: under the post of whoever began them."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db import DatabaseError
from django.urls import reverse

from xueheng.evaluation.actions.backtest_layer import backtest_layer, to_backtest
from xueheng.evaluation.actions.compare_runs import compare_runs, runs_to_compare
from xueheng.evaluation.actions.compute_again import compute_again
from xueheng.evaluation.actions.run_standard import run_standard
from xueheng.identity.public import Viewer, programme_viewer, require, viewer_for
from xueheng.shell.public import JobHandle, declare_job, start_job, storage_fault
from xueheng.wording import Text

RUN, AGAIN, COMPARE, BACKTEST = "run_standard", "compute_run_again", "compare_runs", "backtest_layer"
Arguments = Mapping[str, object]


def begin_run(
    by: Viewer, standard: str, label: str = "", known_at: int | None = None, as_of: date | None = None
) -> int:
    """The number of the job that makes a run. Raises PermissionRefused."""
    require(by, "manages", "runs")
    day = "" if as_of is None else as_of.isoformat()
    return start_job(by, RUN, {"standard": standard, "label": label, "known_at": str(known_at or ""), "as_of": day})


def begin_computing_again(by: Viewer, number: int) -> int:
    """The number of the job that computes a run again. Raises PermissionRefused."""
    require(by, "manages", "runs")
    return start_job(by, AGAIN, {"run": str(number)})


def begin_comparing(by: Viewer, before: int, after: int) -> int:
    """The number of the job that compares two runs. Raises PermissionRefused, RunRefused."""
    runs_to_compare(by, before, after)
    return start_job(by, COMPARE, {"before": str(before), "after": str(after)})


def begin_backtest(by: Viewer, layer: int, run: int) -> int:
    """The number of the job that tries a layer on the records of a run. Raises PermissionRefused, LayerRefused."""
    to_backtest(by, layer, run)
    return start_job(by, BACKTEST, {"layer": str(layer), "run": str(run)})


def _viewer(handle: JobHandle) -> Viewer:
    return programme_viewer() if handle.person is None else viewer_for(handle.person, handle.post)


def _run(handle: JobHandle, arguments: Arguments) -> Arguments:
    known_at, as_of = str(arguments["known_at"]), str(arguments.get("as_of", ""))
    run = run_standard(
        _viewer(handle), str(arguments["standard"]), str(arguments["label"]) or None, handle.progress,
        known_at=int(known_at) if known_at else None, as_of=date.fromisoformat(as_of) if as_of else None,
        job=handle.number,
    )  # fmt: skip
    return {"run": str(run.number)}


def _again(handle: JobHandle, arguments: Arguments) -> Arguments:
    compute_again(_viewer(handle), int(str(arguments["run"])), handle.progress)
    return arguments


def _compare(handle: JobHandle, arguments: Arguments) -> Arguments:
    compare_runs(_viewer(handle), int(str(arguments["before"])), int(str(arguments["after"])), handle.progress)
    return arguments


def _backtest(handle: JobHandle, arguments: Arguments) -> Arguments:
    backtest_layer(_viewer(handle), int(str(arguments["layer"])), int(str(arguments["run"])), handle.progress)
    return arguments


def _backtest_address(result: Arguments) -> str:
    return reverse("layer_backtest", args=[int(str(result["layer"]))])


def _run_address(result: Arguments) -> str:
    return reverse("run", args=[int(str(result["run"]))])


def _comparison_address(result: Arguments) -> str:
    return reverse("run_comparison", args=[int(str(result["after"])), int(str(result["before"]))])


def _declare(
    kind: str, title: Text, work: Callable[[JobHandle, Arguments], Arguments], address: Callable[[Arguments], str]
) -> None:
    def run(handle: JobHandle, arguments: Arguments) -> Arguments:
        try:
            return work(handle, arguments)
        except (DatabaseError, OSError) as fault:
            known = storage_fault(fault)
            if known is None:
                raise
            raise known from fault

    declare_job(kind, title, run, address=address)


_declare(RUN, Text("评价一个标准", "Evaluating a standard"), _run, _run_address)
_declare(AGAIN, Text("复算一个评价批次", "Computing a run again"), _again, _run_address)
_declare(COMPARE, Text("比较两个评价批次", "Comparing two runs"), _compare, _comparison_address)
_declare(BACKTEST, Text("回测校本指标", "Backtest of a school's own layer"), _backtest, _backtest_address)

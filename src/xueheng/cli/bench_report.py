"""What `bench` found, as data for programmes and as a table for people."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xueheng.cli.bench_jobs import Job
from xueheng.cli.speech import Speech
from xueheng.wording import Text

YARDSTICKS = ("floor", "polars")
_USUAL = {"s", "cpu_s", "peak_mb"}
_DEEPEST_SHOWN = 3
_MOST_STATEMENTS = 12


@dataclass
class Report:
    """Everything measured. `answers`: job → what each run said; `facts`: job → what was found out about it besides."""

    workload: Mapping[str, object]
    machine: Mapping[str, object]
    runs: int
    memory_limit: int | None
    jobs: Sequence[Job]
    answers: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    facts: dict[str, dict[str, object]] = field(default_factory=dict)
    skipped: dict[str, Text] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    steps: Mapping[str, Any] | None = None

    def median(self, job: str, what: str = "s") -> float | None:
        """The median of one figure of a job over its runs."""
        cells = [answer[what] for answer in self.answers.get(job, []) if what in answer]
        return statistics.median(cells) if cells else None

    def ratio(self, job: str, to: str, what: str = "s") -> float | None:
        """A job's median over another's."""
        mine, other = self.median(job, what), self.median(to, what)
        return mine / other if mine is not None and other else None

    def _ratios(self, measured: Sequence[str], what: str) -> dict[str, float | None]:
        pairs = [(name, to) for to in YARDSTICKS for name in measured if name not in (to, "live")]
        found = {f"{name} / {to}": _short(self.ratio(name, to, what)) for name, to in pairs}
        return {pair: ratio for pair, ratio in found.items() if ratio is not None}

    def as_data(self) -> dict[str, object]:
        """The report for programmes. Seconds and megabytes; ratios of medians."""
        measured = [job.name for job in self.jobs if self.answers.get(job.name)]
        return {
            "workload": dict(self.workload),
            "machine": dict(self.machine),
            "runs": self.runs,
            "memory_limit_bytes": self.memory_limit,
            "jobs": {name: self.figures(name) for name in measured},
            "ratios": self._ratios(measured, "s"),
            "cpu_ratios": self._ratios(measured, "cpu_s"),
            "skipped": {name: why.say() for name, why in self.skipped.items()},
            "failed": self.failed,
            **({"steps": dict(self.steps)} if self.steps is not None else {}),
        }

    def figures(self, name: str) -> dict[str, Any]:
        """A job's medians, its extremes, and what it says besides."""
        answers = self.answers[name]
        seconds = [answer["s"] for answer in answers]
        more = {key: self._common(name, key) for key in answers[0] if key not in _USUAL}
        return {
            "median_s": _short(statistics.median(seconds)),
            "least_s": _short(min(seconds)),
            "greatest_s": _short(max(seconds)),
            "cpu_s": _short(statistics.median(answer["cpu_s"] for answer in answers)),
            "peak_mb": round(max(answer["peak_mb"] for answer in answers)),
            **more,
            **self.facts.get(name, {}),
        }

    def _common(self, name: str, key: str) -> object:
        """A figure's median; what is no number, as the last run said it."""
        value = self.answers[name][-1][key]
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        median = self.median(name, key)
        return int(median) if isinstance(value, int) and median is not None else _short(median)


def _short(seconds: float | None) -> float | None:
    """Three digits that count.

    >>> [_short(s) for s in (0.012345, 12.345, 1234.5)]
    [0.0123, 12.3, 1230.0]
    """
    return None if seconds is None else float(f"{seconds:.3g}")


def say_report(report: Report, speech: Speech) -> None:
    """The report for people."""
    _say_machine(report, speech)
    headings = [
        Text("量什么", "What"),
        Text("秒：中位", "Seconds: median"),
        Text("最小–最大", "least–greatest"),
        Text("处理器秒", "CPU seconds"),
        Text("内存最高 MB", "Peak MB"),
        Text("÷ 下限", "÷ floor"),
        Text("÷ Polars", "÷ Polars"),
    ]
    speech.table(headings, [_row(report, job, speech) for job in report.jobs if report.answers.get(job.name)])
    _say_live(report, speech)
    _say_proof(report, speech)
    for name, why in report.skipped.items():
        speech.say(Text(f"跳过 {name}：{why.zh}", f"Left out: {name}. {why.en}"))
    for name, said in report.failed.items():
        speech.say(Text(f"没有完成 {name}：{said}", f"Not finished: {name}. {said}"))
    if report.steps is not None:
        _say_steps(report.steps, speech)


def _row(report: Report, job: Job, speech: Speech) -> list[str]:
    figures = report.figures(job.name)
    ratios = [report.ratio(job.name, to) if job.name not in (to, "live") else None for to in YARDSTICKS]
    return [
        speech.label(job.title),
        f"{figures['median_s']:.3g}",
        f"{figures['least_s']:.3g}–{figures['greatest_s']:.3g}",
        f"{figures['cpu_s']:.3g}",
        f"{figures['peak_mb']:,}",
        *("" if ratio is None else f"{ratio:.2f}" for ratio in ratios),
    ]


def _say_machine(report: Report, speech: Speech) -> None:
    at, of = report.machine, report.workload
    packages: Mapping[str, str] = at["packages"] if isinstance(at["packages"], Mapping) else {}
    versions = ", ".join(f"{name} {version}" for name, version in packages.items())
    speech.say(
        Text(
            f"{of['records']:,} 条记录，{of['pupils']:,} 名学生；{report.runs} 遍，轮流，每次一个进程。",
            f"{of['records']:,} records of {of['pupils']:,} pupils; {report.runs} runs, in turn, each in a process "
            "of its own.",
        )
    )
    speech.say(
        Text(
            f"机器：{at['cpu']}，{at['cores']} 核，{at['memory_mb']:,} MB，{at['system']}，"
            f"开始时负载 {at['load_before']}。",
            f"Machine: {at['cpu']}, {at['cores']} cores, {at['memory_mb']:,} MB, {at['system']}, "
            f"load {at['load_before']} at the start.",
        )
    )
    speech.line(f"Python {at['python']}, xueheng {at['xueheng']}, {versions}")


def _say_live(report: Report, speech: Speech) -> None:
    p50, p99 = report.median("live", "p50_ms"), report.median("live", "p99_ms")
    if p50 is None or p99 is None:
        return
    one = report.answers["live"][-1]
    speech.say(
        Text(
            f"一名学生即时计算：{one['pupils']:,} 名不同的学生，每人 {one['records_of_each']:,} 条记录，"
            f"p50 {p50:.1f} 毫秒，p99 {p99:.1f} 毫秒（从记录库读出占 {one['reading_p50_ms']:.1f} 毫秒）。",
            f"One pupil live: {one['pupils']:,} different pupils of {one['records_of_each']:,} records each, "
            f"p50 {p50:.1f} ms, p99 {p99:.1f} ms (reading the store: {one['reading_p50_ms']:.1f} ms of it).",
        )
    )


def _say_proof(report: Report, speech: Speech) -> None:
    for job in report.jobs:
        facts = report.facts.get(job.name, {})
        if "equal_to_full_run" not in facts:
            continue
        same = facts["equal_to_full_run"]
        speech.say(
            Text(
                f"{job.title.zh}：计算时记录文件夹已移走；结果与改动后从头计算的{'逐位相同' if same else '不同！'}。",
                f"{job.title.en}: the folder of evidence was taken away meanwhile; the results are "
                f"{'equal to the last digit to' if same else 'NOT those of'} a full run after the same change.",
            )
        )


def _say_steps(steps: Mapping[str, Any], speech: Speech) -> None:
    speech.heading(Text(f"时间花在哪里（共 {steps['total_s']} 秒）", f"Where the time goes ({steps['total_s']} s)"))
    for one in steps["functions"]:
        if one["depth"] <= _DEEPEST_SHOWN:
            speech.line(f"{one['s']:8.3f}  {'  ' * one['depth']}{one['what']}")
    speech.heading(Text("最长的几步", "The longest steps of the plan"))
    for one in steps["statements"][:_MOST_STATEMENTS]:
        speech.line(f"{one['s']:8.3f}  {one['what']}")

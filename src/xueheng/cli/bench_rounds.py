"""The rounds of `bench`: every job once a round, so that a machine's mood meets all alike; then the proofs."""

import shutil
from contextlib import nullcontext
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.measured import Task
from xueheng.cli.bench_jobs import Job, JobFailed, evidence_taken_away, run_job
from xueheng.cli.bench_report import Report
from xueheng.cli.progress import Waiting
from xueheng.wording import Text

STEPS = Job("steps", "steps", Text("各步的时间", "the time of each step"), "steps")
LEAF_TABLE = "leaf_table"
_KEEPING = Job("leaf_table", "rescore", Text("先算出观测点", "the leaf table first"), "rescore", "keep")
_COMPARED = ("results.parquet", "groups.parquet")


class Rounds:
    """Jobs over one workload's folder. `work`: a folder of this run's own, for everything that jobs write."""

    def __init__(self, folder: Path, work: Path, report: Report, waiting: Waiting) -> None:
        self.folder = folder
        self.work = work
        self.report = report
        self.waiting = waiting
        self.running = [job for job in report.jobs if job.name not in report.skipped]
        self.rescored = [job for job in self.running if job.group == "rescore"]

    def run(self) -> None:
        """Everything that is measured."""
        if self.rescored:
            self._once(_KEEPING, self.folder)
        for number in range(self.report.runs):
            for place, job in enumerate(self.running):
                said = Text(
                    f"第 {number + 1}/{self.report.runs} 遍：{job.title.zh}",
                    f"Run {number + 1} of {self.report.runs}: {job.title.en}",
                )
                self.waiting(said, number * len(self.running) + place, self.report.runs * len(self.running))
                self._measure(job)
        for job in self.rescored:
            self._prove(job)

    def steps(self) -> None:
        """Where the full job's time goes."""
        if self._once(STEPS, self.folder):
            self.report.steps = self.report.answers[STEPS.name][-1]

    def _measure(self, job: Job) -> None:
        """One run. What is scored anew finds no evidence: its folder is not told, and is away under another name."""
        alone = job.group == "rescore"
        with evidence_taken_away(self.folder) if alone else nullcontext():
            self._answer(job, self.work / LEAF_TABLE if alone else self.folder)

    def _once(self, job: Job, folder: Path) -> bool:
        self.waiting(job.title)
        return self._answer(job, folder)

    def _answer(self, job: Job, folder: Path) -> bool:
        """Run a job and keep what it says; whether it came to its end. One that failed is not tried again."""
        if job.name in self.report.failed:
            return False
        try:
            limit = self.report.memory_limit
            task = Task(folder, self.work, job.variant, limit)
            answer = run_job(job, task.as_text(), limited=limit is not None)
        except JobFailed as fault:
            self.report.failed[job.name] = fault.said
            return False
        self.report.answers.setdefault(job.name, []).append(answer)
        return True

    def _prove(self, job: Job) -> None:
        """Whether what was scored anew is what a full run gives after the same change."""
        whole = Job(
            f"full_{job.variant}", "full", Text("从头再算一遍，核对", "a full run to compare"), "full_job", job.variant
        )
        if job.name in self.report.failed or not self._once(whole, self.folder):
            return
        anew, full = self.work / f"rescored_{job.variant}", self.work / whole.name
        same = all(pq.read_table(anew / name).equals(pq.read_table(full / name)) for name in _COMPARED)
        self.report.facts[job.name] = {"evidence_taken_away": True, "equal_to_full_run": same}
        shutil.rmtree(full)

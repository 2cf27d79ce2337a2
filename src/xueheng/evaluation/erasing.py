"""This room's part of an erasure: her rows in the results of every run, and what is said of runs that can no longer be
computed again. Groups' means and shares stay as they were published; they name nobody.
"""

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xueheng.evaluation.core.public import file_digest, write_parquet
from xueheng.evaluation.kept_explanations import forget
from xueheng.evaluation.model_runs import Run
from xueheng.evaluation.places import results_of, runs_folder
from xueheng.evaluation.unit_explanations import drop_explanations
from xueheng.evidence.public import rewriting_snapshots, taken_out_since
from xueheng.trust.public import Counted, Eraser, Erasing, now, write_over
from xueheng.wording import Text

WHY = "somebody is erased"
MANIFEST, AMENDED = "manifest.json", "amended"
RESULTS, SUBJECT = "results.parquet", "subject"
BESIDE = ".amended"
"""The ending of what stands beside a file until it takes its place."""


def erased_words(run: Run) -> Text | None:
    """What stands beside a run that cannot be computed again because somebody, or something, was taken out."""
    if run.erased:
        return Text(f"不能再重算：已删除 {run.erased} 人", f"no longer reproducible: {run.erased} subjects erased")
    if run.expired:
        return Text(
            f"不能再重算：{run.expired} 条记录保存期满，已销毁",
            f"no longer reproducible: {run.expired} records destroyed when their time was over",
        )
    return None


def _count(erasing: Erasing) -> list[Counted]:
    wanted = _texts(erasing.subjects)
    found = sum(bool(_subjects_in(folder, wanted)) for folder in _folders())
    kept = Text("按组的平均数、比例照旧，不指向任何人", "means and shares of groups stay; they name nobody")
    return [
        Counted(Text("评价批次里的结果和得分依据", "Results and explanations in runs"), found),
        Counted(Text("批次本身（标明不能再重算）", "Runs themselves (marked as not reproducible)"), found, kept),
    ]


def _erase(erasing: Erasing) -> int:
    """What this process has in memory goes first, and once more when nothing can be read of her again."""
    forget(erasing.subjects)
    with rewriting_snapshots():
        found = sum(_without(folder, erasing.subjects) for folder in _folders())
        _drop_drafts()
    mark_runs()
    forget(erasing.subjects)
    return found


def _expire(records: Sequence[int]) -> int:
    """Results stay when a record's time is over; that they cannot be computed again is said."""
    del records
    return mark_runs()


def mark_runs() -> int:
    """Say of each run how many people and records were taken out of what it was computed from, and explain it no more;
    how many changed.
    """
    changed = 0
    rows = Run.objects.for_the_programme(WHY)
    for run in rows.only("number", "snapshot", "snapshot_digest", "erased", "expired"):
        people, records = taken_out_since(run.snapshot, run.snapshot_digest)
        erased = max(people, run.erased, _taken_out(results_of(run.number)))
        if erased or records or run.expired:
            drop_explanations(run.number)
        if (erased, records) != (run.erased, run.expired):
            changed += rows.filter(pk=run.pk).update(erased=erased, expired=max(records, run.expired))
    return changed


def _folders() -> list[Path]:
    """Every folder with results, of layers too."""
    return sorted({path.parent for path in runs_folder().rglob(RESULTS)}) if runs_folder().is_dir() else []


def _texts(subjects: Iterable[int]) -> frozenset[str]:
    return frozenset(map(str, subjects))


def _subjects_in(folder: Path, wanted: frozenset[str]) -> frozenset[str]:
    try:
        subjects = pq.read_table(folder / RESULTS, columns=[SUBJECT]).column(SUBJECT)
    except (OSError, pa.ArrowException):
        return wanted
    told = subjects.cast(pa.string())
    hers = pc.is_in(told, value_set=pa.array(sorted(wanted), pa.string()))
    return frozenset(told.filter(hers).to_pylist())


def _without(folder: Path, subjects: Iterable[int]) -> int:
    """The folder's tables without these people. What is new is written beside, then the manifest says so, then it takes
    its place: broken off in between, the next time finishes it. Whether there was something.
    """
    _finish(folder)
    wanted = _texts(subjects)
    going = {path: mask for path in sorted(folder.glob("*.parquet")) if (mask := _rows_of(path, wanted)) is not None}
    if not going:
        return 0
    there = _subjects_in(folder, wanted)
    told = json.loads((folder / MANIFEST).read_text("utf-8"))
    steps: list[dict[str, Any]] = []
    for path, mask in going.items():
        draft = _beside(path)
        write_parquet(pq.ParquetFile(path).read().filter(pc.invert(mask)), draft)
        rows = int(pc.sum(mask).as_py() or 0)
        steps.append({"file": path.name, "old": file_digest(path), "new": file_digest(draft), "rows": rows})
        if path.name == RESULTS:
            told["subjects"] = int(told["subjects"]) - rows
    sealed = told.get("sealed", {})
    told["sealed"] = {**sealed, **{step["file"]: step["new"] for step in steps if step["file"] in sealed}}
    told[AMENDED] = [*told.get(AMENDED, []), {"at": now(), "subjects": len(there), "files": steps}]
    _csv_without(folder / "results.csv", wanted)
    write_over(folder / MANIFEST, (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode())
    _finish(folder)
    return 1


def _finish(folder: Path) -> None:
    """What stands beside takes its place where the manifest says that it should, and goes otherwise."""
    drafts = sorted(folder.glob(f".*{BESIDE}"))
    if not drafts:
        return
    told = json.loads((folder / MANIFEST).read_text("utf-8"))
    said = {file["file"]: file["new"] for step in told.get(AMENDED, []) for file in step["files"]}
    for draft in drafts:
        name = draft.name.removeprefix(".").removesuffix(BESIDE)
        if said.get(name) == file_digest(draft):
            draft.replace(folder / name)
        else:
            draft.unlink()


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}{BESIDE}")


def _rows_of(path: Path, wanted: frozenset[str]) -> pa.Array | None:
    """True where a row is of one of them, by whichever column names people; None where none is."""
    try:
        table = pq.ParquetFile(path).read()
    except (OSError, pa.ArrowException):
        return None
    names, found = pa.array(sorted(wanted), pa.string()), None
    for column in table.columns:
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            mask = pc.is_in(column.cast(pa.string()), value_set=names)
            found = mask if found is None else pc.or_(found, mask)
    return found if found is not None and pc.any(found).as_py() else None


def _csv_without(path: Path, wanted: frozenset[str]) -> None:
    """The sheet of results without their lines; a number of a person is never in quotes."""
    if not path.is_file():
        return
    names, draft = {name.encode() for name in wanted}, _beside(path)
    with path.open("rb") as source, draft.open("wb") as target:
        target.writelines(line for line in source if names.isdisjoint(line.rstrip(b"\r\n").split(b",")))
    draft.replace(path)


def _taken_out(folder: Path) -> int:
    """How many people were taken out of a run's results, by what their manifests say."""
    most = 0
    for path in folder.rglob(MANIFEST):
        told = json.loads(path.read_text("utf-8"))
        most = max(most, sum(int(step["subjects"]) for step in told.get(AMENDED, [])))
    return most


def _drop_drafts() -> None:
    """Results whose run was broken off; no run goes on now."""
    if runs_folder().is_dir():
        for path in runs_folder().glob(".*"):
            shutil.rmtree(path, ignore_errors=True)


EVALUATION_ERASER = Eraser("evaluation", _count, _erase, expire=_expire)

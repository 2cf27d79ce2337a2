"""`demo`: example workbooks made, read, evaluated and explained, by the same way as anybody's own."""

import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from xueheng.cli.demo_server import serve_region, served_before
from xueheng.cli.documents.standard_tree import root_levels
from xueheng.cli.evaluate import Asked, Finished, Targets, run_evaluation
from xueheng.cli.gathering import Sources
from xueheng.cli.level_table import say_sources
from xueheng.cli.outputs import Out
from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import CommandRefused, cannot_write
from xueheng.cli.rejected_rows import rejected_cells, say_rejections
from xueheng.cli.speech import Speech
from xueheng.wording import Text

try:
    from examples import demonstration
    from examples.region import RegionManifest, SchoolFile, write_region

    HERE = True
except ImportError:  # installed without the examples, which lie beside the source
    HERE = False

DEMO_FOLDER = "xueheng-demo"
_MARK = ".xueheng-demo"
_WORKBOOKS = "workbooks"


def demo_command(
    out: Path, pupils: int, seed: int, pages: int | None, speech: Speech, today: date, port: int | None = None
) -> int:
    """The command itself; returns its exit code. `pages`: how many pages of explanations, None for one school's.

    `port`: where the region is served afterwards, until Ctrl-C; None for the files alone. Served again from the same
    data folder, what was evaluated then is left as it is.
    """
    if not HERE:
        raise CommandRefused(
            Text("这份安装里没有示例", "This installation has no examples"),
            Text("请在源代码文件夹里运行 ./xueheng demo。", "Run ./xueheng demo in the source folder."),
        )
    if port is None or not (out / "results.xlsx").exists() or not served_before(out, seed, pupils):
        _evaluated(out, pupils, seed, pages, speech, today)
    if port is not None:
        serve_region(out, seed, pupils, port, speech)
    return 0


def _evaluated(out: Path, pupils: int, seed: int, pages: int | None, speech: Speech, today: date) -> None:
    manifest = _workbooks(out, pupils, seed, speech)
    sources = Sources((out / _WORKBOOKS,), day=demonstration.DAY)
    asked = Asked(demonstration.STANDARD, sources, period=demonstration.PERIOD)
    targets = Targets(
        Out(out / "results.xlsx", "xlsx"),
        out / "marked.xlsx",
        out / "pages",
        pages,
        pages_files=1 if pages is None else None,
        marked_of=1,
    )
    finished = run_evaluation(asked, targets, speech, today)
    _say_schools(finished, manifest, out, speech)
    say_rejections(rejected_cells(finished.gathered.readings), replace(speech))
    say_sources(finished.choice.library, finished.choice.standard, speech)
    _say_next(finished, asked, targets, speech)


def _workbooks(out: Path, pupils: int, seed: int, speech: Speech) -> "RegionManifest":
    """The workbooks, written anew; a folder with anything else in it is left alone."""
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / _MARK).exists())):
        raise CommandRefused(
            Text(f"{out} 里已有别的东西", f"{out} holds something else already"),
            Text("请用 --out 指定另一个文件夹。", "Give another folder with --out."),
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / _MARK).touch()
        for part in (_WORKBOOKS, "pages"):
            shutil.rmtree(out / part, ignore_errors=True)
        with Waiting(speech.language) as waiting:
            return write_region(out / _WORKBOOKS, seed=seed, pupils=pupils, progress=waiting)
    except OSError as fault:
        raise cannot_write(out, fault) from fault


def _say_schools(finished: Finished, manifest: "RegionManifest", out: Path, speech: Speech) -> None:
    """A line a school, in the order of the files: nothing is ranked."""
    library = finished.choice.library
    levels = root_levels(library.standards[finished.choice.standard])
    results = finished.view.results
    reached: Mapping[Any, Any] = dict(
        zip(map(str, finished.view.subjects), results.column("level").to_pylist(), strict=True)
    )
    totals: Mapping[Any, Any] = dict(
        zip(map(str, finished.view.subjects), results.column("total").to_pylist(), strict=True)
    )
    schools = {(out / _WORKBOOKS / file.path).resolve(): file for file in manifest.files}
    headings = [
        Text("区县", "District"), Text("学校", "School"), Text("收到", "Received"), Text("退回", "Rejected"),
        Text("学生", "Pupils"), Text("有总分", "With a total"), *levels.values(), Text("缺项", "Incomplete"),
    ]  # fmt: skip
    rows = []
    sums: Counter[int] = Counter()
    for reading in finished.gathered.readings:
        school = schools[reading.path.resolve()]
        pupils = {subject for sheet in reading.sheets for subject in sheet.stored_rows.values()}
        counts = Counter(reached.get(pupil) for pupil in pupils)
        with_total = sum(totals.get(pupil) is not None for pupil in pupils)
        numbers = [
            reading.received,
            reading.rejected,
            len(pupils),
            with_total,
            *(counts[code] for code in levels),
            len(pupils) - with_total,
        ]
        sums.update(dict(enumerate(numbers)))
        rows.append([*_name(school), *(f"{number:,}" for number in numbers)])
    rows.append([speech.label(Text("合计", "All")), "", *(f"{sums[place]:,}" for place in range(len(sums)))])
    standard = library.standards[finished.choice.standard]
    speech.line(f"{speech.label(standard.title)} · {finished.period.label}")
    speech.table(headings, rows, numbers_from=2)
    speech.say(
        Text(
            "收到 = 已收 + 退回。缺项：有应测项目没有成绩，不给总分，也不当零分。",
            "Received = stored + rejected. Incomplete: an item was not tested, so there is no total, and no zero.",
        )
    )


def _name(school: "SchoolFile") -> tuple[str, str]:
    return school.district, school.school


def _pages_words(targets: Targets) -> Text:
    """How many pupils have a page."""
    folder = targets.pages / "subjects" if targets.pages else Path()
    count = sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0
    return Text(
        f"得分依据，每人一页：{count:,} 人（--all-pages 为每人都写）",
        f"explanations, one page a pupil: {count:,} of them (--all-pages writes one for everybody)",
    )


def _say_next(finished: Finished, asked: Asked, targets: Targets, speech: Speech) -> None:
    """Where to look, and what to try with files of one's own."""
    out = targets.out.path.parent
    speech.heading(Text("接下来看：", "Where to look next:"))
    places = (
        (out / "results.xlsx", Text("全部结果", "all results")),
        (out / "pages" / "index.html", _pages_words(targets)),
        (
            out / "marked.xlsx",
            Text("一所学校的工作簿，标出得分和退回的单元格", "one school's workbook with points and rejected cells"),
        ),
        (out / "results.rejections.csv", Text("全部退回的行", "all rejected rows")),
        (out / _WORKBOOKS, Text("示例工作簿（人都是编造的）", "the example workbooks (everybody is made up)")),
    )
    for path, what in places:
        if path.exists():
            speech.line(f"  {path}　{speech.label(what)}")
    example = next(iter(finished.view.subjects), None)
    if example is not None:
        words = " ".join(asked.words())
        speech.line(f"  ./xueheng explain {words} --subject {example}")

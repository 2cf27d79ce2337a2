"""`compare`: two folders of results, and who moved level and why. With a draft on last year's records: its backtest."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from xueheng.cli.compare_data import comparison_data
from xueheng.cli.compare_page import write_comparison_pages
from xueheng.cli.compare_records import GivenRecords, RecordChange, record_changes
from xueheng.cli.compare_words import KIND_NOTES, group_words, headline_words, in_label_order, run_words, titles_of
from xueheng.cli.compare_workbook import write_comparison_workbook
from xueheng.cli.drafts import Drafts
from xueheng.cli.outputs import refuse_overwriting
from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import CommandRefused, cannot_write
from xueheng.cli.speech import Speech
from xueheng.evaluation.core.public import (
    CHANGED_WHAT,
    DIRECTIONS,
    MOST_LISTED,
    MOVED,
    Comparison,
    Movement,
    TreeChange,
    compare,
    handouts,
    open_results,
)
from xueheng.wording import Text

MOST_CHANGES = 15
MOST_CAUSES = 10
LONGEST = 60


@dataclass(frozen=True, slots=True)
class CompareAsked:
    """What compare was asked: two folders, where to write, and the records of both sides where they are given."""

    before: Path
    after: Path
    out: Path | None = None
    pages: Path | None = None
    as_data: bool = False
    records: tuple[GivenRecords, GivenRecords] | None = None


def both_records(before: GivenRecords, after: GivenRecords) -> tuple[GivenRecords, GivenRecords] | None:
    """The records of both sides; None where none were given. Refuses those of one side alone."""
    if bool(before.records) != bool(after.records):
        raise CommandRefused(
            Text("--before 和 --after 要一起写", "--before and --after come together"),
            Text(
                "只有一边的记录，看不出哪些变了；两边都给，或都不给。",
                "The records of one side do not show which changed. Give both, or neither.",
            ),
        )
    return (before, after) if before.records else None


def compare_command(asked: CompareAsked, speech: Speech) -> int:
    """The command itself; returns its exit code."""
    if asked.out is not None and asked.out.suffix.lower() != ".xlsx":
        raise CommandRefused(
            Text(f"--out 只写 .xlsx：{asked.out}", f"--out writes .xlsx only: {asked.out}"),
            Text("请把名称改成以 .xlsx 结尾；网页用 --pages。", "End the name in .xlsx; for web pages use --pages."),
        )
    targets = [path for path in (asked.out, asked.pages) if path is not None]
    refuse_overwriting(targets, [asked.before, asked.after])
    with Waiting(speech.language) as waiting, Drafts() as drafts:
        comparison = compare(open_results(asked.before), open_results(asked.after), waiting)
        changed = record_changes(comparison, *asked.records, waiting) if asked.records else None
        try:
            _write(asked, comparison, changed, drafts, speech, waiting)
        except OSError as fault:
            raise cannot_write(asked.out or asked.pages or Path(), fault) from fault
        drafts.keep()
    if asked.as_data:
        json.dump(comparison_data(comparison, changed), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return 0
    say_comparison(comparison, changed, speech)
    _say_places(asked, speech)
    return 0


def _write(
    asked: CompareAsked,
    comparison: Comparison,
    changed: list[RecordChange] | None,
    drafts: Drafts,
    speech: Speech,
    waiting: Waiting,
) -> None:
    if asked.out is None and asked.pages is None:
        return
    waiting(Text("写对比", "Writing the comparison"))
    told = handouts(comparison)
    if asked.out is not None:
        write_comparison_workbook(comparison, told, changed, drafts.of(asked.out), speech.language)
    if asked.pages is not None:
        write_comparison_pages(comparison, told, changed, drafts.of(asked.pages), speech.language)


def say_comparison(comparison: Comparison, changed: list[RecordChange] | None, speech: Speech) -> None:
    """The comparison in short."""
    before, after = comparison.sides.before, comparison.sides.after
    speech.line(f"{speech.label(after.tree.title)} · {after.results.standard}")
    for which, folder in ((Text("原来", "Before"), before.results), (Text("现在", "After"), after.results)):
        speech.line(f"{speech.label(which)}：{speech.label(run_words(folder))}")
    _say_changes(comparison.changes, comparison, speech)
    counts = len(comparison.only_before), len(comparison.only_after)
    subject = after.tree.subject
    speech.heading(
        Text(
            f"{subject.zh}：两边都有 {comparison.both:,}，只在原来 {counts[0]:,}，只在现在 {counts[1]:,}",
            f"{subject.en or subject.zh}: in both {comparison.both:,}, before only {counts[0]:,}, "
            f"after only {counts[1]:,}",
        )
    )
    for movement in comparison.movements:
        _say_movement(comparison, movement, speech)
    if comparison.lost_headlines:
        codes = ", ".join(comparison.lost_headlines)
        speech.say(Text(f"只有一边有这些总的结果，不能比：{codes}", f"On one side only, not compared: {codes}"))
    if changed is not None:
        speech.say(Text(f"背后有变化的记录：{len(changed):,} 条", f"Records that changed behind it: {len(changed):,}"))


def _say_changes(changes: Iterable[TreeChange], comparison: Comparison, speech: Speech) -> None:
    listed = list(changes)
    if not listed:
        speech.heading(Text("标准没有变", "The standard is the same"))
        return
    speech.heading(Text(f"标准变了 {len(listed)} 处：", f"The standard changed in {len(listed)} places:"))
    for change in listed[:MOST_CHANGES]:
        what = speech.label(CHANGED_WHAT[change.what])
        words = (_short(speech.label(change.before)), _short(speech.label(change.after)))
        speech.line(f"  · {speech.label(change.title)}（{change.code}）{what}：{words[0]} → {words[1]}")
    if len(listed) > MOST_CHANGES:
        speech.line(f"  {speech.label(Text('……其余见 --out、--pages', '… the rest with --out, --pages'))}")
    del comparison


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def _say_movement(comparison: Comparison, movement: Movement, speech: Speech) -> None:
    ladder, ways = movement.ladder, movement.directions
    name = f"{speech.label(headline_words(movement))} · "
    if not movement.moved:
        speech.heading(Text(f"{name}没有人变动", f"{name}Nobody moved"))
    else:
        told = [(way, ways[way]) for way in MOVED if ways[way]]
        zh = "，".join(f"{DIRECTIONS[way].zh} {count:,}" for way, count in told)
        en = ", ".join(f"{DIRECTIONS[way].en} {count:,}" for way, count in told)
        speech.heading(Text(f"{name}变动 {movement.moved:,}：{zh}", f"{name}Moved {movement.moved:,}: {en}"))
    if movement.points_only:
        same = f"{movement.points_only:,}"
        speech.say(Text(f"等级没变、得分变了：{same}", f"At the same level with other points: {same}"))
    labels = [in_label_order(ladder, {pair[side] for pair in movement.matrix}) for side in (0, 1)]
    rows = [
        (speech.label(ladder.title(was)), *(f"{movement.matrix[was, now]:,}" for now in labels[1])) for was in labels[0]
    ]
    corner = Text("原来 ↓　现在 →", "before ↓ after →")
    speech.table((corner, *(ladder.title(label) for label in labels[1])), rows)
    _say_causes(comparison, movement, speech)


def _say_causes(comparison: Comparison, movement: Movement, speech: Speech) -> None:
    titles = titles_of(comparison)
    for heading, groups in (
        (Text("主要因为（数量）：", "Mainly because of (how many):"), movement.groups),
        (
            Text("因为缺数据，不是真的变化（数量）：", "Because data is missing, no real change (how many):"),
            movement.gap_groups,
        ),
    ):
        if not groups:
            continue
        speech.say(heading)
        for (node, kind), count in groups.most_common(MOST_CAUSES):
            note = KIND_NOTES.get(kind)
            more = f"（{speech.label(note)}）" if note else ""
            speech.line(f"  · {speech.label(group_words(titles.get(node, Text(node)), kind))}  {count:,}{more}")
        if len(groups) > MOST_CAUSES:
            rest = len(groups) - MOST_CAUSES
            speech.line(f"  · {speech.label(Text(f'另有 {rest} 种原因', f'{rest} more causes'))}")
    if movement.moved > MOST_LISTED:
        speech.say(
            Text(
                f"名单只列前 {MOST_LISTED:,} 个；人数和原因都按全部计。",
                f"The first {MOST_LISTED:,} are listed; counts and causes are of all.",
            )
        )


def _say_places(asked: CompareAsked, speech: Speech) -> None:
    if asked.out is None and asked.pages is None:
        return
    speech.line()
    if asked.out is not None:
        speech.line(f"{speech.label(Text('工作簿', 'Workbook'))}：{asked.out}")
    if asked.pages is not None:
        speech.line(f"{speech.label(Text('网页', 'Pages'))}：{asked.pages / 'index.html'}")
        handout = speech.label(Text("可以转发的概要", "Summary that may be handed on"))
        speech.line(f"{handout}：{asked.pages / 'handout.html'}")

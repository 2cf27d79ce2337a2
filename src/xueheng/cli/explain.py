"""`explain`: one subject's result taken apart, as a tree on the terminal or as data."""

import json
import sys
from datetime import date
from typing import Any

import pyarrow.compute as pc

from xueheng.cli.evaluate import Asked, chosen
from xueheng.cli.explanation_tree import tree_lines
from xueheng.cli.gathering import Gathered, gather
from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import CommandRefused, unknown
from xueheng.cli.speech import Speech
from xueheng.cli.standard_choice import Choice
from xueheng.evaluation.core.public import Period, day_number, explain, explain_layers
from xueheng.language.public import StandardNode
from xueheng.wording import Text

_TOTAL = "total"
_MOST_COMPARED = 5_000


def explain_command(
    asked: Asked, subject: str, indicator: str | None, as_data: bool, speech: Speech, today: date
) -> int:
    """The command itself; returns its exit code."""
    choice, period = chosen(asked, today)
    if indicator is not None:
        _must_know(choice, indicator)
    with Waiting(speech.language) as waiting:
        gathered = gather(choice, asked.sources, period, waiting)
        number = _subject(choice, gathered, period, subject)
        waiting(Text("计算", "Computing"))
        data = _explained(choice, gathered, period, number, indicator)
    if as_data:
        json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return 0
    for line in tree_lines(data, speech.language):
        speech.line(line)
    for note in gathered.notes:
        speech.line(f"· {speech.sentence(note)}".replace("\n", "\n  "))
    return 0


def _explained(
    choice: Choice, gathered: Gathered, period: Period, subject: str | int, indicator: str | None
) -> dict[str, Any]:
    library, standard, dataset = choice.library, choice.standard, gathered.dataset
    if choice.layers:
        return explain_layers(library, standard, choice.layers, dataset, period, subject, indicator)
    return explain(library, standard, dataset, period, subject, indicator)


def _must_know(choice: Choice, indicator: str) -> None:
    roots = [choice.library.standards[choice.standard].root]
    roots += [choice.library.overlays[layer].own.root for layer in choice.layers]
    codes = list(dict.fromkeys([_TOTAL, *(code for root in roots for code in _codes(root))]))
    if indicator not in codes:
        raise unknown(Text("指标", "indicator"), indicator, codes)


def _codes(node: StandardNode) -> list[str]:
    return [code for part in node.parts for code in (part.code, *_codes(part))]


def _subject(choice: Choice, gathered: Gathered, period: Period, asked: str) -> str | int:
    """The subject as the dataset names it; refused with the nearest numbers where nobody has it."""
    of = choice.library.standards[choice.standard].of
    table: Any = gathered.dataset.subjects.get(of)
    if table is None:
        return asked
    column = table.column("subject")
    wanted: str | int = asked
    if column.type != "string":
        wanted = int(asked) if asked.lstrip("-").isdigit() else asked
    rows = (
        table.filter(pc.equal(column, wanted))
        if isinstance(wanted, int) or column.type == "string"
        else table.slice(0, 0)
    )
    if rows.num_rows == 0:
        raise unknown(Text("评价对象", "subject"), asked, _alike(asked, pc.unique(column)))
    first, last = day_number(period.start), day_number(period.end)
    inside = pc.and_(pc.less_equal(rows.column("from_day"), last), pc.greater_equal(rows.column("to_day"), first))
    if not pc.any(inside).as_py():
        raise CommandRefused(
            Text(
                f"{asked} 在评价周期 {period.start}～{period.end} 内不在名册里",
                f"{asked} is not on the list between {period.start} and {period.end}",
            ),
            Text(
                "请换一个评价周期，或检查名册的起止日期。",
                "Choose another period, or check the list's from and to days.",
            ),
        )
    return wanted


def _alike(asked: str, subjects: Any) -> list[str]:
    """Subjects worth comparing with: of about the same length, sharing its beginning or end."""
    texts = subjects.cast("string")
    half = max(1, len(asked) // 2)
    ends = pc.or_(pc.starts_with(texts, asked[:half]), pc.ends_with(texts, asked[-half:]))
    found = texts.filter(ends) if pc.any(ends).as_py() else texts
    return [str(text) for text in found.slice(0, _MOST_COMPARED).to_pylist()]

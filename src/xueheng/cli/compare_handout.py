"""The part of a comparison that may be handed on, as small tables: counts alone, small ones hidden, nobody named."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from xueheng.cli.compare_words import (
    HIDDEN,
    NO_GROUP,
    group_words,
    headline_words,
    in_label_order,
    run_words,
    titles_of,
)
from xueheng.evaluation.core.public import DIRECTIONS, LEAST, Comparison, Handout
from xueheng.wording import Text

Cell: TypeAlias = Text | int | str
WAYS = ("up", "down", "same", "gap", "other")
ALL = Text("合计", "All")


@dataclass(frozen=True, slots=True)
class Block:
    """A small table with its title."""

    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


def handout_notes(comparison: Comparison, told: list[Handout]) -> list[Text]:
    """What the tables are of, and what is hidden in them."""
    before, after = comparison.sides.before, comparison.sides.after
    was, now, subject = run_words(before.results), run_words(after.results), after.tree.subject
    notes = [
        Text(f"{after.tree.title.zh}：两次结果的对比", f"{after.tree.title.en}: two results compared"),
        Text(f"原来：{was.zh}", f"Before: {was.en}"),
        Text(f"现在：{now.zh}", f"After: {now.en}"),
        Text(
            f"数的是两边都有的{subject.zh}。", f"{subject.en or subject.zh}: those that both results have are counted."
        ),
    ]
    if after.tree.person:
        notes.append(
            Text(
                "本页没有个人编号，可以转给别人；其余各页不可以。",
                "No numbers of people: this page may be handed on, the others may not.",
            )
        )
    if any(each.hidden for each in told):
        notes.append(
            Text(
                f"人数少于 {LEAST} 的格已隐去，连同能推算出它们的格（{HIDDEN.zh}）。",
                f"Counts below {LEAST} are hidden, and with them those from which they could be worked out "
                f"({HIDDEN.en}).",
            )
        )
    return notes


def handout_blocks(comparison: Comparison, told: Handout) -> Iterator[Block]:
    """The matrix, the directions, main causes, and each kind of group."""
    name = headline_words(told.movement)
    yield _matrix(told)
    yield Block(
        Text(f"{name.zh}：变动", f"{name.en or name.zh}: movement"),
        (Text("方向", "Direction"), Text("数量", "Number")),
        tuple((DIRECTIONS[way], _count(told.directions[way])) for way in WAYS if told.directions[way] != 0),
    )
    if told.causes:
        yield _causes(comparison, told)
    for entity, lines in told.groups.items():
        title = comparison.sides.after.tree.groups[entity]
        yield Block(
            Text(f"{name.zh}：按{title.zh}", f"{name.en or name.zh}: by {title.en or title.zh}"),
            (title, *(DIRECTIONS[way] for way in WAYS), ALL),
            tuple(
                (line.group or NO_GROUP, *(_count(line.counts[way]) for way in WAYS), _count(line.total))
                for line in lines
            ),
        )


def left_out_words(comparison: Comparison, told: Handout) -> Text | None:
    """Which kinds of groups are not told apart."""
    groups = comparison.sides.after.tree.groups
    named = [groups[entity] for entity in told.left_out]
    if not named:
        return None
    return Text(
        f"没有按{'、'.join(t.zh for t in named)}分列：多数格人数太少，或没有写明。",
        f"Not told apart by {', '.join(t.en or t.zh for t in named)}: most counts are too small, or it is not stated.",
    )


def _matrix(told: Handout) -> Block:
    ladder, name = told.movement.ladder, headline_words(told.movement)

    columns = in_label_order(ladder, told.after)
    rows = [
        (
            ladder.title(was),
            *(_count(told.matrix.get((was, now), 0)) for now in columns),
            _count(told.before[was]),
        )
        for was in in_label_order(ladder, told.before)
    ]
    last = (ALL, *(_count(told.after[now]) for now in columns), _count(told.total))
    return Block(
        Text(f"{name.zh}：从哪级到哪级（行是原来，列是现在）", f"{name.en or name.zh}: from (rows) to (columns)"),
        (Text("原来 ↓　现在 →", "before ↓ after →"), *(ladder.title(now) for now in columns), ALL),
        (*rows, last),
    )


def _causes(comparison: Comparison, told: Handout) -> Block:
    titles = titles_of(comparison)
    rows: list[tuple[Cell, ...]] = []
    for gap in (False, True):
        for ((node, kind), of_gap), count in told.causes.items():
            if of_gap == gap:
                sort = Text("缺数据", "missing data") if gap else Text("真的变化", "real change")
                rows.append((group_words(titles.get(node, Text(node)), kind), sort, _count(count)))
    heads = (Text("主要原因", "Main cause"), Text("哪一种", "Which kind"), Text("变动数", "Movers"))
    name = headline_words(told.movement)
    return Block(Text(f"{name.zh}：为什么变", f"{name.en or name.zh}: why"), heads, tuple(rows))


def _count(count: int | None) -> Cell:
    return HIDDEN if count is None else count

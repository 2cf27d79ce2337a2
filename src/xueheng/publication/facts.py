"""What a report says of one pupil: results as the last run had them or as the record stands, facts of the period."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from xueheng.evaluation.core.public import Evaluation, MeasureUnsupported, Period, RunError, value_text
from xueheng.evaluation.public import Run, base_folder, live_results, row_of, standards_seen
from xueheng.identity.public import Viewer, library
from xueheng.language.public import Kind, Level, OtherResult, Report, Reported, Standard, StandardNode
from xueheng.publication.periods import period_of_results
from xueheng.shell.public import moment_shown
from xueheng.trust.public import now
from xueheng.wording import Text
from xueheng.workbooks.public import unit_word

TOTAL = "total"
OVERALL = Text("总评", "Overall")
TOO_FEW = Text("记录少，暂不下结论", "too few records to tell")
NOT_APPLYING = Text("不适用", "does not apply")
POINTS = Text(" 分", " points")
_NUMBER = re.compile(r"-?[0-9]+([.][0-9]+)?")


@dataclass(frozen=True, slots=True)
class Line:
    """A thing and what is said of it."""

    title: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading. `note`: over what, and from when."""

    title: Text
    lines: tuple[Line, ...]
    note: Text = field(default_factory=lambda: Text("", ""))


@dataclass(frozen=True, slots=True)
class Ground:
    """What results rest on: the run with the digest of its results, or ('' and None) the record of a moment."""

    standard: str
    run: int | None
    digest: str
    known_at: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a node says of her, for the sentences of a draft."""

    level: str
    number: Fraction | None
    words: Text


Values = Mapping[tuple[str, str], Found]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a report says besides the comment and the works."""

    sections: tuple[Section, ...]
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """One node of her. `shown`: points, or the value of a leaf without any; both empty where there is nothing."""

    shown: str
    level: str
    applies: bool = True


@dataclass(frozen=True, slots=True)
class Results:
    """A standard to be told of each pupil of a class: the run that has it, where there is one."""

    reported: Reported
    standard: Standard
    period: Period
    run: Run | None


def results_for(viewer: Viewer, report: Report, last: date) -> list[Results]:
    """The report's standards as far as the viewer may see single results of them, over their own periods."""
    seen, found = standards_seen(viewer), []
    for reported in report.results:
        if reported.standard not in seen:
            continue
        standard = library().standards[reported.standard]
        try:
            period = period_of_results(standard.name, last)
        except RunError:
            continue
        runs = Run.objects.visible_to(viewer).filter(standard=standard.name, state="done", what="standard")
        run = runs.filter(first=period.start, last=period.end).order_by("-begun").first()
        found.append(Results(reported, standard, period, run))
    return found


def told_of(results: Results, pupil: int) -> tuple[list[Section], dict[tuple[str, str], Found], Ground | None]:
    """One standard's part of the report; nothing where it does not apply to her or cannot be told of one alone."""
    row = row_of(base_folder(int(results.run.number)), pupil) if results.run is not None else None
    if row is not None and results.run is not None:
        cells = _of_run(row)
        run = results.run
        ground = Ground(results.standard.name, int(run.number), str(run.digests.get("results", "")), int(run.known_at))
    else:
        try:
            live = live_results(results.standard.name, results.period, pupil)
        except MeasureUnsupported:
            return [], {}, None
        cells = of_live(live)
        ground = Ground(results.standard.name, None, "", now())
    if not cells:
        return [], {}, None
    sections = _sections(results, cells, ground)
    return sections, values_of(results.standard, results.standard.name, cells), ground


def _of_run(row: Mapping[str, str | None]) -> dict[str, _Cell]:
    away = set(re.findall(r"\w+", row.get("not_applying") or ""))
    found = {}
    for code, cell in row.items():
        if "." in code or code in ("subject", "level", "missing", "not_applying"):
            continue
        level = row.get("level" if code == TOTAL else f"{code}.level")
        found[code] = _Cell(_trimmed(cell or ""), level or "", code not in away)
    return found


def of_live(live: Evaluation) -> dict[str, _Cell]:
    """Her cells by code; none where the standard does not apply to her."""
    if not live.table.num_rows:
        return {}
    found = {}
    for column in live.columns:
        answer = live.answer_at(0, column)
        shown = answer.shown or ""
        if not column.has_points and answer.value is not None and column.value_type is not None:
            shown = _trimmed(value_text(answer.value, column.value_type))
        known = answer.state == "known"
        found[column.code] = _Cell(shown if known else "", answer.level or "", answer.state != "not_applying")
    return found


def _trimmed(written: str) -> str:
    number = _NUMBER.fullmatch(written)
    return written.rstrip("0").rstrip(".") if number and "." in written else written


def _sections(results: Results, cells: Mapping[str, _Cell], ground: Ground) -> list[Section]:
    root, show = results.standard.root, results.reported.show
    note = _note(results.period, ground)
    if show == "values":
        parts = [Section(part.title, tuple(value_lines(results.standard, part, cells)), note) for part in root.parts]
        return [part for part in parts if part.lines]
    lines = [_graded(node, OVERALL if node is root else node.title, cells, show) for node in (root, *root.parts)]
    told = tuple(line for line in lines if line)
    if all(line.value == NOT_APPLYING for line in told):
        return []  # why it does not apply may be nobody's business
    return [Section(results.standard.title, told, note)]


def _note(period: Period, ground: Ground) -> Text:
    years = Text(period.label.replace("-", "—"), period.label.replace("-", "–"))
    at = moment_shown(ground.known_at)
    return Text(f"{years.zh}，按 {at} 的记录", f"{years.en}, on the record of {at}")


def _graded(node: StandardNode, title: Text, cells: Mapping[str, _Cell], show: str) -> Line | None:
    """A level in words; points where the pack wants them and there is no level. A profile has no total to tell."""
    cell = cells.get(node.code)
    graded = node.combine != "profile" if node.parts else node.scale is not None
    if cell is None or not graded or not (node.levels or show == "points"):
        return None
    if not cell.applies:
        return Line(title, NOT_APPLYING)
    if not cell.shown:
        return Line(title, TOO_FEW)
    return Line(title, _words(node, cell))


def _words(node: StandardNode, cell: _Cell) -> Text:
    known = {level.code: level.title for level in node.levels}
    return known.get(cell.level) or Text(f"{cell.shown}{POINTS.zh}", f"{cell.shown}{POINTS.en}")


def value_lines(standard: Standard, part: StandardNode, cells: Mapping[str, _Cell]) -> Iterable[Line]:
    """The leaves under a node of which something is known, each value with its unit."""
    for node in _leaves(part):
        cell = cells.get(node.code)
        if node.scale is None and cell is not None and cell.shown:
            yield Line(node.title, _value(standard, node, cell.shown))


def _leaves(node: StandardNode) -> Iterable[StandardNode]:
    if not node.parts:
        yield node
    for part in node.parts:
        yield from _leaves(part)


def _value(standard: Standard, node: StandardNode, shown: str) -> Text:
    measure = library().measures.get((node.measure or "", standard.of))
    if measure is not None and isinstance(measure.value, OtherResult) and measure.type.kind is Kind.CODE:
        title = {level.code: level.title for level in _levels(measure.value.standard)}.get(shown)
        return title or Text(shown, shown)
    unit = unit_word(measure.type.unit if measure is not None else None)
    return Text(f"{shown}{unit.zh}", f"{shown}{unit.en}")


def _levels(standard: str) -> tuple[Level, ...]:
    return library().standards[standard].root.levels


def values_of(standard: Standard, name: str, cells: Mapping[str, _Cell]) -> dict[tuple[str, str], Found]:
    """What sentences may ask: each node that says something, by the standard's name and the node's code."""
    found = {}
    for node in _nodes(standard.root):
        cell = cells.get(node.code)
        if cell is None or not cell.shown:
            continue
        bare = not node.parts and node.scale is None
        words = _value(standard, node, cell.shown) if bare else _words(node, cell)
        number = Fraction(cell.shown) if _NUMBER.fullmatch(cell.shown) else None
        found[name, node.code] = Found(cell.level, number, words)
    return found


def _nodes(node: StandardNode) -> Iterable[StandardNode]:
    yield node
    for part in node.parts:
        yield from _nodes(part)


def as_data(facts: Facts) -> dict[str, Any]:
    """The facts as they are sealed."""
    return {
        "sections": [
            {
                "title": _pair(s.title),
                "note": _pair(s.note),
                "lines": [[_pair(x.title), _pair(x.value)] for x in s.lines],
            }
            for s in facts.sections
        ],
        "grounds": [[g.standard, g.run, g.digest, g.known_at] for g in facts.grounds],
    }


def from_data(data: Mapping[str, Any]) -> Facts:
    """The facts as they were sealed."""
    sections = tuple(
        Section(
            Text(*s["title"]), tuple(Line(Text(*title), Text(*value)) for title, value in s["lines"]), Text(*s["note"])
        )
        for s in data["sections"]
    )
    return Facts(sections, tuple(Ground(*each) for each in data["grounds"]))


def _pair(words: Text) -> list[str]:
    return [words.zh, words.en or words.zh]

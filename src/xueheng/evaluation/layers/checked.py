"""What the check says of a draft: each message at the field it is about, with the line of the base that forbids it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from xueheng.evaluation.layers.editor_plan import EditPlan, number_typed
from xueheng.evaluation.layers.laying import NOT_DECIDED_YET, draft_text, laid
from xueheng.evaluation.layers.written import LayerText, Written, field_name
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.identity.public import Organisation, library
from xueheng.language.public import Issue, LaidLayer, Standard, exactly, node_paths
from xueheng.wording import Text

_THERE = re.compile(r"\s*[（(]([\w./-]+)\.yaml:(\d+)[）)]")
_CODE = re.compile(r"[a-z][a-z0-9_]+")
LONGEST_LINE = 160


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that is wrong: in words, by which rule; and the base's line that forbids it, where one does."""

    words: Text
    rule: str
    where: Text | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """The weights of a node added up as typed, and what they have to make; `total` is empty where one is no number."""

    name: str
    total: str
    wanted: str

    @property
    def right(self) -> bool:
        """Whether it comes out."""
        return self.total == self.wanted


@dataclass(frozen=True, slots=True)
class Checked:
    """The check's answer. `said`: messages by field; those about no single field under ''."""

    said: Mapping[str, tuple[Message, ...]]
    sums: Mapping[str, Sum]
    laid: LaidLayer
    text: LayerText

    @property
    def problems(self) -> int:
        """How many there are."""
        return sum(len(each) for each in self.said.values())

    @property
    def told(self) -> list[tuple[str, Message]]:
        """All of them, each with its field."""
        return [(name, message) for name, found in self.said.items() for message in found]


def checked(layer: SchoolLayer, unit: Organisation, plan: EditPlan, written: Written) -> Checked:
    """A draft with these changes as `./xueheng check` finds it."""
    text = draft_text(layer, unit, written)
    made = laid(layer, unit, text.text)
    said: dict[str, list[Message]] = {}
    for issue in made.issues:
        if issue.rule != NOT_DECIDED_YET:
            said.setdefault(_field(issue, layer.pack, text, plan), []).append(_message(issue, plan.standard))
    return Checked({name: tuple(found) for name, found in said.items()}, dict(_sums(plan, written)), made, text)


def _field(issue: Issue, pack: str, text: LayerText, plan: EditPlan) -> str:
    if issue.place.file != f"{pack}/overlay.yaml":
        return ""
    name = text.fields.get(issue.place.line, "")
    places = {line.said for line in plan.lines} | {line.bands.name for line in plan.lines if line.bands}
    return name if name in plan.fields or name in places else ""


def _message(issue: Issue, standard: Standard) -> Message:
    found = _THERE.search(issue.text.zh)
    where, line = None, ""
    if found is not None:
        line = base_line(found.group(1), int(found.group(2)))
        where = Text(
            f"{standard.title.zh} {standard.version}，第 {found.group(2)} 行",
            f"{standard.title.en or standard.title.zh} {standard.version}, line {found.group(2)}",
        )
    titles = {node.code: node.title for _, node in node_paths(standard.root)}
    zh = _CODE.sub(lambda m: titles[m.group()].zh if m.group() in titles else m.group(), _THERE.sub("", issue.text.zh))
    en = _THERE.sub("", issue.text.en)
    return Message(Text(zh, en), issue.rule, where, line)


@lru_cache(maxsize=512)
def base_line(file: str, line: int) -> str:
    """What stands on a line of a pack in force; '' where the pack is none."""
    *_, pack, name = ("", *file.split("/"))
    if pack not in library().packs:
        return ""
    path = Path(library().packs[pack].folder) / f"{name}.yaml"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    found = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return found if len(found) <= LONGEST_LINE else f"{found[:LONGEST_LINE]}…"


def _sums(plan: EditPlan, written: Written) -> Iterator[tuple[str, Sum]]:
    for path, node in node_paths(plan.standard.root):
        if node.open is None or not node.open.weigh:
            continue
        typed = written.weights.get(path) or {part.code: exactly(part.weight) for part in node.parts}
        numbers = [number_typed(weight) for weight in typed.values()]
        known = [each for each in numbers if each is not None]
        total = exactly(sum(known, Fraction(0))) if len(known) == len(numbers) else ""
        wanted = exactly(sum((part.weight for part in node.parts), Fraction(0)))
        name = field_name("sum", path)
        yield name, Sum(name, total, wanted)

"""Records in words for a page: whose they are, what they say, where they stand; a fixed number of queries a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xueheng.evidence.catalogue import types_known
from xueheng.evidence.entry_fields import shown_value
from xueheng.evidence.model_records import Record, RecordState
from xueheng.evidence.reading import Shown, shown_records
from xueheng.identity.public import Person, Viewer, names_of, names_on
from xueheng.language.public import Field
from xueheng.shell.public import Status, said
from xueheng.wording import Text
from xueheng.workbooks.public import unit_word

LONGEST_SUMMARY = 80
_WHY = "states of the records on the page"

ACT_WORDS = {
    "fact": Text("记录", "Recorded"),
    "correction": Text("更正", "Corrected"),
    "attestation": Text("审核通过", "Verified"),
    "refusal": Text("退回", "Sent back"),
    "retraction": Text("撤回", "Retracted"),
}
PROVENANCE_WORDS = {
    "form": Text("逐条填写", "a form"),
    "sheet": Text("快记", "a class sheet"),
    "upload": Text("上传表格", "an uploaded workbook"),
    "import": Text("导入", "an import"),
    "api": Text("接口", "another system"),
}
ERASED = Text("（已清除）", "(erased)")
NOT_NAMED = Text("（姓名不对您开放）", "(name not open to you)")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a record as a page shows it."""

    title: Text
    value: Text
    unit: Text
    is_file: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """A record in words."""

    record: Record
    type_title: Text
    subject: str
    unit: str
    recorder: str
    lines: tuple[Line, ...]
    hidden: tuple[Text, ...]
    words: str
    status: Status

    @property
    def number(self) -> int:
        """The record's number."""
        return int(self.record.number)

    @property
    def summary(self) -> str:
        """What it says, in one line."""
        between = said(Text("，", ", "))
        told = between.join(f"{said(line.title)} {said(line.value)}{said(line.unit)}" for line in self.lines)
        return told if len(told) <= LONGEST_SUMMARY else f"{told[: LONGEST_SUMMARY - 1]}…"

    @property
    def act(self) -> Text:
        """What the record is."""
        return ACT_WORDS[self.record.act]

    @property
    def came_by(self) -> Text:
        """How it came."""
        return PROVENANCE_WORDS.get(self.record.provenance, Text(self.record.provenance))


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside records: where the facts stand, and what units and people are called, of these those whose
    names the viewer may read.
    """

    states: Mapping[int, RecordState]
    units: Mapping[int, str]
    people: Mapping[int, str]


def beside(viewer: Viewer, found: Sequence[Record]) -> Beside:
    """What stands beside records that the viewer was given by a rule of sight; three queries."""
    states = RecordState.objects.for_the_programme(_WHY).filter(record__in=[each.number for each in found])
    people = names_known(viewer, {number for each in found for number in (each.subject, each.recorder)})
    units = {number for each in found for number in (each.organisation, each.subject) if number is not None}
    return Beside({state.record_id: state for state in states}, names_on(units - people.keys(), viewer.day), people)


def described(
    viewer: Viewer, found: Sequence[Record], *, with_private: bool = False, around: Beside | None = None
) -> list[Described]:
    """Records that the viewer was given by a rule of sight, in words and in order. `around`: what stands beside them,
    where it was looked up already.
    """
    if not found:
        return []
    shown, around = shown_records(viewer, found, with_private=with_private), around or beside(viewer, found)
    return [_described(each, around) for each in shown]


def names_known(viewer: Viewer, numbers: Iterable[int]) -> dict[int, str]:
    """The names that the viewer may read, of people beside rows that she sees."""
    return names_of(list(Person.objects.visible_to(viewer, act="name").filter(pk__in=set(numbers))))


def _described(shown: Shown, around: Beside) -> Described:
    record, units = shown.record, around.units
    type_ = types_known().get(record.type)
    fields = {field.name: field for field in type_.fields} if type_ else {}
    lines = tuple(line_of(fields[name], value) for name, value in shown.fields.items() if name in fields)
    return Described(
        record=record,
        type_title=type_.title if type_ else Text(record.type),
        subject=around.people.get(record.subject) or units.get(record.subject) or said(NOT_NAMED),
        unit=units.get(record.organisation or 0, ""),
        recorder=around.people.get(record.recorder) or said(NOT_NAMED),
        lines=lines,
        hidden=tuple(fields[name].title for name in shown.hidden if name in fields),
        words=shown.words,
        status=Status("unknown", ERASED) if shown.erased else status_of(record, around.states.get(record.number)),
    )


def line_of(field: Field, value: int | str | bool) -> Line:
    """A field with its value in words."""
    return Line(field.title, shown_value(field, value), unit_word(field.type.unit), field.is_file, field.name)


def status_of(record: Record, state: RecordState | None) -> Status:
    """Where a fact stands: one word, the most telling first."""
    if state is None:
        return Status("unknown", ACT_WORDS[record.act])
    if state.retracted_by is not None:
        return Status("unknown", Text("已撤回", "retracted"))
    if state.corrected_by is not None:
        return Status("unknown", Text("已被更正", "superseded"))
    if state.differs:
        return Status("attention", Text("说法不一，待核实", "sources differ"))
    if state.refused_by is not None:
        return Status("fault", Text("已退回", "sent back"))
    if state.to_verify:
        return Status("going", Text("待审核", "to be verified"))
    if state.attested_by is not None:
        return Status("ok", Text("已审核", "verified"))
    return Status("ok", Text("有效", "stands"))


@dataclass(frozen=True, slots=True)
class Change:
    """A field before and after a correction."""

    title: Text
    before: Text | None
    after: Text | None


def changes_between(before: Described, after: Described) -> list[Change]:
    """What a correction changed, side by side; the day first."""
    found = []
    if before.record.day != after.record.day:
        found.append(Change(Text("日期", "Day"), Text(str(before.record.day)), Text(str(after.record.day))))
    old, new = {line.name: line for line in before.lines}, {line.name: line for line in after.lines}
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if (was and was.value) != (now and now.value):
            title = (now or was or old[name]).title
            found.append(Change(title, _with_unit(was), _with_unit(now)))
    return found


def _with_unit(line: Line | None) -> Text | None:
    return (
        None
        if line is None
        else Text(f"{line.value.zh}{line.unit.zh}", f"{line.value.en or line.value.zh}{line.unit.en}")
    )

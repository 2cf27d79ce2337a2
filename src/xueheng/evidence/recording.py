"""From what a person brings to rows that can be stored: checked, placed, numbered, bound and encrypted. Nothing is
written here but files; see `storing` for the transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xueheng.evidence.catalogue import evidence_type, is_about_person, meaning_of, version_of
from xueheng.evidence.facts import Checked, NewFact, Refused
from xueheng.evidence.files.kept_files import KeptFile, keep_files
from xueheng.evidence.model_records import Record
from xueheng.evidence.moments import moment_upon
from xueheng.evidence.numbers import take_numbers
from xueheng.evidence.payload import Payload, commitment, mark, new_payload, sealed_payloads
from xueheng.evidence.places import Places, places_of
from xueheng.evidence.quick_rows import new_row
from xueheng.evidence.refusals import FieldFault
from xueheng.evidence.stored_values import EPOCH, rule_fault, stored_fields
from xueheng.evidence.type_shapes import shape_of
from xueheng.identity.public import Viewer, may, refused
from xueheng.language.public import EvidenceType, Field
from xueheng.wording import Text

LONGEST_CLIENT = 36
DAY = "day"
"""What the record's own day is called where fields are named; no field may be called so."""


@dataclass(frozen=True)
class Origin:
    """Who records, how it came, in which upload; `corrects`: the record that the fact replaces, and why."""

    by: Viewer
    provenance: str
    batch: int | None = None
    corrects: Record | None = None
    reason: str = ""
    allowed: dict[tuple[str, int | None], bool] = field(default_factory=dict)
    """Where recording was found to be allowed: an origin lasts as long as one check, or one portion of a workbook."""


@dataclass(slots=True)
class Draft:
    """A fact on its way: its row, its payload, its files. `index`: its place among what was brought."""

    index: int
    type_: EvidenceType
    record: Record
    payload: Payload
    files: list[KeptFile] = field(default_factory=list)


@dataclass
class Prepared:
    """What can be stored, what cannot, and where each belongs in the journal."""

    drafts: list[Draft]
    refused: dict[int, Refused]
    streams: dict[int | None, str]

    def part(self, first: int, end: int) -> "Prepared":
        """Of what was brought, that from place `first` up to but not `end`."""
        drafts = [draft for draft in self.drafts if first <= draft.index < end]
        refused = {index: why for index, why in self.refused.items() if first <= index < end}
        streams = {draft.record.organisation: self.streams[draft.record.organisation] for draft in drafts}
        return Prepared(drafts, refused, streams)


def prepare(
    origin: Origin, facts: Sequence[NewFact], *, to_store: bool = True, known: Places | None = None
) -> Prepared:
    """Check every fact and make its row. Raises TypeUnknown, PermissionRefused, FileRefused.

    `to_store` False: only to see what would become of them; their numbers are negative and nothing is encrypted.
    `known`: where all the subjects belong, of facts of one type, where the caller knows it.
    """
    types = {name: evidence_type(name) for name in {fact.type for fact in facts}}
    places = {
        name: known or places_of(type_, (fact.subject for fact in facts if fact.type == name))
        for name, type_ in types.items()
    }
    found = Prepared([], {}, {})
    for index, fact in enumerate(facts):
        unit = _permitted_unit(origin, fact, places[fact.type])
        made = _drafted(index, origin, fact, types[fact.type], places[fact.type], unit)
        if isinstance(made, Refused):
            found.refused[index] = made
        else:
            found.drafts.append(made)
            found.streams[unit] = places[fact.type].stream_of(unit)
    if to_store:
        _bind(found.drafts, moment_upon([origin.corrects] if origin.corrects else []))
    else:
        _identify(found.drafts)
    return found


def _identify(drafts: Sequence[Draft]) -> None:
    """What tells a fact from others, and a number that no record has."""
    for draft in drafts:
        draft.record.number = -1 - draft.index
    _mark(drafts)


def _mark(drafts: Sequence[Draft]) -> None:
    """What makes each fact like others, where an earlier check has not said it."""
    mark((draft.type_, draft.record, draft.payload.fields) for draft in drafts if not draft.record.fingerprint)


def _permitted_unit(origin: Origin, fact: NewFact, places: Places) -> int | None:
    """The unit where the fact belongs, if it may be recorded there. Whoever may not is told nothing of the subject."""
    unit = places.unit_on(fact.subject, fact.day)
    if origin.corrects is not None:
        return unit
    key = fact.type, unit if origin.by.post is not None else fact.subject
    if key not in origin.allowed:
        origin.allowed[key] = _may_record(origin.by, fact, places, unit)
    if not origin.allowed[key]:
        raise refused("records", fact.type)
    return unit


def _may_record(by: Viewer, fact: NewFact, places: Places, unit: int | None) -> bool:
    person = fact.subject
    if unit is not None:
        return may(by, "records", fact.type, unit, person=person)
    known = {each for _, _, each in places.spans.get(fact.subject, ())}
    return any(may(by, "records", fact.type, each, person=person) for each in known)


def _drafted(
    index: int, origin: Origin, fact: NewFact, type_: EvidenceType, places: Places, unit: int | None
) -> Draft | Refused:
    if fact.checked is not None and not fact.files and _holds_still(fact.checked, fact.day, type_, unit, origin.by.day):
        return Draft(index, type_, _row(origin, fact, type_, unit, fact.checked), new_payload(fact.checked.fields))
    kept, fields, faults = _read_fields(origin, fact, type_)
    faults += _day_faults(origin.by.day, fact, type_, places, unit)
    faults += [*_date_faults(origin.by.day, fact, type_, fields, places), *_client_faults(fact)]
    if not faults:
        row = {"day": (fact.day - EPOCH).days, "recorder": origin.by.person, "org": unit}
        broken = rule_fault(type_, fields, row)
        faults += [broken] if broken else []
    if faults:
        return Refused(tuple(faults))
    return Draft(index, type_, _row(origin, fact, type_, unit), new_payload(fields, origin.reason), kept)


def _holds_still(checked: Checked, day: date, type_: EvidenceType, unit: int | None, today: date) -> bool:
    """Whether what an earlier check found would be found again. Types with days among their fields are checked each
    time, for these are held against today and the register.
    """
    if unit is None or day > today or shape_of(type_).dates:
        return False
    return checked.unit == unit and checked.meaning == meaning_of(type_.name)


def _row(
    origin: Origin, fact: NewFact, type_: EvidenceType, unit: int | None, checked: Checked | None = None
) -> Record:
    return new_row(
        Record,
        act="correction" if origin.corrects else "fact",
        type=type_.name,
        type_version=version_of(type_.name),
        subject=fact.subject,
        organisation=unit,
        day=fact.day,
        recorder=origin.by.person,
        post=origin.by.post,
        provenance=origin.provenance,
        batch_id=origin.batch,
        target=origin.corrects.number if origin.corrects else None,
        client=fact.client,
        fingerprint=checked.fingerprint if checked else b"",
        once=checked.once if checked else None,
    )


def _read_fields(
    origin: Origin, fact: NewFact, type_: EvidenceType
) -> tuple[list[KeptFile], dict[str, int | str | bool], list[FieldFault]]:
    """The fields as stored, files put in their place: nobody names a stored file by writing its digest."""
    if not fact.files and not shape_of(type_).takes_files:
        return [], *stored_fields(type_, fact.fields)
    attached = {each.name for each in type_.fields if each.is_file}
    own = {name: value for name, value in fact.fields.items() if name not in attached or origin.corrects}
    faults = [_not_by_hand(each) for each in type_.fields if each.is_file and each.name in fact.fields]
    faults = [] if origin.corrects else faults
    kept, more = keep_files(type_, fact.subject, fact.files)
    for name in attached & set(fact.files):
        own[name] = " ".join(file.plain_digest for file in kept if file.field == name)
    fields, wrong = stored_fields(type_, own)
    return kept, fields, [*faults, *more, *wrong]


def _not_by_hand(field_: Field) -> FieldFault:
    return FieldFault(
        field_.name,
        Text(f"“{field_.title.zh}”要上传文件", f'"{field_.title.en or field_.title.zh}" takes a file'),
        Text("请选择文件。", "Choose a file."),
    )


def _day_faults(today: date, fact: NewFact, type_: EvidenceType, places: Places, unit: int | None) -> list[FieldFault]:
    """The record's own day: not to come, and a day on which the subject was there."""
    if fact.day > today:
        return [_to_come(DAY, Text("日期", "the day"), fact.day)]
    if unit is not None:
        return []
    first = places.known_from(fact.subject)
    kind = Text("在册", "enrolled or employed") if is_about_person(type_) else Text("存在", "in existence")
    if first is not None and fact.day < first:
        reason = Text(
            f"日期 {fact.day} 早于{kind.zh}之日 {first}", f"{fact.day} is before {first}, the first day {kind.en}"
        )
    else:
        reason = Text(f"{fact.day} 这一天不{kind.zh}", f"on {fact.day} the subject was not {kind.en}")
    return [FieldFault(DAY, reason, Text("请核对日期和对象。", "Check the day and whom it is about."))]


def _date_faults(
    today: date, fact: NewFact, type_: EvidenceType, fields: Mapping[str, object], places: Places
) -> list[FieldFault]:
    """Date fields tell of what was done: not of days to come, nor of days before the subject was there."""
    dates = shape_of(type_).dates
    first = places.known_from(fact.subject) if dates else None
    faults = []
    for each in dates:
        value = fields.get(each.name)
        if not isinstance(value, int):
            continue
        if value > (today - EPOCH).days:
            faults.append(_to_come(each.name, each.title, date.fromordinal(EPOCH.toordinal() + value)))
        elif first is not None and value < (first - EPOCH).days:
            faults.append(
                FieldFault(
                    each.name,
                    Text(
                        f"“{each.title.zh}”早于在册之日 {first}",
                        f'"{each.title.en or each.title.zh}" is before {first}',
                    ),
                    Text("请核对日期。", "Check the day."),
                )
            )
    return faults


def _to_come(name: str, title: Text, day: date) -> FieldFault:
    return FieldFault(
        name,
        Text(f"“{title.zh}”{day} 还没有到", f"{title.en or title.zh}: {day} is still to come"),
        Text("只能记已经发生的事，请改日期。", "Only what has happened is recorded: change the day."),
    )


def _client_faults(fact: NewFact) -> list[FieldFault]:
    if fact.client is None or (0 < len(fact.client) <= LONGEST_CLIENT and fact.client.isprintable()):
        return []
    return [
        FieldFault(
            "",
            Text(f"发送编号应为 1–{LONGEST_CLIENT} 个字符", f"the sender's id takes 1 to {LONGEST_CLIENT} characters"),
            Text("请刷新页面再填。", "Reload the page."),
        )
    ]


def _bind(drafts: Sequence[Draft], moment: int) -> None:
    """Number, time, fingerprints, commitment and encryption of every row."""
    for draft, number in zip(drafts, take_numbers(len(drafts)), strict=True):
        record = draft.record
        record.number, record.recorded_at = number, moment
    _mark(drafts)
    for draft in drafts:
        draft.record.commitment = commitment(draft.record, draft.payload)
    for draft, sealed in zip(drafts, sealed_payloads([(d.record, d.payload) for d in drafts]), strict=True):
        draft.record.payload = sealed

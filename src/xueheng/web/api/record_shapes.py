"""The forms of records: as they are sent, and as they are shown."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from xueheng.evidence.public import MOST_AT_ONCE
from xueheng.web.api.shapes import Day, FieldProblem, Name, Number, NumberText, Sent, Value, Words

FieldName = Annotated[str, Field(min_length=1, max_length=80)]
Client = Annotated[
    str,
    Field(
        min_length=1, max_length=36, pattern="^[!-~]+$",
        description="发送方自己的编号：重发只存一次。 The sender's own id: sent twice, stored once.",
    ),
]  # fmt: skip


class NewRecord(Sent):
    """要记的一条；fields 按记录类型的写法。 A fact to record; fields by its type's schema."""

    type: Name
    subject: Number
    day: Day
    fields: dict[FieldName, Value] = Field(max_length=200)
    client: Client | None = None


class NewRecords(Sent):
    """一次发的多条，各有结果。 Facts to record in one sending; each has its outcome."""

    records: list[NewRecord] = Field(min_length=1, max_length=MOST_AT_ONCE)


class NewCorrection(Sent):
    """更正后的全部项目和原因。 All fields as they should have been, and why."""

    fields: dict[FieldName, Value] = Field(max_length=200)
    reason: str = Field(min_length=1, max_length=200)
    day: Day | None = None
    client: Client | None = None


class NewRetraction(Sent):
    """撤回的原因。 Why the fact is taken back."""

    reason: str = Field(min_length=1, max_length=200)


class NewAttestation(Sent):
    """审核通过，可写意见。 That the fact is verified, with a remark."""

    remark: str = Field("", max_length=200)


class NewRefusal(Sent):
    """退回的原因，记录人会看到。 Why the fact is sent back; its recorder reads it."""

    reason: str = Field(min_length=1, max_length=200)


class Outcome(BaseModel):
    """一条的结果：stored 新存；stored_before 同一发送编号以前存过；rejected 没有存。

    What became of one fact: stored anew, stored before under the same sender's id, or rejected.
    """

    index: int
    outcome: Literal["stored", "stored_before", "rejected"]
    record: NumberText | None
    same_as: NumberText | None
    differs: bool
    errors: list[FieldProblem]


class Outcomes(BaseModel):
    """各条的结果，按所发次序。 What became of each fact, in order."""

    stored: int
    stored_before: int
    rejected: int
    items: list[Outcome]


class Made(BaseModel):
    """新记录的编号。 The number of the record that was made."""

    record: NumberText


class Stored(BaseModel):
    """现在存着这件事的记录。 The record that holds the fact now."""

    record: NumberText
    outcome: Literal["stored", "stored_before"]
    same_as: NumberText | None
    differs: bool


class RecordState(BaseModel):
    """记录的状态：被谁更正、审核、退回、撤回。 Where a fact stands, and by which records."""

    stands: bool
    to_verify: bool
    differs: bool
    corrected_by: NumberText | None
    attested_by: NumberText | None
    refused_by: NumberText | None
    retracted_by: NumberText | None


class RecordShown(BaseModel):
    """一条记录；fields 里的数是准确的小数，units 说单位。 A record; numbers in fields are exact, units says of what."""

    number: NumberText
    act: Literal["fact", "correction", "attestation", "refusal", "retraction"]
    type: str
    type_version: str
    subject: NumberText
    organisation: NumberText | None
    day: date
    recorder: NumberText | None
    provenance: str
    target: NumberText | None
    recorded_at: str = Field(description="UTC，微秒。 In UTC, to the microsecond.")
    fields: dict[str, str | bool]
    units: dict[str, str]
    hidden: list[str] = Field(description="不能看的项目。 Fields that may not be read.")
    words: str
    erased: bool
    state: RecordState | None


class RecordsShown(BaseModel):
    """记录列表的一部分；下次用 as_of 作 changed_since。 A portion of the records; as_of is the next changed_since."""

    items: list[RecordShown]
    next: str | None
    as_of: str


class FileField(BaseModel):
    """收文件的项目：收哪些格式，最多几份。 A field of files: which kinds it takes, and how many."""

    name: str
    title: Words
    kinds: list[str] = Field(description="空的：都收。 Empty: all that can be kept.")
    most: int
    needed: bool
    private: bool


class TypeShown(BaseModel):
    """记录类型；fields_schema 是 fields 的 JSON Schema。 A record type with the JSON Schema of its fields."""

    name: str
    title: Words
    version: str
    about: str
    verified: bool
    once_per: list[str]
    fields_schema: dict[str, Any]
    files: list[FileField]


class Types(BaseModel):
    """任职可看可记的类型。 The record types that the post may see or record."""

    items: list[TypeShown]

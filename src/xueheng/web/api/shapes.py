"""The forms of what goes over the interface: numbers of things as text, exact numbers as text, nothing unknown."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

MOST_ROWS, ROWS = 200, 50
NUMBER_PATTERN = "^[1-9][0-9]{0,18}$"
_LARGEST = 2**63 - 1
_NUMBER = {"type": "string", "pattern": NUMBER_PATTERN, "maxLength": 19}


def _number(value: object) -> int:
    text = value if isinstance(value, str) else ""
    if not (
        text.isascii() and text.isdigit() and len(text) <= 19 and not text.startswith("0") and int(text) <= _LARGEST
    ):
        raise ValueError("number")
    return int(text)


def _day(value: object) -> object:
    """A day as 2025-11-03 and in no other way."""
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError("day")
    return date.fromisoformat(value)


Number = Annotated[int, BeforeValidator(_number), WithJsonSchema(_NUMBER)]
"""The number of a thing: 63 bits, which JSON numbers do not hold everywhere; so it is text."""
NumberText = Annotated[str, Field(pattern=NUMBER_PATTERN)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Name = Annotated[str, Field(min_length=1, max_length=81, pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
Value = Annotated[
    str | bool | int | Decimal | None,
    WithJsonSchema({"type": ["string", "boolean", "number", "null"]}),
]
"""A field's value: see the record type's own schema."""


class Sent(BaseModel):
    """What is sent: nothing that is not named here."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Paging(Schema):
    """列表的一部分。 A portion of a list."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(ROWS, ge=1, le=MOST_ROWS, description="几行，最多 200。 How many rows, at most 200.")
    after: str | None = Field(
        None, pattern=r"^[0-9]{1,19}(\.[0-9]{1,19})?$",
        description="上一份回答里的 next。 The `next` of the answer before.",
    )  # fmt: skip


class Words(BaseModel):
    """两种语言的文字。 A text in both languages."""

    zh: str
    en: str


class Problem(BaseModel):
    """RFC 9457 的问题说明，中英两份。 Problem details in both languages."""

    type: str
    title: str
    title_en: str
    status: int
    detail: str
    detail_en: str
    remedy: str
    remedy_en: str
    code: str
    id: str = Field(description="告诉系统管理员的编号。 What to tell the administrator.")
    errors: list["FieldProblem"]


class FieldProblem(BaseModel):
    """一处问题和办法。 What is wrong with one field, and what to do."""

    pointer: str = Field(description="JSON Pointer，指向所发内容。 Into what was sent (RFC 6901).")
    field: str
    reason: str
    reason_en: str
    remedy: str
    remedy_en: str


class Unit(BaseModel):
    """单位，今天的情况。 A unit as it is today."""

    number: NumberText
    kind: str
    code: str
    name: str
    parent: NumberText | None
    attributes: dict[str, Any]
    founded: date
    closed: date | None


class Units(BaseModel):
    """单位列表的一部分。 A portion of the units."""

    items: list[Unit]
    next: str | None


class PersonShown(BaseModel):
    """人员，不含敏感信息；class 为学生今天的班级。 A person, nothing sensitive; class: a pupil's today."""

    model_config = ConfigDict(populate_by_name=True)
    number: NumberText
    name: str
    class_: NumberText | None = Field(alias="class")


class People(BaseModel):
    """人员列表的一部分。 A portion of the people."""

    items: list[PersonShown]
    next: str | None


class PersonSearch(Sent):
    """谁有这个号码，如学籍号 pupil。 Who has this number of a kind, as pupil."""

    kind: str = Field(min_length=1, max_length=20, pattern="^[a-z_]+$")
    value: str = Field(min_length=1, max_length=40)


class PersonMatches(BaseModel):
    """管辖范围内有此号码的人。 Those within sight who have it."""

    items: list[PersonShown]


class EnrolmentShown(BaseModel):
    """学籍：从哪天到哪天在哪个班；to 为 null 即至今。 A pupil in a class from a day to a day; to null: no end."""

    model_config = ConfigDict(populate_by_name=True)
    number: NumberText
    pupil: NumberText
    class_: NumberText = Field(alias="class")
    status: str
    seat: int | None
    from_: date = Field(alias="from")
    to: date | None


class Enrolments(BaseModel):
    """学籍列表的一部分。 A portion of the enrolments."""

    items: list[EnrolmentShown]
    next: str | None

"""The forms of runs, results and standards."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from xueheng.web.api.shapes import NumberText, Words

StandardName = Annotated[
    str,
    Field(max_length=120, pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", description="业务包.标准。 pack.standard."),
]


class RunShown(BaseModel):
    """评价批次：标准、周期、快照和摘要。 A run: its standard, period, snapshot and digests."""

    number: NumberText
    standard: str
    version: str
    period: str
    first: date
    last: date
    state: str
    known_at: str
    snapshot: str
    digests: dict[str, str]
    subjects: int
    ended: str | None


class Runs(BaseModel):
    """批次列表的一部分。 A portion of the runs."""

    items: list[RunShown]
    next: str | None


class RunResult(BaseModel):
    """批次里一个对象的各项结果；没有结果为 null。 What a run published of one subject, by column."""

    run: NumberText
    subject: NumberText
    results: dict[str, str | None]


class NodeResult(BaseModel):
    """一项指标：shown 为公布的数，points 为准确值，可为分数。 An indicator: as published, and its exact points."""

    code: str
    leaf: bool
    state: Literal["known", "missing", "not_applying"]
    shown: str | None
    points: str | None
    level: str | None


class LiveResult(BaseModel):
    """此刻按记录算出的结果。 What the record says of a subject at this moment."""

    subject: NumberText
    standard: str
    version: str
    period: str
    first: date
    last: date
    nodes: list[NodeResult]


class StandardShown(BaseModel):
    """标准概要。 A standard in brief."""

    name: str
    title: Words
    version: str
    of: str


class Standards(BaseModel):
    """现行标准。 The standards in force."""

    items: list[StandardShown]


class StandardTree(BaseModel):
    """标准全文：各指标逐层列出，数为准确的文字。 A standard whole: its nodes depth first, numbers as exact text."""

    format: str
    standard: dict[str, Any]
    subject: dict[str, Any]
    groups: list[dict[str, Any]]
    nodes: list[dict[str, Any]]

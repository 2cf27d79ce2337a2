"""Record types, standards, runs and results over the interface."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from xueheng.evaluation.public import Run
from xueheng.identity.public import viewer_of
from xueheng.web.api.definition_shapes import (
    LiveResult,
    RunResult,
    Runs,
    RunShown,
    StandardName,
    Standards,
    StandardTree,
)
from xueheng.web.api.lists import portion
from xueheng.web.api.needs import reading
from xueheng.web.api.record_shapes import Types, TypeShown
from xueheng.web.api.results_shown import (
    live_result,
    run_of,
    run_result,
    runs_shown,
    standard_tree,
    standards_shown,
)
from xueheng.web.api.shapes import Name, Number, Paging
from xueheng.web.api.type_schemas import type_named, type_shown, types_for

types = Router(tags=["记录类型 Record types"])
results = Router(tags=["结果与标准 Results and standards"])
RESULTS, STANDARDS = "results:read", "standards:read"


class RunsAsked(Paging):
    """要哪些批次。 Which runs."""

    standard: StandardName | None = Field(None, description="哪个标准。 Of which standard.")


class LiveAsked(Schema):
    """要哪个周期的。 Of which period."""

    period: str | None = Field(
        None,
        min_length=1,
        max_length=40,
        description="评价周期，如 2025-2026；默认现在的。 The period; the present one.",
    )


@types.get("/evidence-types", **reading(None, Types, "api_types", ("可看可记的记录类型", "Record types for the post")))
def every_type(request: HttpRequest) -> Any:
    return {"items": [type_shown(type_) for type_ in types_for(viewer_of(request))]}


@types.get("/evidence-types/{name}", **reading(None, TypeShown, "api_type", ("一种记录", "One record type")))
def one_type(request: HttpRequest, name: Name) -> Any:
    return type_named(name)


@results.get("/runs", **reading(RESULTS, Runs, "api_runs", ("评价批次列表", "Runs within sight")))
def runs(request: HttpRequest, asked: Query[RunsAsked]) -> Any:
    found = Run.objects.visible_to(viewer_of(request))
    if asked.standard is not None:
        found = found.filter(standard=asked.standard)
    rows, next_ = portion(found, asked)
    return {"items": runs_shown(rows), "next": next_}


@results.get("/runs/{number}", **reading(RESULTS, RunShown, "api_run", ("一个评价批次", "One run")))
def run(request: HttpRequest, number: Number) -> Any:
    return runs_shown([run_of(viewer_of(request), number)])[0]


@results.get(
    "/runs/{number}/results/{subject}",
    **reading(RESULTS, RunResult, "api_run_result", ("一个对象在批次里的结果", "One subject's results in a run")),
)
def result(request: HttpRequest, number: Number, subject: Number) -> Any:
    return run_result(viewer_of(request), number, subject)


@results.get(
    "/subjects/{number}/results/{standard}",
    **reading(RESULTS, LiveResult, "api_live_result", ("一个对象此刻的结果", "One subject's results at this moment")),
)
def live(request: HttpRequest, number: Number, standard: StandardName, asked: Query[LiveAsked]) -> Any:
    return live_result(viewer_of(request), standard, asked.period, number)


@results.get("/standards", **reading(STANDARDS, Standards, "api_standards", ("评价标准列表", "The standards in force")))
def standards(request: HttpRequest) -> Any:
    return {"items": standards_shown()}


@results.get(
    "/standards/{name}",
    **reading(STANDARDS, StandardTree, "api_standard", ("一个标准的全部内容", "One standard whole")),
)
def standard(request: HttpRequest, name: StandardName) -> Any:
    return standard_tree(name)

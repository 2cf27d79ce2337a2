"""Examples of the evaluation: a layer, a run without results, and what a run keeps besides, written for one unit."""

import json
from datetime import date
from pathlib import Path

import pyarrow as pa

from xueheng.evaluation.core.public import write_parquet
from xueheng.evaluation.distributions.counting import COUNTS, SCHEMA
from xueheng.evaluation.kept_results import base_folder
from xueheng.evaluation.model_layers import SchoolLayer
from xueheng.evaluation.public import Run
from xueheng.evaluation.requirements.keeping import KEPT
from xueheng.trust.public import now

REQUIREMENT = "total"
"""The requirement that the addresses' examples name."""


def finished_run(unit: int) -> int:
    """A run of a unit without results."""
    made = Run.objects.create(
        standard="fitness.national", version="1.0.0", window="school_year", label="2025-2026",
        first=date(2025, 9, 1), last=date(2026, 8, 31), state="done", snapshot=1, snapshot_digest="0" * 64,
        known_at=now(), begun=now(), organisation=unit,
    )  # fmt: skip
    return int(made.number)


def sent_layer(school: int, person: int) -> int:
    """A layer of a school, under review."""
    made = SchoolLayer.objects.create(
        organisation=school, standard="student.primary", version="1.0.0", digest="0" * 64, text="changes: {}\n",
        state="sent", begun_by=person, edited_by=person, begun=now(), changed=now(),
    )  # fmt: skip
    return int(made.number)


def with_counts(run: int, unit: int) -> int:
    """Counts of one unit."""
    rows = [("school", unit, "", 0, "total", level, count, False) for level, count in (("good", 30), ("pass", 20))]
    cells = [pa.array(cells, field.type) for cells, field in zip(zip(*rows, strict=True), SCHEMA, strict=True)]
    write_parquet(pa.Table.from_arrays(cells, schema=SCHEMA), _folder(run) / COUNTS)
    return run


def with_requirement(run: int, unit: int) -> int:
    """As a run of a standard of units, with one requirement that the unit meets."""
    Run.objects.for_the_programme("an example").filter(pk=run).update(standard="balance.school_standard")
    node = {"code": REQUIREMENT, "title": {"zh": "样例要求", "en": "Example"}, "depth": 0, "leaf": True}
    subject = {"unit": unit, "pair": "", "cells": {REQUIREMENT: {"state": "met", "value": "true"}}}
    told = {"by": "", "nodes": [node], "subjects": [subject]}
    (_folder(run) / KEPT).write_text(json.dumps(told), "utf-8")
    return run


def _folder(run: int) -> Path:
    folder = base_folder(run)
    folder.mkdir(parents=True, exist_ok=True)
    return folder

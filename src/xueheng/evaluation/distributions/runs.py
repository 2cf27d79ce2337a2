"""Where distributions begin: the last finished run of each standard, as the post sees it."""

from typing import Any

from django.db.models import Max
from django.urls import reverse

from xueheng.evaluation.model_runs import STANDARD, Run
from xueheng.evaluation.run_tables import RunTold, told
from xueheng.identity.public import Viewer, library
from xueheng.shell.public import Column, Table, moment
from xueheng.wording import Text


def runs_with_groups(viewer: Viewer) -> Any:
    """The runs, one a standard and period."""
    grouped = [name for name, standard in library().standards.items() if standard.groups]
    rows = Run.objects.visible_to(viewer).filter(what=STANDARD, state="done", standard__in=grouped)
    last = rows.order_by().values("standard", "label").annotate(last=Max("begun")).values("last")
    return rows.filter(begun__in=last)


def _address(row: RunTold) -> str:
    return reverse("run_distributions", args=[row.number])


RUNS_WITH_GROUPS = Table(
    "distributions",
    Text("分布", "Distributions"),
    (
        Column("standard", Text("标准", "Standard"), lambda row: row.title, link=_address),
        Column("period", Text("周期", "Period"), lambda row: row.run.label),
        Column("known", Text("按何时的记录", "Record as of"), lambda row: moment(row.run.known_at)),
        Column("begun", Text("算出", "Computed"), lambda row: moment(row.run.begun), order=("begun",), on_phone=False),
    ),
    ("-begun",),
    key="number",
    prepare=told,
    empty=Text(
        "还没有算完的评价批次。区县的数据统计岗开始一个批次，算完后这里就有。",
        "No run is finished yet. The district's statistics officer makes one.",
    ),
    holds_personal_data=False,
)  # fmt: skip

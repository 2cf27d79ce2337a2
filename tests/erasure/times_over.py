"""Records whose time is over beside others whose time is not, over a server's own databases and files."""

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from xueheng.evidence.public import (
    IncomingFile,
    append_record,
    correct_record,
    current_fields,
    latest_snapshot,
    records,
    take_snapshot,
)
from xueheng.identity.public import (
    EnrolmentRow,
    NewOrganisation,
    NewPerson,
    add_person,
    enrol_many,
    found_organisation,
    programme_viewer,
    pupil_leaves,
    today,
)
from xueheng.identity.tests.authority import FOUNDED, authority
from xueheng.shell.jobs.runner import run_one
from xueheng.shell.models import Job
from xueheng.shell.public import start_job
from xueheng.trust.public import in_ranges, ledger_file, read_ledger, sweep_is_due, verify_journal
from xueheng.web.nightly import EXPIRE
from xueheng.web.running import may_go_on

KNOWN = "times_over.json"
LONG_AGO, GONE_SINCE, CAME = timedelta(days=3 * 366), timedelta(days=400), timedelta(days=4 * 366)
"""Observations are kept for a year after the pupil left, exemptions for one after the school year's end."""
_PAPER = b"%%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Title (%s) >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%%%EOF\n"


def fill_old() -> dict[str, Any]:
    """Two pupils with observations, one of whom left long ago; two exemptions with papers, an old one and a new one."""
    place, by, day = authority(), programme_viewer(), today()
    room = NewOrganisation(
        "class", "91-old", "四（9）班", places={"administrative": place.units["primary"]}, attributes={"grade": "14"}
    )
    number = found_organisation(by, room, FOUNDED)
    girls = {word: add_person(by, NewPerson(f"示例{word}", "female")).number or 0 for word in ("gone", "stays")}
    came = enrol_many(by, [EnrolmentRow(girl, number, day - CAME) for girl in girls.values()])
    assert not [one.problem for one in came if one.problem]
    made = {word: _observed(girl, day - GONE_SINCE - timedelta(days=30)) for word, girl in girls.items()}
    made["corrected"] = correct_record(
        by, made["gone"], fields={"habit": "labour", "level": "outstanding"}, reason="写错了人"
    )
    made["old_paper"] = _exempted(girls["stays"], day - LONG_AGO, b"old paper")
    made["new_paper"] = _exempted(girls["stays"], day, b"new paper")
    take_snapshot(by)
    pupil_leaves(by, girls["gone"], day - GONE_SINCE, "转学")
    _copy_of_an_upgrade()
    told = {"made": made, "sealed": {word: _sealed(one) for word, one in made.items()}}
    _beside().write_text(json.dumps(told), "utf-8")
    return told


def _observed(pupil: int, day: date) -> int:
    return append_record(
        programme_viewer(), type="student.observation", subject=pupil, day=day,
        fields={"habit": "conduct", "level": "steady", "seen_case": "示例的事例"},
    )  # fmt: skip


def _exempted(pupil: int, day: date, words: bytes) -> int:
    return append_record(
        programme_viewer(), type="fitness.exemption", subject=pupil, day=day, fields={"kind": "illness"},
        files={"certificate": [IncomingFile("证明.pdf", _PAPER % words)]},
    )  # fmt: skip


def _sealed(number: int) -> str:
    return bytes(_record(number).payload).hex()


def _record(number: int) -> Any:
    return records(programme_viewer()).get(pk=number)


def _copy_of_an_upgrade() -> None:
    """The record as it was before an upgrade, as a start leaves it."""
    for folder in (settings.PLACES.folder, settings.PLACES.secrets):
        copy = Path(folder) / "before-upgrade" / "1"
        copy.mkdir(parents=True)
        for path in Path(folder).glob("*.sqlite3*"):
            (copy / path.name).write_bytes(path.read_bytes())


def look_old() -> dict[str, Any]:
    """What is still said by each record, in which snapshots, and what the job and the ledger tell."""
    told = json.loads(_beside().read_text("utf-8"))["made"]
    snapshot, job = latest_snapshot(), Job.objects.filter(kind=EXPIRE).order_by("-created").first()
    ledger = read_ledger(ledger_file())
    return {
        "said": {word: len(bytes(_record(number).payload)) > 0 for word, number in told.items()},
        "opened": current_fields(programme_viewer(), _record(told["stays"])).get("seen_case"),
        "papers": sum(path.is_file() for path in Path(settings.PLACES.attachments).rglob("*")),
        "digests": snapshot is not None and snapshot.taken_digest != snapshot.digest,
        "job": [job.state, job.result] if job is not None else None,
        "ledger": sorted(number for line in ledger for number in in_ranges(line.records)),
        "journal": [finding.kind for finding in verify_journal().findings],
    }


def _beside() -> Path:
    return Path(settings.PLACES.folder).parent / KNOWN


def night() -> dict[str, Any]:
    """The night's work, by the runner as it runs beside the requests; what the job says."""
    start_job(programme_viewer(), EXPIRE, {})
    while run_one(may_go_on):
        pass
    job = Job.objects.filter(kind=EXPIRE).order_by("-created")[0]
    return {"state": job.state, "said": job.said, "result": job.result, "due": sweep_is_due()}


STEPS: Mapping[str, Callable[..., Any]] = {"fill_old": fill_old, "look_old": look_old, "night": night}

"""Checking and storing another program's roster as background work, under the post that brought it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse

from xueheng.identity.public import check_roster, programme_viewer, store_roster, viewer_for
from xueheng.shell.public import JobHandle, declare_job
from xueheng.wording import Text

CHECK, STORE = "check_roster", "store_roster"


def _run(act: Callable[..., Any], handle: JobHandle, arguments: Mapping[str, object]) -> dict[str, object]:
    number = int(str(arguments["import"]))
    viewer = programme_viewer() if handle.person is None else viewer_for(handle.person, handle.post)
    act(viewer, number, handle.progress)
    return {"import": number}


def _check(handle: JobHandle, arguments: Mapping[str, object]) -> dict[str, object]:
    return _run(check_roster, handle, arguments)


def _store(handle: JobHandle, arguments: Mapping[str, object]) -> dict[str, object]:
    return _run(store_roster, handle, arguments)


def _address(result: Mapping[str, object]) -> str:
    return reverse("roster", args=[result["import"]])


declare_job(CHECK, Text("核对 OneRoster 名册", "Checking a roster"), _check, _address)
declare_job(STORE, Text("OneRoster 名册入库", "Storing a roster"), _store, _address)

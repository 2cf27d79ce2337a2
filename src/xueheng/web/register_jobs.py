"""Checking and storing a register as background work, under the post that brought it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse

from xueheng.identity.public import (
    Viewer,
    check_register,
    forget_old_imports,
    programme_viewer,
    store_register,
    viewer_for,
)
from xueheng.shell.public import JobHandle, declare_job, start_job
from xueheng.wording import Text

CHECK, STORE = "check_register", "store_register"


def begin(viewer: Viewer, kind: str, number: int) -> int:
    """Put the work in the queue; the job's number."""
    return start_job(viewer, kind, {"import": number})


def _run(act: Callable[..., Any], handle: JobHandle, arguments: Mapping[str, object]) -> dict[str, object]:
    number = int(str(arguments["import"]))
    viewer = programme_viewer() if handle.person is None else viewer_for(handle.person, handle.post)
    act(viewer, number, handle.progress)
    return {"import": number}


def _check(handle: JobHandle, arguments: Mapping[str, object]) -> dict[str, object]:
    found = _run(check_register, handle, arguments)
    forget_old_imports(programme_viewer())  # each new file sees the old ones off
    return found


def _store(handle: JobHandle, arguments: Mapping[str, object]) -> dict[str, object]:
    return _run(store_register, handle, arguments)


def _address(result: Mapping[str, object]) -> str:
    return reverse("import", args=[result["import"]])


declare_job(CHECK, Text("核对名册", "Checking a register"), _check, _address)
declare_job(STORE, Text("名册入库", "Storing a register"), _store, _address)

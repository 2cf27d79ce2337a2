"""Carrying an erasure out as background work, and what is looked after every night."""

from collections.abc import Mapping

from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.identity.public import (
    Viewer,
    carry_out_erasure,
    erasures_left,
    programme_viewer,
    viewer_for,
)
from xueheng.shell.public import JobHandle, declare_job, job_under_way, start_job
from xueheng.web.erasing import ERASERS
from xueheng.wording import Text

ERASE = "erase_person"


def begin(viewer: Viewer, number: int) -> int:
    """Put an approved erasure in the queue; the job's number."""
    return start_job(viewer, ERASE, {"erasure": number})


def begin_what_was_left() -> None:
    """Approved erasures whose work was broken off go on, under the programme: their approval stands."""
    if job_under_way(ERASE):
        return
    for number in erasures_left():
        begin(programme_viewer(), number)


def _erase(handle: JobHandle, arguments: Mapping[str, object]) -> dict[str, object]:
    """Not to be stopped half way: what was begun is carried to its end, or goes on by itself later."""
    number = int(str(arguments["erasure"]))

    def told(done: int, total: int, said: Text) -> None:
        handle.tell(done=done, total=total, said={"zh": said.zh, "en": said.en})

    carry_out_erasure(_viewer(handle), number, ERASERS, told)
    return {"erasure": number}


def _viewer(handle: JobHandle) -> Viewer:
    """Who approved it; the programme where that post has ended meanwhile: the approval was given."""
    if handle.person is None:
        return programme_viewer()
    try:
        return viewer_for(handle.person, handle.post)
    except XuehengError:
        return programme_viewer()


def _address(result: Mapping[str, object]) -> str:
    return reverse("erasure", args=[result["erasure"]])


declare_job(ERASE, Text("清除个人信息", "Erasing a person"), _erase, _address)

"""The long works of an upload, as the jobs' runner runs them: under the post of whoever began them."""

from collections.abc import Callable, Mapping

from django.db import DatabaseError, transaction
from django.urls import reverse

from xueheng.evidence.actions.check_upload import check_upload
from xueheng.evidence.actions.return_upload import make_return
from xueheng.evidence.actions.store_upload import store_upload
from xueheng.evidence.actions.withdraw_upload import withdraw_upload
from xueheng.evidence.intake.uploads import Progress, batch_of
from xueheng.evidence.model_batches import Batch
from xueheng.identity.public import Viewer, viewer_for
from xueheng.shell.public import JobHandle, declare_job, start_job, storage_fault
from xueheng.wording import Text

CHECK, STORE, WITHDRAW, RETURN = "upload", "upload_store", "upload_withdraw", "upload_return"
TITLES = {
    CHECK: Text("核对上传的表格", "Checking a workbook"),
    STORE: Text("上传的表格入库", "Storing a workbook"),
    WITHDRAW: Text("撤回一次上传", "Taking an upload back"),
    RETURN: Text("写带批注的原表", "Marking the workbook"),
}
SMALL = 5_000
"""Rows of a workbook that comes back marked without being asked for."""
Arguments = Mapping[str, object]


def begin(by: Viewer, kind: str, number: int, **more: object) -> int:
    """The number of a job of this kind for the viewer's own upload. Raises UploadUnknown."""
    batch = batch_of(by, number)
    with transaction.atomic():
        job = start_job(by, kind, {"batch": str(number), **more})
        said = {**batch.said, "job": str(job)}
        Batch.objects.visible_to(by).filter(pk=number).update(said=said)
    return job


def _check(by: Viewer, number: int, progress: Progress, arguments: Arguments) -> None:
    batch = check_upload(by, number, progress)
    if batch.rejected and batch.received <= SMALL:
        make_return(by, number, progress)


def _store(by: Viewer, number: int, progress: Progress, arguments: Arguments) -> None:
    store_upload(by, number, progress, corrections=arguments.get("corrections") is True)


def _withdraw(by: Viewer, number: int, progress: Progress, arguments: Arguments) -> None:
    withdraw_upload(by, number, reason=str(arguments.get("reason", "")), progress=progress)


def _return(by: Viewer, number: int, progress: Progress, arguments: Arguments) -> None:
    make_return(by, number, progress)


def _declare(kind: str, work: Callable[[Viewer, int, Progress, Arguments], None]) -> None:
    def run(handle: JobHandle, arguments: Arguments) -> Arguments:
        assert handle.person is not None
        number = int(str(arguments["batch"]))
        try:
            work(viewer_for(handle.person, handle.post), number, handle.progress, arguments)
        except (DatabaseError, OSError) as fault:
            known = storage_fault(fault)
            if known is None:
                raise
            raise known from fault
        return {"batch": str(number)}

    declare_job(kind, TITLES[kind], run, address=lambda result: reverse("upload", args=[int(str(result["batch"]))]))


for _kind, _work in ((CHECK, _check), (STORE, _store), (WITHDRAW, _withdraw), (RETURN, _return)):
    _declare(_kind, _work)

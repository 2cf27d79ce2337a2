"""A workbook arrives: sealed onto the disk, noted, and given to a job that checks it."""

import hashlib
from datetime import date
from io import BytesIO

from django.db import transaction

from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.intake.kept_workbooks import BOOK, drop_old, forget, keep, safe_name
from xueheng.evidence.intake.layouts import layouts_for, upload_layout
from xueheng.evidence.intake.refusals import day_to_come, file_empty, file_large
from xueheng.evidence.intake.uploads import LIMITS, MIB, name_label, note
from xueheng.evidence.model_batches import Batch
from xueheng.identity.public import Viewer, refused
from xueheng.trust.public import PROGRAMME, fingerprint, new_number, now, seal


def receive_upload(by: Viewer, file: IncomingFile, layout: str, day: date | None = None) -> Batch:
    """The upload, to be checked next. `day`: for workbooks without a column of days.

    Raises LayoutUnknown, PermissionRefused, UploadRefused; then nothing is left behind.
    """
    kind = upload_layout(layout)
    if by.post is None or by.organisation is None or kind.name not in {each.name for each in layouts_for(by)}:
        raise refused("records", kind.type_.name)
    name = safe_name(file.name)
    _refuse_size(name, len(file.content))
    if day is not None and day > by.day:
        raise day_to_come(day)
    drop_old()
    number = new_number()
    keep(number, BOOK, BytesIO(file.content))
    try:
        with transaction.atomic():
            return _noted(by, number, name, file.content, kind.name, day)
    except BaseException:
        forget(number)
        raise


def _refuse_size(name: str, size: int) -> None:
    if size == 0:
        raise file_empty(name)
    if size > LIMITS.file:
        raise file_large(name, LIMITS.file // MIB)


def _noted(by: Viewer, number: int, name: str, content: bytes, layout: str, day: date | None) -> Batch:
    digest = fingerprint("upload", hashlib.sha256(content).digest()).hex()
    made: Batch = Batch.objects.create(
        number=number,
        layout=layout,
        file_name=seal(PROGRAMME, name_label(number), name.encode()),
        file_digest=digest,
        organisation=by.organisation,
        person=by.person,
        post=by.post,
        created=now(),
        day=day,
        said=_sent_before(by, digest),
    )
    note(made, "receive_upload", by, {"layout": layout, "bytes": len(content)})
    return made


def _sent_before(by: Viewer, digest: str) -> dict[str, object]:
    """The sender's earlier upload of the same file, to be told of it."""
    earlier = Batch.objects.visible_to(by).filter(file_digest=digest, state__in=("checked", "storing", "visible"))
    found = earlier.order_by("-created").values_list("number", flat=True).first()
    return {} if found is None else {"sent_before": str(found)}

"""Opening a file of a record: only for whoever may read the field that it belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass

from xueheng.evidence.files.kept_files import content_of, name_of, path_of
from xueheng.evidence.files.kinds import KINDS
from xueheng.evidence.model_records import Attachment
from xueheng.evidence.reading import record_for, shown_records
from xueheng.evidence.refusals import AttachmentUnknown
from xueheng.identity.public import Viewer


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file as it is handed out. `pieces` are decrypted and checked one by one."""

    name: str
    media_type: str
    size: int
    pieces: Iterator[bytes]


def open_attachment(by: Viewer, number: int) -> OpenFile:
    """The file, if the viewer may read its field; a sensitive field of a minor is journalled first.

    Raises AttachmentUnknown, KeyDestroyed; SealBroken on the way for a file that was changed on the disk.
    """
    found = Attachment.objects.visible_to(by).filter(pk=number).first()
    if found is None:
        raise AttachmentUnknown
    shown = shown_records(by, [record_for(by, found.record_id)])[0]
    if found.field not in shown.fields or not path_of(found.digest).is_file():
        raise AttachmentUnknown
    subject = shown.record.subject
    return OpenFile(name_of(subject, found), KINDS[found.kind].media_type, found.size, content_of(subject, found))

"""Files on their way into the record: looked at, stripped, and sealed on the disk before the record names them.

A file that no record came to name (the transaction failed) is left on the disk, sealed and unnamed; `unnamed_files`
finds such ones.
"""

import hashlib
import io
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from xueheng.evidence.files.incoming import IncomingFile
from xueheng.evidence.files.kinds import ALSO_CALLED, KINDS, FileKind, sniffed
from xueheng.evidence.files.papers import checked
from xueheng.evidence.files.pictures import redrawn
from xueheng.evidence.files.videos import stripped
from xueheng.evidence.model_records import Attachment, Record
from xueheng.evidence.refusals import FieldFault, FileRefused
from xueheng.language.public import EvidenceType, Field
from xueheng.trust.public import fingerprint, new_number, seal, seal_file, unseal, unseal_file
from xueheng.wording import Text

MOST_FILES = 20
"""Files of one field whose pack says no number."""
LONGEST_NAME = 120
_WHY = "whether the subject's file is kept already"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that lies sealed on the disk. `digest`: of the sealed bytes; `plain_digest`: of what was sealed, for the
    record's payload; `content`: keyed by subject.
    """

    field: str
    name: str
    kind: str
    size: int
    digest: str
    plain_digest: str
    content: bytes


def folder() -> Path:
    """Where sealed files lie."""
    return Path(settings.PLACES.attachments)


def keep_files(
    type_: EvidenceType, subject: int, files: Mapping[str, Sequence[IncomingFile]]
) -> tuple[list[KeptFile], list[FieldFault]]:
    """The files of a fact, kept; and what is wrong with any of them (then none is written)."""
    fields = {field.name: field for field in type_.fields if field.is_file}
    faults = [
        FieldFault(name, Text(f"“{name}”不收文件", f'"{name}" takes no file'), Text("", ""))
        for name in files
        if name not in fields
    ]
    looked: list[tuple[Field, IncomingFile, FileKind, bytes]] = []
    for name in files.keys() & fields.keys():
        field = fields[name]
        if len(files[name]) > (field.file_max or MOST_FILES):
            faults.append(_too_many(field, len(files[name])))
            continue
        for file in files[name]:
            try:
                looked.append((field, file, *_looked_at(field, file)))
            except FileRefused as refused:
                faults.append(_refused(field, file, refused))
    if faults:
        return [], faults
    return [_kept(subject, *each) for each in looked], []


def _looked_at(field: Field, file: IncomingFile) -> tuple[FileKind, bytes]:
    if field.file_kinds not in file.looked_at:
        file.looked_at[field.file_kinds] = cleaned(field, file.content)
    found: tuple[FileKind, bytes] = file.looked_at[field.file_kinds]
    return found


def cleaned(field: Field, content: bytes) -> tuple[FileKind, bytes]:
    """What a file is and its content without what it should not tell. Raises FileRefused."""
    kind = sniffed(content)
    accepted = [ALSO_CALLED.get(name, name) for name in field.file_kinds] or list(KINDS)
    if kind is None or kind.name not in accepted:
        named = [KINDS[name].title for name in accepted if name in KINDS]
        raise FileRefused(
            Text("不是可收的格式", "not a kind of file that is kept here"),
            Text(
                f"可收：{'、'.join(t.zh for t in named)}。改扩展名没有用，要另存为这些格式。",
                f"Kept are: {', '.join(t.en for t in named)}. Renaming does not help; save it as one of these.",
            ),
        )
    if len(content) > kind.most:
        most = kind.most // (1024 * 1024)
        raise FileRefused(
            Text(f"文件超过 {most} MB", f"the file is larger than {most} MB"),
            Text("请缩小后再上传。", "Make it smaller and upload it again."),
        )
    clean = {"jpg": _picture, "png": _picture, "pdf": _paper, "mp4": _video}[kind.name]
    return kind, clean(kind.name, content)


def _picture(kind: str, content: bytes) -> bytes:
    return redrawn(kind, content)


def _paper(kind: str, content: bytes) -> bytes:
    return checked(content)


def _video(kind: str, content: bytes) -> bytes:
    return stripped(content)


def _kept(subject: int, field: Field, file: IncomingFile, kind: FileKind, content: bytes) -> KeptFile:
    plain = hashlib.sha256(content).hexdigest()
    told = fingerprint("attachment", f"{subject}|{plain}".encode())
    known = Attachment.objects.for_the_programme(_WHY).filter(content=told).values_list("digest", flat=True).first()
    if known is None or not path_of(known).is_file():
        known = _write(subject, told, content)
    return KeptFile(field.name, shown_name(file.name, kind), kind.name, len(content), known, plain, told)


def _write(subject: int, told: bytes, content: bytes) -> str:
    """Sealed into a file of its own, complete under its name or not there at all."""
    folder().mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder(), prefix="arriving-")
    try:
        with os.fdopen(handle, "wb") as target:
            sealed = seal_file(subject, file_label(told), io.BytesIO(content), target)
            target.flush()
            os.fsync(target.fileno())
        place = path_of(sealed.digest)
        place.parent.mkdir(exist_ok=True)
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return sealed.digest


def path_of(digest: str) -> Path:
    """Where a sealed file lies."""
    return folder() / digest[:2] / digest


def file_label(content: bytes) -> str:
    """What a sealed file is bound to, besides the subject."""
    return f"attachment|{content.hex()}"


def shown_name(name: str, kind: FileKind) -> str:
    """The name a file is shown under: no folders, no control signs, the ending of what it really is."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(sign for sign in last if sign.isprintable() and sign not in '"<>:|?*;%').strip(" .")
    stem = plain.rpartition(".")[0] or plain or "file"
    return f"{stem[:LONGEST_NAME]}.{kind.name}"


def attach(pairs: Iterable[tuple[Record, KeptFile]]) -> None:
    """Name kept files in the record."""
    rows = []
    for record, file in pairs:
        number = new_number()
        sealed = seal(record.subject, name_label(number), file.name.encode())
        rows.append(
            Attachment(
                number=number, record_id=record.number, field=file.field, name=sealed, kind=file.kind,
                size=file.size, digest=file.digest, content=file.content,
            )
        )  # fmt: skip
    Attachment.objects.bulk_create(rows)


def carried_over(old: Record, record: Record, fields: Iterable[str]) -> list[Attachment]:
    """The files of a corrected record, named again by the record that corrects it."""
    rows = []
    for found in Attachment.objects.for_the_programme("a correction keeps files").filter(
        record=old.number, field__in=fields
    ):
        number = new_number()
        name = unseal(old.subject, name_label(found.number), bytes(found.name))
        rows.append(
            Attachment(
                number=number, record_id=record.number, field=found.field,
                name=seal(record.subject, name_label(number), name), kind=found.kind, size=found.size,
                digest=found.digest, content=found.content,
            )
        )  # fmt: skip
    return rows


def name_label(number: int) -> str:
    """What an attachment's name is bound to, besides the subject."""
    return f"attachment name|{number}"


def name_of(subject: int, attachment: Attachment) -> str:
    """The name a file is shown under. Raises KeyDestroyed."""
    return unseal(subject, name_label(attachment.number), bytes(attachment.name)).decode()


def content_of(subject: int, attachment: Attachment) -> Iterator[bytes]:
    """The plain content, piece by piece, each checked. Raises SealBroken, KeyDestroyed, FileNotFoundError."""
    with path_of(attachment.digest).open("rb") as source:
        yield from unseal_file(subject, file_label(bytes(attachment.content)), source)


def unnamed_files() -> list[Path]:
    """Sealed files on the disk that no record names, and remains of files that never arrived."""
    named = set(Attachment.objects.for_the_programme("which files are named").values_list("digest", flat=True))
    found = [path for path in folder().rglob("*") if path.is_file()] if folder().is_dir() else []
    return sorted(path for path in found if path.name not in named)


def _too_many(field: Field, count: int) -> FieldFault:
    most = field.file_max or MOST_FILES
    return FieldFault(
        field.name,
        Text(
            f"“{field.title.zh}”选了 {count} 个文件，最多 {most} 个", f"{count} files chosen, at most {most} are kept"
        ),
        Text("请少选几个。", "Choose fewer."),
    )


def _refused(field: Field, file: IncomingFile, refused: FileRefused) -> FieldFault:
    name = shown_name(file.name, FileKind("", Text(""), "", 0)).removesuffix(".")
    return FieldFault(
        field.name,
        Text(f"“{name}”：{refused.text.zh}", f'"{name}": {refused.text.en}'),
        refused.remedy or Text("", ""),
    )

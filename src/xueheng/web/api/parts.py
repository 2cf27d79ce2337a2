"""A sending in parts (multipart/form-data): one part of JSON, read as strictly as any other, and files by field."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from xueheng.evidence.public import IncomingFile
from xueheng.trust.public import canonical_json
from xueheng.web.api.problems import Refused
from xueheng.web.api.strict_json import BodyRefused, read_json
from xueheng.wording import Text

MULTIPART = "multipart/form-data"
RECORD = "record"
LARGEST = 50 * 1024 * 1024
"""Bytes of one sending, as a page takes them: they are kept in memory, never laid on a disk unsealed."""
MOST_FILES = 40


@dataclass(frozen=True, slots=True)
class Parts:
    """What came: the JSON as read, the files by field, and what tells this sending from another."""

    json: Any
    files: Mapping[str, list[IncomingFile]]
    content: bytes


def parts_of(request: HttpRequest) -> Parts:
    """The parts of a sending. Raises Refused, BodyRefused."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        raise _too_large()
    if request.content_type != MULTIPART:
        raise Refused(
            "wrong_type",
            Text(f"内容类型应为 {MULTIPART}", f"The content type should be {MULTIPART}"),
            Text("没有文件的记录请发到 /records。", "Send records without files to /records."),
        )
    try:
        posted, brought = request.POST, request.FILES
    except (RequestDataTooBig, TooManyFilesSent) as fault:
        raise _too_large() from fault
    except (MultiPartParserError, BadRequest, ValueError, OSError) as fault:
        raise BodyRefused(
            "not_in_parts", Text("内容不是能读的 multipart", "The body is no multipart that can be read")
        ) from fault
    other = sorted(set(posted) - {RECORD})
    if other or len(posted.getlist(RECORD)) != 1:
        raise _other_parts(other[0] if other else RECORD)
    if sum(len(brought.getlist(name)) for name in brought) > MOST_FILES:
        raise _too_large()
    text = posted[RECORD].encode()
    files = {name: [IncomingFile(each.name or name, each.read()) for each in brought.getlist(name)] for name in brought}
    told = {
        name: [[file.name, hashlib.sha256(file.content).hexdigest()] for file in some] for name, some in files.items()
    }
    content = canonical_json({"record": hashlib.sha256(text).hexdigest(), "files": told})
    return Parts(read_json(text), files, content.encode())


def parts_sent(request: Any) -> Parts:
    """The parts that the door has read."""
    found: Parts = request.sent
    return found


def _other_parts(name: str) -> Refused:
    return Refused(
        "invalid",
        Text(
            f"“{name[:40]}”这一份不对：{RECORD} 应有且只有一份 JSON，其余都是文件",
            f'the part "{name[:40]}" does not fit: there is one part {RECORD} of JSON, and all others are files',
        ),
        Text("文件的那一份要写 filename。", "A part that is a file bears a filename."),
    )


def _too_large() -> BodyRefused:
    most = LARGEST // (1024 * 1024)
    return BodyRefused(
        "too_large",
        Text(f"内容超过 {most} MB，或文件太多，没有读", f"More than {most} MB, or too many files; nothing was read"),
        Text("请缩小文件，或分几条记录发送。", "Make the files smaller, or send several records."),
        413,
    )

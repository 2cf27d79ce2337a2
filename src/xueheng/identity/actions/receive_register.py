"""A register's file arrives: sealed as it came, to be looked at before anything of it is stored."""

from datetime import date, timedelta
from pathlib import PurePath

from django.db import transaction

from xueheng.errors import XuehengError
from xueheng.identity.imports.going_through import NAME_LABEL
from xueheng.identity.imports.kept_file import forget, keep
from xueheng.identity.imports.refusals import ImportRefused
from xueheng.identity.imports.registers import layout_named, require_bringing
from xueheng.identity.model_imports import RegisterImport
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import fingerprint, new_number, now, seal, write_journal
from xueheng.wording import Text

LARGEST = 50 * 1024 * 1024
LONGEST_NAME = 120
FIRST_DAY, LATEST = date(1990, 1, 1), timedelta(days=366)
CONTENT = "register file"


def receive_register(
    by: Viewer, layout: str, name: str, content: bytes, day: date, organisation: int | None = None
) -> int:
    """Take a file of a layout, whose rows hold from `day` on; the import's number. Nothing is read yet.

    `organisation` is where it is brought for: the post's own unit; only the programme says another.
    Raises PermissionRefused or ImportRefused.
    """
    found = layout_named(layout)
    require_bringing(by, found)
    if not content or len(content) > LARGEST:
        raise ImportRefused(
            Text("文件是空的，或超过 50 MB", "the file is empty, or larger than 50 MB"),
            Text("请检查文件；大的名册请按学校分开。", "Check the file; divide a large register by school."),
        )
    if not FIRST_DAY <= day <= by.day + LATEST:
        raise ImportRefused(
            Text("生效日期太早或太晚", "the day from which it holds is too early or too late"),
            Text("请填一年之内的日期。", "Give a day no later than a year from now."),
        )
    at = organisation if by.is_programme else by.organisation
    if at is None:
        raise ImportRefused(Text("没有说明是哪个单位的表", "it is not said whose file it is"))
    number = new_number()
    keep(number, content)
    try:
        with transaction.atomic():
            RegisterImport.objects.create(
                number=number, layout=layout, version=found.version, file_digest=fingerprint(CONTENT, content),
                file_name=seal(number, NAME_LABEL, shown_name(name).encode()), organisation=at, person=by.person,
                post=by.post, day=day, created=now(),
            )  # fmt: skip
            write_journal(
                "identity", "receive_register", actor=by.person or None, post=by.post,
                about=[("import", number), ("organisation", at)], detail={"layout": layout, "day": str(day)},
            )  # fmt: skip
    except (XuehengError, OSError):
        forget(number)
        raise
    return number


def shown_name(name: str) -> str:
    r"""The file's own name without folders and invisible signs.

    >>> shown_name("C:\\\\学籍\\\\2025.xlsx")
    '2025.xlsx'
    """
    last = PurePath(name.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[-LONGEST_NAME:] or "register"

"""Another program's roster arrives: sealed as it came, to be looked at before anything of it is stored."""

from datetime import date

from django.db import transaction

from xueheng.errors import XuehengError
from xueheng.identity.actions.receive_register import CONTENT, FIRST_DAY, LARGEST, LATEST, shown_name
from xueheng.identity.imports.going_through import NAME_LABEL
from xueheng.identity.imports.kept_file import forget, keep
from xueheng.identity.imports.refusals import ImportRefused
from xueheng.identity.model_imports import RegisterImport
from xueheng.identity.oneroster.rights import ROSTER, require_importing
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import fingerprint, new_number, now, seal, write_journal
from xueheng.wording import Text


def receive_roster(by: Viewer, name: str, content: bytes, day: date, organisation: int | None = None) -> int:
    """Take a OneRoster zip, which replaces from `day` on what the same program gave before; the import's number.

    `organisation`: where it is brought for; the post's own unit, only the programme says another or none.
    Raises PermissionRefused or ImportRefused.
    """
    require_importing(by)
    if not content or len(content) > LARGEST:
        raise ImportRefused(
            Text("文件是空的，或超过 50 MB", "the file is empty, or larger than 50 MB"),
            Text("请检查文件；大的名册请按学校分开。", "Check the file; divide a large roster by school."),
        )
    if not FIRST_DAY <= day <= by.day + LATEST:
        raise ImportRefused(
            Text("生效日期太早或太晚", "the day from which it holds is too early or too late"),
            Text("请填一年之内的日期。", "Give a day no later than a year from now."),
        )
    at = organisation if by.is_programme else by.organisation
    number = new_number()
    keep(number, content)
    try:
        with transaction.atomic():
            RegisterImport.objects.create(
                number=number, layout=ROSTER, version="1.2", file_digest=fingerprint(CONTENT, content),
                file_name=seal(number, NAME_LABEL, shown_name(name).encode()), organisation=at or 0, person=by.person,
                post=by.post, day=day, created=now(),
            )  # fmt: skip
            write_journal(
                "identity", "receive_roster", actor=by.person or None, post=by.post,
                about=[("import", number), *([("organisation", at)] if at else [])], detail={"day": str(day)},
            )  # fmt: skip
    except (XuehengError, OSError):
        forget(number)
        raise
    return number

"""A small school that has lived a little, and an account for each role; and who does what, page by page.

A page more for a role is one line in its `pages`.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.hashers import make_password
from django.db import transaction

from tests.browser.growing import LAST_YEAR, lived
from tests.browser.password import PASSWORD
from xueheng.evidence.public import append_record
from xueheng.identity.models import Account
from xueheng.identity.public import ask_purpose, today
from xueheng.identity.tests.authority import authority
from xueheng.trust.public import now

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Of the administrators' one-time codes."""
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


@dataclass(frozen=True, slots=True)
class Role:
    """Who signs in (her word in the authority), the pages she looks at as link → address, and her main job.

    `leads`: the page, by its Chinese heading, that she reaches from home with the keyboard alone.
    """

    word: str
    pages: tuple[str, ...]
    leads: tuple[str, str]
    """The address in the tree, and the heading it opens."""


ROLES = (
    Role("ann", ("/", "/growth/", "/records/", "/term-reports/", "/mine/"), ("/growth/", "成长")),
    Role("mother", ("/", "/growth/", "/records/", "/records/new/", "/objections/"), ("/growth/", "成长")),
    Role("subject_teacher", ("/", "/sheets/", "/records/", "/uploads/", "/phrases/"), ("/sheets/", "快记")),
    Role("class_teacher", ("/", "/sheets/", "/attestations/", "/records/new/", "/samples/new/", "/term-reports/"),
         ("/attestations/", "待审核")),
    Role("head", ("/", "/runs/", "/objections/", "/organisations/", "/posts/", "/erasures/"), ("/runs/", "评价")),
    Role("data_officer", ("/", "/runs/", "/runs/new/", "/organisations/", "/purposes/new/", "/rosters/"),
         ("/runs/", "评价")),
    Role("system_admin", ("/", "/security/", "/jobs/", "/mine/", "/drafts/"), ("/", "工作台")),
    Role("security_admin", ("/", "/accounts/", "/posts/", "/organisations/", "/tokens/all/"), ("/posts/", "任职")),
    Role("audit_admin", ("/", "/journal/", "/tokens/", "/drafts/", "/mine/"), ("/journal/", "日志")),
)  # fmt: skip
"""Everybody whom pages.md asks for. Each sees her home first."""


@transaction.atomic
def fill() -> None:
    """Everybody's login name is her word in the authority."""
    place = authority(1)
    password = make_password(PASSWORD)
    for role in ROLES:
        made = Account.objects.create(
            login=role.word, person_id=place.people[role.word], password=password, must_change_password=False,
            created=now(),
        )  # fmt: skip
        if role.word in ADMINISTRATORS:
            Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})
    Account.objects.create(
        login="inspector", person_id=place.people["inspector"], password=password, must_change_password=False,
        created=now(),
    )  # fmt: skip
    for back in (LAST_YEAR, timedelta()):
        lived(place, back)
    ben = place.people["ben"]
    append_record(
        place.pupil("ben", today()), type="student.volunteering", subject=ben, day=today(), fields={"hours_served": 20}
    )
    ask_purpose(place.viewer("class_teacher", today()), "check", "核对家访安排", now() + 10**11, ben)

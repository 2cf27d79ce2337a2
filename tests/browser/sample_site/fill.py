"""The sample's people and rows."""

from datetime import date

from django.db import transaction

from xueheng.identity.models import Account, Organisation, OrganisationName, Person, Post
from xueheng.shell.models import Job
from xueheng.trust.public import blind_index, now, seal

DAY = date(2025, 9, 1)


def unit(number: int, kind: str, name: str) -> int:
    Organisation.objects.create(number=number, kind=kind, code=str(number), founded=DAY)
    OrganisationName.objects.create(organisation_id=number, name=name, from_day=DAY)
    return number


@transaction.atomic
def fill() -> None:
    """A school, a class, a teacher with two posts, and 1,203 rows."""
    Person.objects.create(number=7, name=seal(7, "name", "陈老师".encode()), name_index=blind_index("name", "陈老师"))
    Account.objects.create(login="chen", person_id=7, must_change_password=False)
    school, five_two = unit(1, "school", "云岭县第一实验小学"), unit(2, "class", "五（2）班")
    for role, where in (("class_teacher", five_two), ("school_admin", school)):
        Post.objects.create(person_id=7, role=role, organisation_id=where, from_day=DAY)
    begun = now() - 400 * 86_400_000_000
    Job.objects.bulk_create(
        Job(kind="sample", state="done" if place % 7 else "failed", created=begun + place * 3_600_000_000, total=place)
        for place in range(1203)
    )

"""Who is at a unit and who of them can sign in: what an office needs to hand out accounts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from xueheng.identity.holding import post_holds
from xueheng.identity.model_accounts import Account
from xueheng.identity.model_people import Enrolment, Guardianship, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.organisations import visible_unit
from xueheng.identity.people import names_of
from xueheng.identity.periods import holds_on
from xueheng.identity.policy import policy
from xueheng.identity.reach import units_reached
from xueheng.identity.scopes import ScopedQuerySet
from xueheng.identity.unit_rights import require_unit
from xueheng.identity.viewer import Viewer

WHY = "the unit was checked before; names come by the viewer's own rule"
GROUPS = ("staff", "pupils", "guardians")
MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Holder:
    """A person at a unit. `name` is empty for a reader who may not see it; `login` empty: no account yet."""

    person: int
    name: str
    login: str
    active: bool
    never_used: bool


def account_holders(viewer: Viewer, unit: int, group: str) -> tuple[Holder, ...]:
    """The staff, pupils or guardians of a unit today, those without an account first; at most `MOST_SHOWN`.

    Staff of a unit and of what lies under it; pupils and guardians of a class alone. May: whoever manages accounts
    there. Raises PermissionRefused.
    """
    visible_unit(viewer, unit)
    require_unit(viewer, "accounts", unit)
    everybody = _numbers(viewer, unit, group, viewer.day)
    having = set(Account.objects.filter(person__in=everybody).values_list("person_id", flat=True))
    numbers = sorted(everybody, key=lambda number: (number in having, number))[:MOST_SHOWN]
    seen = list(Person.objects.visible_to(viewer).filter(number__in=numbers))
    names = names_of(seen)
    accounts = {found.person_id: found for found in Account.objects.filter(person__in=numbers)}
    return tuple(_holder(number, names.get(number, ""), accounts.get(number)) for number in numbers)


def _numbers(viewer: Viewer, unit: int, group: str, day: date) -> set[int]:
    pupils = Enrolment.objects.for_the_programme(WHY).filter(holds_on(day), organisation=unit).values("pupil")
    if group == "staff":
        units = units_reached(viewer) if unit == viewer.organisation else [unit]
        return set(_staff(units, day).values_list("person_id", flat=True))
    if group == "guardians":
        wards = Guardianship.objects.for_the_programme(WHY).filter(holds_on(day), pupil__in=pupils)
        return set(wards.values_list("guardian_id", flat=True))
    return {row["pupil"] for row in pupils}


def _staff(units: Iterable[int], day: date) -> ScopedQuerySet:
    """The posts held at units, but those of the three administrators: the command line makes their accounts."""
    held: ScopedQuerySet = Post.objects.for_the_programme(WHY).filter(post_holds(day), organisation__in=units)
    return held.exclude(role__in=policy().administrators)


def staff_without_account(viewer: Viewer) -> "QuerySet[Any, dict[str, Any]]":
    """The people with a post within reach who cannot sign in yet; nobody for who keeps no accounts."""
    units = units_reached(viewer) if policy().allows(viewer.role, "manages", "accounts") else []
    return _staff(units, viewer.day).filter(person__account=None).values("person").distinct()


def _holder(number: int, name: str, account: Account | None) -> Holder:
    if account is None:
        return Holder(number, name, "", False, True)
    return Holder(number, name, account.login, account.is_active, account.must_change_password)

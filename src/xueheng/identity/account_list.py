"""Who is at a unit and who of them can sign in: what an office needs to hand out accounts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from xueheng.identity.holding import post_holds
from xueheng.identity.model_accounts import Account
from xueheng.identity.model_people import Enrolment, Guardianship, Person
from xueheng.identity.model_posts import Post
from xueheng.identity.organisations import visible_unit
from xueheng.identity.people import names_of
from xueheng.identity.periods import holds_on
from xueheng.identity.policy import policy
from xueheng.identity.reach import within_reach
from xueheng.identity.scopes import ScopedQuerySet
from xueheng.identity.unit_rights import require_unit
from xueheng.identity.viewer import Viewer
from xueheng.identity.visible import NOTHING

WHY = "the unit was checked before; names come by the viewer's own rule"
GROUPS = ("staff", "pupils", "guardians")
MOST_SHOWN = 1_000
MOST_LISTED = 100
"""Rows of the page: a district's staff are thousands, and their names are opened one by one."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person at a unit. `name` is empty for a reader who may not see it; `login` empty: no account yet."""

    person: int
    name: str
    login: str
    active: bool
    never_used: bool


@dataclass(frozen=True, slots=True)
class Holders:
    """People at a unit, those without an account first; how many there are in all, and how many lack an account."""

    listed: tuple[Holder, ...]
    everybody: int
    lacking: int


def account_holders(viewer: Viewer, unit: int, group: str, most: int = MOST_SHOWN) -> Holders:
    """The staff, pupils or guardians of a unit today; at most so many are listed.

    Staff of a unit and of what lies under it; pupils and guardians of a class alone. May: whoever manages accounts
    there. Raises PermissionRefused.
    """
    everybody, having = _everybody(viewer, unit, group)
    numbers = sorted(everybody, key=lambda number: (number in having, number))[:most]
    seen = list(Person.objects.visible_to(viewer).filter(number__in=numbers))
    names = names_of(seen)
    accounts = {found.person_id: found for found in Account.objects.filter(person__in=numbers)}
    listed = tuple(_holder(number, names.get(number, ""), accounts.get(number)) for number in numbers)
    return Holders(listed, len(everybody), len(everybody - having))


def _everybody(viewer: Viewer, unit: int, group: str) -> tuple[set[int], set[int]]:
    """The people, and those of them who have an account."""
    visible_unit(viewer, unit)
    require_unit(viewer, "accounts", unit)
    people = dict(_people(viewer, unit, group))
    return set(people), {number for number, account in people.items() if account is not None}


def _people(viewer: Viewer, unit: int, group: str) -> "QuerySet[Any, tuple[int, int | None]]":
    """Their numbers, each with the account: in one query, for a district's staff are thousands."""
    pupils = Enrolment.objects.for_the_programme(WHY).filter(holds_on(viewer.day), organisation=unit)
    if group == "staff":
        where = within_reach(viewer, "organisation") if unit == viewer.organisation else Q(organisation=unit)
        return _with_account(_staff(where, viewer.day), "person")
    if group == "guardians":
        wards = Guardianship.objects.for_the_programme(WHY).filter(holds_on(viewer.day))
        return _with_account(wards.filter(pupil__in=pupils.values("pupil")), "guardian")
    return _with_account(pupils, "pupil")


def _with_account(rows: ScopedQuerySet, whose: str) -> "QuerySet[Any, tuple[int, int | None]]":
    return rows.values_list(f"{whose}_id", f"{whose}__account__pk")


def _staff(where: Q, day: date) -> ScopedQuerySet:
    """The posts held at units, but those of the three administrators: the command line makes their accounts."""
    held: ScopedQuerySet = Post.objects.for_the_programme(WHY).filter(where, post_holds(day))
    return held.exclude(role__in=policy().administrators)


def staff_without_account(viewer: Viewer) -> "QuerySet[Any, dict[str, Any]]":
    """The people with a post within reach who cannot sign in yet; nobody for who keeps no accounts."""
    where = within_reach(viewer, "organisation") if policy().allows(viewer.role, "manages", "accounts") else NOTHING
    return _staff(where, viewer.day).filter(person__account=None).values("person").distinct()


def _holder(number: int, name: str, account: Account | None) -> Holder:
    if account is None:
        return Holder(number, name, "", False, True)
    return Holder(number, name, account.login, account.is_active, account.must_change_password)

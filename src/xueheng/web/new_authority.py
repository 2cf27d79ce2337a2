"""A new authority in an empty database: its district, the three administrators, the first data officer, their accounts.

Called by the command line once Django stands. All of it is made, or nothing (but keys of nobody).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from xueheng.errors import XuehengError
from xueheng.identity.public import (
    NewOrganisation,
    NewPerson,
    Organisation,
    add_person,
    appoint,
    found_organisation,
    make_accounts,
    policy,
    programme_viewer,
    today,
)
from xueheng.wording import Text

KIND = "district"
HIERARCHY = "administrative"
RESIDENT = "resident"
DATA_OFFICER = "data_officer"
WHY = "whether an authority stands already"


class AuthorityStands(XuehengError):
    """There is an authority in this database already."""


class SamePerson(XuehengError):
    """One person was named for two of the first posts."""


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """Somebody who is given one of the first posts. `number`: of the identity card, or empty."""

    name: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed to one of the first people; the password is known here and nowhere else."""

    post: Text
    name: str
    login: str
    password: str


def first_posts() -> dict[str, Text]:
    """The posts that a new authority begins with, each with its title."""
    return {role: policy().title(role) for role in (*policy().administrators, DATA_OFFICER)}


def found_authority(name: str, code: str, since: date, people: Mapping[str, FirstPerson]) -> tuple[Handed, ...]:
    """Found the district, add the people and give them their posts and accounts. `people`: one for each first post.

    Raises AuthorityStands, SamePerson, and what identity refuses.
    """
    refuse_second()
    _refuse_same(people)
    by = programme_viewer()
    with transaction.atomic():
        district = found_organisation(by, NewOrganisation(KIND, code, name, places={HIERARCHY: None}), since)
        numbers = {role: _added(one) for role, one in people.items()}
        for role, number in numbers.items():
            appoint(by, number, role, district, today())
        made = {one.person: one for one in make_accounts(by, list(numbers.values()))}
    titles = first_posts()
    return tuple(
        Handed(titles[role], people[role].name, made[number].login, made[number].password)
        for role, number in numbers.items()
    )


def refuse_second() -> None:
    """Raises AuthorityStands where units are known already."""
    if Organisation.objects.for_the_programme(WHY).exists():
        raise AuthorityStands(
            Text("这个数据文件夹里已经建有单位", "an authority stands in this data folder already"),
            Text(
                "设立只做一次。要另设一个，请用 --data 指定一个空的文件夹；忘了密码，请安全管理员或教务重设。",
                "It is set up once. For another, name an empty folder with --data; whoever keeps accounts gives a new "
                "password.",
            ),
        )


def _refuse_same(people: Mapping[str, FirstPerson]) -> None:
    """Three administrators and the data officer are four people, told apart by name or by number."""
    seen: list[FirstPerson] = []
    for one in people.values():
        for other in seen:
            same_number = bool(one.number) and one.number == other.number
            if same_number or (one.name == other.name and not (one.number and other.number)):
                raise SamePerson(
                    Text(f"“{one.name}”写了两次", f'"{one.name}" is named twice'),
                    Text(
                        "三员和数据统计岗由四个不同的人担任；同名的两个人，请都写上证件号。",
                        "The three administrators and the data officer are four people; for two of one name give both "
                        "numbers.",
                    ),
                )
        seen.append(one)


def _added(one: FirstPerson) -> int:
    numbers = {RESIDENT: one.number} if one.number else {}
    return add_person(programme_viewer(), NewPerson(one.name, numbers=numbers)).number or 0

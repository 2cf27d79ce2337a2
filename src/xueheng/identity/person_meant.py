"""Finding the one person whom somebody names for an act, who may stand outside her reach: by name and number together.

Whoever is in reach is found by exact name or number; anybody else only by both, so that nobody learns of people by
trying names.
"""

from xueheng.errors import XuehengError
from xueheng.identity.check_digits import checked_number
from xueheng.identity.model_people import IdentityNumber, Person
from xueheng.identity.people import NAME, find_people
from xueheng.identity.spoken_names import person_name
from xueheng.identity.viewer import Viewer
from xueheng.trust.public import blind_index
from xueheng.wording import Text

WHY = "name and number are both known to whoever asks"


class WhoIsMeant(XuehengError):
    """Nobody, or more than one, fits what was typed."""


def person_meant(by: Viewer, name: str, kind: str = "", number: str = "") -> int:
    """The number of the one person with this name, and this number of a kind if one is given.

    Raises WhoIsMeant, NameRefused or NumberRefused.
    """
    wanted = person_name(name)
    known = find_people(by, wanted, kind, number) if number else find_people(by, wanted)
    if len(known) == 1:
        return known[0].number
    if len(known) > 1:
        raise WhoIsMeant(
            Text(f"有 {len(known)} 个人都叫这个名字。", f"{len(known)} people have this name."),
            Text("请再填证件号或教师号，以分清是谁。", "Add a number, so that it is clear who is meant."),
        )
    if not number:
        raise WhoIsMeant(
            Text("您管理的范围里没有叫这个名字的人。", "Nobody within your reach has this name."),
            Text("范围以外的人，请把姓名和证件号都填上。", "For somebody elsewhere give both name and number."),
        )
    index = blind_index(kind, checked_number(kind, number, by.day).value)
    holders = IdentityNumber.objects.for_the_programme(WHY).filter(kind=kind, index=index).values("person")
    people = Person.objects.for_the_programme(WHY).filter(
        pk__in=holders, name_index=blind_index(NAME, wanted), merged_into=None
    )
    found: int | None = people.values_list("pk", flat=True).first()
    if found is None:
        raise WhoIsMeant(
            Text("没有这个姓名和号码的人。", "Nobody has this name and this number."),
            Text(
                "请核对姓名和号码；新来的人要先由学籍或教职工名册导入。",
                "Check both; somebody new is brought in with a register first.",
            ),
        )
    return found

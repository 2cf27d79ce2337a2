"""One search over all that the reader may open: people, units, kinds of records, runs and pages.

What was looked for is sent, never written into an address: it may be somebody's name.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from xueheng.errors import XuehengError
from xueheng.evaluation.public import Run
from xueheng.evidence.public import types_seen
from xueheng.identity.public import (
    PersonFound,
    Viewer,
    find_people_by_part,
    find_under_purpose,
    find_units_by_part,
    library,
    names_on,
    policy,
)
from xueheng.shell.public import every
from xueheng.web.navigation import OWN, TREE, nodes_for
from xueheng.web.person_fields import NUMBER_KINDS
from xueheng.wording import Text

PEOPLE = Text(
    "人员：完整的姓名或号码；人数不多时，姓名的一部分也行",
    "people: a whole name or number; a part of the name where you see no more people than a school has",
)
MOST = 20
"""Of each group; whoever finds more looks for more letters."""
LONGEST = 60
RUNS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is called, what tells it from its namesakes, and where it leads."""

    name: Text
    address: str
    where: Text | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The things of one kind. `more`: others were left out."""

    title: Text
    hits: tuple[Hit, ...]
    more: bool = False


def search(request: HttpRequest, viewer: Viewer, wanted: str) -> list[Group]:
    """What is found, by group; groups with nothing are left out. A fixed number of queries."""
    found = (
        (Text("页面", "Pages"), _pages(request, wanted)),
        (Text("人员", "People"), _people(viewer, wanted)),
        (Text("单位", "Units"), _units(viewer, wanted)),
        (Text("记录类型", "Kinds of records"), _types(viewer, wanted)),
        (Text("评价批次", "Evaluation runs"), _runs(viewer, wanted)),
    )
    return [_group(title, list(hits)) for title, hits in found if hits]


def may_find(viewer: Viewer) -> list[Text]:
    """What a reader may look for, for a search that was not begun yet."""
    told = [Text("页面的名称", "the name of a page")]
    if policy().allows(viewer.role, "sees", "people"):
        told.append(PEOPLE)
    if policy().allows(viewer.role, "sees", "organisations"):
        told.append(Text("单位：名称的一部分", "units: a part of the name"))
    if policy().allows(viewer.role, "sees", "evidence"):
        told.append(Text("记录类型：名称的一部分", "kinds of records: a part of the name"))
    if policy().allows(viewer.role, "sees", "runs"):
        told.append(Text("评价批次：评价标准的名称或时段", "evaluation runs: the standard's name or the period"))
    return told


def _group(title: Text, hits: list[Hit]) -> Group:
    return Group(title, tuple(hits[:MOST]), len(hits) > MOST)


def _pages(request: HttpRequest, wanted: str) -> list[Hit]:
    nodes = every([*nodes_for(request, TREE), *nodes_for(request, OWN)])
    return [Hit(node.title, node.address) for node in nodes if node.address and _says(node.title, wanted)]


def _people(viewer: Viewer, wanted: str) -> list[Hit]:
    if not policy().allows(viewer.role, "sees", "people"):
        return []
    found = {one.number: one for one in (*_exactly(viewer, wanted), *find_people_by_part(viewer, wanted, MOST + 1))}
    classes = names_on({one.organisation for one in found.values() if one.organisation}, viewer.day)
    return [_person(one, classes) for one in found.values()]


def _exactly(viewer: Viewer, wanted: str) -> Iterator[PersonFound]:
    """By whole name, or by whole number of any kind."""
    asked = [("", wanted, "")] if not any(letter.isdigit() for letter in wanted) else []
    if wanted.isascii():
        asked = [(kind, "", wanted) for kind in NUMBER_KINDS]
    for kind, name, number in asked or [("", wanted, "")]:
        try:
            yield from find_under_purpose(viewer, None, name, kind, number)
        except XuehengError:  # neither a name nor a number of that kind: somebody may still be called so in part
            continue


def _person(one: PersonFound, classes: Mapping[int, str]) -> Hit:
    where = classes.get(one.organisation or 0, "")
    return Hit(Text(one.name), reverse("person", args=[one.number]), Text(where))


def _units(viewer: Viewer, wanted: str) -> list[Hit]:
    if not policy().allows(viewer.role, "sees", "organisations"):
        return []
    found = find_units_by_part(viewer, wanted, MOST + 1)
    return [Hit(Text(name), reverse("organisation", args=[number])) for number, name in found]


def _types(viewer: Viewer, wanted: str) -> list[Hit]:
    if not policy().allows(viewer.role, "sees", "evidence"):
        return []
    packs = library().packs
    return [
        Hit(type_.title, f"{reverse('records')}?type={type_.name}", packs[type_.name.partition(".")[0]].title)
        for type_ in types_seen(viewer)
        if _says(type_.title, wanted)
    ]


def _runs(viewer: Viewer, wanted: str) -> list[Hit]:
    if not policy().allows(viewer.role, "sees", "runs"):
        return []
    standards = library().standards
    rows = Run.objects.visible_to(viewer).order_by("-begun")[:RUNS_LOOKED_AT]
    titled = ((row, standards[row.standard].title) for row in rows if row.standard in standards)
    return [
        Hit(title, reverse("run", args=[row.number]), Text(row.label))
        for row, title in titled
        if _says(title, wanted) or wanted in row.label
    ]


def _says(title: Text, wanted: str) -> bool:
    spoken: Iterable[str] = (title.zh, title.en or "")
    return any(wanted.casefold() in words.casefold() for words in spoken)

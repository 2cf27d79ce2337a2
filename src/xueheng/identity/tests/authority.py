"""One small believable authority, and others beside it: a district, its schools through a merger, its people.

Everybody's name says 示例 and is found nowhere else, so that a page which shows somebody whom it should not is caught
by searching it for the name. The identity numbers carry right check digits and a region that does not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from stdnum.cn import ric

from xueheng.identity.actions.add_person import add_people_many
from xueheng.identity.actions.enrol_many import EnrolmentRow, enrol_many
from xueheng.identity.actions.found_organisation import found_organisation
from xueheng.identity.actions.link_guardian import link_guardian
from xueheng.identity.actions.merge_organisations import merge_organisations
from xueheng.identity.actions.move_organisation import move_organisation
from xueheng.identity.actions.move_pupil import move_pupil
from xueheng.identity.actions.suspend_pupil import suspend_pupil
from xueheng.identity.model_organisations import Organisation
from xueheng.identity.model_posts import Post
from xueheng.identity.new_people import NewPerson
from xueheng.identity.unit_changes import NewOrganisation
from xueheng.identity.viewer import Viewer, programme_viewer

FOUNDED = date(2015, 9, 1)
YEAR = date(2025, 9, 1)
"""The first day of the school year: enrolments and posts begin."""
MERGER = date(2026, 2, 9)
"""The first day on which the second primary school is part of the first."""
MOVE = date(2026, 1, 5)
"""The day on which `moved` came from the first school's top class into the nine-year school."""
DAY = date(2026, 3, 2)
"""Today in the tests."""
DIGITS = "零一二三四五六七八九"

GRADES = {"c3": "13", "c6": "16", "closing_c3": "13", "nine_c6": "16", "nine_c7": "21", "nine_c9": "23"}
PUPILS = {
    "ann": "c3", "ben": "c3", "cai": "c3", "dan": "c6", "eve": "closing_c3", "fay": "closing_c3",
    "gao": "nine_c6", "moved": "c6", "hua": "nine_c7", "ivy": "nine_c7", "jun": "nine_c9", "on_leave": "nine_c9",
}  # fmt: skip
"""Each pupil's class at the start of the school year."""
AGES = {"13": 9, "16": 12, "21": 13, "23": 15}
WARDS = {
    "mother": ("ann", "hua"), "father": ("ann",), "mother_of_twins": ("eve", "fay"),
    "grandmother": ("moved",), "father_of_ivy": ("ivy",), "mother_of_dan": ("dan", "gao"),
}  # fmt: skip
"""Two children in two schools, two guardians of one child, twins."""
POSTS = {
    "data_officer": ("data_officer", "district"), "bureau_head": ("bureau_head", "district"),
    "inspector": ("inspector", "district"), "review_head": ("review_head", "district"),
    "pe_officer": ("pe_officer", "district"),
    "system_admin": ("system_admin", "district"), "security_admin": ("security_admin", "district"),
    "audit_admin": ("audit_admin", "district"),
    "head": ("head", "first"), "school_admin": ("school_admin", "first"), "pe_teacher": ("pe_teacher", "first"),
    "class_teacher": ("class_teacher", "c3"), "subject_teacher": ("subject_teacher", "c3"),
    "other_class_teacher": ("class_teacher", "c6"),
    "closing_head": ("head", "closing"), "closing_admin": ("school_admin", "closing"),
    "closing_class_teacher": ("class_teacher", "closing_c3"),
    "nine_head": ("head", "nine"), "nine_admin": ("school_admin", "nine"),
    "nine_class_teacher": ("class_teacher", "nine_c7"),
    "party_office": ("party_office", "committee"), "branch_secretary": ("branch_secretary", "branch"),
    "discipline_member": ("discipline_member", "branch"), "nine_branch_secretary": ("branch_secretary", "nine_branch"),
}  # fmt: skip
"""Who holds which post where; each by a person of the same word."""
PARTY_POSTS = ("party_office", "branch_secretary", "discipline_member")


@dataclass(frozen=True, slots=True)
class Authority:
    """The numbers of everything in it, by the words above; `units` by the words of `_UNITS` and of the classes."""

    title: str
    day: date
    units: Mapping[str, int]
    people: Mapping[str, int]
    """Pupils, guardians and staff."""
    posts: Mapping[str, int]
    names: Mapping[int, str]
    """Everybody's name by number: the words that must not be found where they do not belong."""

    def viewer(self, word: str, day: date | None = None) -> Viewer:
        """Who holds the post of that word, on a day (today without one)."""
        role, _ = POSTS[word]
        hierarchy = "party" if role in PARTY_POSTS else "administrative"
        at = self.units[POSTS[word][1]]
        return Viewer(self.people[word], self.posts[word], role, at, hierarchy, day or self.day)

    def guardian(self, word: str, day: date | None = None) -> Viewer:
        """A guardian, with her children."""
        wards = tuple(sorted(self.people[ward] for ward in WARDS[word]))
        return Viewer(self.people[word], None, "guardian", None, "administrative", day or self.day, wards=wards)

    def pupil(self, word: str, day: date | None = None) -> Viewer:
        """A pupil for her own sake."""
        return Viewer(self.people[word], None, "pupil_self", None, "administrative", day or self.day)


def authority(which: int = 1) -> Authority:
    """Found the district 示例一区 (1), 示例二区 (2) … with all its people, as it stands on DAY, after the merger."""
    by = programme_viewer(DAY)
    title = f"示例{DIGITS[which]}区"
    units = _units(by, title, which)
    names = _names(title)
    people = _people(by, names, which)
    _enrol(by, units, people)
    for guardian, wards in WARDS.items():
        for ward in wards:
            link_guardian(by, people[guardian], people[ward], "parent", YEAR)
    posts = {word: _post(word, units, people) for word in POSTS}
    _live_through_the_year(by, units, people)
    return Authority(title, DAY, units, people, posts, {people[word]: name for word, name in names.items()})


def _units(by: Viewer, title: str, which: int) -> dict[str, int]:
    units: dict[str, int] = {}

    def add(word: str, kind: str, name: str, attributes: Mapping[str, str] | None = None, **places: str) -> None:
        under = {hierarchy: units[parent] if parent else None for hierarchy, parent in places.items()}
        new = NewOrganisation(kind, f"9{which}-{word}", f"{title}{name}", places=under, attributes=attributes or {})
        units[word] = found_organisation(by, new, FOUNDED)

    add("district", "district", "", administrative="")
    add("office", "office", "教育委员会", administrative="district")
    add("committee", "party_committee", "教育党委", administrative="district", party="")
    add("group", "group", "教育集团", administrative="district", group="")
    add("first", "school", "第一小学", {"kind": "211"}, administrative="district", group="group")
    add("closing", "school", "第二小学", {"kind": "211"}, administrative="district")
    add("nine", "school", "实验学校", {"kind": "312"}, administrative="district", group="group")
    add("primary", "section", "第一小学小学部", {"stage": "primary"}, administrative="first")
    add("closing_primary", "section", "第二小学小学部", {"stage": "primary"}, administrative="closing")
    add("nine_primary", "section", "实验学校小学部", {"stage": "primary"}, administrative="nine")
    add("nine_junior", "section", "实验学校初中部", {"stage": "junior"}, administrative="nine")
    add("branch", "branch", "第一小学党支部", administrative="first", party="committee")
    add("nine_branch", "branch", "实验学校党支部", administrative="nine", party="committee")
    sections = {
        "c3": "primary", "c6": "primary", "closing_c3": "closing_primary",
        "nine_c6": "nine_primary", "nine_c7": "nine_junior", "nine_c9": "nine_junior",
    }  # fmt: skip
    said = {"13": "三（1）班", "16": "六（1）班", "21": "七（1）班", "23": "九（1）班"}
    for word, section in sections.items():
        name = said[GRADES[word]]
        new = NewOrganisation(
            "class",
            f"9{which}-{word}",
            name,
            places={"administrative": units[section]},
            attributes={"grade": GRADES[word]},
        )
        units[word] = found_organisation(by, new, YEAR)
    return units


def _names(title: str) -> dict[str, str]:
    kinds = {"学生": list(PUPILS), "家长": list(WARDS), "教师": list(POSTS)}
    return {word: f"{title}{kind}{at:02d}号" for kind, words in kinds.items() for at, word in enumerate(words, start=1)}


def _people(by: Viewer, names: Mapping[str, str], which: int) -> dict[str, int]:
    new = [NewPerson(name, "female", _born(word), _numbers(word, which)) for word, name in names.items()]
    added = add_people_many(by, new)
    problems = [one.problem for one in added if one.problem is not None]
    if problems:
        raise problems[0]
    return {word: one.number or 0 for word, one in zip(names, added, strict=True)}


def _born(word: str) -> date:
    if word in PUPILS:
        return date(2025 - AGES[GRADES[PUPILS[word]]], 10, 1)
    return date(1985, 5, 6)


def _numbers(word: str, which: int) -> dict[str, str]:
    words = [*PUPILS, *WARDS, *POSTS]
    card = identity_card(_born(word), which * 100 + words.index(word))
    return {"resident": card, "pupil": f"G{card}"} if word in PUPILS else {"resident": card}


def identity_card(born: date, order: int) -> str:
    """An identity card's number of nobody: its check digit is right and its region, 500199, was never given."""
    body = f"500199{born:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(f"{body}0")


def _enrol(by: Viewer, units: Mapping[str, int], people: Mapping[str, int]) -> None:
    rows = [
        EnrolmentRow(people[pupil], units[word], YEAR, seat)
        for seat, (pupil, word) in enumerate(PUPILS.items(), start=1)
    ]
    problems = [one.problem for one in enrol_many(by, rows) if one.problem is not None]
    if problems:
        raise problems[0]


def _post(word: str, units: Mapping[str, int], people: Mapping[str, int]) -> int:
    role, at = POSTS[word]
    hierarchy = "party" if role in PARTY_POSTS else "administrative"
    unit = Organisation.objects.for_the_programme("a post of the tests").get(pk=units[at])
    made = Post.objects.create(person_id=people[word], role=role, organisation=unit, hierarchy=hierarchy, from_day=YEAR)
    return int(made.pk)


def _live_through_the_year(by: Viewer, units: Mapping[str, int], people: Mapping[str, int]) -> None:
    """A pupil changes school, one goes on leave, and the second primary school becomes part of the first."""
    move_pupil(by, people["moved"], units["nine_c6"], MOVE)
    suspend_pupil(by, people["on_leave"], date(2025, 11, 3))
    merge_organisations(by, [units["closing"]], units["first"], MERGER)
    merge_organisations(by, [units["closing_primary"]], units["primary"], MERGER)
    move_organisation(by, units["first"], "group", units["group"], MERGER)

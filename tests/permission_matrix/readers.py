"""Who tries every address: a reader for each role, what lies around her post, and whose names she may ever be shown.

The names are written by hand from the rules of permission, not asked of the programme: they are what the programme is
held to.
"""

from collections.abc import Mapping
from dataclasses import dataclass

OWN, SIBLING, PARENT, FORMER, OTHER = "own", "sibling", "parent", "former", "other"
RELATIONS = (OWN, SIBLING, PARENT, FORMER, OTHER)
"""Where a thing lies seen from the reader's post; `other` is the same thing in another authority."""


@dataclass(frozen=True, slots=True)
class Around:
    """Things at one place, by their words in the authority; '' where there is no such thing for this reader."""

    organisation: str = ""
    school: str = ""
    pupil: str = ""
    teacher: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who tries. `word`: the person in the authority, '' for who is not signed in; `identity`: the one she
    works under.
    """

    role: str
    word: str
    around: Mapping[str, Around]
    names: frozenset[str]
    identity: str = ""
    secrets: frozenset[str] = frozenset()
    """The pupils whose private fields she may read: of her class, recorded by herself, her own, her children's."""


C3 = Around("c3", "first", "ann", "class_teacher")
C6 = Around("c6", "first", "dan", "other_class_teacher")
EVE = Around("closing_c3", "first", "eve", "closing_class_teacher")
NINE = Around("nine_c7", "nine", "hua", "nine_class_teacher")
FIRST = Around("first", "first", "", "head")
DISTRICT = Around("district", "", "", "data_officer")
GONE = Around("", "", "moved", "")
"""A pupil who left the first school: whoever had her there has her no longer."""

_C6 = {OWN: C6, SIBLING: C3, PARENT: FIRST, FORMER: GONE}
_C3 = {OWN: C3, SIBLING: C6, PARENT: FIRST, FORMER: GONE}
_SCHOOL = {OWN: Around("first", "first", "ann", "class_teacher"), SIBLING: NINE, PARENT: DISTRICT, FORMER: GONE}
_DISTRICT = {OWN: Around("district", "first", "ann", "head")}

_STAFF_OF_FIRST = frozenset(
    [
        "head",
        "school_admin",
        "pe_teacher",
        "class_teacher",
        "subject_teacher",
        "other_class_teacher",
        "closing_class_teacher",
        "closing_head",
        "closing_admin",
        "branch_secretary",
        "discipline_member",
    ]
)
"""With those of the school that was merged into it, by name beside what they recorded."""
_PUPILS_OF_FIRST = frozenset(["ann", "ben", "cai", "dan", "eve", "fay", "moved"])
"""With the one who left, by name beside what was recorded here."""
_GUARDIANS_OF_FIRST = frozenset(["mother", "father", "mother_of_twins", "mother_of_dan"])
_STAFF_OF_NINE = frozenset(["nine_head", "nine_admin", "nine_class_teacher"])
_STAFF_OF_DISTRICT = (
    _STAFF_OF_FIRST
    | _STAFF_OF_NINE
    | frozenset(
        [
            "data_officer",
            "bureau_head",
            "inspector",
            "review_head",
            "pe_officer",
            "system_admin",
            "security_admin",
            "audit_admin",
            "party_office",
            "nine_branch_secretary",
        ]
    )
)
_TEACHING_IN_FIRST = frozenset(
    ["head", "school_admin", "pe_teacher", "class_teacher", "subject_teacher", "other_class_teacher"]
)


def _post(
    role: str,
    around: Mapping[str, Around],
    names: frozenset[str],
    word: str = "",
    secrets: frozenset[str] = frozenset(),
) -> Reader:
    return Reader(role, word or role, around, names | {word or role}, secrets=secrets)


READERS = (
    Reader("public", "", _SCHOOL, frozenset()),
    Reader("without_post", "closing_head", {OWN: EVE, SIBLING: NINE, PARENT: DISTRICT}, frozenset({"closing_head"})),
    _post("class_teacher", _C6, frozenset({"dan", "moved", "mother_of_dan"}), "other_class_teacher",
          frozenset({"dan", "moved"})),
    _post("subject_teacher", _C3, frozenset({"ann", "ben", "cai", "class_teacher"})),
    _post("pe_teacher", _SCHOOL, _PUPILS_OF_FIRST | _STAFF_OF_FIRST),
    _post("school_admin", _SCHOOL, _PUPILS_OF_FIRST | _STAFF_OF_FIRST | _GUARDIANS_OF_FIRST),
    _post("head", _SCHOOL, _PUPILS_OF_FIRST | _STAFF_OF_FIRST | _GUARDIANS_OF_FIRST),
    _post("data_officer", _DISTRICT, _STAFF_OF_DISTRICT),
    _post("bureau_head", _DISTRICT, _STAFF_OF_DISTRICT),
    _post("inspector", _DISTRICT, _STAFF_OF_DISTRICT),
    _post("pe_officer", _DISTRICT, _STAFF_OF_DISTRICT),
    _post("system_admin", _DISTRICT, frozenset()),
    _post("security_admin", _DISTRICT, frozenset()),
    _post("audit_admin", _DISTRICT, frozenset()),
    _post("party_office", {OWN: Around("committee", "", "", "branch_secretary"), SIBLING: C3, PARENT: DISTRICT},
          frozenset({"branch_secretary", "discipline_member", "nine_branch_secretary"})),
    _post("branch_secretary", {OWN: Around("branch", "", "", "discipline_member"),
                               SIBLING: Around("nine_branch", "", "ann", "nine_branch_secretary")},
          frozenset({"discipline_member"})),
    Reader("pupil_self", "ann", {OWN: C3, SIBLING: Around("c6", "nine", "ben", "other_class_teacher"), PARENT: FIRST},
           frozenset({"ann"}) | _TEACHING_IN_FIRST - {"other_class_teacher"}, "pupil_self",
           frozenset({"ann"})),
    Reader("guardian", "mother", {OWN: C3, SIBLING: Around("c6", "", "ben", "other_class_teacher"), PARENT: FIRST},
           frozenset({"mother", "ann", "hua"}) | _TEACHING_IN_FIRST - {"other_class_teacher"} | _STAFF_OF_NINE,
           "guardian", frozenset({"ann", "hua"})),
)  # fmt: skip
"""One for each role."""

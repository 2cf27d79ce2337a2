"""What the screen calls the kinds of units and the hierarchies."""

from collections.abc import Mapping

from xueheng.wording import Text

KIND_TITLES: Mapping[str, Text] = {
    "city": Text("市", "City"),
    "district": Text("区县", "District"),
    "school": Text("学校", "School"),
    "section": Text("学部", "School section"),
    "class": Text("班级", "Class"),
    "party_committee": Text("党委", "Party committee"),
    "branch": Text("党支部", "Party branch"),
    "group": Text("教育集团", "Group of schools"),
    "institution": Text("校外培训机构", "Tutoring institution"),
    "office": Text("科室", "Office"),
}

HIERARCHY_TITLES: Mapping[str, Text] = {
    "administrative": Text("行政", "Administrative"),
    "party": Text("党组织", "Party"),
    "group": Text("集团", "Groups"),
}

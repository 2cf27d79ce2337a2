"""What a file says otherwise of somebody who is known: the name, the sex, the day of birth, a number."""

from dataclasses import dataclass, field
from datetime import date

from xueheng.identity.actions.correct_person import change_name, correct_person, set_number
from xueheng.identity.imports.people_matched import Matched
from xueheng.identity.viewer import Viewer
from xueheng.wording import Text

NEW_NAME = Text("姓名与已存的不同，改为表里的", "the name differs from the one stored: takes the file's")
NEW_SEX = Text("性别与已存的不同，改为表里的", "the sex differs from the one stored: takes the file's")
NEW_BORN = Text("出生日期与已存的不同，改为表里的", "the day of birth differs from the one stored: takes the file's")
ADDED_NUMBER = Text("补登一个号码", "a number is added")
NEW_NUMBER = Text("号码与已存的不同，改为表里的", "a number differs from the one stored: takes the file's")


@dataclass(slots=True)
class PersonChanges:
    """What is to be put right about one person; the old values are not in it."""

    name: str = ""
    sex: str | None = None
    born: date | None = None
    numbers: dict[str, str] = field(default_factory=dict)
    told: list[Text] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.told)

    def make(self, by: Viewer, person: int) -> None:
        """Make the changes. Raises what the actions on people raise."""
        if self.name:
            change_name(by, person, self.name)
        if self.sex is not None or self.born is not None:
            correct_person(by, person, sex=self.sex, born=self.born)
        for kind, value in self.numbers.items():
            set_number(by, person, kind, value)


def person_changes(each: Matched) -> PersonChanges:
    """The differences between a row and the person it was matched with; blank cells change nothing."""
    found, known, values = PersonChanges(), each.known, each.row.values
    if known is None:
        return found
    if known.name and each.name != known.name:
        found.name = each.name
        found.told.append(NEW_NAME)
    sex, born = values.get("sex"), values.get("born")
    if sex and sex != known.sex:
        found.sex = str(sex)
        found.told.append(NEW_SEX)
    if born is not None and born != known.born:
        found.born = born
        found.told.append(NEW_BORN)
    for kind, index in each.indexes.items():
        if known.indexes.get(kind) != index:
            found.numbers[kind] = each.numbers[kind].value
            found.told.append(NEW_NUMBER if kind in known.indexes else ADDED_NUMBER)
    return found

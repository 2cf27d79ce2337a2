"""What units said of spellings in the code columns of their registers: asked once, and remembered."""

from collections.abc import Mapping

from xueheng.identity.imports.refusals import ImportRefused
from xueheng.identity.model_imports import ValueMeaning
from xueheng.identity.packs_in_force import library
from xueheng.language.public import RegisterLayout
from xueheng.wording import Text
from xueheng.workbooks.public import choices_of, coded_columns

LONGEST = 40
WHY = "what a unit says of spellings in its own registers"


def value_meanings(organisation: int, layout: str) -> dict[tuple[str, str], str]:
    """(word of the column, spelling) → code."""
    said = ValueMeaning.objects.for_the_programme(WHY).filter(organisation=organisation, layout=layout)
    return {(word, value): code for word, value, code in said.order_by("pk").values_list("word", "value", "code")}


def value_choices(layout: RegisterLayout) -> dict[str, dict[str, str]]:
    """Word of a column → code → the word by which it is offered."""
    return {column.field.name: choices_of(column, library().tables) for column in coded_columns(layout)}


def remember_values(organisation: int, layout: RegisterLayout, meanings: Mapping[tuple[str, str], str]) -> None:
    """Remember what spellings stand for, (word, spelling) → code; with '' it is forgotten. The caller has found that
    the viewer may say so, and has begun the transaction. Raises ImportRefused.
    """
    choices = value_choices(layout)
    for (word, value), code in meanings.items():
        said = {"organisation": organisation, "layout": layout.name, "word": word, "value": value}
        if word not in choices or not 0 < len(value) <= LONGEST or (code and code not in choices[word]):
            title = next((each.field.title for each in layout.columns if each.field.name == word), Text("", ""))
            raise ImportRefused(
                Text(f"{title.zh}：{value[:LONGEST]}：没有这一项", f"{title.en}: {value[:LONGEST]}: no such item"),
                Text("请重新选择。", "Choose again from the list."),
            )
        if code:
            ValueMeaning.objects.for_the_programme(WHY).update_or_create(**said, defaults={"code": code})
        else:
            ValueMeaning.objects.for_the_programme(WHY).filter(**said).delete()

"""The fields by which a form names somebody: a full name, and a number where the name alone does not tell."""

from django import forms

from xueheng.shell.public import Form, lazily
from xueheng.wording import Text

NUMBER_KINDS = {
    "resident": Text("身份证件号", "Identity card"),
    "teacher": Text("教师号", "Teacher number"),
    "pupil": Text("学籍号", "Pupil number"),
}
SENSITIVE = {"born": Text("出生日期", "Day of birth"), **NUMBER_KINDS}
"""What is read of a person on a page of its own, each reading noted."""
READ = {**SENSITIVE, "name": Text("姓名", "Name"), "enrolment": Text("学籍", "Enrolment")}
"""What the journal says was read, in words."""


class PersonForm(Form):
    """A form about a person. Numbers of people are kept in no draft."""

    keeps_drafts = False
    name = forms.CharField(
        label=lazily("姓名", "Name"),
        max_length=40,
        help_text=lazily("须与登记的完全一致", "Exactly as it is registered"),
    )
    kind = forms.ChoiceField(
        label=lazily("号码类型", "Kind of number"),
        choices=[(code, lazily(text.zh, text.en)) for code, text in NUMBER_KINDS.items()],
        required=False,
    )
    number = forms.CharField(
        label=lazily("号码", "Number"),
        max_length=30,
        required=False,
        help_text=lazily("本单位以外的人，或有重名时填写", "For somebody elsewhere, or where two have the name"),
    )

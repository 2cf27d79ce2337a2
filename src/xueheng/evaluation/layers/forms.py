"""The smaller forms around a layer: over which base, a leaf to add, a decision, an end, a backtest."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from xueheng.evaluation.layers.editor_plan import NUMBER, TITLE
from xueheng.evaluation.layers.leaf_choices import LeafChoice
from xueheng.language.public import Standard
from xueheng.shell.public import Form, lazily, moment_shown, said
from xueheng.wording import Text

BANDS, ITSELF, AS_SHARE = "bands", "value", "value * 100"
APPROVE, SEND_BACK = "approve", "send_back"
LONGEST_ANSWER, LONGEST_MINUTE = 500, 60


def _day(zh: str, en: str, **more: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=lazily(zh, en), widget=widget, **more)


class BaseForm(Form):
    """Over which standard."""

    standard = forms.ChoiceField(
        label=lazily("基准标准", "Base standard"),
        help_text=lazily("只列出有开放部分的标准", "Standards that leave something open"),
    )

    def __init__(self, *args: Any, standards: Sequence[Standard], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(each.name, f"{said(each.title)} {each.version}") for each in standards]
        self.fields["standard"].choices = choices  # type: ignore[attr-defined]  # a field of choices


class LeafForm(Form):
    """A leaf to add: of what, how much, how it scores."""

    units: ClassVar[Mapping[str, Text]] = {"share": Text("%", "%")}
    what = forms.ChoiceField(
        label=lazily("看什么", "Of what"),
        help_text=lazily(
            "先选已有人在记的，不增加任何人的填报", "Choose what is recorded already: nobody has more to fill in"
        ),
    )
    zh = forms.CharField(label=lazily("名称", "Name"), max_length=TITLE)
    en = forms.CharField(label=lazily("英文名称", "English name"), max_length=TITLE, required=False)
    share = forms.CharField(label=lazily("占比", "Share"), max_length=NUMBER)
    scale = forms.ChoiceField(label=lazily("怎样得分", "How it scores"), widget=forms.RadioSelect, choices=[])
    missing = forms.ChoiceField(label=lazily("没有记录时", "Without a record"), widget=forms.RadioSelect, choices=[])

    def __init__(
        self, *args: Any, choices: tuple[Sequence[LeafChoice], Sequence[LeafChoice]], most: str, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        counted, measured = choices
        groups = [
            (
                said(Text("已有人在记：数次数", "Recorded already: counted")),
                [(c.code, choice_words(c)) for c in counted],
            ),
            (said(Text("已有的统计项", "Measures that there are")), [(c.code, choice_words(c)) for c in measured]),
        ]
        self.fields["what"].choices = groups  # type: ignore[attr-defined]  # a field of choices
        self.fields["share"].help_text = said(Text(f"还可以占 {most} %", f"{most} % is left"))
        self.fields["scale"].choices = [  # type: ignore[attr-defined]  # as above
            (BANDS, said(Text("按分档，加上以后再调分数线", "By edges, which can be set afterwards"))),
            (ITSELF, said(Text("值即分（0–100 的值）", "The value is the points (0 to 100)"))),
            (AS_SHARE, said(Text("占比即分（占比 × 100）", "A share times a hundred"))),
        ]
        self.fields["missing"].choices = [  # type: ignore[attr-defined]  # as above
            ("leave_out", said(Text("不计这一项，不当作 0 分", "The leaf is left out; it is not scored 0"))),
            ("zero", said(Text("按 0 分计", "It is scored 0"))),
        ]


def choice_words(choice: LeafChoice) -> str:
    """A thing to choose with who records it, and what a record takes."""
    zh, en = [choice.title.zh], [choice.title.en or choice.title.zh]
    if choice.by:
        zh.append("、".join(post.zh for post in choice.by) + "在记")
        en.append("recorded by " + ", ".join(post.en or post.zh for post in choice.by))
    if choice.minutes:
        zh.append(f"每条约 {choice.minutes} 分钟")
        en.append(f"about {choice.minutes} min each")
    if choice.in_base:
        zh.append("基准已用")
        en.append("used by the base")
    return said(Text("，".join(zh), ", ".join(en)))


class DecisionForm(Form):
    """In force from a day, or back with a reason."""

    keeps_drafts = False
    decision = forms.ChoiceField(label=lazily("决定", "Decision"), widget=forms.RadioSelect, choices=[])
    from_day = _day(
        "从哪天起", "From", required=False,
        help_text=lazily(
            "今天或以后；只用于从那天起或以后开始的周期", "Today or later; for periods that begin then or after"
        ),
    )  # fmt: skip
    minute = forms.CharField(
        label=lazily("会议记录", "Minute"), max_length=LONGEST_MINUTE, required=False,
        help_text=lazily("按哪次会议定的，会写在得分依据里", "Where it was decided; explanations name it"),
    )  # fmt: skip
    answer = forms.CharField(
        label=lazily("退回原因", "Reason for sending back"), max_length=LONGEST_ANSWER, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["decision"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (APPROVE, said(Text("同意采用", "Adopt it"))),
            (SEND_BACK, said(Text("退回修改", "Send it back"))),
        ]


class EndForm(Form):
    """The last day in force."""

    keeps_drafts = False
    last_day = _day(
        "用到哪天为止", "Last day in force",
        help_text=lazily("今天或以后；已经算出的批次不变", "Today or later; runs made with it stay as they are"),
    )  # fmt: skip


class BacktestForm(Form):
    """On the records of which run."""

    keeps_drafts = False
    run = forms.ChoiceField(label=lazily("用哪个批次的记录", "On the records of which run"))

    def __init__(self, *args: Any, runs: Sequence[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [(str(run.number), f"{run.label} · {moment_shown(run.begun)}") for run in runs]
        self.fields["run"].choices = choices  # type: ignore[attr-defined]  # a field of choices

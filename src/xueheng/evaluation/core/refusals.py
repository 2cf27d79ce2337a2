"""What the evaluation refuses, with the rule that says so."""

from xueheng.errors import XuehengError
from xueheng.wording import Text


class RunError(XuehengError):
    """An evaluation that cannot run as asked. `rule` is the stable id (XH-R001 …)."""

    def __init__(self, rule: str, text: Text, remedy: Text | None = None) -> None:
        super().__init__(Text(f"{rule} {text.zh}", f"{rule} {text.en}"), remedy)
        self.rule = rule
        self.plain = text


class NotUsedYet(RunError):
    """The standard or measure rests on a kind of definition that is read but not used yet."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            "XH-R005",
            Text(f"“{name}”暂不能运行：{reason}尚未启用", f'"{name}" cannot run yet: {reason} is not used yet'),
        )


class MeasureUnsupported(RunError):
    """A measure that an engine or the exact plan cannot compute; refused before anything runs."""

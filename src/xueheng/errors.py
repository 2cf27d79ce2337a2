"""The root of the one small tree of errors that a person can act on."""

from xueheng.wording import Language, Text


class XuehengError(Exception):
    """Something a person did or gave that cannot go on; says what happened and what to do.

    `text` is what happened, `remedy` what to do next. An internal fault is never one of these.
    """

    def __init__(self, text: Text, remedy: Text | None = None) -> None:
        super().__init__(text.say())
        self.text = text
        self.remedy = remedy

    def say(self, language: Language = "both") -> str:
        """The whole message for a reader of `language`."""
        said = self.text.say(language)
        return f"{said}\n{self.remedy.say(language)}" if self.remedy else said

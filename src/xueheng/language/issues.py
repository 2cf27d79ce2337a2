"""What the reader has to say to an author: issues with a stable id, a place and a message in two languages.

Each id is defined once, with its message and a sentence for `check --list-rules`. Messages are
templates filled from facts, so that tests, logs and support can search for the id.
"""

from dataclasses import dataclass
from typing import Literal

from xueheng.language.positions import Place
from xueheng.wording import Language, Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the reader checks. `message` has `{fact}` placeholders; `why` says what to do and why."""

    id: str
    severity: Severity
    message: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding at one place."""

    place: Place
    rule: str
    severity: Severity
    text: Text

    def say(self, language: Language = "both") -> str:
        """`file:line:column id message`."""
        return f"{self.place} {self.rule} {self.text.say(language)}"


RULES: dict[str, Rule] = {}


def define(rule: str, severity: Severity, message: Text, why: Text) -> None:
    """Add a rule to the catalogue; an id defined twice is a fault of the program."""
    if rule in RULES:
        raise ValueError(f"rule {rule} is defined twice")
    RULES[rule] = Rule(rule, severity, message, why)


def issue(rule: str, place: Place, **facts: object) -> Issue:
    """An issue of `rule` at `place`, its message filled with `facts`."""
    found = RULES[rule]
    return Issue(place, rule, found.severity, Text(found.message.zh.format(**facts), found.message.en.format(**facts)))


def in_order(issues: list[Issue]) -> list[Issue]:
    """Issues by file, line, column and id, each once."""
    unique = {(i.place, i.rule, i.text.en): i for i in issues}
    return [unique[key] for key in sorted(unique)]

"""The rules of the record once more, as plain as they can be said: lists and loops, to compare the real one with.

A fact is a dictionary. Nothing here looks at the product's code.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Fact:
    number: int
    kind: str
    """attendance (one a month, verified) or service (any number, verified)."""
    subject: str
    day: date
    value: int
    recorder: str
    provenance: str
    earlier: tuple[str, ...] = ()
    """Who recorded what it corrects."""
    corrected: bool = False
    retracted: bool = False
    attested: bool = False
    refused: bool = False

    @property
    def stands(self) -> bool:
        return not self.corrected and not self.retracted

    @property
    def waits(self) -> bool:
        return self.stands and not self.attested and not self.refused

    def when(self) -> tuple[int, ...]:
        """The same month, or the same day."""
        return (self.day.year, self.day.month) if self.kind == "attendance" else (self.day.toordinal(),)

    def about(self) -> tuple[object, ...]:
        return self.kind, self.subject, self.when()


@dataclass
class PlainRecord:
    """Everything that was recorded, and which facts were found to say the same."""

    facts: dict[int, Fact] = field(default_factory=dict)
    groups: list[set[int]] = field(default_factory=list)

    def again(self, new: Fact) -> int | None:
        """An upload that says what an upload of somebody else has said brings nothing new."""
        for fact in self.facts.values():
            alike = fact.stands and fact.about() == new.about() and fact.value == new.value
            copies = new.provenance == "upload" == fact.provenance
            if alike and copies and fact.recorder != new.recorder:
                return fact.number
        return None

    def refuses(self, new: Fact, corrects: int | None = None) -> bool:
        """One attendance a month from one recorder: another word, or the same word twice in one way, is refused; and an
        upload never says otherwise than anybody.
        """
        if new.kind != "attendance" or (corrects is None and self.again(new) is not None):
            return False
        for fact in self.facts.values():
            if (
                not fact.stands
                or fact.number == corrects
                or fact.about() != new.about()
                or (fact.recorder != new.recorder and new.provenance != "upload")
            ):
                continue
            twice = (fact.recorder, fact.provenance) == (new.recorder, new.provenance) and corrects is None
            if fact.value != new.value or twice:
                return True
        return False

    def add(self, new: Fact, corrects: int | None = None) -> None:
        for fact in self.facts.values():
            alike = fact.about() == new.about() and fact.value == new.value
            other_source = corrects is not None or (fact.recorder, fact.provenance) != (new.recorder, new.provenance)
            if fact.stands and fact.number != corrects and alike and other_source:
                self._join(fact.number, new.number)
                break
        if corrects is not None:
            self.facts[corrects].corrected = True
        self.facts[new.number] = new

    def _join(self, old: int, new: int) -> None:
        for group in self.groups:
            if old in group:
                group.add(new)
                return
        self.groups.append({old, new})

    def disputed(self) -> set[int]:
        found: set[int] = set()
        for one in self.facts.values():
            for other in self.facts.values():
                both = one.kind == "attendance" and one.stands and other.stands
                if both and one.about() == other.about() and one.value != other.value:
                    found.add(one.number)
        return found

    def doubles(self) -> set[int]:
        found: set[int] = set()
        for group in self.groups:
            standing = [self.facts[number] for number in group if self.facts[number].stands]
            standing.sort(key=lambda fact: (not (fact.attested and not fact.refused), fact.number))
            found |= {fact.number for fact in standing[1:]}
        return found

"""Worked examples: records in, answer out, the sum in words."""

from collections.abc import Iterator

from xueheng.language.meaning.calendar import BUILT_IN
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.naming import short, suggestion, thing
from xueheng.language.meaning.nodes import below, bilingual, entries, scalar, scalars, text, truth
from xueheng.language.meaning.worked_given import Given, given_of, with_named
from xueheng.language.positions import Entry, Scalar
from xueheng.language.worked_definitions import Expected, WorkedExample


def settle_examples(checking: Checking) -> tuple[WorkedExample, ...]:
    """All examples of all packs, in order of packs and files."""
    return tuple(
        _Example(checking, pack.name, entry).example()
        for pack in checking.shelf.packs.values()
        for root in pack.worked
        for entry in entries(root)
    )


class _Example:
    """One example on its way from nodes to what a runner needs."""

    def __init__(self, checking: Checking, pack: str, entry: Entry) -> None:
        self.checking = checking
        self.pack = pack
        self.key = entry.key
        self.body = entry.value
        self.run = below(entry.value, "run")

    def example(self) -> WorkedExample:
        """The example; `unused` where it rests on what comes later."""
        standard, measures = self._standard(), self._measures()
        said = text(below(self.body, "sum")).strip()
        if not said:
            self.checking.report("XH-W002", self.key.place, example=self.key.text)
        given = self._given()
        given.subjects = with_named(given.subjects, self._named(given, measures))
        expected = tuple(self._expected())
        unused = self._later(standard, measures) or given.later
        broken = standard is not None and standard not in self.checking.standards
        if not unused and not broken:
            self._codes_exist(standard, measures)
            self._subjects_given(given)
            self._period_exists(standard)
        return WorkedExample(
            name=f"{self.pack}.{self.key.text}", title=bilingual(below(self.body, "title"), self.key.text),
            standard=standard, measures=measures, period=text(below(self.run, "period")), subjects=given.subjects,
            records=given.records, expected=expected, sum=said, place=self.key.place, unused=unused,
        )  # fmt: skip

    def _given(self) -> Given:
        """What is given; a decision's rows are its own words, not records."""
        if below(self.run, "decision") is not None:
            return Given()
        return given_of(self.checking, self.pack, below(self.body, "given"), below(self.body, "then"), self.key)

    def _named(self, given: Given, measures: tuple[str, ...]) -> list[tuple[str, str]]:
        """Subjects (entity, id) that records are about, or that answer for a measure of one kind of subject."""
        found = [(self.checking.evidence[record.type].about, record.about) for record in given.records]
        for subject in entries(below(self.body, "then")):
            grains: set[str] = {
                entity
                for answer in entries(subject.value)
                for name, entity in self.checking.measures
                if name in measures and answer.key.text in (name, short(name))
            }
            if len(grains) == 1 and subject.key.text in given.known:
                found.append((grains.pop(), subject.key.text))
        return found

    def _standard(self) -> str | None:
        named = scalar(below(self.run, "standard"))
        found = thing(self.checking, "standards", named, self.pack) if named else None
        return found.qualified if found else None

    def _measures(self) -> tuple[str, ...]:
        found = [thing(self.checking, "measures", named, self.pack) for named in scalars(below(self.run, "measure"))]
        return tuple(definition.qualified for definition in found if definition)

    def _later(self, standard: str | None, measures: tuple[str, ...]) -> str:
        """Why the example cannot run yet, '' when it can."""
        if below(self.body, "refuse") is not None or truth(below(self.run, "overlay")):
            return "overlay"
        if below(self.run, "decision") is not None:
            return "decision"
        if standard in self.checking.standards:
            return self.checking.standards[standard].unused
        for (name, _), measure in self.checking.measures.items():
            if name in measures and measure and measure.unused:
                return measure.unused
        return ""

    def _expected(self) -> Iterator[Expected]:
        for subject in entries(below(self.body, "then")):
            for answer in entries(subject.value):
                written = scalar(answer.value)
                if written:
                    yield Expected(subject.key.text, answer.key.text, written.text, answer.key.place)

    def _codes_exist(self, standard: str | None, measures: tuple[str, ...]) -> None:
        known = self._known_codes(standard, measures)
        run = short(standard) if standard else ", ".join(short(name) for name in measures)
        for subject in entries(below(self.body, "then")):
            for answer in entries(subject.value):
                if answer.key.text.removesuffix(".level").removesuffix(".value") not in known:
                    hint = suggestion(answer.key.text, known)
                    self.checking.report(
                        "XH-W003", answer.key.place, example=self.key.text, code=answer.key.text, run=run, hint=hint
                    )

    def _known_codes(self, standard: str | None, measures: tuple[str, ...]) -> list[str]:
        """Codes that answers may name: nodes of the standard, and measures."""
        found = [*measures, *(short(name) for name in measures)]
        settled = self.checking.standards.get(standard or "")
        if settled is None:
            return found
        waiting = [settled.root]
        while waiting:
            node = waiting.pop()
            found.append(node.code)
            waiting += node.parts
        also = [name for name, entity in self.checking.measures if entity == settled.of]
        return [*found, "total", "level", *also, *(name.partition(".")[2] for name in also)]

    def _subjects_given(self, given: Given) -> None:
        """Who has an answer was given, or is one to whom somebody given belongs."""
        for subject in entries(below(self.body, "then")):
            if subject.key.text not in given.known:
                self._not_given(subject.key, given)
        for written in given.strangers:
            self._not_given(written, given)

    def _not_given(self, written: Scalar, given: Given) -> None:
        hint = suggestion(written.text, sorted(given.known))
        self.checking.report("XH-W004", written.place, example=self.key.text, name=written.text, hint=hint)

    def _period_exists(self, standard: str | None) -> None:
        """XH-T004 where the calendar lacks the period of the run."""
        written = scalar(below(self.run, "period"))
        settled = self.checking.standards.get(standard or "")
        calendar = self.checking.calendar_for(self.pack)
        if written is None or settled is None or settled.period in BUILT_IN:
            return
        names = calendar.terms if settled.period == "term" else (settled.period,)
        windows = [calendar.windows[name] for name in names if name in calendar.windows]
        if windows and not any(written.text in window.spans for window in windows):
            self.checking.report("XH-T004", written.place, window=settled.period, label=written.text)

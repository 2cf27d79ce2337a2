"""Worked examples: records in, answer out, the sum in words."""

from xueheng.language.meaning.calendar import BUILT_IN
from xueheng.language.meaning.checking import Checking
from xueheng.language.meaning.closure import Reads, Thing
from xueheng.language.meaning.naming import short, suggestion, thing
from xueheng.language.meaning.nodes import below, bilingual, entries, scalar, scalars, text, truth
from xueheng.language.meaning.unused import reason_of_run
from xueheng.language.meaning.walking import nodes_of
from xueheng.language.meaning.worked_answers import Answerable, answerable, answers_of, standard_with
from xueheng.language.meaning.worked_given import Given, given_of, with_named
from xueheng.language.positions import Entry, Scalar
from xueheng.language.worked_definitions import Expected, Refusal, WorkedExample


def settle_examples(checking: Checking) -> tuple[WorkedExample, ...]:
    """All examples of all packs, in order of packs and files."""
    reads: Reads = {}
    return tuple(
        _Example(checking, pack.name, entry, reads).example()
        for pack in checking.shelf.packs.values()
        for root in pack.worked
        for entry in entries(root)
    )


class _Example:
    """One example on its way from nodes to what a runner needs."""

    def __init__(self, checking: Checking, pack: str, entry: Entry, reads: Reads) -> None:
        self.checking = checking
        self.pack = pack
        self.reads = reads
        self.key = entry.key
        self.body = entry.value
        self.run = below(entry.value, "run")
        self.then = below(entry.value, "then")
        self.refuse = below(entry.value, "refuse")
        self.layered = truth(below(self.run, "overlay")) is True

    def example(self) -> WorkedExample:
        """The example; `unused` where it rests on what comes later."""
        measures = self._measures()
        standard = self._standard() or standard_with(self.checking, self.pack, self.then, measures)
        said = text(below(self.body, "sum")).strip()
        if not said:
            self.checking.report("XH-W002", self.key.place, example=self.key.text)
        given = self._given()
        unused = self._later(standard, measures, given)
        broken = standard is not None and standard not in self.checking.standards
        sound = not unused and not broken and self.refuse is None
        known = self._answerable(standard, measures) if sound else None
        expected = tuple(answers_of(self.checking, self.key.text, self.then, known))
        given.subjects = with_named(given.subjects, self._named(given, expected, standard))
        if sound:
            self._subjects_given(given)
            self._period_exists(standard)
        return WorkedExample(
            name=f"{self.pack}.{self.key.text}", title=bilingual(below(self.body, "title"), self.key.text),
            standard=standard, measures=measures, period=text(below(self.run, "period")), subjects=given.subjects,
            records=given.records, expected=expected, sum=said, place=self.key.place, unused=unused,
            entries=given.entries, results=given.results, overlay=self.pack if self.layered else "",
            refusal=self._refusal(),
        )  # fmt: skip

    def _refusal(self) -> Refusal | None:
        changes = below(self.refuse, "changes")
        return Refusal(changes, text(below(self.refuse, "error"))) if changes is not None else None

    def _answerable(self, standard: str | None, measures: tuple[str, ...]) -> Answerable:
        layer = self.checking.shelf.packs[self.pack].files.get("overlay") if self.layered else None
        if self.layered and layer is None:
            self.checking.report("XH-W007", self.run.place if self.run else self.key.place, example=self.key.text)
        run = short(standard) if standard else ", ".join(short(name) for name in measures)
        return answerable(self.checking, self.checking.standards.get(standard or ""), self.pack, run, layer)

    def _given(self) -> Given:
        """What is given; a decision's rows are its own words, not records."""
        if below(self.run, "decision") is not None:
            return Given()
        return given_of(self.checking, self.pack, below(self.body, "given"), self.then, self.key)

    def _named(self, given: Given, expected: tuple[Expected, ...], standard: str | None) -> list[tuple[str, str]]:
        """Subjects (entity, id) that records, entries or results are about, or that answer for a measure of one kind
        of subject.
        """
        found = [(self.checking.evidence[record.type].about, record.about) for record in given.records]
        found += [(self.checking.registers[entry.register].of, entry.about) for entry in given.entries]
        found += given.named
        settled = self.checking.standards.get(standard or "")
        nodes = {node.code for node in nodes_of(settled.root)} if settled else set()
        for answer in expected:
            if answer.code in nodes:
                continue
            grains = {entity for name, entity in self.checking.measures if answer.code in (name, self._own_name(name))}
            if len(grains) == 1 and answer.subject in given.known:
                found.append((grains.pop(), answer.subject))
        return found

    def _own_name(self, measure: str) -> str | None:
        owner, _, name = measure.partition(".")
        return name if owner == self.pack else None

    def _standard(self) -> str | None:
        named = scalar(below(self.run, "standard"))
        found = thing(self.checking, "standards", named, self.pack) if named else None
        return found.qualified if found else None

    def _measures(self) -> tuple[str, ...]:
        found = [thing(self.checking, "measures", named, self.pack) for named in scalars(below(self.run, "measure"))]
        return tuple(definition.qualified for definition in found if definition)

    def _later(self, standard: str | None, measures: tuple[str, ...], given: Given) -> str:
        """Why the example cannot run yet, '' when it can: what is given, or pinned as an input, is not computed."""
        if below(self.run, "decision") is not None:
            return "decision"
        asked = [Thing("standard", standard)] if standard else []
        asked += [Thing("measure", name, entity) for name, entity in self.checking.measures if name in measures]
        settled = self.checking.standards.get(standard or "")
        pinned = frozenset(Thing("standard", read.standard) for read in (settled.inputs if settled else ()))
        return reason_of_run(self.checking, asked, given.computed_not | pinned, self.reads) or given.later

    def _subjects_given(self, given: Given) -> None:
        """Who has an answer was given, or is one to whom somebody given belongs."""
        for subject in entries(self.then):
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

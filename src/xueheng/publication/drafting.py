"""Drafts of a class: for each pupil the report that applies to her, its facts, and a comment to begin from."""

from dataclasses import replace

from xueheng.evaluation.core.public import LiveStandard, Period
from xueheng.evaluation.public import live_answer
from xueheng.identity.public import Viewer, library
from xueheng.language.public import SENTENCE_VALUE, Report, Sentence
from xueheng.publication.facts import (
    Facts,
    Found,
    Results,
    Section,
    Values,
    of_live,
    results_for,
    told_of,
    value_lines,
    values_of,
)
from xueheng.wording import Text


class Drafter:
    """Makes drafts over one period for one viewer; what is compiled for the first pupil serves all."""

    def __init__(self, viewer: Viewer, period: Period) -> None:
        self.viewer, self.period = viewer, period
        self._reports = list(library().reports.values())
        self._facts: dict[str, LiveStandard] = {}
        self._results: dict[str, list[Results]] = {}

    def draft(self, pupil: int) -> tuple[str, Facts, Text] | None:
        """The report's name, its facts and a comment; None where no report applies to her."""
        for report in list(self._reports):
            live = live_answer(self._live(report), pupil)
            cells = of_live(live)
            if not cells:
                continue
            self._reports.remove(report)
            self._reports.insert(0, report)  # the next pupil of the class most likely has the same
            found: dict[tuple[str, str], Found] = values_of(report.facts, report.name, cells)
            sections, grounds = [], []
            for results in self._results_of(report):
                said, more, ground = told_of(results, pupil)
                sections += said
                found |= more
                grounds += [ground] if ground else []
            for part in report.facts.root.parts:
                lines = tuple(value_lines(report.facts, part, cells))
                sections += [Section(part.title, lines)] if lines else []
            return report.name, Facts(tuple(sections), tuple(grounds)), comment_of(report, found)
        return None

    def close(self) -> None:
        """Let go of what was compiled."""
        for live in self._facts.values():
            live.close()

    def _live(self, report: Report) -> LiveStandard:
        if report.name not in self._facts:
            known = library()
            with_facts = replace(known, standards={**known.standards, report.facts.name: report.facts})
            self._facts[report.name] = LiveStandard(with_facts, report.facts.name, self.period)
        return self._facts[report.name]

    def _results_of(self, report: Report) -> list[Results]:
        if report.name not in self._results:
            self._results[report.name] = results_for(self.viewer, report, self.period.end)
        return self._results[report.name]


def comment_of(report: Report, found: Values) -> Text:
    """The sentences that fit, in the pack's order; of several about the same thing the first."""
    said: list[Text] = []
    told: set[tuple[str, str]] = set()
    for sentence in report.sentences:
        about = (sentence.standard, sentence.node)
        if not sentence.node:
            said.append(sentence.say)
        elif about not in told and about in found and _fits(sentence, found[about]):
            told.add(about)
            words = found[about].words
            zh = sentence.say.zh.replace(SENTENCE_VALUE, words.zh.strip())
            en = (sentence.say.en or sentence.say.zh).replace(SENTENCE_VALUE, (words.en or words.zh).strip())
            said.append(Text(zh, en))
    return Text("".join(each.zh for each in said), " ".join(each.en or each.zh for each in said))


def _fits(sentence: Sentence, found: Found) -> bool:
    if sentence.levels:
        return found.level in sentence.levels
    if sentence.at_least is None and sentence.at_most is None:
        return True
    if found.number is None:
        return False
    low = sentence.at_least is None or found.number >= sentence.at_least
    return low and (sentence.at_most is None or found.number <= sentence.at_most)

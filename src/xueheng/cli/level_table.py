"""How many subjects stand at each level, and how sure the standard's own sources are."""

from collections import Counter

from xueheng.cli.documents.evaluated import Evaluated
from xueheng.cli.documents.source_words import SURE, document_words, status_words
from xueheng.cli.documents.standard_sources import sources_of
from xueheng.cli.documents.standard_tree import root_levels
from xueheng.cli.documents.tally import level_counts, tally_of
from xueheng.cli.speech import Speech
from xueheng.language.public import Library, Standard
from xueheng.wording import Text

_NUMBER = Text("数量", "Number")


def say_levels(evaluation: Evaluated, library: Library, speech: Speech) -> None:
    """The levels with their numbers; the numbers add up to all subjects."""
    standard = library.standards[evaluation.standard]
    if standard.root.combine == "profile":
        _say_aspects(evaluation, standard, speech)
        return
    tally = tally_of(evaluation)
    counts = level_counts(root_levels(library.standards[evaluation.standard]), tally)
    if not root_levels(library.standards[evaluation.standard]):
        total = tally.with_total
        speech.say(Text(f"其中有总得分的：{total:,}", f"With a total: {total:,}"))
        return
    rows = [(speech.label(one.title), f"{one.count:,}") for one in counts]
    rows.append((speech.label(Text("合计", "All")), f"{tally.subjects:,}"))
    speech.table((Text("等级", "Level"), _NUMBER), rows)


def _say_aspects(evaluation: Evaluated, standard: Standard, speech: Speech) -> None:
    """A profile has no total: for each of its parts, how many stand at which level, and how many have none."""
    speech.say(Text("各方面并列，不合成总得分。", "The aspects stand side by side; they make no total."))
    levels, names = root_levels(standard), evaluation.results.column_names
    parts = [part for part in standard.root.parts if f"{part.code}.level" in names]
    if not levels or not parts:
        return
    headings = [Text("方面", "Aspect"), *levels.values(), Text("无等级", "None")]
    rows = []
    for part in parts:
        found = Counter(evaluation.results.column(f"{part.code}.level").to_pylist())
        counts = [found.get(code, 0) for code in levels]
        rest = evaluation.results.num_rows - sum(counts)
        rows.append((speech.label(part.title), *(f"{count:,}" for count in (*counts, rest))))
    speech.table(headings, rows)


def say_sources(library: Library, standard: str, speech: Speech) -> None:
    """The sources that are not verified; nothing where all are."""
    unsure = [source for source in sources_of(library, library.standards[standard]) if source.status not in SURE]
    if not unsure:
        return
    speech.heading(Text("依据中尚未核实的：", "Not yet verified in what the standard rests on:"))
    for source in unsure:
        speech.line(f"  {document_words(source.doc, source.no) or '—'}：{speech.label(status_words(source.status))}")

"""One leaf taken apart: what was measured, how it scores, how it is measured, from which records, by whose rule."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xueheng.cli.documents.evaluated import Explanation
from xueheng.cli.documents.pages import page_words as words
from xueheng.cli.documents.pages.markup import Html, Voice, described, escaped
from xueheng.cli.documents.pages.page_notes import PageNotes, all_record_keys, source_key, sources_of_node
from xueheng.cli.documents.pages.part_tables import measured, points
from xueheng.cli.documents.source_words import SURE
from xueheng.cli.documents.unit_words import unit_words
from xueheng.wording import Text

MOST_LINKS = 12


class LeafCards:
    """Draws leaves, in one reader's language."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._scored, self._counted = voice.say(words.LEAF_LINES["points"]), voice.say(words.LEAF_LINES["measure"])
        self._rests_on = voice.say(words.LEAF_LINES["rests_on"])

    def card(self, node: Explanation, depth: int, notes: PageNotes) -> Html:
        """The leaf as an article: value and points in its heading, then how they came about."""
        heading = f"h{min(depth, 6)}"
        value = measured(self._voice, node)
        scored = points(self._voice, node)
        leads_to = f'<span class="to">{value} → {scored}</span>' if value else f'<span class="to">{scored}</span>'
        title = f"<{heading}>{self._voice.given(node['title'])} {leads_to}</{heading}>"
        lines = described(self._lines(node, notes))
        return f'<article id="{notes.anchors[id(node)]}">{title}{self._why_missing(node)}{lines}</article>'

    def _why_missing(self, node: Explanation) -> Html:
        if node["state"] != "missing" or node.get("if_missing") not in words.POLICY:
            return ""
        return f'<p class="note">{self._voice.say(words.POLICY[node["if_missing"]])}</p>'

    def _lines(self, node: Explanation, notes: PageNotes) -> Iterator[tuple[Html, Html]]:
        trace: Mapping[str, Any] = node.get("measure") or {}
        yield self._scored, self._voice.given((node.get("scale") or {}).get("words"))
        window = _window(trace) if node["state"] == "known" else ""
        yield self._counted, self.measure(trace) + (f' <span class="soft">{window}</span>' if window else "")
        rests_on = [self._records(trace, notes), self._sources(node, notes)]
        yield self._rests_on, "；".join(part for part in rests_on if part)

    def measure(self, trace: Mapping[str, Any]) -> Html:
        """The measure in words, as it is written, and what it was made of."""
        if not trace:
            return ""
        said = f"{self._voice.given(trace.get('words'))}{_formula(trace)}{self._numbers(trace)}"
        inputs: Sequence[Mapping[str, Any]] = trace.get("inputs") or ()
        listed = "".join(
            f"<li>{self._voice.given(given.get('title'))} {self._value(given)}：{self.measure(given)}</li>"
            for given in inputs
        )
        return f"{said}<ul>{listed}</ul>" if listed else said

    def _value(self, trace: Mapping[str, Any]) -> Html:
        value = trace.get("value_shown") or trace.get("value")
        if value is None:
            return self._voice.say(words.MISSING)
        return f"<strong>{escaped(str(value))}</strong> {self._voice.say(unit_words(trace.get('unit')))}".rstrip()

    def _numbers(self, trace: Mapping[str, Any]) -> Html:
        """How many rows were read, and the fraction they made, where there was more than one."""
        numbers = trace.get("numbers") or {}
        rows, part, whole = numbers.get("rows"), numbers.get("numerator"), numbers.get("denominator")
        if not rows or int(rows) < 2:
            return ""
        given = f"{part} ÷ {whole}" if part is not None and whole is not None else ""
        said = Text(f"（{rows} 条{'，' * bool(given)}{given}）", f"({rows} rows{', ' * bool(given)}{given})")
        return f" {self._voice.say(said)}"

    def _records(self, trace: Mapping[str, Any], notes: PageNotes) -> Html:
        keys = all_record_keys(trace)
        numbers = [notes.records[key] for key in keys if key in notes.records]
        if not keys:
            return self._voice.say(words.NO_RECORD_OF_IT)
        links = "、".join(f'<a href="#r{number}">{number}</a>' for number in numbers[:MOST_LINKS])
        rest = len(keys) - min(len(numbers), MOST_LINKS)
        return f"{self._voice.say(words.RECORD)} {links}{f' +{rest}' if rest else ''}"

    def _sources(self, node: Explanation, notes: PageNotes) -> Html:
        """The numbers of the sources; one that needs care bears its status."""
        keys = dict.fromkeys(source_key(source) for source in sources_of_node(node))
        links = "、".join(
            f'<a href="#s{notes.sources[key]}">{notes.sources[key]}</a>'
            + ("" if key[2] in SURE else f"<strong>（{escaped(key[2])}）</strong>")
            for key in keys
        )
        return f"{self._voice.say(words.SOURCE)} {links}" if links else ""


def _chinese(trace: Mapping[str, Any]) -> str:
    return str((trace.get("words") or {}).get("zh") or "")


def _formula(trace: Mapping[str, Any]) -> Html:
    """A derived value's formula as it is written, where the words do not give it already."""
    formula = str(trace.get("formula") or "")
    derived = formula and trace.get("kind") != "fold" and formula not in _chinese(trace)
    return f" <code>{escaped(formula)}</code>" if derived else ""


def _window(trace: Mapping[str, Any]) -> Html:
    """The window of the measure, or of what it was first made of, where the words do not give it already."""
    window = trace.get("window")
    if window:
        return "" if str(window["start"]) in _chinese(trace) else escaped(f"{window['start']}～{window['end']}")
    return next((found for given in trace.get("inputs") or () if (found := _window(given))), "")

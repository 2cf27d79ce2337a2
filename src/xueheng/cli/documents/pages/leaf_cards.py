"""One leaf taken apart: what was measured, how it scores, how it is measured, from which records, by whose rule."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xueheng.cli.documents.evaluated import Explanation
from xueheng.cli.documents.pages import page_words as words
from xueheng.cli.documents.pages.markup import Html, Voice, described, escaped
from xueheng.cli.documents.pages.part_tables import measured, points
from xueheng.cli.documents.source_words import SURE, document_words, status_words
from xueheng.cli.documents.unit_words import unit_words
from xueheng.wording import Text

RecordKey = tuple[str, str]
MOST_LINKS = 12


class LeafCards:
    """Draws leaves, in one reader's language."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def card(self, node: Explanation, anchor: str, depth: int, records: Mapping[RecordKey, int]) -> Html:
        """The leaf as an article; `records` says at which number of the page's list a record stands."""
        heading = f"h{min(depth, 6)}"
        title = f"<{heading}>{self._voice.given(node['title'])}　{points(self._voice, node)}</{heading}>"
        return f'<article id="{anchor}">{title}{self._why_missing(node)}{described(self._lines(node, records))}</article>'

    def _why_missing(self, node: Explanation) -> Html:
        if node["state"] != "missing" or node.get("if_missing") not in words.POLICY:
            return ""
        return f'<p class="note">{self._voice.say(words.POLICY[node["if_missing"]])}</p>'

    def _lines(self, node: Explanation, records: Mapping[RecordKey, int]) -> Iterator[tuple[Html, Html]]:
        say, trace, scale = self._voice.say, node.get("measure") or {}, node.get("scale") or {}
        yield say(words.LEAF_LINES["value"]), measured(self._voice, node)
        yield say(words.LEAF_LINES["points"]), self._voice.given(scale.get("words"))
        yield say(words.LEAF_LINES["measure"]), self.measure(trace)
        yield say(words.LEAF_LINES["window"]), self._window(trace)
        yield say(words.LEAF_LINES["records"]), self._links(all_record_keys(trace), records)
        sources = [source for source in (node.get("source"), scale.get("source")) if source]
        distinct = list(dict.fromkeys(self.source(source) for source in sources))
        yield say(words.LEAF_LINES["source"]), "<br>".join(distinct)

    def measure(self, trace: Mapping[str, Any]) -> Html:
        """The measure in words, as it is written, and what it was made of."""
        if not trace:
            return ""
        formula = f" <code>{escaped(str(trace['formula']))}</code>" if trace.get("formula") else ""
        said = f"{self._voice.given(trace.get('words'))}{formula}{self._numbers(trace)}"
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
        said = Text(f"（{rows} 条", f"({rows} rows")
        if part is not None and whole is not None:
            said = Text(f"{said.zh}，{part} ÷ {whole}", f"{said.en}, {part} ÷ {whole}")
        return f" {self._voice.once(Text(f'{said.zh}）', f'{said.en})'))}"

    def _window(self, trace: Mapping[str, Any]) -> Html:
        """The window of the measure, or of what it was first made of."""
        window = trace.get("window")
        if window:
            return escaped(f"{window['start']}～{window['end']}")
        return next((found for given in trace.get("inputs") or () if (found := self._window(given))), "")

    def _links(self, keys: Sequence[RecordKey], records: Mapping[RecordKey, int]) -> Html:
        numbers = [records[key] for key in keys if key in records]
        if not keys:
            return ""
        name = self._voice.say(words.LEAF_LINES["records"])
        links = "、".join(f'<a href="#r{number}">{number}</a>' for number in numbers[:MOST_LINKS])
        rest = len(keys) - min(len(numbers), MOST_LINKS)
        return f"{name} {links}{f' +{rest}' if rest else ''}"

    def source(self, source: Mapping[str, Any]) -> Html:
        """A source with its status; one that needs care says so first."""
        status = str(source.get("status") or "decided")
        named = escaped(document_words(str(source.get("doc") or ""), str(source.get("no") or "")))
        said = self._voice.say(status_words(status))
        if status not in SURE:
            said = f"<strong>{said}</strong>"
        return f"{named}：{said}" if named else said


def all_record_keys(trace: Mapping[str, Any]) -> list[RecordKey]:
    """The records behind a measure and behind what it was made of, each once."""
    found: dict[RecordKey, None] = {}
    for kind, ids in (trace.get("record_ids") or {}).items():
        found.update(dict.fromkeys((str(kind), str(each)) for each in ids))
    for given in trace.get("inputs") or ():
        found.update(dict.fromkeys(all_record_keys(given)))
    return list(found)

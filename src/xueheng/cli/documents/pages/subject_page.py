"""The page of one subject: the answer first, then every number taken apart down to the records."""

from collections.abc import Iterator, Mapping
from typing import Any

from xueheng.cli.documents.evaluated import Evaluated, Explanation, period_words
from xueheng.cli.documents.pages import page_words as words
from xueheng.cli.documents.pages.layer_section import LayerSection
from xueheng.cli.documents.pages.leaf_cards import LeafCards
from xueheng.cli.documents.pages.markup import Html, described, escaped, source_words
from xueheng.cli.documents.pages.page_frame import Frame
from xueheng.cli.documents.pages.page_notes import PageNotes, SourceKey
from xueheng.cli.documents.pages.part_tables import PartTables
from xueheng.cli.documents.run_facts import RunFacts
from xueheng.cli.documents.sheet_explained import digest_words
from xueheng.cli.documents.source_words import SURE, owner_words
from xueheng.cli.documents.standard_sources import sources_of
from xueheng.cli.documents.standard_tree import TOTAL_WORDS
from xueheng.language.public import Library
from xueheng.wording import Text


class SubjectPages:
    """Draws subjects' pages; what all pages share is made once."""

    def __init__(self, evaluation: Evaluated, library: Library, frame: Frame, facts: RunFacts) -> None:
        standard = library.standards[evaluation.standard]
        self._frame, self._voice, self._facts = frame, frame.voice, facts
        self._tables, self._cards = PartTables(frame.voice), LeafCards(frame.voice)
        self._layer = LayerSection(frame.voice, self._tables, self._cards)
        self._entity = library.entities[standard.of].title
        self._standard, self._owner, self._version = standard.title, standard.owner, standard.version
        self._period = escaped(period_words(evaluation.period))
        self._navigation = (
            f'<nav aria-label="{frame.voice.plain(words.ALL_RESULTS)}">'
            f'<a href="../index.html">← {frame.voice.say(words.ALL_RESULTS)}</a></nav>'
        )
        unsure = [source for source in sources_of(library, standard) if source.status not in SURE]
        self._unsure_keys = {(source.doc, source.no, source.status) for source in unsure}
        self._unsure = [
            source_words(frame.voice, source.doc, source.no, source.status, source.note) for source in unsure
        ]
        digests = described(
            (frame.voice.say(digest_words(name)), f'<code class="digest">{escaped(digest)}</code>')
            for name, digest in evaluation.digests.items()
        )
        self._digests = f"<details><summary>{frame.voice.say(words.DIGESTS)}</summary>{digests}</details>"

    def page(self, explanation: Explanation) -> Html:
        """One subject's page."""
        subject = escaped(str(explanation["subject"]))
        root: Explanation = explanation["root"]
        notes = PageNotes(explanation)
        main = "".join(
            (
                f"<h1>{self._voice.say(self._entity)} {subject}</h1>",
                f'<p class="soft">{self._voice.say(self._standard)} · {self._period}</p>',
                self._answer(root, notes),
                self._layer.summary(explanation),
                self._care(notes),
                f"<h2>{self._voice.say(words.STEP_BY_STEP)}</h2>" if root["parts"] else "",
                *self._node(root, 3, notes),
                *self._layer.taken_apart(explanation, notes),
                self._records(notes),
                self._rule(explanation, notes),
                self._check(explanation),
            )
        )
        title = f"{subject} · {self._voice.plain(self._standard)}"
        return self._frame.page(title, main, self._navigation)

    def _answer(self, root: Explanation, notes: PageNotes) -> Html:
        """The total, and the sentence that leads to it; or why there is none and what to do."""
        say, heading = self._voice.say, f"<h2>{self._voice.say(TOTAL_WORDS)}</h2>"
        if root["state"] == "not_applying":
            inside = f'<p class="big">{say(words.NOT_APPLYING)}</p><p>{say(words.NOT_FOR_SUBJECT)}</p>'
        elif root["state"] == "missing":
            inside = f'<p class="big">{say(words.NO_TOTAL)}</p>{self._lacking(notes)}'
        elif root.get("shown") is None:
            inside = f"<p>{say(words.SIDE_BY_SIDE)}</p>"
        else:
            level = self._voice.given((root.get("level") or {}).get("title"))
            inside = f'<p class="big">{escaped(str(root["shown"]))}<span class="level">{level}</span></p>'
            inside += f"<p>{self._in_words(root)}</p>"
        return f'<section class="answer">{heading}{inside}</section>'

    def _in_words(self, root: Explanation) -> Html:
        """The parts that apply, named with their points: 标准分 88.5 + 附加分 3."""
        if root["combine"] != "sum":
            return ""
        named = [
            f"{self._voice.given(part['title'])} {escaped(str(part['shown']))}"
            for part in root["parts"]
            if part["state"] != "not_applying" and part.get("shown") is not None
        ]
        return f"{' + '.join(named)} = {escaped(str(root['shown']))}" if not root.get("rule") else " + ".join(named)

    def _lacking(self, notes: PageNotes) -> Html:
        leaves = [node for node in notes.of_base if not node["parts"] and node["state"] == "missing"]
        named = "、".join(f"<strong>{self._voice.given(leaf['title'])}</strong>" for leaf in leaves)
        lacks = f"<p>{self._voice.say(Text('缺：', 'Missing: '))}{named}</p>" if named else ""
        return f"{lacks}<p>{self._voice.say(words.WHAT_TO_DO)}</p>"

    def _care(self, notes: PageNotes) -> Html:
        """What the result rests on that nobody has checked against the document."""
        listed = [*self._unsure, *(source_words(self._voice, *key) for key in notes.sources if self._is_unsure(key))]
        if not listed:
            return ""
        lines = "".join(f"<li>{each}</li>" for each in listed)
        care = self._voice.say(words.care(len(listed)))
        return f'<details class="note"><summary>{care}</summary><ul>{lines}</ul></details>'

    def _is_unsure(self, key: SourceKey) -> bool:
        """Whether a source needs care and is not among the standard's own that every page names."""
        return key[2] not in SURE and key not in self._unsure_keys

    def _node(self, node: Explanation, depth: int, notes: PageNotes) -> Iterator[Html]:
        """A node's table and equation, then its parts one after the other."""
        parts = [part for part in node["parts"] if part["state"] != "not_applying"]
        if node["parts"]:
            yield self._tables.table(node, notes.anchors) + self._tables.equation(node)
        for part in parts:
            if part["parts"]:
                heading = f"h{min(depth, 6)}"
                title = self._voice.given(part["title"])
                yield f'<section><{heading} id="{notes.anchors[id(part)]}">{title}</{heading}>'
                yield from self._node(part, depth + 1, notes)
                yield "</section>"
            else:
                yield self._cards.card(part, depth, notes)

    def _records(self, notes: PageNotes) -> Html:
        heading = f"<h2>{self._voice.say(words.RECORDS)}</h2>"
        if not notes.listed:
            return f"{heading}<p>{self._voice.say(words.NO_RECORDS)}</p>"
        lines = "".join(
            f'<li id="r{place}">{self._record(record)}</li>' for place, record in enumerate(notes.listed, 1)
        )
        rest = notes.record_count - len(notes.listed)
        more = Text(*(said.format(count=rest) for said in (words.MORE_RECORDS.zh, words.MORE_RECORDS.en)))
        return f"{heading}<ol>{lines}</ol>" + (f"<p>{self._voice.say(more)}</p>" if rest else "")

    def _record(self, record: Mapping[str, Any]) -> Html:
        titles = record.get("field_titles") or {}
        fields = "；".join(
            f"{self._voice.given(titles.get(name) or name)} {escaped(str(value))}"
            for name, value in (record.get("fields") or {}).items()
            if value not in (None, "")
        )
        kind = self._voice.given(record.get("type_title") or str(record["type"]))
        where = escaped(str(record.get("ref") or record["id"]))
        return f"{kind} · {escaped(str(record.get('day') or ''))} · <strong>{where}</strong><br>{fields}"

    def _rule(self, explanation: Explanation, notes: PageNotes) -> Html:
        """Whose standard this is, in which version, and the documents behind every part of it."""
        version = str((explanation.get("standard") or {}).get("version") or self._version)
        lines = (
            (self._voice.say(Text("标准", "Standard")), self._voice.say(self._standard)),
            (self._voice.say(Text("版本", "Version")), escaped(version)),
            (self._voice.say(Text("谁定的", "Decided by")), self._voice.say(owner_words(self._owner))),
        )
        sources = "".join(
            f'<li id="s{number}">{source_words(self._voice, *key)}</li>' for key, number in notes.sources.items()
        )
        listed = f"<h3>{self._voice.say(words.SOURCES)}</h3><ol>{sources}</ol>" if sources else ""
        return f"<h2>{self._voice.say(words.WHOSE_RULE)}</h2>{described(lines)}{listed}"

    def _check(self, explanation: Explanation) -> Html:
        command = self._facts.command_for(explanation["subject"])
        shown = (
            f'<p>{self._voice.say(words.CHECK_WORDS)}</p><pre tabindex="0">{escaped(command)}</pre>' if command else ""
        )
        return f"<h2>{self._voice.say(words.CHECK_IT)}</h2>{shown}{self._digests}"

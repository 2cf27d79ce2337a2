"""What a school's layer makes of the base: both results side by side, and on every change whose decision it is."""

from collections.abc import Iterator, Mapping
from typing import Any

from xueheng.cli.documents.decision_words import changed_what, decided_data_words, decision_data_words
from xueheng.cli.documents.evaluated import Explanation
from xueheng.cli.documents.pages import page_words as words
from xueheng.cli.documents.pages.leaf_cards import LeafCards
from xueheng.cli.documents.pages.markup import Html, Voice, heading_row, table_row
from xueheng.cli.documents.pages.page_notes import PageNotes, all_nodes, reached, taken_apart_again
from xueheng.cli.documents.pages.part_tables import NOTHING, PartTables, points
from xueheng.wording import Text

OWN_RESULT = Text("校本结果", "The school's own result")
BASE, OWN = Text("基准", "Base"), Text("校本", "Own")
WHOSE = Text("谁定的：", "Decided by: ")
CAPTION = Text(
    "左边是锁定的基准，各校可比；右边是本校的。没有列出的各项两边相同。",
    "Left the locked base, comparable between schools; right this school's. Items not listed are the same.",
)
SAME = Text("两份结果相同。", "Both results are the same.")
TAKEN_APART = Text("校本部分逐项拆开", "The school's part taken apart")


class LayerSection:
    """Draws the two results of a run with a layer, in one reader's language."""

    def __init__(self, voice: Voice, tables: PartTables, cards: LeafCards) -> None:
        self._voice, self._tables, self._cards = voice, tables, cards

    def summary(self, explanation: Explanation) -> Html:
        """The layer, its decision, and the nodes where base and own differ or something was changed."""
        layer, own = explanation.get("overlay"), explanation.get("own")
        if not layer or not own:
            return ""
        say, given = self._voice.say, self._voice.given
        base = {node["code"]: node for node in all_nodes(explanation["root"])}
        shown = [node for node in all_nodes(own) if (node["changed"] or reached(node)) and node["combine"] != "profile"]
        rows = "".join(table_row(self._row(base.get(node["code"]), node)) for node in shown)
        head = heading_row(map(say, (words.ITEM, BASE, OWN)))
        table = f"<table><caption>{say(CAPTION)}</caption>{head}<tbody>{rows}</tbody></table>" if rows else say(SAME)
        decided = f"<p>{say(WHOSE)}{say(decision_data_words(layer['decision']))}</p>"
        return (
            f'<section class="answer layer"><h2>{say(OWN_RESULT)} · {given(layer["title"])}</h2>{decided}'
            f'<div class="scroll">{table}</div></section>'
        )

    def taken_apart(self, explanation: Explanation, notes: PageNotes) -> Iterator[Html]:
        """The sums of the nodes that a change reaches, and the leaves that were added or made stricter."""
        own = explanation.get("own")
        if not own or not explanation.get("overlay"):
            return
        nodes = [node for node in all_nodes(own) if taken_apart_again(node)]
        if nodes:
            yield f"<h2>{self._voice.say(TAKEN_APART)}</h2>"
        for node in nodes:
            if node["parts"]:
                title = self._voice.given(node["title"])
                yield f'<section><h3 id="{notes.anchors[id(node)]}">{title}</h3>'
                yield self._tables.table(node, notes.anchors) + self._tables.equation(node) + "</section>"
            else:
                yield self._cards.card(node, 3, notes)

    def _row(self, base: Explanation | None, own: Explanation) -> list[Html]:
        before = points(self._voice, base) if base is not None else NOTHING
        now = points(self._voice, own)
        differs = base is not None and (base["shown"], base["state"]) != (own["shown"], own["state"])
        title = f"{self._voice.given(own['title'])}{self._chips(own)}"
        return [title, before, f'<strong class="differs">{now}</strong>' if differs else now]

    def _chips(self, node: Explanation) -> Html:
        chips = [self._chip(*self._changed(change, node)) for change in node["changed"]]
        return f'<span class="chips">{"".join(chips)}</span>' if chips else ""

    def _changed(self, change: Mapping[str, Any], node: Explanation) -> tuple[Text, Text]:
        what = changed_what(str(change["what"]), str(change["before"]), node["weight"])
        return what, decided_data_words(change)

    def _chip(self, what: Text, decided: Text) -> Html:
        """What changed; opened, whose decision it is."""
        return (
            f'<details class="chip"><summary>{self._voice.say(what)}</summary>'
            f"{self._voice.say(WHOSE)}{self._voice.say(decided)}</details>"
        )

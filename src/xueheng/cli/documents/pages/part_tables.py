"""The parts of a node as a table whose lines add up to the node."""

from collections.abc import Iterator, Sequence
from typing import Any

from xueheng.cli.documents.evaluated import Explanation
from xueheng.cli.documents.exact_numbers import as_percent, shown_exactly, sum_of
from xueheng.cli.documents.pages import page_words as words
from xueheng.cli.documents.pages.markup import Html, Voice, escaped, heading_row, table_row
from xueheng.cli.documents.unit_words import unit_words
from xueheng.wording import Text

NOTHING = '<span class="none">—</span>'


def measured(voice: Voice, node: Explanation) -> Html:
    """What was measured, with its unit; empty for a node with parts."""
    if node.get("value_shown") in (None, ""):
        return ""
    unit = voice.say(unit_words(node.get("unit")))
    return f"{escaped(str(node['value_shown']))} {unit}".strip()


def points(voice: Voice, node: Explanation) -> Html:
    """The points as published with the level, or the absence in words."""
    if node["state"] == "known":
        shown = escaped(str(node.get("shown") or "")) or NOTHING
        level = voice.given((node.get("level") or {}).get("title"))
        return f"{shown} {level}".strip()
    if node["state"] == "missing":
        zeroed = f"，{voice.say(words.AS_ZERO)}" if node.get("zeroed") else ""
        return f'<span class="none">{voice.say(words.MISSING)}{zeroed}</span>'
    return f'<span class="none">{voice.say(words.NOT_APPLYING)}</span>'


class PartTables:
    """Draws tables of parts, in one reader's language."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def table(self, node: Explanation, anchors: dict[int, str]) -> Html:
        """The table of the parts that apply, then the parts that do not, in one sentence."""
        parts: Sequence[Explanation] = node["parts"]
        shown = [part for part in parts if part["state"] != "not_applying"]
        aside = [part for part in parts if part["state"] == "not_applying"]
        drawn = self._drawn(node, shown, anchors) if shown else ""
        return drawn + self._aside(aside)

    def _drawn(self, node: Explanation, parts: Sequence[Explanation], anchors: dict[int, str]) -> Html:
        say = self._voice.say
        weighted = node["combine"] == "weighted"
        with_values = any(measured(self._voice, part) for part in parts)
        caption = words.NO_SUM if node["state"] == "missing" else words.CAPTIONS[node["combine"]]
        headings = [words.ITEM, *([words.MEASURED] if with_values else []), words.POINTS]
        headings += [words.TIMES_WEIGHT, words.IS_GIVEN] if weighted else []
        lines = (
            table_row(
                [
                    f'<a href="#{anchors[id(part)]}">{self._voice.given(part["title"])}</a>',
                    *([measured(self._voice, part) or NOTHING] if with_values else []),
                    points(self._voice, part),
                    *(self._weighed(part) if weighted else ()),
                ]
            )
            for part in parts
        )
        return (
            f'<div class="scroll"><table><caption>{say(caption)}</caption>{heading_row(map(say, headings))}'
            f"<tbody>{''.join(lines)}</tbody>{self._foot(node, parts, with_values)}</table></div>"
        )

    def _weighed(self, part: Explanation) -> Iterator[Html]:
        share, given = part.get("share"), part.get("contribution")
        yield escaped(as_percent(share)) if share is not None else NOTHING
        yield escaped(shown_exactly(given)) if given is not None else NOTHING

    def _foot(self, node: Explanation, parts: Sequence[Explanation], with_values: bool) -> Html:
        """The last line: the parts' contributions together. A node without points has none."""
        if node["combine"] == "profile" or node["state"] != "known":
            return ""
        empty = [""] if with_values else []
        given = [part["contribution"] for part in parts if part.get("contribution") is not None]
        if node["combine"] == "weighted":
            shares = [part["share"] for part in parts if part.get("share") is not None]
            cells = [
                *empty,
                "",
                escaped(as_percent(sum_of(tuple(shares)))),
                escaped(shown_exactly(sum_of(tuple(given)))),
            ]
        elif node["combine"] == "sum":
            cells = [*empty, escaped(shown_exactly(sum_of(tuple(given))))]
        else:
            cells = [*empty, escaped(shown_exactly(_before_rule(node)))]
        label = words.LEAST if node["combine"] == "least" else words.SUM
        return f"<tfoot>{table_row([self._voice.say(label), *cells])}</tfoot>"

    def _aside(self, parts: Sequence[Explanation]) -> Html:
        if not parts:
            return ""
        titles = "、".join(self._voice.given(part["title"]) for part in parts)
        return f'<p class="soft">{self._voice.say(words.ASIDE)}{titles}</p>'

    def equation(self, node: Explanation) -> Html:
        """The sum in one line, 12 + 16 + 19 = 47, with what a rule and the publication make of it."""
        if node["state"] != "known" or node.get("points") is None:
            return ""
        steps = [self._added(node), *self._ruled(node), self._published(node)]
        return "".join(f'<p class="sum">{step}</p>' for step in steps if step)

    def _added(self, node: Explanation) -> Html:
        given = [part["contribution"] for part in node["parts"] if part.get("contribution") is not None]
        if node["combine"] != "weighted" or not given:
            return ""  # a plain sum is seen in the table
        left = " + ".join(shown_exactly(number).split(" ")[0] for number in given)
        return escaped(f"{left} = {shown_exactly(sum_of(tuple(given)))}")

    def _ruled(self, node: Explanation) -> Iterator[Html]:
        rule: dict[str, Any] | None = node.get("rule")
        if not rule:
            return
        act, amount = words.RULE_ACTS[rule["act"]], shown_exactly(str(rule["amount"]))
        before, after = shown_exactly(str(rule["before"])), shown_exactly(str(rule["after"]))
        said = Text(
            f"规则生效（{act.zh.format(amount=amount)}）：{before} → {after}",
            f"A rule applies ({act.en.format(amount=amount)}): {before} → {after}",
        )
        yield f"{self._voice.say(said)} {self._voice.given(rule.get('title'))}"

    def _published(self, node: Explanation) -> Html:
        exact, shown, decimals = shown_exactly(str(node["points"])), node.get("shown"), node.get("decimals")
        if shown is None or decimals is None or exact == shown:
            return ""
        said = Text(
            f"公布时四舍五入到 {decimals} 位小数：{exact} → {shown}",
            f"Published half up with {decimals} decimals: {exact} → {shown}",
        )
        return self._voice.say(said)


def _before_rule(node: Explanation) -> str:
    rule = node.get("rule")
    return str(rule["before"] if rule else node["points"])

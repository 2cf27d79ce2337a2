"""Which records made the difference: those behind the changed leaves of the movers, before and after."""

import argparse
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from xueheng.cli.gathering import Gathered, Sources, gather
from xueheng.cli.progress import Waiting
from xueheng.cli.standard_choice import Choice, choose_standard
from xueheng.evaluation.core.public import Comparison, Mover, ResultsFolder, RunError, explain_all, own_library
from xueheng.wording import Text

MOST_EXPLAINED = 2_000
"""Movers whose records are looked up, both before and after; more would take long, and nobody reads them."""
WITH_RECORDS = ("records", "measure", "value", "value_scale", "missing", "applying")
What = Literal["added", "removed", "changed"]
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GivenRecords:
    """The records of one side as the command was given them; the rest is as the results' own command had it."""

    records: tuple[Path, ...]
    subjects: tuple[Path, ...] = ()
    pack: Path | None = None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record that is there on one side only, or says something else. `before`, `after`: its fields."""

    subject: str
    leaf: str
    what: What
    type: Text
    day: str
    ref: str
    before: Text | None
    after: Text | None


def record_changes(
    comparison: Comparison, before: GivenRecords, after: GivenRecords, waiting: Waiting
) -> list[RecordChange]:
    """Records behind the changed leaves of the first movers, in order of numbers."""
    movers = {m.subject: m for movement in comparison.movements for m in movement.movers if _leaves(comparison, m)}
    chosen = dict(sorted(movers.items(), key=lambda item: (len(item[0]), item[0]))[:MOST_EXPLAINED])
    sides = []
    for folder, given in ((comparison.sides.before.results, before), (comparison.sides.after.results, after)):
        side = _Explained(folder, given, waiting)
        sides.append(side.of(list(chosen)))
    found: list[RecordChange] = []
    for subject, mover in chosen.items():
        a, b = sides[0].get(subject, {}), sides[1].get(subject, {})
        for leaf in _leaves(comparison, mover):
            found += _compared(subject, leaf, a.get(leaf, []), b.get(leaf, []))
    return found


def _leaves(comparison: Comparison, mover: Mover) -> list[str]:
    """The leaves of a mover whose value or state changed."""
    nodes = comparison.sides.after.tree.nodes
    named = [cause.node for cause in mover.causes if cause.kind in WITH_RECORDS]
    leaves = [code for code in named if code in nodes and nodes[code].leaf]
    return list(dict.fromkeys([*leaves, *mover.lacking]))


class _Explained:
    """Explanations of one side's subjects, from the records that its results were computed from."""

    def __init__(self, folder: ResultsFolder, given: GivenRecords, waiting: Waiting) -> None:
        self._folder, self._waiting = folder, waiting
        self._choice, sources = _as_then(folder, given)
        pack = self._choice.library.packs[folder.standard.rpartition(".")[0]]
        if pack.digest_meaning != folder.digests.get("pack_meaning"):
            raise RunError(
                "XH-F006",
                Text(
                    f"业务包 {pack.name} 与算出 {folder.path} 时的不同",
                    f"the pack {pack.name} is not the one that {folder.path} was computed with",
                ),
                Text(
                    "请用 --before-pack 或 --after-pack 指出当时的业务包。",
                    "Name the pack of that time with --before-pack or --after-pack.",
                ),
            )
        self._gathered: Gathered = gather(self._choice, sources, folder.period, waiting)
        if self._gathered.dataset.digest != folder.digests.get("dataset"):
            raise RunError(
                "XH-F005",
                Text(
                    f"所给的记录不是算出 {folder.path} 的那些",
                    f"these are not the records that {folder.path} was computed from",
                ),
                Text(
                    "请给出当时用的文件，名册和 --input 也要相同。",
                    "Give the files used then, the list of subjects and --input included.",
                ),
            )

    def of(self, subjects: Sequence[str]) -> dict[str, dict[str, list[Record]]]:
        """Subject → leaf → its records."""
        known = self._known()
        asked = [known[subject] for subject in subjects if subject in known]
        found: dict[str, dict[str, list[Record]]] = {}
        if not asked:
            return found
        library = self._choice.library
        if self._folder.layer == "own":
            library = own_library(library, library.overlays[self._folder.overlay])
        explained = explain_all(library, self._folder.standard, self._gathered.dataset, self._folder.period, asked)
        for done, explanation in enumerate(explained, 1):
            found[explanation["subject"]] = dict(_by_leaf(explanation))
            self._waiting(Text("找变动背后的记录", "Looking up the records behind it"), done, len(asked))
        return found

    def _known(self) -> dict[str, str | int]:
        of = self._choice.library.standards[self._folder.standard].of
        table = self._gathered.dataset.subjects.get(of)
        return {} if table is None else {str(s): s for s in table.column("subject").to_pylist()}


def _as_then(folder: ResultsFolder, given: GivenRecords) -> tuple[Choice, Sources]:
    """The pack and the sources, as the command that wrote the results had them, with what is given now."""
    then = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    for option in ("--pack", "--day", "--layout"):
        then.add_argument(option)
    for option in ("--subjects", "--input", "--overlay"):
        then.add_argument(option, action="append", default=[])
    words, _ = then.parse_known_args(shlex.split(str(folder.manifest.get("explain", ""))))
    pack = given.pack or (Path(words.pack) if words.pack else None)
    sources = Sources(
        given.records,
        given.subjects or tuple(Path(path) for path in words.subjects),
        date.fromisoformat(words.day) if words.day else None,
        words.layout,
        inputs=tuple(Path(path) for path in words.input),
    )
    overlays = [Path(path) for path in words.overlay]
    return choose_standard(folder.standard, pack, overlays), sources


def _by_leaf(explanation: Mapping[str, Any]) -> Iterator[tuple[str, list[Record]]]:
    records = {(record["type"], record["id"]): record for record in explanation["records"]}
    waiting = [explanation["root"]]
    while waiting:
        node = waiting.pop()
        waiting.extend(node["parts"])
        if not node["parts"] and "record_ids" in node:
            keys = [(type_, id_) for type_, ids in node["record_ids"].items() for id_ in ids]
            yield node["code"], [records[key] for key in keys if key in records]


def _compared(subject: str, leaf: str, a: list[Record], b: list[Record]) -> Iterator[RecordChange]:
    """Records on one side only. Those that say the same are the same, whatever their numbers; of the others, those
    with one reference on both sides were changed.
    """
    there = [_content(record) for record in b]
    gone = []
    for record in a:
        content = _content(record)
        if content in there:
            there.remove(content)
        else:
            gone.append(record)
    come = []
    for record in b:
        content = _content(record)
        if content in there:
            there.remove(content)
            come.append(record)
    by_ref = {(record["type"], record["ref"]): record for record in come}
    for record in gone:
        other = by_ref.pop((record["type"], record["ref"]), None)
        yield _change(subject, leaf, "removed" if other is None else "changed", record, other)
    for record in by_ref.values():
        yield _change(subject, leaf, "added", None, record)


def _content(record: Record) -> tuple[object, ...]:
    return record["type"], record["day"], record["verified"], tuple(sorted(record["fields"].items()))


def _change(subject: str, leaf: str, what: What, a: Record | None, b: Record | None) -> RecordChange:
    record = b or a or {}
    title = record["type_title"]
    return RecordChange(
        subject, leaf, what, Text(title["zh"], title["en"]), record["day"], record["ref"], _fields(a), _fields(b)
    )


def _fields(record: Record | None) -> Text | None:
    """A record's fields with their titles."""
    if record is None:
        return None
    titles = record["field_titles"]
    zh = [f"{titles[name]['zh']} {value}" for name, value in record["fields"].items()]
    en = [f"{titles[name]['en']} {value}" for name, value in record["fields"].items()]
    return Text("，".join([record["day"], *zh]), ", ".join([record["day"], *en]))

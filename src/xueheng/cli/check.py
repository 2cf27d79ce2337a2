"""`check`: what is wrong with packs, whether their worked examples come out, and what is not used yet."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import CommandRefused, unknown
from xueheng.cli.speech import Speech
from xueheng.evaluation.core.public import Dataset, NotUsedYet, Period, RunError, evaluate, period_for, run_example
from xueheng.language.public import Issue, Library, Place, in_order, issue, load, shipped_packs
from xueheng.wording import Text

ENGINES: tuple[Literal["duckdb", "sqlite"], ...] = ("duckdb", "sqlite")
_ANY_YEAR = "2025-09-01..2026-08-31"
_BY_PERIOD = "XH-T004"
"""The calendar lacks a window for a period: it says nothing about the standard itself."""
_BY_ENGINE = "XH-M022"
"""One engine cannot do it; what the other cannot either is found when that one runs."""


@dataclass
class Findings:
    """What came of checking some packs."""

    packs: list[str] = field(default_factory=list)
    definitions: int = 0
    examples: int = 0
    issues: list[Issue] = field(default_factory=list)
    unused: dict[str, list[str]] = field(default_factory=dict)

    def count(self, severity: str) -> int:
        """Issues of one severity."""
        return sum(1 for one in self.issues if one.severity == severity)


def check_command(paths: Sequence[str], speech: Speech, *, as_data: bool, today: date) -> int:
    """The command itself: 1 where there are errors."""
    findings = Findings()
    for pack in _packs(paths):
        with Waiting(speech.language) as waiting:
            waiting(Text(f"检查 {pack}，运行算例", f"Checking {pack} and running its examples"))
            _check(pack, findings, today)
    findings.issues = in_order(findings.issues)
    if as_data:
        _as_data(findings)
    else:
        _say(findings, speech)
    return 1 if findings.count("error") else 0


def _packs(paths: Sequence[str]) -> Iterator[str | Path]:
    """Shipped packs by name; folders that are packs, or that hold packs."""
    if not paths:
        yield from shipped_packs()
    for written in paths:
        path = Path(written)
        if (path / "pack.yaml").is_file():
            yield path
        elif path.is_dir() and (inside := sorted(path.glob("*/pack.yaml"))):
            yield from (found.parent for found in inside)
        elif path.exists():
            raise CommandRefused(
                Text(f"{path} 不是业务包：里面没有 pack.yaml", f"{path} is no pack: it has no pack.yaml"),
                Text(
                    "请给出业务包的文件夹，或装着业务包的文件夹。", "Give the folder of a pack, or a folder of packs."
                ),
            )
        elif written in shipped_packs():
            yield written
        else:
            raise unknown(Text("业务包或文件夹", "pack or folder"), written, shipped_packs())


def _check(pack: str | Path, findings: Findings, today: date) -> None:
    loaded = load(pack)
    findings.issues += loaded.issues
    name = pack if isinstance(pack, str) else pack.resolve().name
    findings.packs.append(name)
    if loaded.library is None:
        return
    library = loaded.library
    findings.definitions += _definitions(library, name)
    for thing in library.not_used_yet:
        _unused(findings, thing.kind, thing.name)
    ran: set[str] = set()
    findings.issues += _examples(library, name, findings, ran)
    for standard in library.packs[name].standards:
        if standard not in ran:
            findings.issues += _cannot_run(library, standard, findings, today)


def _definitions(library: Library, pack: str) -> int:
    kinds = (
        library.entities,
        library.evidence,
        library.populations,
        library.tables,
        library.standards,
        library.layouts,
    )
    names = [name for kind in kinds for name in kind] + [name for name, _ in library.measures]
    return sum(1 for name in names if name.rpartition(".")[0] == pack)


def _unused(findings: Findings, kind: str, name: str) -> None:
    names = findings.unused.setdefault(kind, [])
    if name not in names:
        names.append(name)


def _cannot_run(library: Library, standard: str, findings: Findings, today: date) -> list[Issue]:
    """What planning a standard refuses, found by running it over nothing."""
    definition = library.standards[standard]
    found = []
    for engine in ENGINES:
        try:
            evaluate(library, standard, Dataset({}, {}), _some_period(library, standard, today), engine=engine)
        except NotUsedYet:
            _unused(findings, definition.unused or "standards", standard)
        except RunError as refusal:
            # what one engine cannot do is done by the other: a percentile needs everybody, SQLite holds one subject
            if refusal.rule not in (_BY_PERIOD, _BY_ENGINE):
                found.append(Issue(definition.place, refusal.rule, "error", refusal.plain))
    return found


def _some_period(library: Library, standard: str, today: date) -> Period:
    try:
        return period_for(library, standard, None, today)
    except RunError:
        return period_for(library, standard, _ANY_YEAR, today)


def _examples(library: Library, pack: str, findings: Findings, ran: set[str]) -> Iterator[Issue]:
    """Answers that come out otherwise than worked out, on either engine; `ran` gathers the standards that ran."""
    for example in library.examples:
        if example.name.rpartition(".")[0] != pack:
            continue
        if example.unused:
            _unused(findings, example.unused, example.name)
            continue
        findings.examples += 1
        if example.refusal is not None:  # the pack would not have loaded without the refusal it names
            continue
        for engine in ENGINES:
            try:
                mismatches = run_example(library, example, engine)
            except NotUsedYet as refusal:
                _unused(findings, "worked", f"{example.name} ({refusal.plain.zh})")
                break
            except RunError as refusal:
                if refusal.rule == _BY_ENGINE:
                    continue
                yield Issue(example.place, refusal.rule, "error", refusal.plain)
                continue
            ran.add(example.standard or "")
            for found in mismatches:
                yield issue(
                    "XH-W001", found.expected.place, example=example.name,
                    code=f"{found.expected.subject} {found.expected.code}",
                    found=found.found, written=found.expected.answer,
                )  # fmt: skip


def _say(findings: Findings, speech: Speech) -> None:
    for one in findings.issues:
        speech.line(one.say(speech.language))
    for kind, names in sorted(findings.unused.items()):
        speech.say(
            Text(
                f"已读、尚未启用：{kind}（{len(names)}）：{'、'.join(names[:6])}",
                f"read, not used yet: {kind} ({len(names)}): {', '.join(names[:6])}",
            )
        )
    counted = (
        len(findings.packs),
        findings.definitions,
        findings.examples,
        findings.count("error"),
        findings.count("warning"),
    )
    speech.say(
        Text(
            "{} 个业务包，{} 项定义，{} 个算例，{} 处错误，{} 处提醒".format(*counted),
            "{} packs, {} definitions, {} examples, {} errors, {} warnings".format(*counted),
        )
    )


def _as_data(findings: Findings) -> None:
    data = {
        "packs": findings.packs,
        "definitions": findings.definitions,
        "examples": findings.examples,
        "errors": findings.count("error"),
        "warnings": findings.count("warning"),
        "not_used_yet": findings.unused,
        "issues": [_issue_data(one.place, one) for one in findings.issues],
    }
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _issue_data(place: Place, one: Issue) -> dict[str, object]:
    return {
        "file": place.file, "line": place.line, "column": place.column, "id": one.rule, "severity": one.severity,
        "message": {"zh": one.text.zh, "en": one.text.en},
    }  # fmt: skip

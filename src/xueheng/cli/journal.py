"""`journal`: check that nothing in the journal was changed, and sign its present state."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from xueheng.cli.data_folder import data_option
from xueheng.cli.progress import Waiting
from xueheng.cli.refusals import CommandRefused
from xueheng.cli.speech import Speech, speech
from xueheng.trust.public import (
    Finding,
    MadeCheckpoint,
    Verification,
    clock_behind,
    file_name,
    make_checkpoint,
    said_time,
    verify_journal,
    write_checkpoint_file,
)
from xueheng.web.public import start_django
from xueheng.wording import Text

Say = Callable[[str, str], str]
_FINDINGS = 1
_MOST_SAID = 50


def add_journal(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""
    group = typer.Typer(no_args_is_help=True, help=about)
    made.add_typer(group, name="journal")
    _add_verify(group, say)
    _add_checkpoint(group, say)


def _add_verify(group: typer.Typer, say: Say) -> None:
    about = say(
        "从头核对日志，说出哪一条、什么时候的被动过。有发现时退出码为 1。",
        "Check the whole journal and name each entry that was touched. Exit code 1 where something was found.",
    )

    @group.command("verify", help=about)
    def verify(
        checkpoint: Annotated[
            Path | None,
            typer.Option(
                "--checkpoint",
                metavar="FILE",
                help=say(
                    "另外保存的检查点：重新算过的摘要、截去的末尾、退回的数据库，只有对着它才看得出来。",
                    "A checkpoint kept elsewhere: only against it do entries hashed anew, cut off or rolled back show.",
                ),
            ),
        ] = None,
        data: Annotated[Path | None, data_option(say)] = None,
        as_json: Annotated[bool, typer.Option("--json", help=say("输出 JSON。", "Write JSON."))] = False,
    ) -> int:
        return verify_command(checkpoint, data, speech(aside=as_json), as_data=as_json)


def _add_checkpoint(group: typer.Typer, say: Say) -> None:
    about = say(
        "把上次检查点之后的日志重读一遍，给现在的状态签名，写成文件。请把文件另存到别处。",
        "Read again what was written since the last checkpoint, sign the state, write a file to keep elsewhere.",
    )

    @group.command("checkpoint", help=about)
    def checkpoint(
        out: Annotated[
            Path | None,
            typer.Option(
                "--out",
                metavar="FILE",
                help=say("再写一份到这里（文件或文件夹）。", "Write a copy here too (a file or a folder)."),
            ),
        ] = None,
        data: Annotated[Path | None, data_option(say)] = None,
    ) -> int:
        return checkpoint_command(out, data, speech())


def verify_command(checkpoint: Path | None, data: Path | None, told: Speech, *, as_data: bool) -> int:
    """The command itself; returns its exit code."""
    start_django(data)
    with Waiting(told.language) as waiting:
        found = verify_journal(checkpoint, waiting)
    if as_data:
        json.dump(_told_as_data(found), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        _say_verification(found, told)
    _say_clock(told)
    return 0 if found.whole else _FINDINGS


def checkpoint_command(out: Path | None, data: Path | None, told: Speech) -> int:
    """The command itself; returns its exit code."""
    if out is not None and out.is_file():
        raise CommandRefused(
            Text(f"{out} 已经有了，不覆盖", f"{out} stands already and is not overwritten"),
            Text(
                "每个检查点都要留着：请换一个名称，或给一个文件夹。",
                "Each is worth keeping: give another name, or a folder.",
            ),
        )
    start_django(data)
    with Waiting(told.language) as waiting:
        waiting(Text("重读日志", "Reading the journal again"))
        made = make_checkpoint()
    places = [made.path]
    if out is not None:
        place = out / file_name(made.number, made.at) if out.is_dir() else out
        write_checkpoint_file(made.held, place)
        places.append(place)
    _say_checkpoint(made, places, told)
    return 0


def _told_as_data(found: Verification) -> dict[str, Any]:
    told = asdict(found) | {"whole": found.whole, "erased_first": [list(one) for one in found.erased_first]}
    told["findings"] = [_finding_data(finding) for finding in found.findings]
    return told


def _finding_data(finding: Finding) -> dict[str, Any]:
    told = {key: value for key, value in asdict(finding).items() if value not in (None, "")}
    return told | {"text": {"zh": finding.text.zh, "en": finding.text.en}}


def _say_verification(found: Verification, told: Speech) -> None:
    told.say(
        Text(
            f"核对了 {found.streams:,} 条链上的 {found.entries:,} 条日志、{found.checkpoints:,} 个检查点。",
            f"Checked {found.entries:,} entries in {found.streams:,} streams and {found.checkpoints:,} checkpoints.",
        )
    )
    if found.erased:
        first = "、".join(f"{stream} {sequence}" for stream, sequence in found.erased_first)
        more = " …" if found.erased > len(found.erased_first) else ""
        told.say(
            Text(
                f"{found.erased:,} 条的详情已清除（日志里有清除的记录，链条完整）：{first}{more}",
                f"{found.erased:,} details erased (the journal tells of it; the chain is whole): {first}{more}",
            )
        )
    if found.whole:
        told.say(
            Text("没有发现改动、删除、调换或退回。", "Nothing changed, deleted, reordered or rolled back was found.")
        )
    else:
        _say_findings(found, told)
    _say_limits(found, told)


def _say_findings(found: Verification, told: Speech) -> None:
    count = len(found.findings) + found.unlisted
    told.heading(Text(f"发现 {count:,} 处：", f"Found in {count:,} places:"))
    for finding in found.findings[:_MOST_SAID]:
        told.line(f"  · {told.label(finding.text)}")
    if count > _MOST_SAID:
        told.say(Text(f"  ……另有 {count - _MOST_SAID:,} 处，见 --json", f"  … {count - _MOST_SAID:,} more: see --json"))
    told.line()


def _say_clock(told: Speech) -> None:
    """A wrong clock changes no entry; whoever checks the journal should know of it all the same."""
    behind = clock_behind()
    if behind is not None:
        told.say(behind.text)
        told.say(behind.remedy)


def _say_limits(found: Verification, told: Speech) -> None:
    """What this check cannot show."""
    if found.compared_with is None:
        told.say(
            Text(
                "说明：没有对照另外保存的检查点（--checkpoint）。在最后一个另存的检查点之后被截去的日志，没有办法发现；"
                "能改数据库和数据文件夹的人还可以把整条链重做，不对照就看不出来。",
                "Note: no checkpoint kept elsewhere was given (--checkpoint). Entries cut off after the last one "
                "kept elsewhere cannot be detected; and whoever can change the database and the data folder can make "
                "the chains anew, which shows only against such a checkpoint.",
            )
        )
        return
    until = said_time(found.compared_with)
    told.say(
        Text(
            f"说明：对照的检查点作于 {until}。在它之后写的、又被截去的日志，没有办法发现：请常作检查点，另存到别处。",
            f"Note: the checkpoint compared with was made {until}. Entries written after it and cut off since cannot "
            "be detected: make checkpoints often and keep them elsewhere.",
        )
    )


def _say_checkpoint(made: MadeCheckpoint, places: list[Path], told: Speech) -> None:
    told.say(
        Text(
            f"检查点 {made.number}（{said_time(made.at)}）：{made.streams:,} 条链，{made.entries:,} 条日志，已签名。",
            f"Checkpoint {made.number} ({said_time(made.at)}): {made.streams:,} streams, "
            f"{made.entries:,} entries, signed.",
        )
    )
    for place in places:
        told.line(f"  {place}")
    told.say(
        Text(
            "请把文件另存到改得了这台机器的人碰不到的地方；以后用 ./xueheng journal verify --checkpoint 文件 对照。",
            "Keep the file where whoever can change this machine cannot reach it; "
            "later compare with ./xueheng journal verify --checkpoint FILE.",
        )
    )

"""`doctor`: what is wrong with the server's installation, and what to do."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from xueheng.cli.data_folder import data_option
from xueheng.cli.progress import Waiting
from xueheng.cli.speech import Speech, speech
from xueheng.web.public import Looked, examine
from xueheng.wording import Text

Say = Callable[[str, str], str]


def add_doctor(made: typer.Typer, say: Say, about: str) -> None:
    """`doctor` with its options."""

    @made.command("doctor", help=about)
    def command(
        data: Annotated[Path | None, data_option(say)] = None,
        as_json: Annotated[bool, typer.Option("--json", help=say("输出 JSON。", "Write JSON."))] = False,
    ) -> int:
        return doctor_command(data, speech(aside=as_json), as_data=as_json)


def doctor_command(data: Path | None, told: Speech, *, as_data: bool) -> int:
    """The command itself; returns its exit code."""
    with Waiting(told.language) as waiting:
        looked = examine(data, waiting)
    well = all(one.well for one in looked if one.found is not None)
    if as_data:
        json.dump({"well": well, "parts": [_part(one) for one in looked]}, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        _say(looked, told)
    return 0 if well else 1


def _part(one: Looked) -> dict[str, Any]:
    found = [
        {"name": each.name, "advice": each.advice, "text": _both(each.text), "remedy": _both(each.remedy)}
        for each in one.found or ()
    ]
    return {"name": one.name, "looked": one.found is not None, "well": one.well, "found": found}


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _say(looked: Sequence[Looked], told: Speech) -> None:
    wrong = sum(not each.advice for one in looked for each in one.found or ())
    for one in looked:
        told.line(f"{_sign(one)} {told.label(one.title)}")
        for each in one.found or ():
            told.line(f"    · {told.label(each.text)}")
            told.line(f"      → {told.label(each.remedy)}")
    skipped = sum(one.found is None for one in looked)
    if skipped:
        told.say(
            Text(
                f"{skipped} 项没有看（–）：先解决上面的问题，再运行一次。",
                f"{skipped} parts were not looked at (–): mend what is above, then run it again.",
            )
        )
    told.say(
        Text(f"发现 {wrong} 个问题。", f"{wrong} things are wrong.")
        if wrong
        else Text("没有发现问题。", "Nothing is wrong.")
    )


def _sign(one: Looked) -> str:
    if one.found is None:
        return "–"
    if not one.found:
        return "✓"
    return "!" if one.well else "✗"

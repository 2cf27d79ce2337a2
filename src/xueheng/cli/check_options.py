"""The options of `check`, told in the reader's language."""

from collections.abc import Callable
from typing import Annotated

import typer

from xueheng.cli.check import check_command
from xueheng.cli.given_day import today
from xueheng.cli.rule_list import say_rules
from xueheng.cli.speech import speech

Say = Callable[[str, str], str]


def add_check(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""

    @made.command("check", help=about)
    def check(
        packs: Annotated[
            list[str] | None,
            typer.Argument(
                metavar="[PACK|DIR]...",
                help=say(
                    "业务包的名称或文件夹；不写则检查自带的全部。",
                    "Packs by name or folder; all that come with the program where left out.",
                ),
            ),
        ] = None,
        list_rules: Annotated[
            bool,
            typer.Option(
                "--list-rules", help=say("列出所有编号、消息和办法。", "List every id with its message and what to do.")
            ),
        ] = False,
        as_json: Annotated[bool, typer.Option("--json", help=say("输出 JSON。", "Write JSON."))] = False,
    ) -> int:
        if list_rules:
            say_rules(speech(), as_data=as_json)
            return 0
        return check_command(packs or [], speech(), as_data=as_json, today=today())

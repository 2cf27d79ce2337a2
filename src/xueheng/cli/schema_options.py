"""The options of `schema`, told in the reader's language."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from xueheng.cli.schema import schema_command
from xueheng.cli.speech import speech

Say = Callable[[str, str], str]


def add_schema(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""

    @made.command("schema", help=about)
    def schema(
        kind: Annotated[
            str | None,
            typer.Argument(
                metavar="[KIND]",
                help=say(
                    "文件种类，如 measures；不写则列出种类。",
                    "A kind of file, as measures; the kinds are listed where left out.",
                ),
            ),
        ] = None,
        into: Annotated[
            Path | None,
            typer.Option(
                "--all", metavar="DIR", help=say("把全部写入这个文件夹。", "Write all of them into this folder.")
            ),
        ] = None,
    ) -> int:
        return schema_command(kind, into, speech())

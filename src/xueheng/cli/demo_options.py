"""The options of `demo`, told in the reader's language."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from xueheng.cli.demo import DEMO_FOLDER, demo_command
from xueheng.cli.given_day import today
from xueheng.cli.speech import speech

Say = Callable[[str, str], str]


def add_demo(made: typer.Typer, say: Say, about: str) -> None:
    """Add the command to the command line."""

    @made.command("demo", help=about)
    def demo(
        out: Annotated[
            Path, typer.Option("--out", metavar="DIR", help=say("写到这个文件夹。", "The folder to write to."))
        ] = Path(DEMO_FOLDER),
        pupils: Annotated[
            int,
            typer.Option(
                "--pupils", min=1, max=200_000, metavar="N", help=say("编造多少人。", "How many people to make up.")
            ),
        ] = 12_000,
        seed: Annotated[
            int,
            typer.Option(
                "--seed",
                metavar="N",
                help=say("种子：同一个种子造出同样的数据。", "The seed: the same one makes the same data."),
            ),
        ] = 1,
        pages: Annotated[
            int | None,
            typer.Option(
                "--pages",
                min=0,
                metavar="N",
                help=say(
                    "写多少页得分依据；不写则为一所学校的每人一页。",
                    "How many pages of explanations; by default one school's.",
                ),
            ),
        ] = None,
        all_pages: Annotated[
            bool, typer.Option("--all-pages", help=say("每人都写一页。", "Write a page for everybody."))
        ] = False,
        serve: Annotated[
            bool | None,
            typer.Option(
                "--serve/--no-serve",
                help=say(
                    "再把示例区装进服务并打开；不写时，在终端里运行就打开。",
                    "Then load the example region into a server and serve it; by default at a terminal.",
                ),
            ),
        ] = None,
        port: Annotated[
            int, typer.Option("--port", metavar="N", min=0, max=65535, help=say("服务的端口。", "The server's port."))
        ] = 8765,
    ) -> int:
        serving = sys.stdout.isatty() if serve is None else serve
        at = port if serving else None
        return demo_command(out, pupils, seed, pupils if all_pages else pages, speech(), today(), at)

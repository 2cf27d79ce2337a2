"""`serve`: the server on this machine, with its jobs, until Ctrl-C."""

from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import Annotated

import typer

from xueheng.cli.data_folder import data_option
from xueheng.cli.speech import Speech, speech
from xueheng.wording import Text

Say = Callable[[str, str], str]
SERVE = "xueheng.web.public:serve"
"""Looked up when it runs: Django takes a fifth of a second to load, and no other command should wait for it."""


def add_serve(made: typer.Typer, say: Say, about: str) -> None:
    """`serve` with its options."""

    @made.command("serve", help=about)
    def command(
        host: Annotated[
            str, typer.Option("--host", metavar="ADDRESS", help=say("监听的地址。", "The address to listen at."))
        ] = "127.0.0.1",
        port: Annotated[
            int,
            typer.Option(
                "--port",
                metavar="N",
                min=0,
                max=65535,
                help=say("端口；0 为任一空闲的。", "The port; 0 takes a free one."),
            ),
        ] = 8765,
        data: Annotated[Path | None, data_option(say)] = None,
    ) -> int:
        return serve_command(host, port, data, speech())


def serve_command(host: str, port: int, data: Path | None, told: Speech) -> int:
    """The command itself; returns its exit code."""

    def say_at_once(text: Text) -> None:
        print(told.sentence(text), flush=True)

    resolve_name(SERVE)(host, port, data, say_at_once)
    return 0

"""The command `overlay` with its options, told in the reader's language."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from xueheng.cli.overlay import adopt_command, new_command, status_command
from xueheng.cli.speech import speech

Say = Callable[[str, str], str]


def add_overlay(made: typer.Typer, say: Say, about: str) -> None:
    """`overlay new`, `overlay status`, `overlay adopt`."""
    group = typer.Typer(no_args_is_help=True, help=about)
    _add_new(group, say)
    _add_status(group, say)
    _add_adopt(group, say)
    made.add_typer(group, name="overlay")


def _folder(say: Say) -> Path:
    """The argument that names a layer."""
    found: Path = typer.Argument(
        metavar="DIR",
        help=say("校本层业务包的文件夹，或它的 overlay.yaml。", "The folder of a layer's pack, or its overlay.yaml."),
    )
    return found


def _add_new(group: typer.Typer, say: Say) -> None:
    about = say(
        "写一个校本层的开头：列出基准开放的各处、范围和摘要，都还没有改。",
        "Begin a layer: everything the base leaves open, with its bounds and digest; nothing is changed yet.",
    )

    @group.command("new", help=about)
    def new(
        standard: Annotated[
            str, typer.Argument(metavar="STANDARD", help=say("盖在哪个标准上。", "The standard it lies over."))
        ],
        folder: Annotated[
            Path,
            typer.Argument(metavar="DIR", help=say("新文件夹；它的名称就是包名。", "A new folder, named as the pack.")),
        ],
        whose: Annotated[
            str,
            typer.Option(
                "--for", metavar="school=NUMBER", help=say("哪个单位的，如 school=1001。", "Whose, as school=1001.")
            ),
        ],
        pack: Annotated[
            Path | None,
            typer.Option("--pack", metavar="DIR", help=say("基准业务包的文件夹。", "The folder of the base's pack.")),
        ] = None,
    ) -> int:
        return new_command(standard, folder, whose, pack, speech())


def _add_status(group: typer.Typer, say: Say) -> None:
    about = say(
        "校本层现在怎样：有效；要重新采用（列出基准改了什么）；被拒绝（列出行号）。不是有效则退出码为 1。",
        "How a layer stands: valid; to be re-adopted (with what changed in the base); refused (with the lines). "
        "Exit code 1 unless valid.",
    )

    @group.command("status", help=about)
    def status(folder: Annotated[Path, _folder(say)]) -> int:
        return status_command(folder, speech())


def _add_adopt(group: typer.Typer, say: Say) -> None:
    about = say(
        "采用现在的基准：别的都没有错时，写上新的版本和摘要。",
        "Adopt the base as it is now: writes its version and digest, once everything else holds.",
    )

    @group.command("adopt", help=about)
    def adopt(folder: Annotated[Path, _folder(say)]) -> int:
        return adopt_command(folder, speech())

"""The command line: its commands by name, each made when it is asked for."""

from collections.abc import Callable
from pkgutil import resolve_name
from typing import Annotated, Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from xueheng import __version__
from xueheng.cli.commands import COMMANDS, Command
from xueheng.wording import Language, Text

Say = Callable[[str, str], str]


class Later(TyperCommand):
    """A command that is known by its name and a sentence. Its options, and the rooms that it works with, are loaded
    when it runs or is asked what it can do: no command waits for what another one needs.
    """

    def __init__(self, told: Command, say: Say) -> None:
        super().__init__(told.name, help=say(told.about.zh, told.about.en), rich_markup_mode="rich")
        self.told = told
        self.say = say

    def made(self) -> Any:
        """The command itself."""
        made = _typer()
        resolve_name(f"xueheng.cli.{self.told.options}")(made, self.say, self.help)
        return typer.main.get_group(made).commands[self.told.name]

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the command itself, which then runs in place of this one."""
        return self.made().make_context(info_name, args, parent, **extra)


def command_line(language: Language) -> TyperGroup:
    """The command line for a reader of `language`."""

    def say(zh: str, en: str) -> str:
        return Text(zh, en).say(language)

    _speak_help(say)
    made = _typer(
        no_args_is_help=True,
        help=say(
            "学衡：由一份写成文字的标准和学校自己的工作簿，得到可以逐个拆开来看的评价。",
            "Xueheng: evaluations that can be taken apart, from a standard written as text and a school's workbooks.",
        ),
    )
    _add_version(made, say)
    group = typer.main.get_group(made)
    for told in COMMANDS:
        group.add_command(Later(told, say))
    return group


def _typer(**words: Any) -> typer.Typer:
    """An empty command line as all parts of this one are made."""
    return typer.Typer(add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False, **words)


def _speak_help(say: Say) -> None:
    """The fixed words of help pages."""
    rich_utils.ARGUMENTS_PANEL_TITLE = say("参数", "Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("选项", "Options")
    rich_utils.COMMANDS_PANEL_TITLE = say("命令", "Commands")
    rich_utils.REQUIRED_LONG_STRING = say("[必填]", "[required]")
    rich_utils.DEFAULT_STRING = "[默认 / default：{}]"


def _add_version(made: typer.Typer, say: Say) -> None:
    def told(asked: bool) -> None:
        if asked:
            print(f"xueheng {__version__}")
            raise typer.Exit

    @made.callback()
    def start(
        version: Annotated[
            bool, typer.Option("--version", help=say("显示版本号。", "Show the version."), callback=told, is_eager=True)
        ] = False,
    ) -> None:
        del version

"""What was wrong with the words of a command, in the reader's language."""

import re
from collections.abc import Sequence

from typer._click.exceptions import MissingParameter, NoSuchOption, UsageError

from xueheng.cli.refusals import CommandRefused, unknown
from xueheng.errors import XuehengError
from xueheng.wording import Text

COMMANDS = ("check", "schema", "evaluate", "explain", "compare", "overlay", "demo", "journal", "serve", "setup")
_NO_COMMAND = re.compile(r"No such command '([^']*)'")
_MANY = (
    "--records", "--subjects", "--input", "--overlay", "--before", "--after", "--before-subjects", "--after-subjects",
)  # fmt: skip
_READING = ("evaluate", "explain", "compare")


def usage_fault(fault: UsageError) -> XuehengError:
    """The fault as a refusal with what to do next."""
    command = fault.ctx.command_path if fault.ctx else "./xueheng"
    helped = Text(f"用法见：{command} --help", f"For how to use it: {command} --help")
    if isinstance(fault, NoSuchOption):
        options = [name for parameter in (fault.ctx.command.params if fault.ctx else ()) for name in parameter.opts]
        return unknown(Text("选项", "option"), fault.option_name, [name for name in options if name.startswith("--")])
    if isinstance(fault, MissingParameter):
        name = _parameter(fault)
        return CommandRefused(Text(f"缺少 {name}", f"{name} is missing"), helped)
    no_command = _NO_COMMAND.match(fault.message)
    if no_command:
        return unknown(Text("命令", "command"), no_command.group(1), COMMANDS)
    said = fault.format_message()
    return CommandRefused(Text(f"命令写得不对：{said}", f"The command cannot be read: {said}"), helped)


def _parameter(fault: MissingParameter) -> str:
    if fault.param is None:
        return ""
    named = fault.param.opts[0]
    return named if named.startswith("-") else named.upper()


def spread_paths(words: Sequence[str]) -> list[str]:
    """Several paths after one option, as a shell writes them for `*.xlsx`, each with the option before it.

    Only where STANDARD stands first, so that no path is taken for it.

    >>> spread_paths(["evaluate", "p", "--records", "a.csv", "b.csv", "--out", "c.csv"])
    ['evaluate', 'p', '--records', 'a.csv', '--records', 'b.csv', '--out', 'c.csv']
    """
    if len(words) < 2 or words[0] not in _READING or words[1].startswith("-"):
        return list(words)
    found: list[str] = []
    option, fresh = "", False
    for word in words:
        if word.startswith("--"):
            option, fresh = (word, True) if word in _MANY else ("", False)
        elif option and not fresh:
            found.append(option)
        else:
            fresh = False
        found.append(word)
    return found

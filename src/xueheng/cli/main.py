"""The door of the command line: runs a command and turns whatever happens into words and an exit code.

0 done · 1 findings (`check`) · 2 a command, file or definition that cannot be used · 3 a fault of the program
"""

import gc
import os
import sys
import traceback
from collections.abc import Sequence

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError

from xueheng import __version__
from xueheng.cli.app import command_line
from xueheng.cli.own_settings import debugging, refuse_unfit_settings
from xueheng.cli.speech import say_fault
from xueheng.cli.usage_faults import spread_paths, usage_fault
from xueheng.errors import XuehengError
from xueheng.wording import Language, Text, reader_language

REFUSED = 2
FAULT = 3
INTERRUPTED = 130
PROGRAM = "./xueheng"


def run(words: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    try:
        refuse_unfit_settings(os.environ)
    except XuehengError as fault:
        say_fault(fault, "both")
        return REFUSED
    language = reader_language()
    try:
        code = command_line(language).main(args=spread_paths(words), prog_name=PROGRAM, standalone_mode=False)
    except NoArgsIsHelpError as fault:
        print(fault.format_message())
        return REFUSED if words else 0
    except UsageError as fault:
        say_fault(usage_fault(fault), language)
        return REFUSED
    except XuehengError as fault:
        say_fault(fault, language)
        return REFUSED
    except (KeyboardInterrupt, typer.Abort):
        print(
            Text("已中断，没有写出任何结果。", "Interrupted; no results were written.").say(language, "\n"),
            file=sys.stderr,
        )
        return INTERRUPTED
    except BrokenPipeError:
        sys.stdout = None
        return 0
    except Exception as fault:
        return _own_fault(fault, language)
    return code if isinstance(code, int) else 0


def _own_fault(fault: Exception, language: Language) -> int:
    """A fault of the program: what to send to whoever looks after it."""
    if debugging(os.environ):
        traceback.print_exc()
    place = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{type(fault).__name__}: {fault} ({place.name}:{place.lineno}, xueheng {__version__})"
    print(
        Text(
            f"程序出了错，没有写出结果：{where}\n"
            "请把这一行和所用的命令告诉维护者；设 XUEHENG_DEBUG=1 再运行可看到详情。",
            f"A fault of the program; no results were written: {where}\n"
            "Tell its maintainers this line and the command. XUEHENG_DEBUG=1 shows the details.",
        ).say(language, "\n"),
        file=sys.stderr,
    )
    return FAULT


def main() -> None:
    """The command line, with this process's own words. What a command loads and reads stays, so Python's collector
    looks through it less often than it would by itself: that took a tenth of the time.
    """
    gc.set_threshold(50_000, 10, 10)
    sys.exit(run(sys.argv[1:]))

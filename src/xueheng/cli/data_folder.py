"""The option that says where the server's data lies."""

from collections.abc import Callable
from typing import Any

import typer

Say = Callable[[str, str], str]


def data_option(say: Say) -> Any:
    """`--data`, alike for every command of the server."""
    return typer.Option(
        "--data",
        metavar="DIR",
        help=say(
            "数据文件夹；不写则按 XUEHENG_DATA，再不然是 ~/.xueheng/data。",
            "The data folder; else XUEHENG_DATA, else ~/.xueheng/data.",
        ),
    )

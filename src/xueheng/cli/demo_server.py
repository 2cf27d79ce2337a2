"""`demo`, its second half: the example region in a server of its own, served until Ctrl-C."""

import shutil
from contextlib import suppress
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from xueheng.cli.progress import Waiting
from xueheng.cli.speech import Speech
from xueheng.web.public import bring_up_to_date, serve, start_django
from xueheng.wording import Text

with suppress(ImportError):  # installed without the examples `demo` says so before it comes here
    from examples.server_note import kept as kept_accounts

SERVER = "server"
LOAD = "examples.server_demo:load"
"""Looked up once Django stands."""
HOST = "127.0.0.1"


def served_before(out: Path, seed: int, pupils: int) -> bool:
    """Whether the folder holds a server with this very region."""
    return kept_accounts(out / SERVER, seed, pupils) is not None


def serve_region(out: Path, seed: int, pupils: int, port: int, told: Speech) -> None:
    """Load the region, or take the data folder that holds it already; say one account for each role; serve."""
    data = out / SERVER
    accounts = _ready(data, seed, pupils, told)
    told.heading(
        Text("每种岗位一个账号（示例专用，人是编造的）：", "One account for each role (made up, for trying alone):")
    )
    told.table(
        (Text("岗位", "Post"), Text("单位", "Unit"), Text("登录名", "Login name"), Text("密码", "Password")),
        [(each.role, each.where, each.login, each.password) for each in accounts],
        numbers_from=4,
    )
    serve(HOST, port, data, lambda text: print(told.sentence(text), flush=True))


def _ready(data: Path, seed: int, pupils: int, told: Speech) -> list[Any]:
    """The accounts of the region in the folder, loaded now unless it is there already, whole and as it would be now."""
    accounts: list[Any] | None = kept_accounts(data, seed, pupils)
    if accounts is None and data.exists():
        shutil.rmtree(data)  # nothing but an older example, or one that was not finished
    start_django(data)
    bring_up_to_date()
    if accounts is None:
        with Waiting(told.language) as waiting:
            accounts = resolve_name(LOAD)(data, seed, pupils, waiting)
    return accounts or []

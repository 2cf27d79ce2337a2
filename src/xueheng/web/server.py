"""The server's start and end: folders, database, gathered files, then requests and jobs until somebody stops it.

Nothing of the rooms is imported here before Django stands.
"""

import fcntl
import hashlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string
from waitress.server import create_server  # type: ignore[import-untyped]  # it ships no types

from xueheng.errors import XuehengError
from xueheng.web.places import DATA, HTTPS, places
from xueheng.wording import Text

THREADS = 8
LARGEST_BODY = 60 * 1024 * 1024
RUNNING = "xueheng.web.running.start_runner"
Say = Callable[[Text], None]


class ServerRefused(XuehengError):
    """The server cannot start; says what is in the way."""


class Stoppable(Protocol):
    """What runs beside the requests."""

    def stop(self) -> None:
        """Ends it."""


def start_django(data: Path | None = None) -> None:
    """Django with this server's settings; for commands that need the rooms' tables. Raises ServerRefused."""
    if data is not None:
        os.environ[DATA] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xueheng.web.settings")
    if not apps.ready:
        make_folder(places().folder)
        django.setup()


def make_folder(folder: Path) -> None:
    """The data folder, for its owner alone. Raises ServerRefused where it cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial = folder / f".writable-{os.getpid()}"
        trial.write_bytes(b"x")
        trial.unlink()
    except OSError as fault:
        raise ServerRefused(
            Text(
                f"数据文件夹 {folder} 不能写入：{fault.strerror}",
                f"The data folder {folder} cannot be written: {fault.strerror}",
            ),
            Text(
                "请检查权限和磁盘空间，或用 --data 指定另一个文件夹。",
                "Check its rights and the disk, or give another folder with --data.",
            ),
        ) from fault


def bring_up_to_date() -> None:
    """Both databases reached, and their tables as this version wants them. Raises ServerRefused."""
    try:
        with _one_at_a_time():
            for name in connections:
                connections[name].ensure_connection()
                call_command("migrate", database=name, verbosity=0, interactive=False)
        call_command("check", stdout=StringIO())
    except SystemCheckError as fault:
        raise ServerRefused(
            Text(f"程序自检没有通过：{fault}", f"The programme's own check failed: {fault}"),
            Text("请用完整的一份程序重新安装。", "Install a whole copy of the programme."),
        ) from fault
    except (DatabaseError, OSError) as fault:
        raise _database_refused(fault) from fault


def _database_refused(fault: Exception) -> ServerRefused:
    known = import_string("xueheng.shell.storage_faults.storage_fault")(fault)
    said = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
    if known is None:
        what = Text("数据库用不了", "The database cannot be used")
        remedy: Text = Text(
            "请检查 XUEHENG_DATABASE 的地址、口令和权限；没有设它时，检查数据文件夹。",
            "Check the address, password and rights of XUEHENG_DATABASE; without it, the data folder.",
        )
    else:
        what, remedy = known.cause.what, known.cause.remedy
    return ServerRefused(Text(f"{what.zh}：{said}", f"{what.en}: {said}"), remedy)


def gather_files() -> None:
    """Style sheets and scripts under names that carry their digests; done again only when one of them changed."""
    root = Path(settings.STATIC_ROOT)
    stamp, now = root / "gathered", _digest_of_sources()
    try:
        with _one_at_a_time():
            if not stamp.exists() or stamp.read_text("ascii") != now:
                call_command("collectstatic", verbosity=0, interactive=False, clear=root.exists())
                stamp.write_text(now, "ascii")
    except OSError as fault:
        raise _database_refused(fault) from fault


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Of two that start over one data folder the second waits: half-gathered files and half-made tables are not for
    it to find. A killed process lets go of the lock by itself.
    """
    with (settings.PLACES.folder / "starting.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest_of_sources() -> str:
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            found.update(path.encode() + b"\0" + Path(storage.path(path)).read_bytes())
    return found.hexdigest()


def bound(host: str, port: int) -> socket.socket:
    """The listening socket. Raises ServerRefused where the port is taken or the address is not this machine's."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
        if sys.platform != "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except OSError as fault:
        raise ServerRefused(
            Text(
                f"{host} 的 {port} 端口用不了：{fault.strerror}",
                f"Port {port} of {host} cannot be used: {fault.strerror}",
            ),
            Text(
                f"可能另一个程序（或另一个学衡）正在用它。换一个：./xueheng serve --port {port % 65535 + 1}",
                f"Another programme, or another Xueheng, may be using it. Another one: "
                f"./xueheng serve --port {port % 65535 + 1}",
            ),
        ) from fault
    return made


def serve(host: str, port: int, data: Path | None, say: Say) -> None:
    """Serves at `host` and `port` over the folder `data` until Ctrl-C or the system's request to end.

    `data` None: as the environment says. Raises ServerRefused.
    """
    listening = bound(host, port)
    before = signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        start_django(data)
        bring_up_to_date()
        gather_files()
        _say_clock(say)
        _serve(listening, lambda: _say_places(host, listening, say))
    except KeyboardInterrupt:
        pass  # before or between requests: that is how it ends
    finally:
        signal.signal(signal.SIGTERM, before)
        listening.close()
    say(Text("已停止，数据都已存好。", "Stopped; everything is stored."))


def _say_clock(say: Say) -> None:
    """Says so where the clock stands behind the journal."""
    try:
        behind = import_string("xueheng.trust.public.clock_behind")()
    except DatabaseError as fault:
        raise _database_refused(fault) from fault
    if behind is not None:
        say(behind.text)
        say(behind.remedy)


def _say_places(host: str, listening: socket.socket, say: Say) -> None:
    named, port = host if ":" not in host else f"[{host}]", listening.getsockname()[1]
    folder = settings.PLACES.folder
    say(Text(f"学衡在 http://{named}:{port}/　数据：{folder}", f"Xueheng is at http://{named}:{port}/  data: {folder}"))
    say(Text("按 Ctrl-C 停止。", "Ctrl-C stops it."))
    if not host.startswith(("127.", "localhost", "::1")) and not settings.PLACES.https:
        say(
            Text(
                f"提醒：别的电脑也能连上，而连接没有加密。请放在 https 代理之后，并设 {HTTPS}=1。",
                f"Mind: other machines can connect, unencrypted. Put it behind an https proxy and set {HTTPS}=1.",
            )
        )


def _serve(listening: socket.socket, ready: Callable[[], None]) -> None:
    server: Any = create_server(
        import_string(settings.WSGI_APPLICATION),
        sockets=[listening],
        threads=THREADS,
        max_request_body_size=LARGEST_BODY,
        inbuf_overflow=LARGEST_BODY,  # an upload is never laid on a disk unsealed
        ident=None,
        clear_untrusted_proxy_headers=not settings.PLACES.https,
    )
    runner: Stoppable = import_string(RUNNING)()
    try:
        ready()
        server.run()
    finally:
        runner.stop()
        server.close()
        connections.close_all()


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    """The system's request to end is as good as Ctrl-C."""
    del number, frame
    raise KeyboardInterrupt

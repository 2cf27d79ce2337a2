"""The server's start and end: folders, database, gathered files, then requests and jobs until somebody stops it.

Nothing of the rooms is imported here before Django stands.
"""

import gc
import hashlib
import signal
import socket
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string
from waitress.server import create_server  # type: ignore[import-untyped]  # it ships no types

from xueheng.web.logs.unhandled import log_unhandled
from xueheng.web.places import HTTPS
from xueheng.web.processes import Processes, can_share
from xueheng.web.start import Say, ServerRefused, bring_up_to_date, database_refused, one_at_a_time, start_django
from xueheng.wording import Text

THREADS = 8
LARGEST_BODY = 60 * 1024 * 1024
TURN = 0.001
"""Seconds."""
RUNNING, APART = "xueheng.web.running.start_runner", "xueheng.web.running.start_apart"
LOADING, JOBS = "xueheng.web.running.load_all", "xueheng.web.running.run_jobs"


class Stoppable(Protocol):
    """What runs beside the requests."""

    def stop(self) -> None:
        """Ends it."""


def gather_files() -> None:
    """Style sheets and scripts under names that carry their digests; done again only when one of them changed."""
    root = Path(settings.STATIC_ROOT)
    stamp, now = root / "gathered", _digest_of_sources()
    try:
        with one_at_a_time():
            if not stamp.exists() or stamp.read_text("ascii") != now:
                call_command("collectstatic", verbosity=0, interactive=False, clear=root.exists())
                stamp.write_text(now, "ascii")
    except OSError as fault:
        raise database_refused(fault) from fault


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
        log_unhandled()
        bring_up_to_date(say, pages=True)
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
        raise database_refused(fault) from fault
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


def _collect_seldom() -> None:
    """What was loaded stays for good: Python's collector looks through it no more, and through the rest less often. It
    took an eighth of the time of recording.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def _take_turns_quickly() -> None:
    """A job that computes gives way to a request every millisecond instead of every five: a request that asks the
    database thirty times would wait as often.
    """
    sys.setswitchinterval(TURN)


def _serve(listening: socket.socket, ready: Callable[[], None]) -> None:
    import_string(LOADING)()
    import_string(settings.WSGI_APPLICATION)
    # Before anybody knows the address: a request to end that comes while the collector clears up would be lost.
    _collect_seldom()
    if settings.PLACES.processes == 1 or not can_share():
        _answer(listening, import_string(RUNNING), ready)
        return
    listening.listen()
    connections.close_all()  # a connection that two processes share would mix their answers
    works: dict[str, Callable[[], None]] = {"jobs": import_string(JOBS)}
    for place in range(settings.PLACES.processes):
        works[f"requests {place + 1}"] = partial(_answer, listening, partial(import_string(APART), place))
    Processes(works).run(ready)


def _answer(
    listening: socket.socket, begin_beside: Callable[[], Stoppable], ready: Callable[[], None] | None = None
) -> None:
    """Answers requests until KeyboardInterrupt."""
    server: Any = create_server(
        import_string(settings.WSGI_APPLICATION),
        sockets=[listening],
        threads=THREADS,
        max_request_body_size=LARGEST_BODY,
        inbuf_overflow=LARGEST_BODY,  # an upload is never laid on a disk unsealed
        ident=None,
        clear_untrusted_proxy_headers=not settings.PLACES.https,
    )
    beside = begin_beside()
    try:
        _take_turns_quickly()
        if ready is not None:
            ready()
        server.run()
    finally:
        gc.unfreeze()  # or packages that count what is left at the end find everything left
        beside.stop()
        server.close()
        connections.close_all()


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    """The system's request to end is as good as Ctrl-C."""
    del number, frame
    raise KeyboardInterrupt

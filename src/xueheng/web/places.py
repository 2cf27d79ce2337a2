"""Where the server keeps things, and which database it uses: read from the environment, nowhere else."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast
from urllib.parse import unquote, urlsplit

from xueheng.errors import XuehengError
from xueheng.wording import Text

DATA = "XUEHENG_DATA"
DATABASE = "XUEHENG_DATABASE"
HOSTS = "XUEHENG_HOSTS"
HTTPS = "XUEHENG_HTTPS"
PROVIDER = "XUEHENG_OIDC"
LOG = "XUEHENG_LOG"
ERASURES = "XUEHENG_ERASURES"
PROCESSES = "XUEHENG_PROCESSES"
API_PER_TOKEN = "XUEHENG_API_PER_TOKEN"  # noqa: S105 - the name of a setting
API_PER_ADDRESS = "XUEHENG_API_PER_ADDRESS"


MOST_BY_ITSELF = 4
"""Processes, where nothing is set: each takes some hundred megabytes."""
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(/[^\s;,]*)?")
"""What may stand in a header that tells the browser where forms may lead: a host, no blanks, no semicolons."""
_HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
"""A name, one with all names under it (.example.cn), or an address."""
PROVIDER_NEEDS = ("server", "client", "secret")
PROVIDER_MAY = frozenset({"title", "login", "pages"})


class SettingRefused(XuehengError):
    """A setting that cannot be used as it stands."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of the server's own files, and the address of its database (empty: SQLite inside the folder)."""

    folder: Path
    database: str = ""
    hosts: tuple[str, ...] = ()
    """The names by which browsers reach the server, besides this machine's own."""
    https: bool = False
    """A proxy in front speaks https: cookies travel by it alone."""
    provider: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The district's identity provider (OIDC); empty: none."""
    log: Literal["folder", "stdout"] = "folder"
    """Where the log goes: files in the data folder's `logs`, or the standard output."""
    erasures: Path | None = None
    """Where the ledger of erasures is written as well, on another disk; None: nowhere."""
    api_per_token: int = 600
    """Requests that a token may make in a minute, and an address, whoever asks from there."""
    api_per_address: int = 1_200
    processes: int = 1
    """How many processes answer requests; of more than one, another runs the jobs."""

    @property
    def provider_claim(self) -> str:
        """What the provider calls the login name."""
        return self.provider.get("login", "preferred_username")

    @property
    def provider_origins(self) -> tuple[str, ...]:
        """Where the provider's own pages are: at its address, and where `pages` says they are elsewhere."""
        named = [self.provider[name] for name in ("server", "pages") if name in self.provider]
        return tuple(dict.fromkeys(_origin(address) for place in named for address in place.split()))

    @property
    def secrets(self) -> Path:
        """Keys that unlock the rest; never part of a backup of the data."""
        return self.folder / "secrets"

    @property
    def attachments(self) -> Path:
        """Encrypted files that came with records."""
        return self.folder / "attachments"

    @property
    def uploads(self) -> Path:
        """Encrypted workbooks as they came."""
        return self.folder / "uploads"


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def places() -> Places:
    """Where things are, by the environment; docs/settings.md has every setting. Raises SettingRefused."""
    home = os.environ.get("XUEHENG_HOME") or str(Path.home() / ".xueheng")
    return Places(
        Path(os.environ.get(DATA) or Path(home) / "data").resolve(),
        os.environ.get(DATABASE, ""),
        hosts_of(os.environ.get(HOSTS, "")),
        _one_of(HTTPS, ("0", "1")) == "1",
        provider_of(os.environ.get(PROVIDER, "")),
        cast("Literal['folder', 'stdout']", _one_of(LOG, ("folder", "stdout"))),
        _second_ledger(os.environ.get(ERASURES, "")),
        _count_of(API_PER_TOKEN, 600),
        _count_of(API_PER_ADDRESS, 1_200),
        _count_of(PROCESSES, min(os.cpu_count() or 1, MOST_BY_ITSELF)),
    )


def _second_ledger(told: str) -> Path | None:
    """The file of the ledger's second copy; it need not be there yet. Raises SettingRefused."""
    if not told:
        return None
    path = Path(told).absolute()
    if path.is_dir() or not path.parent.is_dir():
        raise SettingRefused(
            Text(f"{ERASURES} 指的 {told} 写不了", f"{told}, named by {ERASURES}, cannot be written"),
            Text(
                "请写一个文件的路径，它所在的文件夹要先建好，最好在另一块盘上，如 /backup/erasures.jsonl。",
                "Give the path of a file in a folder that is there, best on another disk: /backup/erasures.jsonl.",
            ),
        )
    return path


def _count_of(name: str, by_itself: int) -> int:
    """A whole number from 1 on. Raises SettingRefused."""
    said = os.environ.get(name, "") or str(by_itself)
    if said.isascii() and said.isdigit() and 0 < int(said) < 1_000_000:
        return int(said)
    raise SettingRefused(
        Text(f"{name} 写成了“{said}”", f'{name} says "{said}"'),
        Text(
            f"请写 1 到 999999 的整数；不设就是 {by_itself}。", f"A whole number, 1 to 999999; {by_itself} if not set."
        ),
    )


def _one_of(name: str, words: tuple[str, ...]) -> str:
    """What a setting says, the first of the words where it says nothing. Raises SettingRefused."""
    said = os.environ.get(name, "") or words[0]
    if said in words:
        return said
    raise SettingRefused(
        Text(f"{name} 写成了“{said}”", f'{name} says "{said}"'),
        Text(
            f"只能是 {' 或 '.join(words)}；不设就是 {words[0]}。", f"It is {' or '.join(words)}; {words[0]} if not set."
        ),
    )


def hosts_of(told: str) -> tuple[str, ...]:
    """Names of a server with commas between. Raises SettingRefused for what is no name: `*` would let anybody's in."""
    hosts = tuple(host.strip() for host in told.split(",") if host.strip())
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise SettingRefused(
                Text(f"{HOSTS} 里的“{host}”不是主机名", f'"{host}" in {HOSTS} is no name of a host'),
                Text(
                    "只写主机名或 IP，不写 http://、端口和 *，几个用逗号隔开，如 xueheng.example.cn,10.0.0.8。",
                    "Write names or addresses alone, without http://, port or *, commas between: "
                    "xueheng.example.cn,10.0.0.8.",
                ),
            )
    return hosts


def provider_of(file: str) -> Mapping[str, str]:
    """What a JSON file says of an identity provider: server, client, secret, title, the claim `login`, and `pages`,
    further addresses that its own pages lead to, with blanks between. Raises SettingRefused.
    """
    if not file:
        return {}
    try:
        found = json.loads(Path(file).read_text("utf-8"))
        told = {name: str(found[name]) for name in (*PROVIDER_NEEDS, *(PROVIDER_MAY & found.keys()))}
        unfit = [one for one in (told["server"], *told.get("pages", "").split()) if not _ADDRESS.fullmatch(one)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise _provider_refused() from fault
    if unfit:
        raise _provider_refused()
    return told


def _provider_refused() -> SettingRefused:
    return SettingRefused(
        Text(f"{PROVIDER} 指的文件读不出统一身份认证的设置", f"the file that {PROVIDER} names cannot be used"),
        Text(
            f"文件应为 JSON，写明 {'、'.join(PROVIDER_NEEDS)}，可写 title、login、pages；地址以 http(s):// 开头。",
            f"It is JSON with {', '.join(PROVIDER_NEEDS)} and perhaps title, login and pages; addresses begin with "
            "http(s)://.",
        ),
    )


def identity_provider(where: Places) -> dict[str, object]:
    """The sign-in package's setting for the identity provider; empty without one."""
    if not where.provider:
        return {}
    app = {
        "provider_id": "district",
        "name": where.provider.get("title", "统一身份认证"),
        "client_id": where.provider["client"],
        "secret": where.provider["secret"],
        "settings": {"server_url": where.provider["server"], "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def databases(where: Places) -> dict[str, dict[str, object]]:
    """Django's DATABASES: `default` for the record, `keys` for the subjects' wrapped keys."""
    record = postgresql(where.database) if where.database else sqlite(where.folder / "record.sqlite3")
    return {"default": record, "keys": sqlite(where.secrets / "keys.sqlite3")}


READ_PAGES_KIB = 16 * 1024
"""What a connection keeps of an SQLite file it has read."""


def sqlite(file: Path) -> dict[str, object]:
    """An SQLite file that loses nothing it has acknowledged: WAL, synchronous FULL, writers wait their turn. What is
    deleted is overwritten.
    """
    return {
        "ENGINE": "xueheng.web.kept_sqlite3",
        "NAME": str(file),
        "CONN_MAX_AGE": None,  # a file opened anew at each request forgets its prepared statements and read pages
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "cached_statements": 512,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            f"PRAGMA secure_delete=ON; PRAGMA cache_size=-{READ_PAGES_KIB};",
        },
    }


def postgresql(address: str) -> dict[str, object]:
    """PostgreSQL by its address, `postgresql://user:password@host:port/name`. Raises SettingRefused."""
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise SettingRefused(
            Text(f"{DATABASE} 不是一个 PostgreSQL 地址", f"{DATABASE} is not the address of a PostgreSQL database"),
            Text(
                "请写成 postgresql://用户:口令@主机:端口/库名；不设就用 SQLite。",
                "Write postgresql://user:password@host:port/name, or leave it out for SQLite.",
            ),
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }

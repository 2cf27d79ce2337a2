"""Where the server keeps things, and which database it uses: read from the environment, nowhere else."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from xueheng.errors import XuehengError
from xueheng.wording import Text

DATA = "XUEHENG_DATA"
DATABASE = "XUEHENG_DATABASE"


class SettingRefused(XuehengError):
    """A setting that cannot be used as it stands."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of the server's own files, and the address of its database (empty: SQLite inside the folder)."""

    folder: Path
    database: str = ""

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


def places() -> Places:
    """Where things are, by XUEHENG_DATA (default ~/.xueheng/data) and XUEHENG_DATABASE."""
    home = os.environ.get("XUEHENG_HOME") or str(Path.home() / ".xueheng")
    return Places(Path(os.environ.get(DATA) or Path(home) / "data").resolve(), os.environ.get(DATABASE, ""))


def databases(where: Places) -> dict[str, dict[str, object]]:
    """Django's DATABASES: `default` for the record, `keys` for the subjects' wrapped keys."""
    record = postgresql(where.database) if where.database else sqlite(where.folder / "record.sqlite3")
    return {"default": record, "keys": sqlite(where.secrets / "keys.sqlite3")}


def sqlite(file: Path) -> dict[str, object]:
    """An SQLite file that loses nothing it has acknowledged: WAL, synchronous FULL, writers wait their turn."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
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

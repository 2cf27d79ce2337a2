"""Where the log goes, as Django's LOGGING wants it said."""

from pathlib import Path
from typing import Any, Literal

Target = Literal["folder", "stdout"]


def logging_to(target: Target, data: Path) -> dict[str, Any]:
    """Everything to one handler. Nothing is dropped but what says the same as our own lines, with people's data."""
    handlers: dict[Target, dict[str, Any]] = {
        "folder": {"()": "xueheng.web.logs.folder.FolderLog", "folder": str(data / "logs")},
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "xueheng.web.logs.line.Line"}},
        "handlers": {"log": {**handlers[target], "formatter": "line"}},
        "root": {"handlers": ["log"], "level": "WARNING"},
        "loggers": {
            "xueheng": {"level": "INFO"},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "axes": {"level": "CRITICAL"},
            "django.request": {"level": "CRITICAL"},
        },
    }

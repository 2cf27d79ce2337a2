"""The server's settings in an office where it is about noon: what waits for the night's hour waits no longer."""

from datetime import UTC, datetime

from xueheng.web.settings import *  # noqa: F403 — all of it but one

TIME_ZONE = f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"
"""Hours behind Greenwich, as these names count."""

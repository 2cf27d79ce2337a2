"""Sessions that are over are taken away, so that a clock set back cannot bring them to life again."""

from django.contrib.sessions.backends.db import SessionStore


def drop_ended_sessions() -> None:
    """All whose time is over."""
    SessionStore.clear_expired()

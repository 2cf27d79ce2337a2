"""Which table lives in which database: the subjects' keys apart, so that no backup of the data holds them."""

from typing import Any

KEYS = "keys"
DEFAULT = "default"


class KeyDatabase:
    """Django's router: `SubjectKey` in the database `keys`, everything else in `default`."""

    def db_for_read(self, model: Any, **hints: object) -> str:
        """The database that rows of `model` are read from."""
        del hints
        meta = model._meta  # noqa: SLF001 — Django's documented name for it
        return KEYS if _is_key(meta.app_label, meta.model_name) else DEFAULT

    def db_for_write(self, model: Any, **hints: object) -> str:
        """The database that rows of `model` are written to."""
        return self.db_for_read(model, **hints)

    def allow_relation(self, one: Any, other: Any, **hints: object) -> bool:
        """No row refers to one of the other database."""
        return self.db_for_read(one, **hints) == self.db_for_read(other, **hints)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: object) -> bool:
        """Each table is made where it lives; steps without a table (triggers) belong to `default`."""
        del hints
        return (db == KEYS) == _is_key(app_label, model_name)


def _is_key(app_label: str, model_name: str | None) -> bool:
    return app_label == "trust" and (model_name or "").lower() == "subjectkey"

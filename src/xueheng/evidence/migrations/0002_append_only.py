"""The record's triggers."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from xueheng.evidence.kept_tables import KEPT
from xueheng.trust.public import drop_guards, make_guards

DEFAULT = "default"


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers where the record lives."""
    del apps
    if editor.connection.alias == DEFAULT:
        make_guards(editor.connection, KEPT)


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away."""
    del apps
    if editor.connection.alias == DEFAULT:
        drop_guards(editor.connection, KEPT)


class Migration(migrations.Migration):
    """Records: added to, never changed."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("evidence", "0001_first"), ("trust", "0001_first")]
    operations: ClassVar[list[migrations.RunPython]] = [migrations.RunPython(forwards, backwards)]
